#include "api/client/judge.h"

#include <string.h>

#include "api/client/delivery.h"
#include "api/client/dispatch.h"
#include "api/client/outcome.h"
#include "api/client/polls.h"

enum {
    MOST_FAILURES = 4 /* of a read, between two good pages */
};

/* Why it isn't what was asked for; ERROR_NONE if it is. */
static struct error
reason(const struct worker *worker, const struct exchange *exchange)
{
    const char *path = operation_of(exchange->operation)->path;
    struct error err = {0};

    if (exchange->end != EXCHANGE_ANSWERED)
        return exchange->error;
    if (exchange->status >= 200 && exchange->status < 300)
        return err;
    if (exchange->status < 400)
        error_set(&err, ERROR_UNREACHABLE,
                  "%s: %s answered %d, a redirect, which is not followed: set the address that it "
                  "leads to.",
                  path, worker->endpoint.name, exchange->status);
    else
        answer_refusal(exchange->operation, exchange->status, buffer_text(&exchange->answer),
                       exchange->answer.length, &err);
    err.status = exchange->status;
    if (exchange->error.request_id[0])
        memcpy(err.request_id, exchange->error.request_id, sizeof(err.request_id));
    return err;
}

static struct answer *
parse(const struct exchange *exchange, struct error *err)
{
    if (exchange->status == 204) // nothing, in place of what is empty
        return answer_parse(exchange->operation, "{}", 2, err);
    return answer_parse(exchange->operation, buffer_text(&exchange->answer),
                        exchange->answer.length, err);
}

/* The property wants to be left alone: nothing is sent before it said so. */
static void
throttle(struct worker *worker, const struct call *call, const struct exchange *exchange)
{
    int64_t until_ms =
        monotonic_ms()
        + retry_throttle_ms(exchange->retry_after_ms, call->failures + 1, uuid_random_bits());

    if (until_ms > worker->throttled_ms)
        worker->throttled_ms = until_ms;
    if (status_throttle(&worker->status, worker->throttled_ms))
        worker_post_status(worker, NULL);
}

/* By verdict: what happens to the call, which is taken. */
typedef void (*verdict_fn)(struct worker *worker, struct call *call,
                           const struct exchange *exchange, struct error *err);

/* Finds out whether it is the last page; if it isn't, the body asks for the next. */
static bool
turn_page(struct call *call, struct error *err)
{
    bool more = false;

    if (call->walk.is_on && !walk_next(&call->walk, call->page, &more, err))
        return false;
    call->is_last = !more;
    return !more || body_set_page(call->body, call->walk.count, answer_cursor(call->page), err);
}

/* Hands the page over. */
static bool
hand_over(struct worker *worker, struct call *call, const struct exchange *exchange,
          struct error *err)
{
    struct delivery delivery;

    if (call->slot >= HINT_SLOT)
        return hints_answered(worker, call, err);
    if (call->slot != NO_SLOT)
        return polls_take(worker, call, err);
    if (!delivery_make(worker, call, exchange, &delivery, err))
        return false;
    outcome_settle(worker, call, JOURNAL_DONE, &exchange->error); // it has the request id
    delivery_send(worker, &delivery);
    return true;
}

static void
done(struct worker *worker, struct call *call, const struct exchange *exchange, struct error *err)
{
    if (!call->first_begun_ms) {
        call->first_begun_ms = exchange->begun_ms;
        call->first_date = exchange->date;
    }
    if (!turn_page(call, err) || !hand_over(worker, call, exchange, err)) {
        if (call_is_read(call))
            outcome_fail(worker, call, err);
        else
            outcome_unknown(worker, call, err);
        return;
    }
    if (call->is_last) {
        call_free(call);
        return;
    }
    answer_free(call->page);
    call->page = NULL;
    call->failures = 0;
    call->deadline_ms = 0; // each page has a deadline of its own
    call_start_clock(call, monotonic_ms());
    dispatch_again(worker, call, 0);
}

