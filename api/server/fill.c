#include "api/server/fill.h"

#include <string.h>

#include "api/base/error.h"
#include "api/base/zone.h"

struct filling {
    struct storage *storage;
    struct instant now;
    bool has_enterprise;
};

/* Its own facts share a table: their type becomes a member, and each has an identifier. */
static json_t *
internal_body(const char *type, json_t *entity)
{
    json_t *body = json_copy(entity);

    json_object_set_new(body, "EntityType", json_string(type));
    if (!json_object_get(body, "Id"))
        json_object_set_new(body, "Id", codec_uuid(uuid_random()));
    return body;
}

static bool
store(void *context, const char *type, json_t *entity, struct error *err)
{
    struct filling *filling = context;
    enum entity_id id = entity_find(type);
    struct uuid key;
    json_t *body;
    bool ok;

    if (id == ENTITY_NONE)
        return error_set(err, ERROR_DEFECT, "There is no place for entities of the type %s.", type);
    if (id == ENTITY_enterprise) {
        if (!entity_key(id, entity, &key, err))
            return false;
        storage_use(filling->storage, key);
        filling->has_enterprise = true;
    }
    if (!filling->has_enterprise)
        return error_set(err, ERROR_DEFECT, "The enterprise must come before the first %s.", type);
    body = id == ENTITY_internal ? internal_body(type, entity) : json_incref(entity);
    ok = storage_insert(filling->storage, id, body, filling->now, err)
         || error_prefix(err, "%s: ", type);
    json_decref(body);
    return ok;
}

bool
fill_with_demo(struct storage *storage, const struct demo_config *config, struct error *err)
{
    struct filling filling = {storage, config->now, false};

    if (!zone_set(DEMO_ZONE, err) || !storage_begin(storage, err))
        return false;
    if (demo_generate(config, store, &filling, err))
        return storage_commit(storage, err);
    storage_rollback(storage);
    return false;
}
