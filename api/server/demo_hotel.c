#include "api/server/demo_hotel.h"

#include <stdlib.h>

#include "api/base/memory.h"
#include "api/server/demo_bills.h"
#include "api/server/demo_booking.h"
#include "api/server/demo_companies.h"
#include "api/server/demo_guests.h"
#include "api/server/demo_nights.h"
#include "api/server/demo_party.h"
#include "api/server/demo_rooms.h"
#include "api/server/demo_shape.h"
#include "api/server/demo_today.h"

/* Chosen so that no house comes out at more than 150,000 entities. */
static const struct demo_horizon horizons[] = {
    // clang-format off
    /* rooms  past  future  bills  items past and future  near  brief */
    {  500,   45,   180,    7,     7,    45,              14,   false},
    { 1000,   45,   130,    7,     7,    14,              14,   false},
    { 2000,    7,    35,    7,     3,     2,               5,   false},
    { 3200,    3,    14,     3,     2,     1,               2,   true},
    { 5000,    1,     2,     1,     1,     0,               0,   true},
    // clang-format on
};

struct uuid
demo_id(const struct demo_hotel *hotel, enum demo_kind kind, uint64_t index)
{
    return demo_uuid(demo_hash(hotel->config.seed, kind, index));
}

struct uuid
demo_id_of(uint64_t key, enum demo_kind kind, uint64_t index)
{
    return demo_uuid(demo_mix(demo_mix(key, kind), index));
}

struct instant
demo_at(int32_t day, int minute)
{
    return day_at((struct day){day}, minute);
}

struct instant
demo_until_now(const struct demo_hotel *hotel, struct instant at)
{
    return instant_before(hotel->config.now, at) ? hotel->config.now : at;
}

struct demo_stay *
demo_hotel_add_stay(struct demo_hotel *hotel, uint64_t key)
{
    struct demo_stay *stay;

    hotel->stays =
        memory_grow(hotel->stays, hotel->stay_count, &hotel->stay_capacity, sizeof(*hotel->stays));
    stay = &hotel->stays[hotel->stay_count++];
    *stay = (struct demo_stay){
        .key = key,
        .room = DEMO_NONE,
        .owner = DEMO_NONE,
        .first_companion = DEMO_NONE,
        .company = DEMO_NONE,
        .agency = DEMO_NONE,
        .party = DEMO_NONE,
        .allotment = DEMO_NONE,
    };
    return stay;
}

static void
set_clock(struct demo_hotel *hotel)
{
    struct instant now = {hotel->config.now.ms - hotel->config.now.ms % 1000};
    struct wall_time wall = zone_wall_time(now);

    hotel->config.now = now;
    hotel->minute = wall.hour * 60 + wall.minute;
    hotel->today = day_of(now).number;
    if (hotel->minute < DEMO_CLOSING_MINUTE) {
        hotel->minute += DEMO_DAY_MINUTES;
        hotel->today--;
    }
    hotel->opened = demo_at(hotel->today - 900, 9 * 60);
}

void
demo_hotel_init(struct demo_hotel *hotel, const struct demo_config *config)
{
    size_t row = 0;

    *hotel = (struct demo_hotel){.config = *config, .first_number = 24000};
    while (row + 1 < countof(horizons) && config->rooms > horizons[row].rooms_most)
        row++;
    hotel->horizon = horizons[row];
    set_clock(hotel);
    demo_rooms_plan(hotel);
    demo_companies_plan(hotel);
    demo_nights_plan(hotel);
    demo_shape_day(hotel);
    demo_booking_plan(hotel);
    demo_today_run(hotel);
    demo_party_plan(hotel);
    demo_booking_add_roomless(hotel);
    demo_booking_settle(hotel);
    demo_booking_number(hotel);
    demo_guests_plan(hotel);
    demo_bills_plan(hotel);
}

void
demo_hotel_clear(struct demo_hotel *hotel)
{
    free(hotel->rooms);
    free(hotel->stays);
    free(hotel->guests);
    free(hotel->parties);
    free(hotel->allotments);
    free(hotel->bills);
}
