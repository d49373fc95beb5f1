#include "api/server/demo_day.h"

#include <stdlib.h>

#include "api/base/memory.h"
#include "api/server/demo_rooms.h"

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

static void
index_stays(struct demo_day *day)
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
order_rooms(struct demo_day *day)
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

void
demo_day_init(struct demo_day *day, struct demo_hotel *hotel)
{
    size_t size = (size_t)hotel->room_count * sizeof(int32_t);

    *day = (struct demo_day){
        .hotel = hotel,
        .order = memory_new(size),
        .overnight = memory_new(size),
        .arriving = memory_new(size),
        .following = memory_new(size),
    };
    order_rooms(day);
    index_stays(day);
}

void
demo_day_clear(struct demo_day *day)
{
    free(day->order);
    free(day->overnight);
    free(day->arriving);
    free(day->following);
}

enum demo_night
demo_day_night(const struct demo_day *day, int32_t room)
{
    const struct demo_hotel *hotel = day->hotel;

    if (day->overnight[room] == DEMO_NONE)
        return NIGHT_VACANT;
    return demo_stay_end(&hotel->stays[day->overnight[room]]) == hotel->today ? NIGHT_DEPARTS
                                                                              : NIGHT_STAYS;
}

bool
demo_day_has_arrival(const struct demo_day *day, int32_t room)
{
    return day->arriving[room] != DEMO_NONE;
}

int
demo_day_count(const struct demo_day *day, enum demo_night night, bool with_arrival)
{
    int count = 0;

    for (int32_t i = 0; i < day->count; i++)
        count += demo_day_night(day, day->order[i]) == night
                 && demo_day_has_arrival(day, day->order[i]) == with_arrival;
    return count;
}
