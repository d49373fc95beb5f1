#include "api/server/import.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/error.h"
#include "api/base/file.h"
#include "api/base/memory.h"
#include "api/base/uuid_map.h"
#include "api/server/property.h"
#include "api/server/references.h"

/*
 * An entity after the other is checked by itself and stored; what they refer to is looked up at the
 * end, when all are known, and then whether a server could run on them.
 */

enum {
    FILE_BYTES_MAX = 1 << 30
};

/* A member that names an entity, which may come later in the file. */
struct mention {
    const struct reference *reference;
    struct uuid key;
    size_t line;
};

struct importing {
    struct storage *storage;
    const char *path;
    struct instant now;
    size_t line; /* of the entity at hand */
    struct uuid enterprise;
    struct uuid_map known[ENTITY_COUNT];
    struct mention *mentions;
    size_t count;
    size_t capacity;
};

/* The types of facts that share a table; of a misspelt one nobody would ever hear. */
static const char *const facts[] = {
    ".Configuration",       ".Sequence",  ".Image", ".DeviceBehaviour", ".CommandReport",
    ".ResourceStateReason", ".CardToken",
};

/* What forms of the house's own can't be without: no type of the API says so. */
static const struct {
    enum entity_id id;
    const char *member;
} needs[] = {
    {ENTITY_language_texts, "Texts"},
    {ENTITY_rate_price, "RateId"},
    {ENTITY_rate_price, "FirstTimeUnitStartUtc"},
    {ENTITY_rate_price, "LastTimeUnitStartUtc"},
    {ENTITY_rate_price, "Value"},
    {ENTITY_rate_adjustment, "RateId"},
    {ENTITY_category_adjustment, "RateId"},
    {ENTITY_category_adjustment, "CategoryId"},
    {ENTITY_cancellation_policy, "RateGroupId"},
    {ENTITY_cancellation_policy, "IsActive"},
    {ENTITY_cancellation_policy, "Applicability"},
    {ENTITY_cancellation_policy, "ApplicabilityOffset"},
};

static bool
is_fact(const char *type)
{
    for (size_t i = 0; i < countof(facts); i++)
        if (strcmp(facts[i], type) == 0)
            return true;
    return false;
}

static enum entity_id
find_type(const char *type, struct error *err)
{
    enum entity_id id = entity_find(type);

    if (id == ENTITY_NONE || (id == ENTITY_internal && !is_fact(type))) {
        error_set(err, ERROR_USAGE,
                  "There is no type %s: the export of a demo hotel has all there are.", type);
        return ENTITY_NONE;
    }
    return id;
}

/* What whoever writes a file by hand need not think of. */
static void
complete(const struct importing *importing, const struct object_type *type, enum entity_id id,
         json_t *body)
{
    static const char *const times[] = {"CreatedUtc", "UpdatedUtc"};

    if (strcmp(entity_of(id)->key, "Id") == 0 && !json_object_get(body, "Id"))
        json_object_set_new(body, "Id", codec_uuid(uuid_random()));
    if (type && object_member(type, "EnterpriseId") && !json_object_get(body, "EnterpriseId"))
        json_object_set_new(body, "EnterpriseId", codec_uuid(importing->enterprise));
    for (size_t i = 0; i < countof(times); i++)
        if (type && object_member(type, times[i]) && !json_object_get(body, times[i]))
            json_object_set_new(body, times[i], codec_instant(importing->now));
}

static bool
is_given(const json_t *value)
{
    return value && !json_is_null(value);
}

static bool
has_member(const struct record_type *record, const char *name)
{
    size_t length = strlen(name);

    for (size_t i = 0; i < record->count; i++) {
        const char *path = record->fields[i].member;

        if (strncmp(path, name, length) == 0 && (!path[length] || path[length] == '.'))
            return true;
    }
    return false;
}

/* A misspelt member would be lost without a word. */
static bool
check_own_form(enum entity_id id, const struct record_type *record, const json_t *body,
               struct error *err)
{
    const char *name;
    json_t *value;

