#include "api/client/result.h"

#include <assert.h>
#include <stdlib.h>

#include "api/base/memory.h"

struct result *
result_new(enum result_kind kind)
{
    struct result *result = memory_new(sizeof(*result));

    result->kind = kind;
    result->journal = (struct journal_entry){
        .nonce = "", .text = "", .key = "", .user = "", .message = "", .request_id = ""};
    result->fact = "";
    result->value = "";
    return result;
}

void
result_add(struct result *result, struct batch batch)
{
    if (!batch.count && !batch.is_whole)
        return;
    assert(result->batch_count < RESULT_BATCHES);
    result->batches[result->batch_count++] = batch;
}

void
result_free(struct result *result)
{
    if (!result)
        return;
    arena_clear(&result->arena);
    free(result);
}
