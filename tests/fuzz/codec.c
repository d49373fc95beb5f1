/*
 * JSON from outside: parsed as a request and as an answer, held against every type, decoded as
 * every record. What decodes encodes, and comes back the same.
 */
#include <assert.h>
#include <stdlib.h>

#include "api/base/error.h"
#include "api/base/text.h"
#include "api/schema/codec.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_error(const struct error *err)
{
    assert(err->kind == ERROR_INPUT && err->text[0]);
    assert(text_is_clean(err->text, strlen(err->text)));
}

static void
validate(const struct object_type *type, const json_t *value)
{
    struct error err;
    bool lenient = codec_validate(type, value, CODEC_LENIENT, &err);

    if (!lenient)
        check_error(&err);
    if (codec_validate(type, value, CODEC_STRICT, &err))
        assert(lenient); // strict takes nothing that lenient refuses
    else
        check_error(&err);
}

/* The record of an encoded document is the record it was made from. */
static void
encode_and_decode(struct codec codec, const struct record_type *type, void *record)
{
    json_t *value = codec_encode(type, record);
    char *text = codec_print(value);
    void *back = arena_new(codec.arena, type->size);
    struct error err;
    json_t *parsed = codec_parse(text, strlen(text), CODEC_REQUEST, &err);

    assert(parsed);
    assert(codec_decode(codec, type, parsed, back, &err));
    for (size_t i = 0; i < type->count; i++)
        assert(type->fields[i].kind == FIELD_NAMES // of which one language was kept
               || record_field_equal(&type->fields[i], (char *)record + type->fields[i].offset,
                                     (char *)back + type->fields[i].offset));
    json_decref(parsed);
    json_decref(value);
    free(text);
}

static void
decode(const struct record_type *type, const json_t *value)
{
    struct arena arena = {0};
    struct codec codec = {&arena, "en-US"};
    void *record = arena_new(&arena, type->size);
    struct error err;

    if (codec_decode(codec, type, value, record, &err))
        encode_and_decode(codec, type, record);
    else
        check_error(&err);
    arena_clear(&arena);
}

static void
use(const json_t *value)
{
    char *text = codec_print(value);

    free(text);
    for (enum operation_id id = OP_NONE + 1; id < OP_COUNT; id++) {
        validate(operation_of(id)->request, value);
        validate(operation_of(id)->response, value);
    }
    for (enum record_id id = RECORD_NONE + 1; id < RECORD_COUNT; id++)
        decode(record_type(id), value);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (enum codec_source source = CODEC_REQUEST; source <= CODEC_ANSWER; source++) {
        struct error err;
        json_t *value = codec_parse((const char *)data, size, source, &err);

        if (value)
            use(value);
        else
            check_error(&err);
        json_decref(value);
    }
    return 0;
}
