#include "api/server/demo_shape.h"

#include "api/server/demo_day.h"
#include "api/server/demo_nights.h"
#include "api/server/demo_rooms.h"

struct demo_quota
demo_shape_quota(int rooms)
{
    struct demo_quota quota = {
        .each = rooms >= 100 ? 9 + (rooms - 100) / 100 : rooms * 9 / 100,
        .roomless = rooms >= 100 ? 2 : 0,
        .spare = 1 + rooms * 3 / 100,
        .departures = rooms / 5,
        .due = rooms >= 100 ? 14 : rooms * 12 / 100,
    };

    if (quota.each > 12)
        quota.each = 12;
    return quota;
}

/* A new stay from today until the next one's start at most. */
static void
add_arrival(struct demo_day *day, int32_t room)
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
end_stay(struct demo_day *day, int32_t room, int32_t end)
{
    struct demo_stay *stay = &day->hotel->stays[day->overnight[room]];

    stay->nights = end - stay->first_day;
    if (end < day->hotel->today)
        day->overnight[room] = DEMO_NONE;
}

/* Guests of some rooms leave a day earlier, so that these rooms were vacant last night. */
static int
vacate_rooms(struct demo_day *day, enum demo_night night, bool with_arrival, int wanted)
{
    int done = 0;

    for (int32_t i = 0; i < day->count && done < wanted; i++) {
        int32_t room = day->order[i];

        if (demo_day_night(day, room) != night || demo_day_has_arrival(day, room) != with_arrival)
            continue;
        end_stay(day, room, day->hotel->today - 1);
        if (!with_arrival)
            add_arrival(day, room);
        done++;
    }
    return done;
}

static void
fill_vacant_arrivals(struct demo_day *day, const struct demo_quota *quota)
{
    int wanted = 4 * quota->each + quota->roomless + quota->spare;
    int departures =
        demo_day_count(day, NIGHT_DEPARTS, true) + demo_day_count(day, NIGHT_DEPARTS, false);
    int surplus = departures - quota->departures;

    wanted -= demo_day_count(day, NIGHT_VACANT, true);
    for (int32_t i = 0; i < day->count && wanted > 0; i++) {
        int32_t room = day->order[i];

        if (demo_day_night(day, room) != NIGHT_VACANT || demo_day_has_arrival(day, room))
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
fill_departures(struct demo_day *day, const struct demo_quota *quota)
{
    int turnover = demo_day_count(day, NIGHT_DEPARTS, true);
    int alone = demo_day_count(day, NIGHT_DEPARTS, false);
    int wanted = quota->departures - turnover - alone;

    for (int32_t i = 0; i < day->count && wanted > 0; i++) {
        int32_t room = day->order[i];

        if (demo_day_night(day, room) != NIGHT_STAYS)
            continue;
        end_stay(day, room, day->hotel->today);
        alone++;
        wanted--;
    }
    for (int32_t i = 0; i < day->count && alone < quota->due; i++) {
        int32_t room = day->order[i];

        if (demo_day_night(day, room) != NIGHT_DEPARTS || !demo_day_has_arrival(day, room))
            continue;
        day->hotel->stays[day->arriving[room]].nights = 0; // else it would wait for the room
        day->arriving[room] = DEMO_NONE;
        alone++;
    }
}

static void
set_moments(struct demo_day *day, const struct demo_quota *quota)
{
    static const enum demo_moment moments[] = {MOMENT_READY, MOMENT_NO_ROOM, MOMENT_NOT_READY,
                                               MOMENT_DUE};
    int wanted = 4 * quota->each + quota->roomless;
    int given = 0;

    for (int32_t i = 0; i < day->count; i++) {
        int32_t room = day->order[i];
        struct demo_stay *stay;

        if (!demo_day_has_arrival(day, room))
            continue;
        stay = &day->hotel->stays[day->arriving[room]];
        stay->moment = MOMENT_OTHER;
        if (demo_day_night(day, room) != NIGHT_VACANT || given == wanted)
            continue;
        stay->moment =
            (uint8_t)(given < quota->roomless ? MOMENT_NO_ROOM : moments[given % countof(moments)]);
        given++;
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
demo_shape_day(struct demo_hotel *hotel)
{
    struct demo_quota quota = demo_shape_quota(hotel->config.rooms);
    struct demo_day day;

    demo_day_init(&day, hotel);
    fill_vacant_arrivals(&day, &quota);
    fill_departures(&day, &quota);
    set_moments(&day, &quota);
    demo_day_clear(&day);
    drop_empty_stays(hotel);
}