static void
refused(struct worker *worker, struct call *call, const struct exchange *exchange,
        struct error *err)
{
    (void)exchange;
    outcome_settle(worker, call, JOURNAL_REFUSED, err);
    outcome_fail(worker, call, err);
}

static void
not_sent(struct worker *worker, struct call *call, const struct exchange *exchange,
         struct error *err)
{
    if (exchange->status == 429)
        throttle(worker, call, exchange);
    error_prefix(err, "Nothing was done. ");
    outcome_settle(worker, call, JOURNAL_NOT_SENT, err);
    outcome_fail(worker, call, err);
}

static void
unknown(struct worker *worker, struct call *call, const struct exchange *exchange,
        struct error *err)
{
    (void)exchange;
    outcome_unknown(worker, call, err);
}

static void
failed(struct worker *worker, struct call *call, const struct exchange *exchange, struct error *err)
{
    (void)exchange;
    outcome_fail(worker, call, err);
}

/* Again at `at_ms`, if its time allows. */
static void
again(struct worker *worker, struct call *call, int64_t at_ms, const struct error *err)
{
    call->error = *err;
    if (at_ms < call->deadline_ms)
        dispatch_again(worker, call, at_ms);
    else
        outcome_fail(worker, call, err);
}

static void
repeat(struct worker *worker, struct call *call, const struct exchange *exchange, struct error *err)
{
    (void)exchange;
    call->failures++;
    if (call->slot != NO_SLOT || call->failures > MOST_FAILURES) // those come again by themselves
        outcome_fail(worker, call, err);
    else
        again(worker, call, monotonic_ms() + retry_backoff_ms(call->failures, uuid_random_bits()),
              err);
}

/* A page of half as many; what has no pages is repeated as it is. */
static void
shrink(struct worker *worker, struct call *call, const struct exchange *exchange, struct error *err)
{
    struct error ignored;

    if (walk_shrink(&call->walk, body_count(call->body))
        && body_set_page(call->body, call->walk.count, NULL, &ignored))
        again(worker, call, monotonic_ms(), err);
    else
        repeat(worker, call, exchange, err);
}

static void
wait_told(struct worker *worker, struct call *call, const struct exchange *exchange,
          struct error *err)
{
    throttle(worker, call, exchange);
    call->failures++;
    again(worker, call, worker->throttled_ms, err);
}

static const verdict_fn verdicts[] = {
    [VERDICT_DONE] = done,       [VERDICT_REFUSED] = refused, [VERDICT_NOT_SENT] = not_sent,
    [VERDICT_UNKNOWN] = unknown, [VERDICT_FAILED] = failed,   [VERDICT_REPEAT] = repeat,
    [VERDICT_SHRINK] = shrink,   [VERDICT_WAIT] = wait_told,
};

/* How it stands with the property now; after a break, everything since is asked for. */
static void
note_status(struct worker *worker, const struct exchange *exchange, const struct error *err)
{
    enum client_status before = worker->status.now;

    if (instant_is_set(exchange->date))
        worker->server_date = exchange->date;
    if (!status_note(&worker->status, exchange, err))
        return;
    worker_post_status(worker, worker->status.now == CLIENT_CONNECTED ? NULL : err);
    if (before == CLIENT_UNREACHABLE && worker->status.now == CLIENT_CONNECTED)
        polls_hurry(&worker->polls, monotonic_ms());
}

void
judge_exchange(struct worker *worker, struct exchange *exchange)
{
    struct call *call = exchange->context;
    struct error err = reason(worker, exchange);
    enum verdict verdict =
        retry_judge(call_operation(call)->kind, exchange->end, exchange->status, exchange->is_sent);

    call->exchange = NULL;
    dispatch_leave(worker, call);
    if (verdict == VERDICT_DONE && !(call->page = parse(exchange, &err)))
        verdict = call_is_read(call) ? VERDICT_FAILED : VERDICT_UNKNOWN;
    if (!call->request->wants_json)
        buffer_clear(&exchange->answer); // it may be large, and is parsed
    note_status(worker, exchange, &err);
    verdicts[verdict](worker, call, exchange, &err);
    exchange_free(exchange);
}
