/*
 * Answers of every operation that the desk decodes: the first byte chooses the operation, the rest
 * is the answer. It is read as the worker does: parsed, walked, decoded in parts, joined, refused.
 */
#include <stdlib.h>
#include <string.h>

#include "api/base/error.h"
#include "api/client/answer.h"
#include "api/client/walk.h"
#include "api/schema/codec.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    MOST_PARTS = 20
};

/* Number `wanted`, counted round, of the operations that have rows in answers.def. */
static enum operation_id
choose(unsigned wanted)
{
    enum operation_id with_rows[OP_COUNT];
    size_t count = 0;

    for (int id = OP_NONE + 1; id < OP_COUNT; id++) {
        size_t rows;

        (void)answer_rows((enum operation_id)id, &rows);
        if (rows)
            with_rows[count++] = (enum operation_id)id;
    }
    return with_rows[wanted % count];
}

static void
decode(const struct answer *answer)
{
    struct error err;

    for (size_t part = 0; part < MOST_PARTS && part * ANSWER_PART_ROWS <= answer_longest(answer);
         part++) {
        struct arena arena = {0};
        struct batch batches[RESULT_BATCHES] = {{0}};

        if (answer_decode(answer, (struct answer_part){part * ANSWER_PART_ROWS, ANSWER_PART_ROWS},
                          "en-US", &arena, batches, &err))
            for (size_t i = 0; i < RESULT_BATCHES && batches[i].type; i++)
                if (batches[i].count)
                    (void)record_hash(batches[i].type, batches[i].rows);
        arena_clear(&arena);
    }
}

static void
walk(const struct answer *answer)
{
    struct walk pages;
    struct error err;
    bool more;

    walk_begin(&pages, REQUEST_FOR_VIEW, 0);
    if (walk_next(&pages, answer, &more, &err) && more && walk_next(&pages, answer, &more, &err)
        && more)
        abort(); // its Cursor came twice
    walk_clear(&pages);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum operation_id operation = choose(size ? data[0] : 0);
    const char *text = (const char *)data + (size ? 1 : 0);
    size_t length = size ? size - 1 : 0;
    struct error err;
    struct answer *answer = answer_parse(operation, text, length, &err);
    struct answer *page;

    answer_refusal(operation, 403, text, length, &err);
    if (!answer)
        return 0;
    decode(answer);
    walk(answer);
    (void)answer_created(answer);
    page = answer_parse(operation, text, length, &err);
    answer_join(answer, page);
    free(answer_print(answer));
    answer_free(page);
    answer_free(answer);
    return 0;
}
