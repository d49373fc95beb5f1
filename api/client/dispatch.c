#include "api/client/dispatch.h"

#include "api/client/delivery.h"
#include "api/client/journal.h"
#include "api/client/outcome.h"

enum {
    MOST_UNDER_WAY = 6, /* one of them for keys alone */
};

/* Until something else happens. */
static const int64_t FOREVER = INT64_MAX;

/* Into the line */

static bool
may_send(const struct worker *worker, const struct call *call, struct error *err)
{
    if (call_is_read(call))
        return true;
    if (worker->read_only)
        return error_set(err, ERROR_REFUSED, "%s is not sent: this desk is read-only.",
                         call_operation(call)->path);
    if (!worker->state)
        return error_set(err, ERROR_USAGE,
                         "%s is not sent: without state.db there is no journal of writes.",
                         call_operation(call)->path);
    return true;
}

static bool
prepare(struct worker *worker, struct call *call, struct error *err)
{
    if (!may_send(worker, call, err))
        return false;
    call->body = body_new(call->request, &worker->identity, err);
    if (!call->body)
        return false;
    if (call->request->pages != REQUEST_ALL_PAGES || call_operation(call)->pages != OPERATION_PAGES)
        return true;
    walk_begin(&call->walk, call->request->priority, body_count(call->body));
    return body_set_page(call->body, call->walk.count, NULL, err);
}

void
dispatch_add(struct worker *worker, struct call *call, int64_t now_ms)
{
    struct error err;

    if (!call->request->timeout_ms)
        call->request->timeout_ms = worker->timeout_ms * (call_is_read(call) ? 1 : 2);
    if (!prepare(worker, call, &err)) {
        outcome_fail(worker, call, &err);
        return;
    }
    /* What nobody waits for may stand in line for as long as it takes. */
    if (call->request->priority != REQUEST_BEHIND)
        call_start_clock(call, now_ms);
    line_add(&worker->line, call);
}

void
dispatch_again(struct worker *worker, struct call *call, int64_t not_before_ms)
{
    call->not_before_ms = not_before_ms;
    line_add(&worker->line, call);
}

/* Beginning */

/* Two writes for one thing go one after the other: the second must see if the first is unknown. */
static bool
is_subject_busy(const struct worker *worker, const struct call *call)
{
    if (call_is_read(call) || !uuid_is_set(call->request->intent.subject))
        return false;
    for (const struct call *other = worker->under_way; other; other = other->next)
        if (!call_is_read(other)
            && uuid_equal(other->request->intent.subject, call->request->intent.subject))
            return true;
    return false;
}

/* How long it must still wait: 0 if it may begin, FOREVER until another ends. */
static int64_t
hold_ms(const struct worker *worker, const struct call *call, int64_t now_ms)
{
    enum request_priority priority = call->request->priority;
    int most = priority == REQUEST_FOR_KEY ? MOST_UNDER_WAY : MOST_UNDER_WAY - 1;
    int64_t not_before_ms =
        call->not_before_ms > worker->throttled_ms ? call->not_before_ms : worker->throttled_ms;

    if (not_before_ms > now_ms)
        return not_before_ms - now_ms;
    if (worker->under_way_count >= most || is_subject_busy(worker, call))
        return FOREVER;
    return pace_wait_ms(&worker->pace, priority, now_ms);
}

static void
fail_late(struct worker *worker, struct call *call)
{
    struct error err = call->error;

    if (err.kind == ERROR_NONE)
        error_set(&err, ERROR_BUSY,
                  "%s was not sent in time: more is asked of the property than it answers.",
                  call_operation(call)->path);
    outcome_fail(worker, call, &err);
}

/* The intent of a write is on the disk before its first byte is sent. */
static bool
note_intent(struct worker *worker, struct call *call, struct error *err)
{
    if (call_is_read(call))
        return true;
    if (!journal_open(worker->state, call->request, body_hash(call->body), worker->user,
                      &call->entry, err))
        return false;
    worker_post_entry(worker, call->entry);
    return true;
}

static void
begin(struct worker *worker, struct call *call, int64_t now_ms)
{
    struct error err;

    line_remove(&worker->line, call);
    call_start_clock(call, now_ms);
    if (!note_intent(worker, call, &err)) {
        outcome_fail(worker, call, &err);
        return;
    }
    call->place = pace_count(&worker->pace, now_ms);
    call->exchange = exchange_new(call->request->operation, body_text(call->body),
                                  (int)(call->deadline_ms - now_ms), call);
    call->next = worker->under_way;
    worker->under_way = call;
    worker->under_way_count++;
    connection_begin(worker->connection, call->exchange);
}

