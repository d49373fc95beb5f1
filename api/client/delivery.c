#include "api/client/delivery.h"

#include <stdlib.h>

#include "api/base/memory.h"
#include "api/client/result.h"
#include "api/client/snapshot.h"

enum {
    JOINED_BYTES_MAX = 256 * 1024 * 1024
};

static struct result *
answer_result(const struct call *call)
{
    struct result *result = result_new(RESULT_ANSWER);

    result->request = call->number;
    result->owner = call->request->owner;
    result->operation = call->request->operation;
    return result;
}

void
delivery_fail(struct worker *worker, const struct call *call, const struct error *err)
{
    struct result *result = answer_result(call);

    result->error = *err;
    result->is_last = true;
    worker_post(worker, result);
}

void
delivery_keep(struct worker *worker, const struct result *result)
{
    struct instant now = instant_is_set(result->server_date) ? result->server_date : instant_now();
    struct error err;

    for (size_t i = 0; i < result->batch_count; i++) {
        const struct batch *batch = &result->batches[i];

        for (size_t row = 0; row < batch->count; row++)
            seen_note(&worker->seen, batch->type,
                      (const char *)batch->rows + row * batch->type->size);
    }
    if (worker->state && result->batch_count)
        worker_note_state(
            worker, snapshot_store(worker->state, result->batches, result->batch_count, now, &err),
            &err);
}

/* Making */

/* `count` results for a call's page. */
static void
make_rows(struct delivery *delivery, const struct call *call, const struct exchange *exchange,
          size_t count)
{
    delivery->rows = memory_new(count * sizeof(*delivery->rows));
    delivery->count = count;
    for (size_t i = 0; i < count; i++) {
        delivery->rows[i] = answer_result(call);
        delivery->rows[i]->server_date = exchange->date;
        delivery->rows[i]->created = answer_created(call->page ? call->page : call->joined);
    }
    delivery->rows[count - 1]->is_last = call->is_last;
}

static void
drop_rows(struct delivery *delivery)
{
    for (size_t i = 0; i < delivery->count; i++)
        result_free(delivery->rows[i]);
    free(delivery->rows);
    *delivery = (struct delivery){0};
}

/* Puts the page behind those that came before. *Takes* it from the call. */
static bool
join_page(struct call *call, size_t bytes, struct error *err)
{
    if (call->joined) {
        answer_join(call->joined, call->page);
        answer_free(call->page);
    } else {
        call->joined = call->page;
    }
    call->page = NULL;
    call->joined_bytes += bytes;
    return call->joined_bytes <= JOINED_BYTES_MAX
           || error_set(err, ERROR_TOO_LARGE,
                        "%s: all pages together are over %d MiB: ask for less.",
                        call_operation(call)->path, JOINED_BYTES_MAX >> 20);
}

/* As text: an only page as it came, to its last digit; several joined. */
static bool
make_text(struct call *call, const struct exchange *exchange, struct delivery *delivery,
          struct error *err)
{
    bool is_only = call->is_last && !call->joined;
    struct result *result;
    char *printed;

    if (!is_only && !join_page(call, exchange->answer.length, err))
        return false;
    if (!call->is_last)
        return true;
    make_rows(delivery, call, exchange, 1);
    result = delivery->rows[0];
    if (is_only && exchange->answer.length) {
        result->json = arena_text(&result->arena, exchange->answer.text);
        return true;
    }
    printed = answer_print(is_only ? call->page : call->joined);
    result->json = arena_text(&result->arena, printed);
    free(printed);
    return true;
}

static bool
decode_part(const struct worker *worker, const struct answer *page, size_t number,
            struct result *result, struct error *err)
{
    struct answer_part part = {number * ANSWER_PART_ROWS, ANSWER_PART_ROWS};
    struct batch batches[RESULT_BATCHES] = {{0}};

    if (!answer_decode(page, part, worker->identity.language, &result->arena, batches, err))
        return false;
    for (size_t i = 0; i < RESULT_BATCHES; i++)
        result_add(result, batches[i]);
    return true;
}

static bool
make_records(const struct worker *worker, const struct call *call, const struct exchange *exchange,
             struct delivery *delivery, struct error *err)
{
    size_t longest = answer_longest(call->page);

    make_rows(delivery, call, exchange,
              longest ? (longest + ANSWER_PART_ROWS - 1) / ANSWER_PART_ROWS : 1);
    for (size_t i = 0; i < delivery->count; i++)
        if (!decode_part(worker, call->page, i, delivery->rows[i], err))
            return false;
    return true;
}

bool
delivery_make(struct worker *worker, struct call *call, const struct exchange *exchange,
              struct delivery *delivery, struct error *err)
{
    bool ok;

    *delivery = (struct delivery){0};
    ok = call->request->wants_json ? make_text(call, exchange, delivery, err)
                                   : make_records(worker, call, exchange, delivery, err);
    if (!ok)
        drop_rows(delivery);
    answer_free(call->page); // before its results are known: it may be large
    call->page = NULL;
    return ok;
}

void
delivery_send(struct worker *worker, struct delivery *delivery)
{
    for (size_t i = 0; i < delivery->count; i++) {
        delivery_keep(worker, delivery->rows[i]);
        worker_post(worker, delivery->rows[i]);
    }
    free(delivery->rows);
    *delivery = (struct delivery){0};
}
