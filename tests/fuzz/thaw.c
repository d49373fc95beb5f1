/*
 * Frozen records out of a damaged file. The first byte chooses the type, the second how: an even
 * one takes what follows as the block; an odd one makes a block, and what follows are changes to
 * it, each of two bytes for the place and one for the value. What thaws is used whole.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/error.h"
#include "api/schema/codec.h"
#include "tests/support/records.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
use(const struct record_type *type, void *block)
{
    void *copy = record_copy(type, block, NULL);
    json_t *value = codec_encode(type, block);
    char *text = codec_print(value);

    assert(record_equal(type, block, copy));
    (void)record_uuid(type, block);
    (void)record_updated(type, block);
    json_decref(value);
    free(text);
    free(copy);
}

static void
thaw(const struct record_type *type, const void *bytes, size_t size)
{
    char *block = malloc(size ? size : 1); // of exactly its size, so that a look beyond is seen

    memcpy(block, bytes, size);
    if (record_thaw(type, block, size))
        use(type, block);
    free(block);
}

static void
change_and_thaw(const struct record_type *type, const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    char *record = arena_new(&arena, type->size);
    size_t length;
    char *block;

    records_fill(&arena, type, record, size ? data[0] : 0);
    block = record_copy(type, record, &length);
    record_freeze(type, block);
    for (size_t i = 1; i + 2 < size; i += 3)
        block[(size_t)(data[i] << 8 | data[i + 1]) % length] = (char)data[i + 2];
    thaw(type, block, length);
    free(block);
    arena_clear(&arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct record_type *type;

    if (size < 2)
        return 0;
    type = record_type((enum record_id)(RECORD_NONE + 1 + data[0] % (RECORD_COUNT - 1)));
    if (data[1] % 2)
        change_and_thaw(type, data + 2, size - 2);
    else
        thaw(type, data + 2, size - 2);
    return 0;
}
