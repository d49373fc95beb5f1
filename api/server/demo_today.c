#include "api/server/demo_today.h"

#include <stdlib.h>

#include "api/base/memory.h"
#include "api/server/demo_day.h"
#include "api/server/demo_rooms.h"
#include "api/server/demo_shape.h"

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
departing_rooms(const struct demo_day *day, int32_t *rooms)
{
    int32_t count = 0;

    for (int turnover = 1; turnover >= 0; turnover--)
        for (int32_t i = 0; i < day->count; i++)
            if (demo_day_night(day, day->order[i]) == NIGHT_DEPARTS
                && demo_day_has_arrival(day, day->order[i]) == turnover)
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
run_departures(struct demo_day *day)
{
    struct demo_hotel *hotel = day->hotel;
    int32_t *rooms = memory_new((size_t)hotel->room_count * sizeof(*rooms));
    int32_t count = departing_rooms(day, rooms);
    int turnover = demo_day_count(day, NIGHT_DEPARTS, true);
    int due = demo_shape_quota(hotel->config.rooms).due;
    int done = progress_at(departed, countof(departed), hotel->minute) * count / 1000;

    if (hotel->minute >= DEMO_START_MINUTE && done < turnover)
        done = turnover;
    if (done > count - due)
        done = count - due;
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
first_minute(const struct demo_day *day, const struct demo_stay *stay)
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
run_arrivals(struct demo_day *day)
{
    struct demo_hotel *hotel = day->hotel;
    int total = 0;
    int done;

    for (int32_t i = 0; i < day->count; i++)
        total += demo_day_has_arrival(day, day->order[i]);
    done = progress_at(arrived, countof(arrived), hotel->minute) * total / 1000;
    for (int32_t i = 0; i < day->count && done > 0; i++) {
        struct demo_stay *stay;

        if (!demo_day_has_arrival(day, day->order[i]))
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
bring_to_desk(struct demo_day *day)
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
leave_no_shows(struct demo_day *day)
{
    struct demo_hotel *hotel = day->hotel;
    int wanted = hotel->room_count / 3 * 12 / 1000 + (hotel->room_count >= 50);

    for (int32_t i = 0; i < day->count && wanted > 0; i++) {
        int32_t room = day->order[i];
        struct demo_stay *stay;

        if (demo_day_night(day, room) != NIGHT_STAYS)
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
occupied_state(const struct demo_hotel *hotel, const struct demo_room *room, enum demo_night night)
{
    int dirty = progress_at(dirty_stay_overs, countof(dirty_stay_overs), hotel->minute);

    if (night == NIGHT_DEPARTS || demo_chance(room->key, SALT_READY, (uint32_t)dirty))
        return RESOURCE_DIRTY;
    return RESOURCE_CLEAN;
}

static enum resource_state
room_state(const struct demo_day *day, int32_t index, bool *is_occupied)
{
    const struct demo_hotel *hotel = day->hotel;
    const struct demo_room *room = &hotel->rooms[index];
    const struct demo_stay *before =
        day->overnight[index] == DEMO_NONE ? NULL : &hotel->stays[day->overnight[index]];
    const struct demo_stay *arrival =
        demo_day_has_arrival(day, index) ? &hotel->stays[day->arriving[index]] : NULL;

    *is_occupied = true;
    if (before && before->state == RESERVATION_STARTED)
        return occupied_state(hotel, room, demo_day_night(day, index));
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
set_room_states(struct demo_day *day)
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
    struct demo_day day;

    demo_day_init(&day, hotel);
    leave_no_shows(&day);
    run_departures(&day);
    run_arrivals(&day);
    bring_to_desk(&day);
    set_room_states(&day);
    demo_day_clear(&day);
}
