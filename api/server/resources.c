#include "api/server/resources.h"

#include <string.h>

#include "api/base/error.h"
#include "api/rules/resources.h"
#include "api/server/reservations.h"

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

/* Whether a block has it out of order at this time. */
static bool
find_block(struct transaction *tx, struct uuid room, bool *is_blocked, struct error *err)
{
    struct interval now = {tx->now, instant_add_ms(tx->now, 1)};
    struct occupancy occupancy;

    *is_blocked = false;
    if (!reservations_find_occupancy(tx, room, now, &occupancy, err))
        return false;
    for (size_t i = 0; i < occupancy.blocks.count; i++)
        if (occupancy.blocks.rows[i].type == RESOURCE_BLOCK_OUT_OF_ORDER
            && block_takes_room(&occupancy.blocks.rows[i], room, now))
            *is_blocked = true;
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
    if (!find_block(tx, before->id, &is_blocked, err)
        || !resource_may_become(before, is_blocked, wanted->state.value, &becomes, err))
        return false;
    json_object_set_new(room, "State", json_string(resource_state_name(becomes)));
    return true;
}

static bool
set_parent(struct transaction *tx, const json_t *update, json_t *room, struct error *err)
{
    const json_t *parent = codec_find(update, "ParentResourceId.Value");
    const char *text = json_string_value(parent);
    struct uuid id;

    if (!parent)
        return true;
    if (text
        && (!uuid_parse(text, &id)
            || !transaction_check(tx, ENTITY_resource, id, "ResourceUpdates.ParentResourceId",
                                  err)))
        return false;
    if (text && strcmp(text, json_string_value(json_object_get(room, "Id"))) == 0)
        return error_set(err, ERROR_INPUT,
                         "Invalid ResourceUpdates.ParentResourceId: a resource is not its own "
                         "parent.");
    json_object_set(room, "ParentResourceId", (json_t *)(uintptr_t)parent);
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
        || !set_parent(tx, update, room, err) || !keep_reason(tx, wanted, err)) {
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
