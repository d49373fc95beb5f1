#include "api/client/news.h"

#include <string.h>

#include "api/client/delivery.h"
#include "api/client/result.h"

struct result *
news_new(const struct worker *worker, enum operation_id operation, const struct call *call)
{
    struct result *result = result_new(RESULT_NEWS);

    result->operation = operation;
    result->server_date = call->first_date;
    result->synced = polls_synced(&worker->polls);
    return result;
}

void
news_send(struct worker *worker, struct result *result)
{
    delivery_keep(worker, result);
    worker_post(worker, result);
}

/* Of a batch only what wasn't handed over yet, in place. */
static void
keep_new(const struct seen *seen, struct batch *batch)
{
    size_t size = batch->type->size;
    size_t kept = 0;

    for (size_t i = 0; i < batch->count; i++) {
        char *row = (char *)batch->rows + i * size;

        if (!seen_is_new(seen, batch->type, row))
            continue;
        memmove((char *)batch->rows + kept * size, row, size);
        kept++;
    }
    batch->count = kept;
}

/* What is new in a part of a page; false: it can't be read. */
static bool
decode_new(const struct worker *worker, const struct answer *page, size_t from,
           struct result *result, struct error *err)
{
    struct answer_part part = {from, ANSWER_PART_ROWS};
    struct batch batches[RESULT_BATCHES] = {{0}};

    if (!answer_decode(page, part, worker->identity.language, &result->arena, batches, err))
        return false;
    for (size_t i = 0; i < RESULT_BATCHES && batches[i].type; i++) {
        keep_new(&worker->seen, &batches[i]);
        result_add(result, batches[i]);
    }
    return true;
}

bool
news_take(struct worker *worker, const struct call *call, struct error *err)
{
    size_t longest = answer_longest(call->page);
    bool ok = true;

    for (size_t from = 0; ok && from < longest; from += ANSWER_PART_ROWS) {
        struct result *result = news_new(worker, call->request->operation, call);

        ok = decode_new(worker, call->page, from, result, err);
        if (ok && result->batch_count)
            news_send(worker, result);
        else
            result_free(result);
    }
    return ok;
}
