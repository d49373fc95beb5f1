#include "api/desk/rooms.h"

#include <stdlib.h>
#include <strings.h>

#include "api/base/fold.h"
#include "api/base/memory.h"
#include "api/desk/state.h"
#include "api/desk/stays.h"
#include "api/rules/occupancy.h"

const char *
room_use_name(enum room_use use)
{
    static const char *const names[] = {"vacant",  "reserved",     "occupied",
                                        "due out", "internal use", "out of order"};

    return names[use];
}

char
room_state_letter(enum resource_state state)
{
    static const char letters[] = {'?', 'D', 'C', 'I', 'S', 'O'};

    return (size_t)state < sizeof(letters) ? letters[state] : '?';
}

bool
stay_occupies(const struct reservation *stay)
{
    return reservation_occupies(stay->state);
}

static const struct resource_block *
block_on(const struct desk *desk, struct uuid room, struct instant start, struct instant end)
{
    struct store_rows rows = store_by(desk->store, STORE_BLOCKS_OF_RESOURCE, room);

    for (size_t i = 0; i < rows.count; i++) {
        const struct resource_block *block = rows.rows[i];

        if (block_takes_room(block, room, (struct interval){start, end}))
            return block;
    }
    return NULL;
}

enum room_use
room_use(const struct desk *desk, struct uuid room)
{
    struct instant now = desk_now(desk);
    struct day today = desk_today(desk);
    struct store_rows rows = store_by(desk->store, STORE_RESERVATIONS_OF_RESOURCE, room);
    const struct resource_block *block = block_on(desk, room, now, instant_add_ms(now, 1));
    enum room_use best = ROOM_VACANT;

    if (block)
        best = block->type == RESOURCE_BLOCK_INTERNAL_USE ? ROOM_INTERNAL_USE : ROOM_OUT_OF_ORDER;
    for (size_t i = 0; i < rows.count; i++) {
        const struct reservation *stay = rows.rows[i];

        if (stay->state == RESERVATION_STARTED)
            return stay_is_on(desk, stay, STAYS_DEPARTURES, today) ? ROOM_DUE_OUT : ROOM_OCCUPIED;
        if (best == ROOM_VACANT && stay_is_on(desk, stay, STAYS_ARRIVALS, today))
            best = ROOM_RESERVED;
    }
    return best;
}

bool
room_is_free(const struct desk *desk, struct uuid room, struct instant start, struct instant end,
             const struct reservation *stay, const struct reservation **in_the_way)
{
    struct store_rows rows = store_by(desk->store, STORE_RESERVATIONS_OF_RESOURCE, room);

    if (in_the_way)
        *in_the_way = NULL;
    for (size_t i = 0; i < rows.count; i++) {
        const struct reservation *other = rows.rows[i];

        if (other == stay || !reservation_takes_room(other, room, (struct interval){start, end}))
            continue;
        if (in_the_way)
            *in_the_way = other;
        return false;
    }
    return !block_on(desk, room, start, end);
}

const struct reservation *
room_occupant(const struct desk *desk, struct uuid room, const struct reservation *except)
{
    struct store_rows rows = store_by(desk->store, STORE_RESERVATIONS_OF_RESOURCE, room);

    for (size_t i = 0; i < rows.count; i++) {
        const struct reservation *other = rows.rows[i];

        if (other != except && other->state == RESERVATION_STARTED)
            return other;
    }
    return NULL;
}

/* Whoever sleeps there has the room at the midnight that ends the day of arrival. */
static struct interval
first_night(const struct reservation *stay)
{
    struct instant midnight = day_at(day_add(stay_arrival(stay), 1), 0);

    if (instant_before(stay->end_utc, midnight))
        return (struct interval){stay->start_utc, stay->end_utc};
    return (struct interval){instant_add_ms(midnight, -1), midnight};
}

/* Those without a room who asked for the same before. */
static size_t
count_before(const struct desk *desk, const struct reservation *stay, struct interval night)
{
    struct store_rows rows =
        store_by(desk->store, STORE_RESERVATIONS_OF_CATEGORY, stay->requested_category_id);
    size_t count = 0;

    for (size_t i = 0; i < rows.count; i++) {
        const struct reservation *other = rows.rows[i];

        count += !uuid_is_set(other->resource_id) && stay_occupies(other)
                 && intervals_overlap(night, (struct interval){other->start_utc, other->end_utc})
                 && fold_compare_natural(other->number, stay->number) < 0;
    }
    return count;
}

