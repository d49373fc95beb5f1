#include "api/server/resources.h"

#include <string.h>

#include "api/base/error.h"
#include "api/rules/resources.h"
#include "api/server/resource_blocks.h"

/* Members that are taken over as they come: where from and where to. */
static const struct {
    const char *from, *holder, *to;
} texts[] = {
    {"Data.Value.FloorNumber", "Data.Value", "FloorNumber"},
    {"Data.Value.LocationNotes", "Data.Value", "LocationNotes"},
};

static bool
set_name(const struct resource_update *wanted, json_t *room, struct error *err)
{
    if (wanted->name.presence == PRESENCE_ABSENT)
        return true;
    if (wanted->name.presence == PRESENCE_NULL || !*wanted->name.value)
        return error_set(err, ERROR_INPUT, "Invalid ResourceUpdates.Name: must not be empty.");
    json_object_set_new(room, "Name", json_string(wanted->name.value));
    return true;
}

static bool
set_state(struct transaction *tx, const struct resource *before,
          const struct resource_update *wanted, json_t *room, struct error *err)
{
    enum resource_state becomes;
    bool is_blocked;

    if (wanted->state.presence == PRESENCE_ABSENT)
        return true;
    if (wanted->state.presence == PRESENCE_NULL)
        return error_set(err, ERROR_INPUT, "Invalid ResourceUpdates.State: can't be cleared.");
    if (!resource_blocks_find(tx, before->id, tx->now, &is_blocked, err)
        || !resource_may_become(before, is_blocked, wanted->state.value, &becomes, err))
        return false;
    json_object_set_new(room, "State", json_string(resource_state_name(becomes)));
    return true;
}

static bool
set_parent(struct transaction *tx, const json_t *update, struct uuid own, json_t *room,
           struct error *err)
{
    static const char member[] = "ResourceUpdates.ParentResourceId";
    const json_t *parent = codec_find(update, "ParentResourceId.Value");
    const char *text = json_string_value(parent);
    struct uuid id = {{0}};

    if (!parent)
        return true;
    if (text
        && (!uuid_parse(text, &id) || !transaction_check(tx, ENTITY_resource, id, member, err)))
        return false;
    if (uuid_equal(id, own))
        return error_set(err, ERROR_INPUT, "Invalid %s: a resource is not its own parent.", member);
    json_object_set_new(room, "ParentResourceId", codec_uuid(id));
    return true;
}

static void
set_texts(const json_t *update, json_t *room)
{
    for (size_t i = 0; i < countof(texts); i++) {
        const json_t *wrapped = codec_find(update, texts[i].from);
        json_t *value = json_object_get(wrapped, "Value");
        json_t *holder = codec_find(room, texts[i].holder);

        if (value && json_is_object(holder))
            json_object_set(holder, texts[i].to, value);
    }
}

/* Why a room is in its state is nowhere shown, but not forgotten. */
static bool
keep_reason(struct transaction *tx, const struct resource_update *wanted, struct error *err)
{
    json_t *reason;

    if (wanted->state_reason.presence != PRESENCE_SET)
        return true;
    reason = json_pack("{s:o, s:s, s:o, s:s, s:o}", "Id", codec_uuid(uuid_random()), "EntityType",
                       ".ResourceStateReason", "ResourceId", codec_uuid(wanted->resource_id),
                       "Text", wanted->state_reason.value, "CreatedUtc", codec_instant(tx->now));
    return transaction_add(tx, ENTITY_internal, reason, err);
}

static bool
update_one(struct transaction *tx, const struct resource_update *wanted, const json_t *update,
           struct error *err)
{
    struct resource before;
    json_t *room;

    if (!transaction_get(tx, ENTITY_resource, wanted->resource_id, "ResourceUpdates.ResourceId",
                         &before, err))
        return false;
    room = transaction_read(tx, ENTITY_resource, wanted->resource_id, err);
    if (!room)
        return false;
    if (!set_name(wanted, room, err) || !set_state(tx, &before, wanted, room, err)
        || !set_parent(tx, update, before.id, room, err) || !keep_reason(tx, wanted, err)) {
        json_decref(room);
        return false;
    }
    set_texts(update, room);
    return transaction_put(tx, ENTITY_resource, room, err);
}

bool
resources_update(struct transaction *tx, const struct resource_updates *request, struct error *err)
{
    const json_t *updates = json_object_get(tx->body, "ResourceUpdates");

    for (size_t i = 0; i < request->updates.count; i++)
        if (!update_one(tx, &request->updates.rows[i], json_array_get(updates, i), err))
            return false;
    return true;
}