void
dispatch_leave(struct worker *worker, struct call *call)
{
    struct call **at = &worker->under_way;

    while (*at != call)
        at = &(*at)->next;
    *at = call->next;
    call->next = NULL;
    worker->under_way_count--;
    pace_end(&worker->pace, call->place, monotonic_ms());
}

int64_t
dispatch_begin(struct worker *worker, int64_t now_ms)
{
    int64_t wait_ms = FOREVER;

    for (int priority = REQUEST_FOR_KEY; priority <= REQUEST_BEHIND; priority++) {
        struct call *next;

        for (struct call *call = worker->line.first[priority]; call; call = next) {
            int64_t hold = hold_ms(worker, call, now_ms);
            int64_t left = call->deadline_ms ? call->deadline_ms - now_ms : FOREVER;

            next = call->next;
            if (left <= 0) {
                line_remove(&worker->line, call);
                fail_late(worker, call);
            } else if (hold == 0) {
                begin(worker, call, now_ms);
            } else {
                hold = hold < left ? hold : left;
                wait_ms = hold < wait_ms ? hold : wait_ms;
            }
        }
    }
    return wait_ms == FOREVER ? FOREVER : now_ms + wait_ms;
}

/* Breaking off */

/* Which calls are meant. */
struct choice {
    const void *owner; /* reads of this owner, */
    uint64_t number;   /* up to this request; */
    int slot;          /* or the call of this poll */
};

static bool
is_chosen(const struct choice *choice, const struct call *call)
{
    if (choice->slot != NO_SLOT)
        return call->slot == choice->slot;
    return call->slot == NO_SLOT && call_is_read(call) && call->request->owner == choice->owner
           && call->number <= choice->number;
}

static void
drop_waiting(struct worker *worker, const struct choice *choice)
{
    for (int priority = REQUEST_FOR_KEY; priority <= REQUEST_BEHIND; priority++) {
        struct call *next;

        for (struct call *call = worker->line.first[priority]; call; call = next) {
            next = call->next;
            if (!is_chosen(choice, call))
                continue;
            line_remove(&worker->line, call);
            call_free(call);
        }
    }
}

static void
drop_under_way(struct worker *worker, const struct choice *choice)
{
    struct call *next;

    for (struct call *call = worker->under_way; call; call = next) {
        next = call->next;
        if (!is_chosen(choice, call))
            continue;
        dispatch_leave(worker, call);
        connection_drop(worker->connection, call->exchange);
        call_free(call);
    }
}

/* What goes on has no owner any more. */
static void
disown(struct call *first, const void *owner)
{
    for (struct call *call = first; call; call = call->next)
        if (call->request->owner == owner)
            call->request->owner = NULL;
}

void
dispatch_cancel(struct worker *worker, const void *owner, uint64_t number)
{
    struct choice choice = {.owner = owner, .number = number, .slot = NO_SLOT};

    drop_waiting(worker, &choice);
    drop_under_way(worker, &choice);
    disown(worker->under_way, owner);
    for (int priority = REQUEST_FOR_KEY; priority <= REQUEST_BEHIND; priority++)
        disown(worker->line.first[priority], owner);
}

void
dispatch_cancel_poll(struct worker *worker, int slot)
{
    struct choice choice = {.slot = slot};

    drop_waiting(worker, &choice);
    drop_under_way(worker, &choice);
}

static void
close_write(struct worker *worker, const struct call *call)
{
    struct error why;

    error_set(&why, ERROR_CANCELED, "The desk was closed before the answer came.");
    outcome_settle(worker, call, call->exchange->is_sent ? JOURNAL_UNKNOWN : JOURNAL_NOT_SENT,
                   &why);
}

void
dispatch_close(struct worker *worker)
{
    while (worker->under_way) {
        struct call *call = worker->under_way;

        close_write(worker, call);
        dispatch_leave(worker, call);
        connection_drop(worker->connection, call->exchange);
        call_free(call);
    }
    for (int priority = REQUEST_FOR_KEY; priority <= REQUEST_BEHIND; priority++) {
        while (worker->line.first[priority]) {
            struct call *call = worker->line.first[priority];

            line_remove(&worker->line, call);
            call_free(call);
        }
    }
}
