#include "api/server/demo_rooms.h"

#include <stdio.h>
#include <string.h>

#include "api/base/memory.h"

enum {
    FLOOR_ROOMS = 18,
    FLOORS_LEAST = 2,
    FLOORS_MOST = 40,
    TOWERS_FROM_ROOMS = 1200, /* above, three digits a floor would run out */
    TOWERS = 3,
    PLANNED_WORK_ROOMS = 60, /* one block to come for so many */
};

enum {
#define FEATURE(name, class, en, de, fr, cs, es, short_en, short_de, short_fr, short_cs, short_es) \
    FEATURE_##name,
#include "api/server/demo_rooms.def"
#undef FEATURE
};

const struct demo_category_row demo_categories[CATEGORY_COUNT] = {
#define CATEGORY(name, share, least, capacity, extra, price, below, type, class, en, de, fr, cs,   \
                 es, short_en, short_de, short_fr, short_cs, short_es, text_en, text_de, text_fr,  \
                 text_cs, text_es)                                                                 \
    [CATEGORY_##name] = {share,                                                                    \
                         least,                                                                    \
                         capacity,                                                                 \
                         extra,                                                                    \
                         price,                                                                    \
                         CATEGORY_##below,                                                         \
                         type,                                                                     \
                         class,                                                                    \
                         {en, de, fr, cs, es},                                                     \
                         {short_en, short_de, short_fr, short_cs, short_es},                       \
                         {text_en, text_de, text_fr, text_cs, text_es}},
#include "api/server/demo_rooms.def"
#undef CATEGORY
};

const struct demo_feature_row demo_features[DEMO_FEATURE_COUNT] = {
#define FEATURE(name, class, en, de, fr, cs, es, short_en, short_de, short_fr, short_cs, short_es) \
    [FEATURE_##                                                                                    \
        name] = {class, {en, de, fr, cs, es}, {short_en, short_de, short_fr, short_cs, short_es}},
#include "api/server/demo_rooms.def"
#undef FEATURE
};

/* How many rooms of each category there are. */
static void
share_out(int32_t rooms, int32_t counts[CATEGORY_COUNT])
{
    int32_t rest = rooms;

    for (int c = 0; c < CATEGORY_COUNT; c++) {
        int32_t share = (demo_categories[c].share_percent * rooms + 50) / 100;

        counts[c] = share > demo_categories[c].least ? share : demo_categories[c].least;
        if (c != CATEGORY_DOUBLE)
            rest -= counts[c];
    }
    counts[CATEGORY_DOUBLE] = rest;
}

/*
 * Accessible rooms are the first of the lowest floor, suites the last of the highest; the others
 * take turns, each category as often as it is owed.
 */
static void
set_categories(struct demo_hotel *hotel)
{
    int32_t counts[CATEGORY_COUNT];
    int32_t given[CATEGORY_COUNT] = {0};
    int32_t first;
    int32_t last;

    share_out(hotel->room_count, counts);
    first = counts[CATEGORY_ACCESSIBLE];
    last = hotel->room_count - counts[CATEGORY_SUITE] - counts[CATEGORY_JUNIOR_SUITE];
    for (int32_t i = 0; i < hotel->room_count; i++) {
        int best = CATEGORY_DOUBLE;
        int64_t most_owed = INT64_MIN;

        if (i < first)
            best = CATEGORY_ACCESSIBLE;
        else if (i >= last)
            best =
                i < last + counts[CATEGORY_JUNIOR_SUITE] ? CATEGORY_JUNIOR_SUITE : CATEGORY_SUITE;
        for (int c = 0; i >= first && i < last && c <= CATEGORY_FAMILY; c++) {
            int64_t owed =
                (int64_t)counts[c] * (i - first + 1) - (int64_t)given[c] * (last - first);

            if (owed > most_owed) {
                most_owed = owed;
                best = c;
            }
        }
        given[best]++;
        hotel->rooms[i].category = (uint8_t)best;
    }
}

/* Floor by floor, tower by tower; there is no room 13. */
static void
set_numbers(struct demo_hotel *hotel, int floors)
{
    int towers = hotel->room_count > TOWERS_FROM_ROOMS ? TOWERS : 1;
    int parts = floors * towers;
    int32_t next = 0;

    for (int part = 0; part < parts; part++) {
        int32_t count = hotel->room_count / parts + (part < hotel->room_count % parts);
        int floor = part / towers + 1;

        for (int32_t i = 0; i < count; i++) {
            struct demo_room *room = &hotel->rooms[next];
            int number = i + 1 < 13 ? i + 1 : i + 2;

            room->key = demo_hash(hotel->config.seed, DEMO_ROOM, (uint64_t)next);
            room->floor = (uint8_t)floor;
            if (towers > 1)
                snprintf(room->name, sizeof(room->name), "%c%02d%02d", "ABC"[part % towers], floor,
                         number);
            else
                snprintf(room->name, sizeof(room->name), "%d%02d", floor, number);
            next++;
        }
    }
}

