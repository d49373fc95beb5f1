#include "api/server/resource_blocks.h"

#include "api/base/error.h"
#include "api/server/reservations.h"

/* Who has the room in the interval; and who is in now, however long that should be over. */
static bool
find_occupancy(struct transaction *tx, struct uuid room, struct interval when,
               struct occupancy *occupancy, struct error *err)
{
    static const char *const started[] = {"Started"};
    struct query query = {.entity = ENTITY_reservation};
    struct reservation_list in;
    struct reservation *all;

    query_add(&query, COLUMN_reservation_resource_id, CONDITION_UUIDS)->uuids =
        (struct uuid_list){&room, 1};
    query_add(&query, COLUMN_reservation_state, CONDITION_TEXTS)->texts =
        (struct text_list){started, countof(started)};
    if (!reservations_find_occupancy(tx, room, when, occupancy, err)
        || !transaction_select(tx, &query, &in, err))
        return false;
    all = arena_new(tx->arena, (occupancy->stays.count + in.count + 1) * sizeof(*all));
    for (size_t i = 0; i < occupancy->stays.count; i++)
        all[i] = occupancy->stays.rows[i];
    for (size_t i = 0; i < in.count; i++)
        all[occupancy->stays.count + i] = in.rows[i];
    occupancy->stays = (struct reservation_list){all, occupancy->stays.count + in.count};
    return true;
}

static bool
is_on(enum resource_block_type type, struct interval when, struct instant now)
{
    return type == RESOURCE_BLOCK_OUT_OF_ORDER
           && intervals_overlap(when, (struct interval){now, instant_add_ms(now, 1)});
}

static bool
set_state(struct transaction *tx, const struct resource *room, enum resource_state state,
          struct error *err)
{
    struct resource after = *room;

    after.state = state;
    return transaction_save(tx, ENTITY_resource, room, &after, err);
}

static json_t *
new_block(const struct transaction *tx, const struct resource_block_add *wanted)
{
    json_t *now = codec_instant(tx->now);

    return json_pack("{s:o, s:o, s:o, s:b, s:s, s:o, s:o, s:o, s:o, s:n, s:s, s:o}", "Id",
                     codec_uuid(uuid_random()), "EnterpriseId", codec_uuid(tx->property->id),
                     "AssignedResourceId", codec_uuid(wanted->resource_id), "IsActive", 1, "Type",
                     resource_block_type_name(wanted->type), "StartUtc",
                     codec_instant(wanted->start_utc), "EndUtc", codec_instant(wanted->end_utc),
                     "CreatedUtc", now, "UpdatedUtc", json_incref(now), "DeletedUtc", "Name",
                     wanted->name, "Notes",
                     *wanted->notes ? json_string(wanted->notes) : json_null());
}

static bool
check_block(const struct resource_block_add *wanted, const struct resource *room, struct error *err)
{
    if (wanted->type == resource_block_type_unknown)
        return error_set(err, ERROR_INPUT,
                         "Invalid ResourceBlocks.Type: must be OutOfOrder or InternalUse.");
    if (!instant_before(wanted->start_utc, wanted->end_utc))
        return error_set(err, ERROR_INPUT,
                         "Invalid ResourceBlocks.EndUtc: must be after StartUtc.");
    if (!room->is_active)
        return error_set(err, ERROR_REFUSED, "Room %s is not in use any more: choose another one.",
                         room->name);
    return true;
}

static bool
add_one(struct transaction *tx, const struct resource_block_add *wanted, json_t *added,
        struct error *err)
{
    struct interval when = {wanted->start_utc, wanted->end_utc};
    struct resource room;
    struct occupancy occupancy;
    json_t *block;

    if (!transaction_get(tx, ENTITY_resource, wanted->resource_id, "ResourceBlocks.ResourceId",
                         &room, err)
        || !check_block(wanted, &room, err) || !find_occupancy(tx, room.id, when, &occupancy, err)
        || !room_may_be_blocked(&room, when, &occupancy, tx->now, err)
        || (is_on(wanted->type, when, tx->now)
            && !set_state(tx, &room, RESOURCE_OUT_OF_ORDER, err)))
        return false;
    block = new_block(tx, wanted);
    json_array_append(added, block);
    return transaction_add(tx, ENTITY_resource_block, block, err);
}

bool
resource_blocks_add(struct transaction *tx, const struct resource_blocks_add *request,
                    struct error *err)
{
    json_t *added = json_array();

    transaction_answer(tx, "ResourceBlocks", added);
    for (size_t i = 0; i < request->blocks.count; i++)
        if (!add_one(tx, &request->blocks.rows[i], added, err))
            return false;
    return true;
}

/* A room that only this block kept out of order comes back. */
static bool
release_room(struct transaction *tx, const struct resource_block *block, struct error *err)
{
    struct interval when = {block->start_utc, block->end_utc};
    struct resource room;
    bool found;

    if (!is_on(block->type, when, tx->now))
        return true;
    return transaction_find(tx, ENTITY_resource, block->resource_id, &room, &found, err)
           && (!found || room.state != RESOURCE_OUT_OF_ORDER
               || set_state(tx, &room, RESOURCE_DIRTY, err));
}

static bool
delete_one(struct transaction *tx, struct uuid id, struct error *err)
{
    struct resource_block block;
    json_t *body;

    if (!transaction_get(tx, ENTITY_resource_block, id, "ResourceBlockIds", &block, err))
        return false;
    if (!block.is_active)
        return error_set(err, ERROR_INPUT, "Invalid ResourceBlockIds: %.80s is deleted already.",
                         block.name);
    body = transaction_read(tx, ENTITY_resource_block, id, err);
    if (!body)
        return false;
    json_object_set_new(body, "IsActive", json_false());
    json_object_set_new(body, "DeletedUtc", codec_instant(tx->now));
    return transaction_put(tx, ENTITY_resource_block, body, err) && release_room(tx, &block, err);
}

bool
resource_blocks_delete(struct transaction *tx, const struct resource_blocks_delete *request,
                       struct error *err)
{
    for (size_t i = 0; i < request->ids.count; i++)
        if (!delete_one(tx, request->ids.rows[i], err))
            return false;
    return true;
}
