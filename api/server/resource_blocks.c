#include "api/server/resource_blocks.h"

#include "api/base/error.h"
#include "api/server/reservations.h"
#include "api/server/timers.h"

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

/* Out of order and back */

bool
resource_blocks_find(struct transaction *tx, struct uuid room, struct instant at, bool *is_blocked,
                     struct error *err)
{
    struct interval when = {at, instant_add_ms(at, 1)};
    struct occupancy occupancy;

    *is_blocked = false;
    if (!reservations_find_occupancy(tx, room, when, &occupancy, err))
        return false;
    for (size_t i = 0; i < occupancy.blocks.count; i++)
        if (occupancy.blocks.rows[i].type == RESOURCE_BLOCK_OUT_OF_ORDER
            && block_takes_room(&occupancy.blocks.rows[i], room, when))
            *is_blocked = true;
    return true;
}

static bool
set_state(struct transaction *tx, const struct resource *room, enum resource_state state,
          struct error *err)
{
    struct resource after = *room;

    after.state = state;
    return transaction_save(tx, ENTITY_resource, room, &after, err);
}

/*
 * The room's state by what has it out of order at a time, when a block begins or ends. A room that
 * comes back is Dirty.
 */
static bool
follow_blocks(struct transaction *tx, struct uuid id, enum resource_block_type type,
              struct instant at, struct error *err)
{
    struct resource room;
    bool is_blocked;
    bool found;

    if (type != RESOURCE_BLOCK_OUT_OF_ORDER)
        return true;
    if (!transaction_find(tx, ENTITY_resource, id, &room, &found, err)
        || !resource_blocks_find(tx, id, at, &is_blocked, err))
        return false;
    if (!found || is_blocked == (room.state == RESOURCE_OUT_OF_ORDER))
        return true;
    return set_state(tx, &room, is_blocked ? RESOURCE_OUT_OF_ORDER : RESOURCE_DIRTY, err);
}

/* Has the block wait for its start or its end, whichever changes the room's state next. */
static bool
wait_for(struct transaction *tx, const struct resource_block *block, struct instant now,
         struct error *err)
{
    bool has_begun = !instant_before(now, block->start_utc);

    if (block->type != RESOURCE_BLOCK_OUT_OF_ORDER || !instant_before(now, block->end_utc))
        return timers_drop(tx, block->id, err);
    return timers_set(tx, "ResourceBlock", block->id, has_begun ? block->end_utc : block->start_utc,
                      err);
}

void
resource_blocks_waiting(const struct transaction *tx, struct query *query)
{
    static const char *const types[] = {"OutOfOrder"};

    query->entity = ENTITY_resource_block;
    query_add(query, COLUMN_resource_block_end_utc, CONDITION_AFTER)->start = tx->now;
    query_add(query, COLUMN_resource_block_type, CONDITION_TEXTS)->texts =
        (struct text_list){types, countof(types)};
    query_add(query, COLUMN_resource_block_is_active, CONDITION_BOOL)->value = true;
}

bool
resource_blocks_wait(struct transaction *tx, struct uuid id, struct error *err)
{
    struct resource_block block;

    return transaction_get(tx, ENTITY_resource_block, id, "ResourceBlockId", &block, err)
           && wait_for(tx, &block, tx->now, err);
}

bool
resource_blocks_go_on(struct transaction *tx, struct uuid id, struct instant due, struct error *err)
{
    struct resource_block block;

    return transaction_get(tx, ENTITY_resource_block, id, "ResourceBlockId", &block, err)
           && follow_blocks(tx, block.resource_id, block.type, due, err)
           && wait_for(tx, &block, due, err);
}

/* resourceBlocks/add */

static json_t *
new_block(const struct transaction *tx, struct uuid id, const struct resource_block_add *wanted)
{
    json_t *now = codec_instant(tx->now);

    return json_pack("{s:o, s:o, s:o, s:b, s:s, s:o, s:o, s:o, s:o, s:n, s:s, s:o}", "Id",
                     codec_uuid(id), "EnterpriseId", codec_uuid(tx->property->id),
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
    struct uuid id = uuid_random();
    struct resource room;
    struct occupancy occupancy;
    json_t *block;

    if (!transaction_get(tx, ENTITY_resource, wanted->resource_id, "ResourceBlocks.ResourceId",
                         &room, err)
        || !check_block(wanted, &room, err) || !find_occupancy(tx, room.id, when, &occupancy, err)
        || !room_may_be_blocked(&room, when, &occupancy, tx->now, err))
        return false;
    block = new_block(tx, id, wanted);
    json_array_append(added, block);
    return transaction_add(tx, ENTITY_resource_block, block, err)
           && follow_blocks(tx, room.id, wanted->type, tx->now, err)
           && resource_blocks_wait(tx, id, err);
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

/* resourceBlocks/delete */

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
    return transaction_put(tx, ENTITY_resource_block, body, err) && timers_drop(tx, id, err)
           && follow_blocks(tx, block.resource_id, block.type, tx->now, err);
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