bool
room_is_left(const struct desk *desk, const struct reservation *stay)
{
    struct store_rows rooms =
        store_by(desk->store, STORE_RESOURCES_OF_CATEGORY, stay->requested_category_id);
    struct interval night = first_night(stay);
    size_t taken = count_before(desk, stay, night);
    size_t rooms_known = 0;
    size_t free_rooms = 0;

    for (size_t i = 0; i < rooms.count && free_rooms <= taken; i++) {
        const struct resource_category_assignment *place = rooms.rows[i];
        const struct resource *room = store_resource_of(desk->store, place->resource_id);
        const struct resource_category *category =
            room ? room_category(desk, room->id) : NULL; // it may have come to another one

        if (!category || !room->is_active || !uuid_equal(category->id, place->category_id))
            continue;
        rooms_known++;
        free_rooms += room_is_free(desk, room->id, night.start_utc, night.end_utc, stay, NULL);
    }
    return free_rooms > taken || !rooms_known;
}

bool
room_is_usable(const struct resource *room)
{
    return room->is_active && room->state != RESOURCE_OUT_OF_SERVICE
           && room->state != RESOURCE_OUT_OF_ORDER;
}

int
room_state_rank(enum resource_state state)
{
    switch (state) {
    case RESOURCE_INSPECTED:
        return 0;
    case RESOURCE_CLEAN:
        return 1;
    default:
        return 2;
    }
}

/* 0 for the asked category, then the better ones by their order, then the lesser ones. */
static int
category_distance(const struct room_choice *choice)
{
    if (choice->is_same_category)
        return 0;
    return choice->category_rank > 0 ? choice->category_rank : 1000 - choice->category_rank;
}

static int
compare_choices(const void *left, const void *right)
{
    const struct room_choice *a = left;
    const struct room_choice *b = right;
    int order = category_distance(a) - category_distance(b);

    if (!order)
        order = room_state_rank(a->room->state) - room_state_rank(b->room->state);
    return order ? order : fold_compare_natural(a->room->name, b->room->name);
}

/* Fills the choice; false when the room can't be given to the stay. */
static bool
consider(const struct desk *desk, const struct resource *room, const struct reservation *stay,
         struct room_choice *choice)
{
    const struct resource_category *asked =
        store_resource_category_of(desk->store, stay->requested_category_id);
    const struct resource_category *has = room_category(desk, room->id);

    if (!room_is_usable(room) || !has || !asked || !uuid_equal(has->service_id, stay->service_id))
        return false;
    if (!room_is_free(desk, room->id, stay->start_utc, stay->end_utc, stay, NULL)
        || (stay_is_current(desk, stay) && room_occupant(desk, room->id, stay)))
        return false;
    *choice = (struct room_choice){
        .room = room,
        .is_inspected = room->state == RESOURCE_INSPECTED,
        .is_same_category = has == asked,
        .category_rank = (int)(has->ordering - asked->ordering),
    };
    return has->capacity + has->extra_capacity >= 1;
}

size_t
room_choices(const struct desk *desk, const struct reservation *stay,
             struct room_choice choices[ROOM_CHOICES])
{
    struct store_rows rooms = store_all(desk->store, RECORD_resource);
    struct room_choice *all = memory_resize(NULL, rooms.count + 1, sizeof(*all));
    size_t count = 0;

    for (size_t i = 0; i < rooms.count; i++)
        count += consider(desk, rooms.rows[i], stay, &all[count]);
    qsort(all, count, sizeof(*all), compare_choices);
    if (count > ROOM_CHOICES)
        count = ROOM_CHOICES;
    for (size_t i = 0; i < count; i++)
        choices[i] = all[i];
    free(all);
    return count;
}

const struct resource *
room_by_name(const struct desk *desk, const char *name)
{
    struct store_rows rooms = store_all(desk->store, RECORD_resource);

    for (size_t i = 0; i < rooms.count; i++) {
        const struct resource *room = rooms.rows[i];

        if (room->is_active && strcasecmp(room->name, name) == 0)
            return room;
    }
    return NULL;
}

int
category_compare(const struct resource_category *a, const struct resource_category *b)
{
    if (a->ordering != b->ordering)
        return a->ordering < b->ordering ? -1 : 1;
    return fold_compare_natural(a->name, b->name);
}
