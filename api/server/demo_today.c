#include "api/server/demo_today.h"

#include <stdlib.h>

#include "api/base/memory.h"
#include "api/server/demo_nights.h"
#include "api/server/demo_rooms.h"

/*
 * Last night's rooms are V (nobody slept there), D (the guest leaves today) or S (the guest stays).
 * An arrival can be dealt with at any hour only in V: in D the room is dirty, or not even empty.
 */

struct day_rooms {
    struct demo_hotel *hotel;
    struct demo_quota quota;
    int32_t count;
    int32_t *order;     /* rooms by hash, those shut today left out */
    int32_t *overnight; /* by room: the stay of last night, of today, the next one, or DEMO_NONE */
    int32_t *arriving;
    int32_t *following;
};

enum night {
    NIGHT_VACANT,
    NIGHT_DEPARTS,
    NIGHT_STAYS,
};

struct ranked {
    uint64_t rank;
    int32_t index;
};

static int
compare_ranked(const void *a, const void *b)
{
    const struct ranked *x = a;
    const struct ranked *y = b;

    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

struct demo_quota
demo_today_quota(int rooms)
{
    struct demo_quota quota = {
        .each = rooms >= 100 ? 9 + (rooms - 100) / 100 : rooms * 9 / 100,
        .spare = 1 + rooms * 3 / 100,
        .departures = rooms / 5,
        .due = rooms >= 100 ? 14 : rooms * 12 / 100,
    };

    if (quota.each > 12)
        quota.each = 12;
    return quota;
}

static void
index_stays(struct day_rooms *day)
{
    const struct demo_hotel *hotel = day->hotel;

    for (int32_t room = 0; room < hotel->room_count; room++)
        day->overnight[room] = day->arriving[room] = day->following[room] = DEMO_NONE;
    for (size_t i = 0; i < hotel->stay_count; i++) {
        const struct demo_stay *stay = &hotel->stays[i];
        int32_t *next;

        if (stay->room == DEMO_NONE || !stay->nights)
            continue;
        next = &day->following[stay->room];
        if (stay->first_day == hotel->today)
            day->arriving[stay->room] = (int32_t)i;
        else if (stay->first_day > hotel->today) {
            if (*next == DEMO_NONE || stay->first_day < hotel->stays[*next].first_day)
                *next = (int32_t)i;
        } else if (demo_stay_end(stay) >= hotel->today)
            day->overnight[stay->room] = (int32_t)i;
    }
}

static void
order_rooms(struct day_rooms *day)
{
    const struct demo_hotel *hotel = day->hotel;
    struct ranked *ranked = memory_new((size_t)hotel->room_count * sizeof(*ranked));

    day->count = 0;
    for (int32_t room = 0; room < hotel->room_count; room++)
        if (!demo_room_is_shut_now(hotel, &hotel->rooms[room]))
            ranked[day->count++] =
                (struct ranked){demo_mix(hotel->rooms[room].key, SALT_ORDER), room};
    qsort(ranked, (size_t)day->count, sizeof(*ranked), compare_ranked);
    for (int32_t i = 0; i < day->count; i++)
        day->order[i] = ranked[i].index;
    free(ranked);
}

static void
day_rooms_init(struct day_rooms *day, struct demo_hotel *hotel)
{
    size_t size = (size_t)hotel->room_count * sizeof(int32_t);

    *day = (struct day_rooms){
        .hotel = hotel,
        .quota = demo_today_quota(hotel->config.rooms),
        .order = memory_new(size),
        .overnight = memory_new(size),
        .arriving = memory_new(size),
        .following = memory_new(size),
    };
    order_rooms(day);
    index_stays(day);
}

static void
day_rooms_clear(struct day_rooms *day)
{
    free(day->order);
    free(day->overnight);
    free(day->arriving);
    free(day->following);
}

static enum night
last_night(const struct day_rooms *day, int32_t room)
{
    const struct demo_hotel *hotel = day->hotel;

    if (day->overnight[room] == DEMO_NONE)
        return NIGHT_VACANT;
    return demo_stay_end(&hotel->stays[day->overnight[room]]) == hotel->today ? NIGHT_DEPARTS
                                                                              : NIGHT_STAYS;
}

static bool
has_arrival(const struct day_rooms *day, int32_t room)
{
    return day->arriving[room] != DEMO_NONE;
}

static int
count_rooms(const struct day_rooms *day, enum night night, bool with_arrival)
{
    int count = 0;

    for (int32_t i = 0; i < day->count; i++)
        count += last_night(day, day->order[i]) == night
                 && has_arrival(day, day->order[i]) == with_arrival;
    return count;
}

/* A new stay from today until the next one's start at most. */
static void
add_arrival(struct day_rooms *day, int32_t room)
{
    struct demo_hotel *hotel = day->hotel;
    uint64_t key = demo_hash(hotel->config.seed, DEMO_EXTRA_STAY, (uint64_t)room);
    enum demo_segment segment = demo_segment_draw(key);
    int nights = demo_nights_draw(key, segment, hotel->rooms[room].category);
    struct demo_stay *stay;

    if (day->following[room] != DEMO_NONE) {
        int most = hotel->stays[day->following[room]].first_day - hotel->today;

        nights = nights < most ? nights : most;
    }
    while (nights > 1 && demo_room_is_shut(&hotel->rooms[room], hotel->today, nights))
        nights--;
    stay = demo_hotel_add_stay(hotel, key);
    stay->room = room;
    stay->first_day = hotel->today;
    stay->nights = nights;
    stay->segment = (uint8_t)segment;
    day->arriving[room] = (int32_t)hotel->stay_count - 1;
}

/* Ends last night's stay on an earlier day; a stay without nights is none. */
static void
end_stay(struct day_rooms *day, int32_t room, int32_t end)
{
    struct demo_stay *stay = &day->hotel->stays[day->overnight[room]];

    stay->nights = end - stay->first_day;
    if (end < day->hotel->today)
        day->overnight[room] = DEMO_NONE;
}

/* Guests of some rooms leave a day earlier, so that these rooms were vacant last night. */
static int
vacate_rooms(struct day_rooms *day, enum night night, bool with_arrival, int wanted)
{
    int done = 0;

    for (int32_t i = 0; i < day->count && done < wanted; i++) {
        int32_t room = day->order[i];

        if (last_night(day, room) != night || has_arrival(day, room) != with_arrival)
            continue;
        end_stay(day, room, day->hotel->today - 1);
        if (!with_arrival)
            add_arrival(day, room);
        done++;
    }
    return done;
}

static void
fill_vacant_arrivals(struct day_rooms *day)
{
    int wanted = 4 * day->quota.each + day->quota.spare;
    int departures = count_rooms(day, NIGHT_DEPARTS, true) + count_rooms(day, NIGHT_DEPARTS, false);
    int surplus = departures - day->quota.departures;

    wanted -= count_rooms(day, NIGHT_VACANT, true);
    for (int32_t i = 0; i < day->count && wanted > 0; i++) {
        int32_t room = day->order[i];

        if (last_night(day, room) != NIGHT_VACANT || has_arrival(day, room))
            continue;
        add_arrival(day, room);
        wanted--;
    }
    if (wanted > 0 && surplus > 0)
        wanted -= vacate_rooms(day, NIGHT_DEPARTS, true, wanted < surplus ? wanted : surplus);
    if (wanted > 0)
        (void)vacate_rooms(day, NIGHT_STAYS, false, wanted);
}

static void
fill_departures(struct day_rooms *day)
{
    int turnover = count_rooms(day, NIGHT_DEPARTS, true);
    int alone = count_rooms(day, NIGHT_DEPARTS, false);
    int wanted = day->quota.departures - turnover - alone;

    for (int32_t i = 0; i < day->count && wanted > 0; i++) {
        int32_t room = day->order[i];

        if (last_night(day, room) != NIGHT_STAYS)
            continue;
        end_stay(day, room, day->hotel->today);
        alone++;
        wanted--;
    }
    for (int32_t i = 0; i < day->count && alone < day->quota.due; i++) {
        int32_t room = day->order[i];

        if (last_night(day, room) != NIGHT_DEPARTS || !has_arrival(day, room))
            continue;
        day->hotel->stays[day->arriving[room]].nights = 0; // else it would wait for the room
        day->arriving[room] = DEMO_NONE;
        alone++;
    }
}

static void
set_moments(struct day_rooms *day)
{
    static const enum demo_moment moments[] = {MOMENT_READY, MOMENT_NO_ROOM, MOMENT_NOT_READY,
                                               MOMENT_DUE};
    int given = 0;

    for (int32_t i = 0; i < day->count; i++) {
        int32_t room = day->order[i];
        struct demo_stay *stay;

        if (!has_arrival(day, room))
            continue;
        stay = &day->hotel->stays[day->arriving[room]];
        stay->moment = MOMENT_OTHER;
        if (last_night(day, room) == NIGHT_VACANT && given < 4 * day->quota.each)
            stay->moment = (uint8_t)moments[given++ % countof(moments)];
    }
}

static void
drop_empty_stays(struct demo_hotel *hotel)
{
    size_t kept = 0;

    for (size_t i = 0; i < hotel->stay_count; i++)
        if (hotel->stays[i].nights > 0)
            hotel->stays[kept++] = hotel->stays[i];
    hotel->stay_count = kept;
}

void
demo_today_shape(struct demo_hotel *hotel)
{
    struct day_rooms day;

    day_rooms_init(&day, hotel);
    fill_vacant_arrivals(&day);
    fill_departures(&day);
    set_moments(&day);
    day_rooms_clear(&day);
    drop_empty_stays(hotel);
}

/* A share by the minute of the business day; straight between the rows. */
struct progress {
    int minute;
    int per_mille;
};

static const struct progress departed[] = {
    {240, 0},   {360, 10},  {420, 60},  {480, 160}, {540, 300},
    {600, 550}, {660, 800}, {720, 920}, {840, 960}, {1680, 980},
};
static const struct progress arrived[] = {
    {240, 0},   {480, 20},   {540, 40},   {660, 70},   {840, 180},  {900, 250},
    {960, 400}, {1080, 620}, {1260, 850}, {1440, 950}, {1680, 980},
};
static const struct progress dirty_stay_overs[] = {
    {240, 700}, {540, 700}, {720, 500}, {840, 300}, {960, 120}, {1680, 100},
};

static int
progress_at(const struct progress *rows, size_t count, int minute)
{
    size_t i = 1;

    while (i + 1 < count && minute > rows[i].minute)
        i++;
    return rows[i - 1].per_mille
           + (rows[i].per_mille - rows[i - 1].per_mille) * (minute - rows[i - 1].minute)
                 / (rows[i].minute - rows[i - 1].minute);
}

/* Rooms of guests who leave today: first those that somebody else comes into. */
static int32_t
departing_rooms(const struct day_rooms *day, int32_t *rooms)
{
    int32_t count = 0;

    for (int turnover = 1; turnover >= 0; turnover--)
        for (int32_t i = 0; i < day->count; i++)
            if (last_night(day, day->order[i]) == NIGHT_DEPARTS
                && has_arrival(day, day->order[i]) == turnover)
                rooms[count++] = day->order[i];
    return count;
}

static void
check_out(struct demo_hotel *hotel, struct demo_stay *stay)
{
    int from = hotel->minute > 420 ? 400 : DEMO_CLOSING_MINUTE;
    int until = hotel->minute < 750 ? hotel->minute : 750;

    stay->state = RESERVATION_PROCESSED;
    stay->actual_end = demo_at(hotel->today, demo_between(stay->key, SALT_ACTUAL_END, from, until));
}

static void
run_departures(struct day_rooms *day)
{
    struct demo_hotel *hotel = day->hotel;
    int32_t *rooms = memory_new((size_t)hotel->room_count * sizeof(*rooms));
    int32_t count = departing_rooms(day, rooms);
    int turnover = count_rooms(day, NIGHT_DEPARTS, true);
    int done = progress_at(departed, countof(departed), hotel->minute) * count / 1000;

    if (hotel->minute >= DEMO_START_MINUTE && done < turnover)
        done = turnover;
    if (done > count - day->quota.due)
        done = count - day->quota.due;
    for (int32_t i = 0; i < count; i++) {
        struct demo_stay *stay = &hotel->stays[day->overnight[rooms[i]]];

        if (i < turnover)
            stay->end_minute = DEMO_END_MINUTE; // no late check-out: the room is wanted
        if (i < done)
            check_out(hotel, stay);
    }
    free(rooms);
}

/* The first minute at which an arrival can go to its room; never, while somebody is in it. */
static int
first_minute(const struct day_rooms *day, const struct demo_stay *stay)
{
    const struct demo_stay *before;
    struct wall_time left;

    if (day->overnight[stay->room] == DEMO_NONE)
        return DEMO_CLOSING_MINUTE + 10;
    before = &day->hotel->stays[day->overnight[stay->room]];
    if (before->state != RESERVATION_PROCESSED)
        return INT32_MAX;
    left = zone_wall_time(before->actual_end);
    return left.hour * 60 + left.minute + 60 > 13 * 60 ? left.hour * 60 + left.minute + 60
                                                       : 13 * 60;
}

static void
check_in(struct demo_hotel *hotel, struct demo_stay *stay, int from)
{
    int minute = stay->start_minute;

    if (minute < from || minute > hotel->minute)
        minute = demo_between(stay->key, SALT_ACTUAL_START, from, hotel->minute);
    if (stay->start_minute > minute)
        stay->start_minute = (int16_t)minute;
    stay->state = RESERVATION_STARTED;
    stay->moment = MOMENT_NONE;
    stay->is_assigned = true;
    stay->actual_start = demo_at(hotel->today, minute);
}

static void
run_arrivals(struct day_rooms *day)
{
    struct demo_hotel *hotel = day->hotel;
    int total = 0;
    int done;

    for (int32_t i = 0; i < day->count; i++)
        total += has_arrival(day, day->order[i]);
    done = progress_at(arrived, countof(arrived), hotel->minute) * total / 1000;
    for (int32_t i = 0; i < day->count && done > 0; i++) {
        struct demo_stay *stay;

        if (!has_arrival(day, day->order[i]))
            continue;
        stay = &hotel->stays[day->arriving[day->order[i]]];
        if (stay->moment != MOMENT_OTHER || first_minute(day, stay) > hotel->minute)
            continue;
        check_in(hotel, stay, first_minute(day, stay));
        done--;
    }
}

/*
 * Guests at the desk: whose start would be later come early today, within the last three hours, so
 * that they can be checked in now.
 */
static void
bring_to_desk(struct day_rooms *day)
{
    const struct demo_hotel *hotel = day->hotel;

    for (int32_t i = 0; i < day->count; i++) {
        int32_t index = day->arriving[day->order[i]];
        struct demo_stay *stay = index == DEMO_NONE ? NULL : &hotel->stays[index];
        int from =
            hotel->minute - 180 > DEMO_CLOSING_MINUTE ? hotel->minute - 180 : DEMO_CLOSING_MINUTE;

        if (!stay || stay->moment == MOMENT_NONE || stay->moment == MOMENT_OTHER
            || stay->start_minute <= hotel->minute)
            continue;
        stay->start_minute = (int16_t)(demo_between(stay->key, SALT_START, from, hotel->minute));
        if (stay->start_minute - stay->start_minute % 15 >= DEMO_CLOSING_MINUTE)
            stay->start_minute -= stay->start_minute % 15;
    }
}

/* Yesterday's arrivals that never came and that nobody has dealt with. */
static void
leave_no_shows(struct day_rooms *day)
{
    struct demo_hotel *hotel = day->hotel;
    int wanted = hotel->room_count / 3 * 12 / 1000 + (hotel->room_count >= 50);

    for (int32_t i = 0; i < day->count && wanted > 0; i++) {
        int32_t room = day->order[i];
        struct demo_stay *stay;

        if (last_night(day, room) != NIGHT_STAYS)
            continue;
        stay = &hotel->stays[day->overnight[room]];
        if (stay->first_day != hotel->today - 1)
            continue;
        stay->state = RESERVATION_CONFIRMED;
        stay->is_no_show = true;
        stay->actual_start = (struct instant){0};
        wanted--;
    }
}

static enum resource_state
vacant_state(const struct demo_room *room, uint32_t inspected, uint32_t clean)
{
    uint32_t draw = demo_below(room->key, SALT_READY, 1000);

    if (draw < inspected)
        return RESOURCE_INSPECTED;
    return draw < inspected + clean ? RESOURCE_CLEAN : RESOURCE_DIRTY;
}

static enum resource_state
shut_state(const struct demo_room *room)
{
    if (room->block_kind == BLOCK_OUT_OF_ORDER)
        return RESOURCE_OUT_OF_ORDER;
    return room->block_kind == BLOCK_OUT_OF_SERVICE ? RESOURCE_OUT_OF_SERVICE : RESOURCE_CLEAN;
}

/* Housekeeping comes one to three and a half hours after the guest has gone. */
static enum resource_state
left_state(const struct demo_hotel *hotel, const struct demo_room *room,
           const struct demo_stay *stay)
{
    struct wall_time left = zone_wall_time(stay->actual_end);
    int cleaned = left.hour * 60 + left.minute + demo_between(room->key, SALT_ORDER, 60, 210);

    return hotel->minute < cleaned ? RESOURCE_DIRTY : vacant_state(room, 800, 200);
}

static enum resource_state
arrival_state(const struct demo_room *room, const struct demo_stay *stay)
{
    switch ((enum demo_moment)stay->moment) {
    case MOMENT_READY:
    case MOMENT_NO_ROOM:
    case MOMENT_DUE:
    case MOMENT_NONE: // the guest is in
        return RESOURCE_INSPECTED;
    case MOMENT_NOT_READY:
        return vacant_state(room, 0, 600);
    case MOMENT_OTHER:
        return vacant_state(room, 880, 80);
    }
    return resource_state_unknown;
}

static enum resource_state
occupied_state(const struct demo_hotel *hotel, const struct demo_room *room, enum night night)
{
    int dirty = progress_at(dirty_stay_overs, countof(dirty_stay_overs), hotel->minute);

    if (night == NIGHT_DEPARTS || demo_chance(room->key, SALT_READY, (uint32_t)dirty))
        return RESOURCE_DIRTY;
    return RESOURCE_CLEAN;
}

static enum resource_state
room_state(const struct day_rooms *day, int32_t index, bool *is_occupied)
{
    const struct demo_hotel *hotel = day->hotel;
    const struct demo_room *room = &hotel->rooms[index];
    const struct demo_stay *before =
        day->overnight[index] == DEMO_NONE ? NULL : &hotel->stays[day->overnight[index]];
    const struct demo_stay *arrival =
        has_arrival(day, index) ? &hotel->stays[day->arriving[index]] : NULL;

    *is_occupied = true;
    if (before && before->state == RESERVATION_STARTED)
        return occupied_state(hotel, room, last_night(day, index));
    if (arrival && arrival->state == RESERVATION_STARTED)
        return RESOURCE_INSPECTED;
    *is_occupied = false;
    if (demo_room_is_shut_now(hotel, room))
        return shut_state(room);
    if (before && before->state == RESERVATION_PROCESSED)
        return left_state(hotel, room, before);
    return arrival ? arrival_state(room, arrival) : vacant_state(room, 700, 200);
}

static void
set_room_states(struct day_rooms *day)
{
    for (int32_t i = 0; i < day->hotel->room_count; i++) {
        bool is_occupied;

        day->hotel->rooms[i].state = (uint8_t)room_state(day, i, &is_occupied);
        day->hotel->rooms[i].is_occupied = is_occupied;
    }
}

void
demo_today_run(struct demo_hotel *hotel)
{
    struct day_rooms day;

    day_rooms_init(&day, hotel);
    leave_no_shows(&day);
    run_departures(&day);
    run_arrivals(&day);
    bring_to_desk(&day);
    set_room_states(&day);
    day_rooms_clear(&day);
}
