#include "api/schema/document.h"

#include <string.h>

#include "api/base/error.h"
#include "api/base/memory.h"
#include "api/schema/codec.h"

/* A document is a json_t under another name. */

static json_t *
json_of(const struct document *document)
{
    return (json_t *)(uintptr_t)document;
}

static struct document *
document_of(json_t *value)
{
    return (struct document *)value;
}

struct document *
document_object(void)
{
    return document_of(json_object());
}

struct document *
document_array(void)
{
    return document_of(json_array());
}

void
document_free(struct document *document)
{
    json_decref(json_of(document));
}

static void
set(struct document *object, const char *name, json_t *value)
{
    json_object_set_new(json_of(object), name, value);
}

void
document_set_text(struct document *object, const char *name, const char *text)
{
    set(object, name, text && *text ? json_string(text) : json_null());
}

void
document_set_decimal(struct document *object, const char *name, struct decimal value)
{
    set(object, name, codec_number(value));
}

void
document_set_whole(struct document *object, const char *name, int64_t value)
{
    set(object, name, json_integer(value));
}

void
document_set_bool(struct document *object, const char *name, bool value)
{
    set(object, name, json_boolean(value));
}

void
document_set_uuid(struct document *object, const char *name, struct uuid value)
{
    set(object, name, codec_uuid(value));
}

void
document_set_instant(struct document *object, const char *name, struct instant value)
{
    set(object, name, codec_instant(value));
}

void
document_set_null(struct document *object, const char *name)
{
    set(object, name, json_null());
}

void
document_set(struct document *object, const char *name, struct document *value)
{
    set(object, name, json_of(value));
}

void
document_add(struct document *array, struct document *value)
{
    json_array_append_new(json_of(array), json_of(value));
}

char *
document_print(const struct document *document)
{
    return codec_print(json_of(document));
}

struct document *
document_parse(const char *text, struct error *err)
{
    return document_of(codec_parse(text, strlen(text), CODEC_ANSWER, err));
}

const struct document *
document_find(const struct document *document, const char *path)
{
    return document_of(codec_find(json_of(document), path));
}

const struct document *
document_at(const struct document *array, size_t index)
{
    return document_of(json_array_get(json_of(array), index));
}

size_t
document_count(const struct document *array)
{
    return json_array_size(json_of(array));
}

bool
document_is_array(const struct document *document)
{
    return json_is_array(json_of(document));
}

bool
document_is_object(const struct document *document)
{
    return json_is_object(json_of(document));
}

bool
document_next(const struct document *object, void **at, const char **name,
              const struct document **value)
{
    json_t *json = json_of(object);

    *at = *at ? json_object_iter_next(json, *at) : json_object_iter(json);
    if (!*at)
        return false;
    *name = json_object_iter_key(*at);
    *value = document_of(json_object_iter_value(*at));
    return true;
}

char *
document_text(const struct document *document)
{
    json_t *json = json_of(document);

    if (!json || json_is_null(json))
        return memory_text("");
    return json_is_string(json) ? memory_text(json_string_value(json)) : codec_print(json);
}

struct document *
document_copy(const struct document *document)
{
    return document_of(json_deep_copy(json_of(document)));
}

struct document *
document_string(const char *text)
{
    return document_of(json_string(text));
}

struct document *
document_boolean(bool value)
{
    return document_of(json_boolean(value));
}

struct document *
document_null(void)
{
    return document_of(json_null());
}

struct document *
document_number(const char *text)
{
    struct decimal value;

    return decimal_parse(text, '.', &value) ? document_of(codec_number(value)) : NULL;
}

bool
document_check(const struct document *document, const struct object_type *type, struct error *err)
{
    if (codec_validate(type, json_of(document), CODEC_KNOWN, err))
        return true;
    err->kind = ERROR_USAGE;
    return false;
}

bool
document_has_unknown(const struct document *document, const struct object_type *type,
                     struct error *err)
{
    return codec_validate(type, json_of(document), CODEC_LENIENT, err)
           && !codec_validate(type, json_of(document), CODEC_KNOWN, err);
}
