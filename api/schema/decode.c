#include <string.h>

#include "api/base/error.h"
#include "api/base/text.h"
#include "api/schema/codec.h"

/* From JSON into records: by the kind of each field. */

static bool
no_value(const struct record_type *type, const struct field *field, const char *wanted,
         struct error *err)
{
    return error_set(err, ERROR_INPUT, "%s.%s is no %s", type->name, field->member, wanted);
}

static const char *
decode_text(struct codec codec, const json_t *value)
{
    const char *text = json_string_value(value);
    size_t length = json_string_length(value);
    char *clean;

    if (text_is_clean(text, length))
        return arena_bytes(codec.arena, text, length);
    clean = arena_new(codec.arena, length * 3 + 1);
    (void)text_clean(text, length, clean);
    return clean;
}

/* Texts may come as whole numbers, as a company's number does. */
static const char *
decode_any_text(struct codec codec, const json_t *value)
{
    if (json_is_integer(value))
        return arena_print(codec.arena, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    return json_is_string(value) ? decode_text(codec, value) : NULL;
}

/*
 * The text in the codec's language, else in the same language of another country, else the first.
 */
static const char *
decode_names(struct codec codec, const json_t *value)
{
    const json_t *found = json_object_get(value, codec.language);
    size_t primary = strcspn(codec.language, "-");
    const char *language;
    json_t *text;

    if (json_is_string(found))
        return decode_text(codec, found);
    found = NULL;
    json_object_foreach((json_t *)(uintptr_t)value, language, text)
    {
        if (!json_is_string(text))
            continue;
        if (primary == strcspn(language, "-") && strncmp(language, codec.language, primary) == 0)
            return decode_text(codec, text);
        if (!found)
            found = text;
    }
    return found ? decode_text(codec, found) : "";
}

static bool
decode_uuid(const json_t *value, struct uuid *uuid)
{
    return json_is_string(value) && uuid_parse(json_string_value(value), uuid);
}

static bool
decode_instant(const json_t *value, struct instant *at)
{
    return json_is_string(value) && instant_parse(json_string_value(value), at);
}

static bool
decode_uuids(struct codec codec, const json_t *array, struct uuid_list *list)
{
    size_t count = json_array_size(array);
    struct uuid *rows;

    if (!json_is_array(array))
        return false;
    if (!count)
        return true;
    rows = arena_new(codec.arena, count * sizeof(*rows));
    for (size_t i = 0; i < count; i++)
        if (!decode_uuid(json_array_get(array, i), &rows[i]))
            return false;
    *list = (struct uuid_list){rows, count};
    return true;
}

static bool
decode_texts(struct codec codec, const json_t *array, struct text_list *list)
{
    size_t count = json_array_size(array);
    const char **rows;

    if (!json_is_array(array))
        return false;
    if (!count)
        return true;
    rows = arena_new(codec.arena, count * sizeof(*rows));
    for (size_t i = 0; i < count; i++) {
        rows[i] = decode_any_text(codec, json_array_get(array, i));
        if (!rows[i])
            return false;
    }
    *list = (struct text_list){rows, count};
    return true;
}

/* A list of names, or an object in which those that are meant are true. */
static bool
decode_flags(const struct field *field, const json_t *names, uint32_t *flags)
{
    const struct desk_enum *values = field->values;
    size_t i;
    json_t *value;

    json_array_foreach(names, i, value)
    {
        int bit = desk_enum_value(values, json_string_value(value));

        *flags |= bit ? 1u << bit : 0;
    }
    for (size_t bit = 1; bit < values->count; bit++)
        *flags |= json_is_true(json_object_get(names, values->values[bit])) ? 1u << bit : 0;
    return json_is_array(names) || json_is_object(names);
}

/* An update value: {"Value": x}; null where x is null. `*inner` is x. */
static bool
decode_update(const json_t *value, enum presence *presence, const json_t **inner)
{
    *inner = json_object_get(value, "Value");
    if (!*inner)
        return json_is_object(value);
    *presence = json_is_null(*inner) ? PRESENCE_NULL : PRESENCE_SET;
    return true;
}

/* Null is a value of its own; of an update value it means absent. */
static bool
is_optional(enum field_kind kind)
{
    return kind >= FIELD_OPTIONAL_BOOL && kind < FIELD_UPDATE_UUID;
}

static bool
decode_presence(struct codec codec, const struct field *field, const json_t *value, void *to)
{
    enum presence *presence = to; // the first member of each of these structs
    const json_t *inner = value;

    if (field->kind >= FIELD_UPDATE_UUID) {
        if (!decode_update(value, presence, &inner))
            return false;
        if (*presence != PRESENCE_SET)
            return true;
    }
    *presence = PRESENCE_SET;
    switch (field->kind) {
    case FIELD_OPTIONAL_BOOL:
        ((struct optional_bool *)to)->value = json_is_true(inner);
        return json_is_boolean(inner);
    case FIELD_OPTIONAL_INT:
        return codec_whole(inner, &((struct optional_int *)to)->value);
    case FIELD_OPTIONAL_DECIMAL:
        return codec_decimal(inner, &((struct optional_decimal *)to)->value);
    case FIELD_UPDATE_UUID:
        return decode_uuid(inner, &((struct update_uuid *)to)->value);
    case FIELD_UPDATE_TEXT:
        ((struct update_text *)to)->value = decode_any_text(codec, inner);
        return ((struct update_text *)to)->value != NULL;
    case FIELD_UPDATE_BOOL:
        ((struct update_bool *)to)->value = json_is_true(inner);
        return json_is_boolean(inner);
    case FIELD_UPDATE_INSTANT:
        return decode_instant(inner, &((struct update_instant *)to)->value);
    default:
        return false;
    }
}

static const char *
field_word(enum field_kind kind)
{
    static const char *const words[] = {
        [FIELD_UUID] = "identifier",
        [FIELD_TEXT] = "text",
        [FIELD_NAMES] = "text by language",
        [FIELD_INSTANT] = "instant",
        [FIELD_DURATION] = "duration",
        [FIELD_BOOL] = "boolean",
        [FIELD_INT] = "whole number",
        [FIELD_DECIMAL] = "number",
        [FIELD_ENUM] = "text",
        [FIELD_FLAGS] = "list",
        [FIELD_UUIDS] = "list of identifiers",
        [FIELD_TEXTS] = "list of texts",
        [FIELD_LIST] = "list",
        [FIELD_RECORD] = "object",
        [FIELD_OPTIONAL_BOOL] = "boolean",
        [FIELD_OPTIONAL_INT] = "whole number",
        [FIELD_OPTIONAL_DECIMAL] = "number",
        [FIELD_UPDATE_UUID] = "update value of an identifier",
        [FIELD_UPDATE_TEXT] = "update value of a text",
        [FIELD_UPDATE_BOOL] = "update value of a boolean",
        [FIELD_UPDATE_INSTANT] = "update value of an instant",
    };

    return words[kind];
}

static bool
decode_scalar(struct codec codec, const struct field *field, const json_t *value, void *to)
{
    switch (field->kind) {
    case FIELD_UUID:
        return decode_uuid(value, to);
    case FIELD_TEXT:
        *(const char **)to = decode_any_text(codec, value);
        return *(const char **)to != NULL;
    case FIELD_NAMES:
        *(const char **)to = decode_names(codec, value);
        return json_is_object(value);
    case FIELD_INSTANT:
        return decode_instant(value, to);
    case FIELD_DURATION:
        return json_is_string(value) && duration_parse(json_string_value(value), to);
    case FIELD_BOOL:
        *(bool *)to = json_is_true(value);
        return json_is_boolean(value);
    case FIELD_INT:
        return codec_whole(value, to);
    case FIELD_DECIMAL:
        return codec_decimal(value, to);
    case FIELD_ENUM:
        *(int *)to = desk_enum_value(field->values, json_string_value(value));
        return json_is_string(value);
    case FIELD_FLAGS:
        return decode_flags(field, value, to);
    case FIELD_UUIDS:
        return decode_uuids(codec, value, to);
    case FIELD_TEXTS:
        return decode_texts(codec, value, to);
    default:
        return decode_presence(codec, field, value, to);
    }
}

static bool
decode_list(struct codec codec, const struct field *field, const json_t *array, void *to,
            struct error *err)
{
    struct any_list *list = to;
    size_t count = json_array_size(array);

    if (!count)
        return true;
    list->rows = codec_decode_rows(codec, field->record, array, 0, count, err);
    list->count = list->rows ? count : 0;
    return list->rows != NULL;
}

static bool
decode_field(struct codec codec, const struct record_type *type, const struct field *field,
             const json_t *value, void *to, struct error *err)
{
    if (field->kind == FIELD_RECORD)
        return codec_decode(codec, field->record, value, to, err);
    if (field->kind == FIELD_LIST)
        return json_is_array(value) ? decode_list(codec, field, value, to, err)
                                    : no_value(type, field, "list", err);
    return decode_scalar(codec, field, value, to)
           || no_value(type, field, field_word(field->kind), err);
}

bool
codec_decode(struct codec codec, const struct record_type *type, const json_t *value, void *record,
             struct error *err)
{
    memset(record, 0, type->size);
    record_fill(type, record);
    if (!json_is_object(value))
        return error_set(err, ERROR_INPUT, "%s is no object", type->name);
    for (size_t i = 0; i < type->count; i++) {
        const struct field *field = &type->fields[i];
        const json_t *member = codec_find(value, field->member);
        void *to = (char *)record + field->offset;

        if (json_is_null(member) && is_optional(field->kind))
            *(enum presence *)to = PRESENCE_NULL;
        if (!member || json_is_null(member))
            continue;
        if (!decode_field(codec, type, field, member, to, err))
            return false;
    }
    return true;
}

void *
codec_decode_rows(struct codec codec, const struct record_type *type, const json_t *array,
                  size_t from, size_t count, struct error *err)
{
    char *records;

    if (!json_is_array(array)) {
        error_set(err, ERROR_INPUT, "the list of %s is no list", type->name);
        return NULL;
    }
    records = arena_new(codec.arena, count * type->size);
    for (size_t i = 0; i < count; i++)
        if (!codec_decode(codec, type, json_array_get(array, from + i), records + i * type->size,
                          err))
            return NULL;
    return records;
}
