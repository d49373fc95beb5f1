#include "api/server/demo_entity.h"

#include <assert.h>
#include <string.h>

#include "api/base/error.h"

/* What the API answers for a member without a value. */
static void
complete(const struct object_type *type, json_t *entity)
{
    for (size_t i = 0; i < type->count; i++) {
        const struct member *member = &type->members[i];

        if (member->flags & MEMBER_NULLABLE && !(member->flags & MEMBER_GONE)
            && !json_object_get(entity, member->name))
            json_object_set_new_nocheck(entity, member->name, json_null());
    }
}

void
entity_emit(struct demo_sink *sink, const char *type, json_t *entity)
{
    if (!sink->has_failed) {
        if (!sink->type || strcmp(sink->type->name, type) != 0)
            sink->type = object_type_find(type);
        if (sink->type)
            complete(sink->type, entity);
        sink->has_failed = !sink->emit(sink->context, type, entity, sink->err);
    }
    json_decref(entity);
}

json_t *
entity_new(struct uuid id)
{
    json_t *entity = json_object();

    entity_uuid(entity, "Id", id);
    return entity;
}

void
entity_put(json_t *entity, const char *name, json_t *value)
{
    int refused = json_object_set_new_nocheck(entity, name, value);

    assert(refused == 0); // a text of ours that is no UTF-8
    (void)refused;
}

void
entity_text(json_t *entity, const char *name, const char *value)
{
    entity_put(entity, name, value ? json_string(value) : json_null());
}

void
entity_uuid(json_t *entity, const char *name, struct uuid value)
{
    entity_put(entity, name, codec_uuid(value));
}

void
entity_time(json_t *entity, const char *name, struct instant value)
{
    entity_put(entity, name, codec_instant(value));
}

void
entity_int(json_t *entity, const char *name, int64_t value)
{
    entity_put(entity, name, json_integer(value));
}

void
entity_bool(json_t *entity, const char *name, bool value)
{
    entity_put(entity, name, json_boolean(value));
}

void
entity_decimal(json_t *entity, const char *name, int64_t units, uint8_t scale)
{
    entity_put(entity, name, codec_number((struct decimal){units, scale}));
}

void
entity_texts(json_t *entity, const char *name, const struct demo_texts *texts)
{
    json_t *map = json_object();

    entity_text(map, "en-US", texts->en);
    entity_text(map, "de-DE", texts->de);
    entity_text(map, "fr-FR", texts->fr);
    entity_text(map, "cs-CZ", texts->cs);
    entity_text(map, "es-ES", texts->es);
    entity_put(entity, name, map);
}

void
entity_times(json_t *entity, struct instant created, struct instant updated)
{
    entity_time(entity, "CreatedUtc", created);
    entity_time(entity, "UpdatedUtc", updated);
}