/* Every other suite is an apartment with a name of its own. */
static void
name_apartments(struct demo_hotel *hotel)
{
    int suites = 0;

    for (int32_t i = 0; i < hotel->room_count; i++) {
        struct demo_room *room = &hotel->rooms[i];

        if (room->category == CATEGORY_SUITE && suites++ % 2 == 0)
            snprintf(room->name, sizeof(room->name), "Apt %d", suites / 2 + 1);
    }
}

static uint16_t
feature_if(bool has, int feature)
{
    return has ? (uint16_t)(1u << feature) : 0;
}

static void
set_features(struct demo_hotel *hotel, int floors)
{
    bool is_brief = hotel->horizon.is_brief;

    for (int32_t i = 0; i < hotel->room_count; i++) {
        struct demo_room *room = &hotel->rooms[i];
        uint32_t draw = demo_below(room->key, SALT_FEATURE, 1000);
        bool is_suite = room->category >= CATEGORY_JUNIOR_SUITE;
        bool has_bathtub = is_suite || draw % 4 == 0;

        room->features =
            feature_if(is_suite || i % 4 == 1, FEATURE_RIVER)
            | feature_if(i % 10 == 4, FEATURE_BALCONY)
            | feature_if(room->floor * 4 > floors * 3, FEATURE_HIGH_FLOOR)
            | feature_if(!is_brief && i % 10 == 0, FEATURE_LIFT)
            | feature_if(has_bathtub, FEATURE_BATHTUB)
            | feature_if(!is_brief && !has_bathtub && draw % 4 == 1, FEATURE_SHOWER)
            | feature_if(i % 66 == 20 || i % 66 == 21 || i == 5 || i == 6, FEATURE_CONNECTING)
            | feature_if(draw >= 950, FEATURE_PETS)
            | feature_if(room->category == CATEGORY_ACCESSIBLE, FEATURE_ACCESSIBLE)
            | feature_if(room->category == CATEGORY_TWIN, FEATURE_TWIN_BEDS);
    }
}

/* A room without a block, of a category that has some rooms to spare. */
static struct demo_room *
pick_room(struct demo_hotel *hotel, uint64_t key)
{
    int32_t at = (int32_t)demo_below(key, SALT_ORDER, (uint32_t)hotel->room_count);

    for (;; at++) {
        struct demo_room *room = &hotel->rooms[at % hotel->room_count];

        if (!room->block_kind
            && (room->category <= CATEGORY_FAMILY && room->category != CATEGORY_SINGLE))
            return room;
    }
}

static void
shut_rooms(struct demo_hotel *hotel, enum demo_block_kind kind, int count, int first_index)
{
    for (int i = 0; i < count; i++) {
        uint64_t key = demo_hash(hotel->config.seed, DEMO_BLOCK, (uint64_t)(first_index + i));
        struct demo_room *room = pick_room(hotel, key);
        int length = demo_between(key, SALT_LENGTH, 1, 20);
        int since = demo_between(key, SALT_START, 1, length);

        room->block_kind = (uint8_t)kind;
        room->block_start = hotel->today - since;
        room->block_end = hotel->today - since + length + 1;
    }
}

static void
plan_work(struct demo_hotel *hotel, int count, int first_index)
{
    for (int i = 0; i < count; i++) {
        uint64_t key = demo_hash(hotel->config.seed, DEMO_BLOCK, (uint64_t)(first_index + i));
        struct demo_room *room = pick_room(hotel, key);

        room->block_kind = BLOCK_OUT_OF_ORDER;
        room->block_start = hotel->today + demo_between(key, SALT_START, 5, 30);
        room->block_end = room->block_start + demo_between(key, SALT_LENGTH, 1, 5);
    }
}

void
demo_rooms_plan(struct demo_hotel *hotel)
{
    int32_t rooms = hotel->config.rooms;
    int floors = (rooms + FLOOR_ROOMS - 1) / FLOOR_ROOMS;
    int broken = (15 * rooms + 500) / 1000;
    int used = (5 * rooms + 500) / 1000;
    int faulty = (10 * rooms + 500) / 1000;

    if (floors < FLOORS_LEAST)
        floors = FLOORS_LEAST;
    if (floors > FLOORS_MOST)
        floors = FLOORS_MOST;
    if (broken < 1)
        broken = 1;
    hotel->room_count = rooms;
    hotel->rooms = memory_new((size_t)rooms * sizeof(*hotel->rooms));
    set_numbers(hotel, floors);
    set_categories(hotel);
    name_apartments(hotel);
    set_features(hotel, floors);
    shut_rooms(hotel, BLOCK_OUT_OF_ORDER, broken, 0);
    shut_rooms(hotel, BLOCK_INTERNAL_USE, used, broken);
    shut_rooms(hotel, BLOCK_OUT_OF_SERVICE, faulty, broken + used);
    plan_work(hotel, rooms / PLANNED_WORK_ROOMS, broken + used + faulty);
}

bool
demo_room_is_shut(const struct demo_room *room, int32_t first_day, int32_t nights)
{
    return room->block_kind && first_day < room->block_end
           && first_day + nights > room->block_start;
}

bool
demo_room_is_shut_now(const struct demo_hotel *hotel, const struct demo_room *room)
{
    return demo_room_is_shut(room, hotel->today, 1);
}

int
demo_parking_count(const struct demo_hotel *hotel)
{
    return hotel->config.rooms / 10;
}
