#include "api/rules/occupancy.h"

#include <stdio.h>

#include "api/base/error.h"
#include "api/base/uuid_map.h"

enum {
    MOMENT_SIZE = 24
};

bool
reservation_occupies(enum reservation_state state)
{
    return state == RESERVATION_OPTIONAL || state == RESERVATION_CONFIRMED
           || state == RESERVATION_STARTED;
}

bool
intervals_overlap(struct interval a, struct interval b)
{
    return instant_before(a.start_utc, b.end_utc) && instant_before(b.start_utc, a.end_utc);
}

static struct interval
stay_interval(const struct reservation *stay)
{
    return (struct interval){stay->start_utc, stay->end_utc};
}

bool
reservation_takes_room(const struct reservation *stay, struct uuid room, struct interval when)
{
    return uuid_equal(stay->resource_id, room) && reservation_occupies(stay->state)
           && intervals_overlap(stay_interval(stay), when);
}

bool
block_takes_room(const struct resource_block *block, struct uuid room, struct interval when)
{
    return uuid_equal(block->resource_id, room) && block->is_active
           && intervals_overlap((struct interval){block->start_utc, block->end_utc}, when);
}

/* `2026-03-24 11:00` on the hotel's clock. */
static const char *
moment(struct instant at, char text[MOMENT_SIZE])
{
    struct wall_time wall = zone_wall_time(at);
    char day[DAY_TEXT_SIZE];

    snprintf(text, MOMENT_SIZE, "%s %02d:%02d", day_text(day_of(at), day), wall.hour, wall.minute);
    return text;
}

static bool
refuse_block(const struct resource *room, const struct resource_block *block, struct error *err)
{
    char until[MOMENT_SIZE];

    return error_set(err, ERROR_REFUSED,
                     "Room %s is blocked until %s (%s): choose another one or remove the block.",
                     room->name, moment(block->end_utc, until), block->name);
}

static bool
refuse_stay(const struct resource *room, const struct reservation *stay, struct error *err)
{
    char until[MOMENT_SIZE];

    return error_set(err, ERROR_REFUSED,
                     "Room %s is taken by reservation %s until %s: choose another one.", room->name,
                     stay->number, moment(stay->end_utc, until));
}

static bool
check_blocks(const struct resource *room, struct interval when, const struct occupancy *occupancy,
             struct error *err)
{
    for (size_t i = 0; i < occupancy->blocks.count; i++)
        if (block_takes_room(&occupancy->blocks.rows[i], room->id, when))
            return refuse_block(room, &occupancy->blocks.rows[i], err);
    return true;
}

bool
room_may_take(const struct resource *room, const struct reservation *stay,
              const struct occupancy *occupancy, struct error *err)
{
    struct interval when = stay_interval(stay);

    for (size_t i = 0; i < occupancy->stays.count; i++) {
        const struct reservation *other = &occupancy->stays.rows[i];

        if (!uuid_equal(other->id, stay->id) && reservation_takes_room(other, room->id, when))
            return refuse_stay(room, other, err);
    }
    return check_blocks(room, when, occupancy, err);
}

bool
room_may_be_blocked(const struct resource *room, struct interval when,
                    const struct occupancy *occupancy, struct instant now, struct error *err)
{
    struct interval moment_of_now = {now, instant_add_ms(now, 1)};
    bool is_now = intervals_overlap(when, moment_of_now);

    for (size_t i = 0; i < occupancy->stays.count; i++) {
        const struct reservation *stay = &occupancy->stays.rows[i];
        bool is_in = stay->state == RESERVATION_STARTED && uuid_equal(stay->resource_id, room->id);

        if (reservation_takes_room(stay, room->id, when) || (is_now && is_in))
            return refuse_stay(room, stay, err);
    }
    return check_blocks(room, when, occupancy, err);
}

bool
room_may_be_entered(const struct resource *room, const struct reservation *stay,
                    const struct occupancy *occupancy, struct instant now, struct error *err)
{
    struct interval moment_of_entry = {now, instant_add_ms(now, 1)};

    for (size_t i = 0; i < occupancy->stays.count; i++) {
        const struct reservation *other = &occupancy->stays.rows[i];

        /* However long it should have left: a guest is in until checked out. */
        if (other->state != RESERVATION_STARTED || uuid_equal(other->id, stay->id)
            || !uuid_equal(other->resource_id, room->id))
            continue;
        return error_set(err, ERROR_REFUSED,
                         "Room %s is occupied by reservation %s: check it out first.", room->name,
                         other->number);
    }
    for (size_t i = 0; i < occupancy->blocks.count; i++)
        if (block_takes_room(&occupancy->blocks.rows[i], room->id, moment_of_entry))
            return refuse_block(room, &occupancy->blocks.rows[i], err);
    return true;
}

static void
mark_taken(const struct uuid_map *rooms, struct uuid room, bool is_taken)
{
    bool *is_free = uuid_map_find(rooms, room);

    if (is_free && is_taken)
        *is_free = false;
}

void
rooms_find_free(const struct resource_list *rooms, struct interval when,
                const struct occupancy *occupancy, struct uuid except, bool *is_free)
{
    struct uuid_map map = {0};

    for (size_t i = 0; i < rooms->count; i++) {
        is_free[i] = true;
        uuid_map_put(&map, rooms->rows[i].id, &is_free[i]);
    }
    for (size_t i = 0; i < occupancy->stays.count; i++) {
        const struct reservation *stay = &occupancy->stays.rows[i];

        mark_taken(&map, stay->resource_id,
                   !uuid_equal(stay->id, except)
                       && reservation_takes_room(stay, stay->resource_id, when));
    }
    for (size_t i = 0; i < occupancy->blocks.count; i++) {
        const struct resource_block *block = &occupancy->blocks.rows[i];

        mark_taken(&map, block->resource_id, block_takes_room(block, block->resource_id, when));
    }
    uuid_map_clear(&map);
}
