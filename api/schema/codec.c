#include "api/schema/codec.h"

#include <math.h>
#include <string.h>

#include "api/base/error.h"
#include "api/base/memory.h"
#include "api/base/text.h"

static const struct answer_row answers[] = {
#define ANSWER(operation, member, record) {OP_##operation, member, RECORD_##record},
#include "api/schema/answers.def"
#undef ANSWER
};

const struct answer_row *
answer_rows(enum operation_id operation, size_t *count)
{
    size_t first = 0;

    while (first < countof(answers) && answers[first].operation != operation)
        first++;
    *count = 0;
    while (first + *count < countof(answers) && answers[first + *count].operation == operation)
        (*count)++;
    return &answers[first];
}

static bool
refuse_text(const json_error_t *place, size_t lines_before, struct error *err)
{
    char reason[JSON_ERROR_TEXT_LENGTH * 3 + 1];

    (void)text_clean(place->text, strlen(place->text), reason);
    return error_set(err, ERROR_INPUT, "Invalid JSON: %s (line %zu, column %d).", reason,
                     lines_before + (size_t)place->line, place->column);
}

json_t *
codec_parse(const char *text, size_t length, enum codec_source source, struct error *err)
{
    json_error_t place;
    size_t flags = source == CODEC_REQUEST ? JSON_REJECT_DUPLICATES : JSON_ALLOW_NUL;
    json_t *value = json_loadb(text, length, flags, &place);

    if (!value)
        refuse_text(&place, 0, err);
    return value;
}

static void
pass(struct codec_stream *stream, size_t length)
{
    for (size_t end = stream->at + length; stream->at < end; stream->at++)
        stream->lines += stream->text[stream->at] == '\n';
}

json_t *
codec_next(struct codec_stream *stream, size_t *line, struct error *err)
{
    json_error_t place;
    json_t *value;

    *err = (struct error){0};
    while (stream->at < stream->length && strchr(" \t\r\n", stream->text[stream->at]))
        pass(stream, 1);
    *line = stream->lines + 1;
    if (stream->at == stream->length)
        return NULL;
    value = json_loadb(stream->text + stream->at, stream->length - stream->at,
                       JSON_REJECT_DUPLICATES | JSON_DISABLE_EOF_CHECK, &place);
    if (value)
        pass(stream, (size_t)place.position);
    else
        refuse_text(&place, stream->lines, err);
    return value;
}

char *
codec_print(const json_t *value)
{
    char *text = json_dumps(value, JSON_COMPACT | JSON_REAL_PRECISION(15) | JSON_ENCODE_ANY);

    return text ? text
                : memory_text("null"); // only a value of ours that is no UTF-8 can't be printed
}

json_t *
codec_find(const json_t *value, const char *path)
{
    const char *dot;

    while ((dot = strchr(path, '.'))) {
        char name[64];
        size_t length = (size_t)(dot - path);

        if (length >= sizeof(name))
            return NULL;
        memcpy(name, path, length);
        name[length] = '\0';
        value = json_object_get(value, name);
        path = dot + 1;
    }
    return json_object_get(value, path);
}

bool
codec_decimal(const json_t *value, struct decimal *decimal)
{
    if (json_is_integer(value)) {
        *decimal = (struct decimal){json_integer_value(value), 0};
        return decimal->units != INT64_MIN; // the one that has no negative
    }
    return json_is_real(value) && decimal_from_double(json_real_value(value), decimal);
}

bool
codec_whole(const json_t *value, int64_t *whole)
{
    double real = json_real_value(value);

    if (json_is_integer(value)) {
        *whole = json_integer_value(value);
        return true;
    }
    if (!json_is_real(value) || real != floor(real) || fabs(real) > 0x1p53)
        return false;
    *whole = (int64_t)real;
    return true;
}

json_t *
codec_number(struct decimal decimal)
{
    decimal = decimal_reduce(decimal);
    return decimal.scale ? json_real(decimal_to_double(decimal)) : json_integer(decimal.units);
}

json_t *
codec_text(const char *text)
{
    return text && *text ? json_string(text) : json_null();
}

json_t *
codec_instant(struct instant value)
{
    char text[INSTANT_TEXT_SIZE];

    return instant_is_set(value) ? json_string_nocheck(instant_text(value, text)) : json_null();
}

json_t *
codec_uuid(struct uuid value)
{
    char text[UUID_TEXT_SIZE];

    return uuid_is_set(value) ? json_string_nocheck(uuid_text(value, text)) : json_null();
}
