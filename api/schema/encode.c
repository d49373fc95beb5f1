#include <string.h>

#include "api/schema/codec.h"

/* From records to JSON: what is empty is left out. */

/* Sets the member at a path, making the objects on the way. */
static void
put(json_t *object, const char *path, json_t *value)
{
    const char *dot;

    while ((dot = strchr(path, '.'))) {
        char name[64];
        json_t *inner;

        memcpy(name, path, (size_t)(dot - path));
        name[dot - path] = '\0';
        inner = json_object_get(object, name);
        if (!json_is_object(inner)) {
            inner = json_object();
            json_object_set_new(object, name, inner);
        }
        object = inner;
        path = dot + 1;
    }
    json_object_set_new(object, path, value);
}

static json_t *
encode_text(const char *text)
{
    json_t *value = json_string(text ? text : "");

    return value ? value : json_string("\xef\xbf\xbd"); // no UTF-8: never happens to cleaned texts
}

static json_t *
encode_presence(const struct field *field, const void *value)
{
    json_t *inner = NULL;

    if (*(const enum presence *)value == PRESENCE_ABSENT)
        return NULL;
    if (*(const enum presence *)value == PRESENCE_NULL)
        return field->kind >= FIELD_UPDATE_UUID ? json_pack("{s:n}", "Value") : json_null();
    switch (field->kind) {
    case FIELD_OPTIONAL_BOOL:
        return json_boolean(((const struct optional_bool *)value)->value);
    case FIELD_OPTIONAL_INT:
        return json_integer(((const struct optional_int *)value)->value);
    case FIELD_OPTIONAL_DECIMAL:
        return codec_number(((const struct optional_decimal *)value)->value);
    case FIELD_UPDATE_UUID:
        inner = codec_uuid(((const struct update_uuid *)value)->value);
        break;
    case FIELD_UPDATE_TEXT:
        inner = encode_text(((const struct update_text *)value)->value);
        break;
    case FIELD_UPDATE_BOOL:
        inner = json_boolean(((const struct update_bool *)value)->value);
        break;
    case FIELD_UPDATE_INSTANT:
        inner = codec_instant(((const struct update_instant *)value)->value);
        break;
    default:
        return NULL;
    }
    return json_pack("{s:o}", "Value", inner);
}

static json_t *
encode_flags(const struct field *field, uint32_t flags)
{
    json_t *array = json_array();

    for (size_t i = 1; i < field->values->count; i++)
        if (flags & 1u << i)
            json_array_append_new(array, json_string(field->values->values[i]));
    return array;
}

/* A list of texts that is there but empty is sent so: members such as TaxCodes must be given. */
static json_t *
encode_list(const struct field *field, const void *value)
{
    const struct any_list *list = value;
    bool is_given = list->count || (field->kind == FIELD_TEXTS && list->rows);
    json_t *array = is_given ? json_array() : NULL;

    for (size_t i = 0; i < list->count; i++) {
        if (field->kind == FIELD_UUIDS)
            json_array_append_new(array, codec_uuid(((const struct uuid *)list->rows)[i]));
        else if (field->kind == FIELD_TEXTS)
            json_array_append_new(array, encode_text(((const char *const *)list->rows)[i]));
        else
            json_array_append_new(
                array,
                codec_encode(field->record, (const char *)list->rows + i * field->record->size));
    }
    return array;
}

/* The JSON of a field, NULL when it is empty. */
static json_t *
encode_field(const struct field *field, const void *value)
{
    char text[INSTANT_TEXT_SIZE * 2];
    json_t *object;

    switch (field->kind) {
    case FIELD_UUID:
        return uuid_is_set(*(const struct uuid *)value) ? codec_uuid(*(const struct uuid *)value)
                                                        : NULL;
    case FIELD_TEXT:
        return *(const char *const *)value && **(const char *const *)value
                   ? encode_text(*(const char *const *)value)
                   : NULL;
    case FIELD_INSTANT:
        return instant_is_set(*(const struct instant *)value)
                   ? codec_instant(*(const struct instant *)value)
                   : NULL;
    case FIELD_DURATION:
        return json_string(duration_text(*(const struct duration *)value, text));
    case FIELD_BOOL:
        return json_boolean(*(const bool *)value);
    case FIELD_INT:
        return json_integer(*(const int64_t *)value);
    case FIELD_DECIMAL:
        return codec_number(*(const struct decimal *)value);
    case FIELD_ENUM:
        return *(const int *)value ? json_string(field->values->values[*(const int *)value]) : NULL;
    case FIELD_FLAGS:
        return encode_flags(field, *(const uint32_t *)value);
    case FIELD_UUIDS:
    case FIELD_TEXTS:
    case FIELD_LIST:
        return encode_list(field, value);
    case FIELD_RECORD:
        object = codec_encode(field->record, value);
        if (json_object_size(object))
            return object;
        json_decref(object);
        return NULL;
    case FIELD_NAMES: // picked from a map: can't be put back
        return NULL;
    default:
        return encode_presence(field, value);
    }
}

json_t *
codec_encode(const struct record_type *type, const void *record)
{
    json_t *object = json_object();

    for (size_t i = 0; i < type->count; i++) {
        const struct field *field = &type->fields[i];
        json_t *value = encode_field(field, (const char *)record + field->offset);

        if (value)
            put(object, field->member, value);
    }
    return object;
}

static bool
is_list(enum field_kind kind)
{
    return kind == FIELD_UUIDS || kind == FIELD_TEXTS || kind == FIELD_LIST;
}

void
codec_patch(const struct record_type *type, const void *before, const void *after, json_t *value)
{
    for (size_t i = 0; i < type->count; i++) {
        const struct field *field = &type->fields[i];
        const void *old = (const char *)before + field->offset;
        const void *new = (const char *)after + field->offset;
        json_t *inner = field->kind == FIELD_RECORD ? codec_find(value, field->member) : NULL;
        json_t *encoded;

        if (field->kind == FIELD_NAMES || record_field_equal(field, old, new))
            continue;
        if (json_is_object(inner)) { // it may have members that the record hasn't
            codec_patch(field->record, old, new, inner);
            continue;
        }
        encoded = encode_field(field, new);
        if (!encoded)
            encoded = is_list(field->kind) ? json_array() : json_null();
        put(value, field->member, encoded);
    }
}
