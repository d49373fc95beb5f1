#include "api/server/records.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/error.h"
#include "api/base/memory.h"

json_t *
records_parse(const char *body, size_t length, struct error *err)
{
    json_t *value = codec_parse(body, length, CODEC_ANSWER, err);

    if (!value)
        error_set(err, ERROR_DEFECT, "A stored entity can't be read.");
    return value;
}

json_t *
records_seek(struct storage *storage, enum entity_id entity, struct uuid id, struct error *err)
{
    struct arena arena = {0};
    json_t *value = NULL;
    const char *body;

    if (storage_get(storage, &arena, entity, id, &body, err))
        value = body ? records_parse(body, strlen(body), err) : json_null();
    arena_clear(&arena);
    return value;
}

struct bodies {
    json_t *rows;
    struct error *err;
};

static bool
take_body(void *context, const struct storage_row *row)
{
    struct bodies *bodies = context;
    json_t *body = records_parse(row->body, row->length, bodies->err);

    if (body)
        json_array_append_new(bodies->rows, body);
    return body != NULL;
}

json_t *
records_bodies(struct storage *storage, const struct query *query, struct error *err)
{
    struct bodies bodies = {json_array(), err};

    if (storage_select(storage, query, take_body, &bodies, err))
        return bodies.rows;
    json_decref(bodies.rows);
    return NULL;
}

static bool
decode(struct records records, enum entity_id entity, const char *body, size_t length, void *record,
       struct error *err)
{
    json_t *value = records_parse(body, length, err);
    bool ok;

    if (!value)
        return false;
    ok = codec_decode(records.codec, record_type(entity_of(entity)->record), value, record, err);
    json_decref(value);
    if (!ok)
        err->kind = ERROR_DEFECT;
    return ok;
}

bool
records_get(struct records records, enum entity_id entity, struct uuid id, void *record,
            bool *found, struct error *err)
{
    const char *body;

    if (!storage_get(records.storage, records.codec.arena, entity, id, &body, err))
        return false;
    *found = body != NULL;
    return !body || decode(records, entity, body, strlen(body), record, err);
}

/* Records as they come; in the arena when all are there. */
struct collection {
    struct records records;
    enum entity_id entity;
    char *rows;
    size_t count;
    size_t capacity;
    size_t size;
    struct error *err;
};

static bool
collect(void *context, const struct storage_row *row)
{
    struct collection *collection = context;

    collection->rows =
        memory_grow(collection->rows, collection->count, &collection->capacity, collection->size);
    if (!decode(collection->records, collection->entity, row->body, row->length,
                collection->rows + collection->count * collection->size, collection->err))
        return false;
    collection->count++;
    return true;
}

bool
records_select(struct records records, const struct query *query, void *list, struct error *err)
{
    struct collection collection = {
        .records = records,
        .entity = query->entity,
        .size = record_type(entity_of(query->entity)->record)->size,
        .err = err,
    };
    struct {
        void *rows;
        size_t count;
    } *found = list;
    bool ok = storage_select(records.storage, query, collect, &collection, err);

    found->rows = NULL;
    found->count = ok ? collection.count : 0;
    if (found->count)
        found->rows = memcpy(arena_new(records.codec.arena, collection.count * collection.size),
                             collection.rows, collection.count * collection.size);
    free(collection.rows);
    return ok;
}