    for (size_t i = 0; i < countof(needs); i++)
        if (needs[i].id == id && !is_given(json_object_get(body, needs[i].member)))
            return error_set(err, ERROR_USAGE, "Invalid %s: is missing.", needs[i].member);
    json_object_foreach((json_t *)(uintptr_t)body, name, value)
    {
        if (record && !has_member(record, name))
            return error_set(err, ERROR_USAGE, "Invalid %s: is no member.", name);
    }
    return true;
}

/* By the API's type, and as the record that the rules will read. */
static bool
check_body(const struct object_type *type, enum entity_id id, const json_t *body, struct error *err)
{
    enum record_id record = entity_of(id)->record;
    struct arena arena = {0};
    bool ok;

    ok = type ? codec_validate(type, body, CODEC_STRICT, err)
              : check_own_form(id, record == RECORD_NONE ? NULL : record_type(record), body, err);
    if (!ok || record == RECORD_NONE)
        return ok;
    ok = codec_decode((struct codec){&arena, ""}, record_type(record), body,
                      arena_new(&arena, record_type(record)->size), err);
    arena_clear(&arena);
    return ok;
}

static void
mention(struct importing *importing, const struct reference *reference, const json_t *value)
{
    struct uuid key;

    if (!reference_key(reference, value, &key))
        return;
    importing->mentions = memory_grow(importing->mentions, importing->count, &importing->capacity,
                                      sizeof(*importing->mentions));
    importing->mentions[importing->count++] = (struct mention){reference, key, importing->line};
}

/* At the end of the path, which leads through all elements of a list. */
static void
mention_at(struct importing *importing, const struct reference *reference, const json_t *value,
           const char *path)
{
    size_t length = strcspn(path, ".");
    size_t i;
    json_t *element;

    json_array_foreach(value, i, element) mention_at(importing, reference, element, path);
    if (!length)
        mention(importing, reference, value);
    else
        mention_at(importing, reference, json_object_getn(value, path, length),
                   path[length] ? path + length + 1 : path + length);
}

static void
note_mentions(struct importing *importing, enum entity_id id, const json_t *body)
{
    size_t count;
    const struct reference *all = references_all(&count);

    for (const struct reference *one = all; one < all + count; one++)
        if (one->from == id)
            mention_at(importing, one, body, one->path);
}

static bool
take_enterprise(struct importing *importing, enum entity_id id, struct uuid key, struct error *err)
{
    if ((id == ENTITY_enterprise) == uuid_is_set(importing->enterprise))
        return error_set(err, ERROR_USAGE,
                         "There must be one Enterprise, before all other entities.");
    if (id != ENTITY_enterprise)
        return true;
    importing->enterprise = key;
    storage_use(importing->storage, key);
    return true;
}

/* Rows of another enterprise would never be seen. */
static bool
check_owner(const struct importing *importing, const json_t *body, struct error *err)
{
    const char *text = json_string_value(json_object_get(body, "EnterpriseId"));
    struct uuid owner;

    return !text || !uuid_parse(text, &owner) || uuid_equal(owner, importing->enterprise)
           || error_set(err, ERROR_USAGE, "EnterpriseId is not the Enterprise's Id.");
}

static bool
store(struct importing *importing, const char *type, json_t *body, struct error *err)
{
    static char mark;
    enum entity_id id = find_type(type, err);
    const struct object_type *shape = object_type_find(type);
    struct uuid key;

    if (id == ENTITY_NONE)
        return false;
    if (!json_is_object(body))
        return error_set(err, ERROR_USAGE, "A %s is an object: {\"%s\":{…}}.", type, type);
    complete(importing, shape, id, body);
    if (!check_body(shape, id, body, err) || !entity_key(id, body, &key, err)
        || !take_enterprise(importing, id, key, err) || !check_owner(importing, body, err))
        return false;
    if (uuid_map_find(&importing->known[id], key))
        return error_set(err, ERROR_USAGE, "There was one of the same %s before.",
                         entity_of(id)->key);
    uuid_map_put(&importing->known[id], key, &mark);
    note_mentions(importing, id, body);
    if (id == ENTITY_internal)
        json_object_set_new(body, "EntityType", json_string(type));
    return storage_insert(importing->storage, id, body, importing->now, err);
}

