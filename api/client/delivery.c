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

/* `count` results for a call's answer. */
static void
make_rows(struct delivery *delivery, const struct call *call, const struct exchange *exchange,
          const struct answer *page, size_t count)
{
    delivery->rows = memory_new(count * sizeof(*delivery->rows));
    delivery->count = count;
    for (size_t i = 0; i < count; i++) {
        delivery->rows[i] = answer_result(call);
        delivery->rows[i]->server_date = exchange->date;
        delivery->rows[i]->created = answer_created(page);
    }
}

static void
drop_rows(struct delivery *delivery)
{
    for (size_t i = 0; i < delivery->count; i++)
        result_free(delivery->rows[i]);
    free(delivery->rows);
    *delivery = (struct delivery){0};
}

/* As text: an only page as it came, to its last digit; several joined. *Takes* the page. */
static bool
make_text(struct call *call, const struct exchange *exchange, struct answer *page, bool is_last,
          struct delivery *delivery, struct error *err)
{
    char *text = NULL;

    if (is_last)
        make_rows(delivery, call, exchange, page, 1);
    if (is_last && !call->joined) {
        text = memory_text(buffer_text(&exchange->answer));
        answer_free(page);
    } else if (call->joined) {
        answer_join(call->joined, page);
        answer_free(page);
    } else {
        call->joined = page;
    }
    call->joined_bytes += exchange->answer.length;
    if (call->joined_bytes > JOINED_BYTES_MAX)
        return error_set(err, ERROR_TOO_LARGE,
                         "%s: all pages together are over %d MiB: ask for less.",
                         call_operation(call)->path, JOINED_BYTES_MAX >> 20);
    if (is_last && !text)
        text = answer_print(call->joined);
    if (is_last)
        delivery->rows[0]->json = arena_text(&delivery->rows[0]->arena, text);
    free(text);
    return true;
}

static bool
decode_part(const struct worker *worker, const struct answer *page, size_t part,
            struct result *result, struct error *err)
{
    struct batch batches[RESULT_BATCHES] = {{0}};

    if (!answer_decode(page, worker->identity.language, part * ANSWER_PART_ROWS, ANSWER_PART_ROWS,
                       &result->arena, batches, err))
        return false;
    for (size_t i = 0; i < RESULT_BATCHES; i++)
        result_add(result, batches[i]);
    return true;
}

static bool
make_records(const struct worker *worker, const struct call *call, const struct exchange *exchange,
             struct answer *page, struct delivery *delivery, struct error *err)
{
    size_t longest = answer_longest(page);
    bool ok = true;

    make_rows(delivery, call, exchange, page,
              longest ? (longest + ANSWER_PART_ROWS - 1) / ANSWER_PART_ROWS : 1);
    for (size_t i = 0; ok && i < delivery->count; i++)
        ok = decode_part(worker, page, i, delivery->rows[i], err);
    answer_free(page);
    return ok;
}

bool
delivery_make(struct worker *worker, struct call *call, const struct exchange *exchange,
              struct answer *page, bool is_last, struct delivery *delivery, struct error *err)
{
    bool ok = call->request->wants_json ? make_text(call, exchange, page, is_last, delivery, err)
                                        : make_records(worker, call, exchange, page, delivery, err);

    if (!ok)
        drop_rows(delivery);
    else if (delivery->count)
        delivery->rows[delivery->count - 1]->is_last = is_last;
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
