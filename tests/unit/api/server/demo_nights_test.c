/* How full the house is, how long guests stay, and that the past does not move with the date. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "api/server/demo_hotel.h"
#include "api/server/demo_nights.h"
#include "tests/support/demo_census.h"

static void
plan(struct demo_hotel *hotel, int rooms, const char *day)
{
    struct demo_config config = census_config(5, rooms, day, 9, 0);

    demo_hotel_init(hotel, &config);
}

static bool
has_night(const struct demo_stay *stay, int32_t day)
{
    bool is_held = stay->state == RESERVATION_PROCESSED || stay->state == RESERVATION_STARTED
                   || stay->state == RESERVATION_CONFIRMED || stay->state == RESERVATION_OPTIONAL;

    return is_held && stay->first_day <= day && day < demo_stay_end(stay);
}

/* Per cent of the rooms that are taken on the nights [from, until) from today, on the whole. */
static int
occupancy(const struct demo_hotel *hotel, int from, int until)
{
    int64_t nights = 0;

    for (size_t i = 0; i < hotel->stay_count; i++)
        for (int day = from; day < until; day++)
            nights += has_night(&hotel->stays[i], hotel->today + day);
    return (int)(nights * 100 / (hotel->room_count * (until - from)));
}

static void
the_house_is_fuller_the_nearer_the_night(void **state)
{
    struct demo_hotel hotel;

    (void)state;
    plan(&hotel, 500, "2026-03-24");
    assert_in_range(occupancy(&hotel, -30, -2), 74, 84);
    assert_in_range(occupancy(&hotel, 0, 1), 72, 88);
    assert_in_range(occupancy(&hotel, 13, 16), 47, 62);
    assert_in_range(occupancy(&hotel, 43, 48), 24, 37);
    assert_in_range(occupancy(&hotel, 118, 123), 6, 15);
    demo_hotel_clear(&hotel);
}

static void
a_third_of_the_house_comes_on_a_day(void **state)
{
    struct demo_hotel hotel;
    int arrivals = 0;

    (void)state;
    plan(&hotel, 500, "2026-03-24");
    for (size_t i = 0; i < hotel.stay_count; i++) {
        const struct demo_stay *stay = &hotel.stays[i];

        arrivals += stay->first_day >= hotel.today - 30 && stay->first_day < hotel.today - 2
                    && stay->state == RESERVATION_PROCESSED;
    }
    assert_in_range(arrivals / 28, 500 * 29 / 100, 500 * 37 / 100);
    demo_hotel_clear(&hotel);
}

static void
stays_last_as_long_as_their_segment_makes_them(void **state)
{
    static const struct {
        enum demo_segment segment;
        int least, most; /* nights */
        int mean10_least, mean10_most;
    } cases[] = {
        {SEGMENT_OTA, 1, 14, 22, 27},
        {SEGMENT_CORPORATE, 1, 6, 16, 22},
        {SEGMENT_GROUP, 2, 3, 23, 26},
        {SEGMENT_LONG_STAY, 7, 14, 90, 110},
    };

    (void)state;
    for (size_t i = 0; i < countof(cases); i++) {
        int sum = 0;

        for (uint64_t k = 0; k < 2000; k++) {
            int nights =
                demo_nights_draw(demo_hash(1, DEMO_STAY, k), cases[i].segment, CATEGORY_DOUBLE);

            assert_in_range(nights, cases[i].least, cases[i].most);
            sum += nights;
        }
        assert_in_range(sum / 200, cases[i].mean10_least, cases[i].mean10_most);
    }
}

static void
stays_of_the_past_are_the_same_a_day_later(void **state)
{
    struct demo_hotel today;
    struct demo_hotel tomorrow;
    int same = 0;
    int all = 0;

    (void)state;
    plan(&today, 60, "2026-03-24");
    plan(&tomorrow, 60, "2026-03-25");
    for (size_t i = 0; i < today.stay_count; i++) {
        const struct demo_stay *stay = &today.stays[i];

        if (stay->state != RESERVATION_PROCESSED || demo_stay_end(stay) > today.today - 3
            || demo_stay_end(stay) < today.today - 40)
            continue;
        all++;
        for (size_t k = 0; k < tomorrow.stay_count; k++)
            same += tomorrow.stays[k].key == stay->key
                    && tomorrow.stays[k].first_day == stay->first_day
                    && tomorrow.stays[k].nights == stay->nights;
    }
    assert_true(all > 400);
    assert_int_equal(same, all);
    demo_hotel_clear(&today);
    demo_hotel_clear(&tomorrow);
}

static void
bookings_have_all_states_and_one_category_is_overbooked(void **state)
{
    struct demo_hotel hotel;
    int states[RESERVATION_CANCELED + 1] = {0};
    int no_shows = 0;
    int overbooked = 0;

    (void)state;
    plan(&hotel, 120, "2026-03-24");
    for (size_t i = 0; i < hotel.stay_count; i++) {
        const struct demo_stay *stay = &hotel.stays[i];

        states[stay->state]++;
        no_shows += stay->is_no_show && stay->state == RESERVATION_CONFIRMED;
        overbooked += stay->room == DEMO_NONE && stay->state == RESERVATION_CONFIRMED;
    }
    for (int i = RESERVATION_INQUIRED; i <= RESERVATION_CANCELED; i++)
        assert_true(states[i] > 0);
    assert_in_range(states[RESERVATION_CANCELED] * 1000 / (int)hotel.stay_count, 55, 85);
    assert_in_range(no_shows, 1, 3);
    assert_true(overbooked >= 1);
    demo_hotel_clear(&hotel);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_house_is_fuller_the_nearer_the_night),
        cmocka_unit_test(a_third_of_the_house_comes_on_a_day),
        cmocka_unit_test(stays_last_as_long_as_their_segment_makes_them),
        cmocka_unit_test(stays_of_the_past_are_the_same_a_day_later),
        cmocka_unit_test(bookings_have_all_states_and_one_category_is_overbooked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