/* `document` is {"Resource": {…}}. */
static bool
take(struct importing *importing, json_t *document, struct error *err)
{
    const char *type = json_object_iter_key(json_object_iter(document));

    if (json_object_size(document) != 1)
        return error_set(err, ERROR_USAGE,
                         "%s, line %zu: one entity stands there, by its type: "
                         "{\"Resource\":{\"Name\":\"101\",…}}.",
                         importing->path, importing->line);
    if (store(importing, type, json_object_get(document, type), err))
        return true;
    if (err->kind == ERROR_INPUT) // of the file's, not of a request's
        err->kind = ERROR_USAGE;
    return error_prefix(err, "%s, line %zu: %s: ", importing->path, importing->line, type);
}

static bool
take_all(struct importing *importing, struct codec_stream stream, struct error *err)
{
    json_t *document;

    while ((document = codec_next(&stream, &importing->line, err))) {
        bool ok = take(importing, document, err);

        json_decref(document);
        if (!ok)
            return false;
    }
    if (!err->kind)
        return uuid_is_set(importing->enterprise)
               || error_set(err, ERROR_USAGE, "%s has no entities.", importing->path);
    err->kind = ERROR_USAGE;
    return error_prefix(err, "%s: ", importing->path);
}

static bool
is_known(const struct importing *importing, enum entity_id id, struct uuid key)
{
    return id != ENTITY_NONE && uuid_map_find(&importing->known[id], key);
}

static bool
check_mentions(const struct importing *importing, struct error *err)
{
    for (size_t i = 0; i < importing->count; i++) {
        const struct mention *one = &importing->mentions[i];
        const struct reference *reference = one->reference;

        if (!is_known(importing, reference->to, one->key)
            && !is_known(importing, reference->or_to, one->key))
            return error_set(err, ERROR_USAGE, "%s, line %zu: %s: %s names no %s of the file.",
                             importing->path, one->line, entity_of(reference->from)->type,
                             reference->path, entity_of(reference->to)->type);
    }
    return true;
}

static bool
has_default_currency(const struct configuration *settings)
{
    for (size_t i = 0; i < settings->currencies.count; i++)
        if (settings->currencies.rows[i].is_default)
            return true;
    return false;
}

/* What the server reads when it starts, before anything is kept. */
static bool
check_house(const struct importing *importing, struct error *err)
{
    struct property property;
    const char *lacks = NULL;
    bool ok = property_load(&property, importing->storage, err);

    if (ok && !has_default_currency(&property.settings))
        lacks = "currency with IsDefault in the Enterprise";
    else if (ok && !property.service_body)
        lacks = "Service that can be booked";
    else if (ok && !property.age_categories.count)
        lacks = "AgeCategory";
    property_clear(&property);
    if (!ok)
        return error_prefix(err, "%s: ", importing->path);
    return !lacks || error_set(err, ERROR_USAGE, "%s has no %s.", importing->path, lacks);
}

static void
clear(struct importing *importing)
{
    for (size_t id = 0; id < ENTITY_COUNT; id++)
        uuid_map_clear(&importing->known[id]);
    free(importing->mentions);
}

bool
import_file(struct storage *storage, const char *path, struct instant now, struct error *err)
{
    struct importing importing = {.storage = storage, .path = path, .now = now};
    struct codec_stream stream = {0};
    char *text = file_read(path, FILE_BYTES_MAX, &stream.length, err);
    bool ok;

    if (!text) {
        err->kind = ERROR_USAGE; // an option's file
        return false;
    }
    stream.text = text;
    ok = storage_begin(storage, err);
    if (ok) {
        ok = take_all(&importing, stream, err) && check_mentions(&importing, err)
             && check_house(&importing, err) && storage_commit(storage, err);
        if (!ok)
            storage_rollback(storage);
    }
    clear(&importing);
    free(text);
    return ok;
}
