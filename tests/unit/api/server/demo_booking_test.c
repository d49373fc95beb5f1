/* What bookings are like on the whole: where they come from, who has a room, how they pay. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "api/server/demo_booking.h"
#include "api/server/demo_folio.h"
#include "api/server/demo_guests.h"
#include "tests/support/demo_census.h"

static void
plan(struct demo_hotel *hotel, int rooms)
{
    struct demo_config config = census_config(9, rooms, "2026-03-24", 9, 0);

    demo_hotel_init(hotel, &config);
}

static void
origins_and_segments_have_their_shares(void **state)
{
    // per cent of all that was booked, as the recipe has it
    static const int segments[SEGMENT_COUNT] = {34, 16, 26, 14, 5, 2, 1, 2};
    struct demo_hotel hotel;
    int by_segment[SEGMENT_COUNT] = {0};
    int channels = 0;
    int all;

    (void)state;
    plan(&hotel, 500);
    all = (int)hotel.stay_count;
    for (size_t i = 0; i < hotel.stay_count; i++) {
        by_segment[hotel.stays[i].segment]++;
        channels += hotel.stays[i].origin == DEMO_ORIGIN_CHANNEL;
    }
    for (int i = 0; i < SEGMENT_COUNT; i++)
        assert_in_range(by_segment[i] * 100 / all, segments[i] > 3 ? segments[i] - 3 : 0,
                        segments[i] + 3);
    assert_in_range(channels * 100 / all, 35, 41);
    demo_hotel_clear(&hotel);
}

static void
most_of_who_comes_has_a_room_and_some_are_locked(void **state)
{
    struct demo_hotel hotel;
    int coming = 0;
    int roomless = 0;
    int assigned = 0;
    int locked = 0;
    int upgraded = 0;

    (void)state;
    plan(&hotel, 500);
    for (size_t i = 0; i < hotel.stay_count; i++) {
        const struct demo_stay *stay = &hotel.stays[i];

        if (stay->first_day > hotel.today && stay->state == RESERVATION_CONFIRMED
            && stay->room != DEMO_NONE) {
            coming++;
            roomless += !stay->is_assigned;
        }
        assigned += stay->is_assigned;
        locked += stay->is_locked;
        upgraded += stay->is_assigned && stay->category != hotel.rooms[stay->room].category;
        assert_true(stay->is_assigned || !stay->is_locked);
    }
    assert_in_range(roomless * 1000 / coming, 65, 95);
    assert_in_range(locked * 1000 / assigned, 40, 60);
    assert_in_range(upgraded * 1000 / assigned, 4, 15);
    demo_hotel_clear(&hotel);
}

static void
optional_stays_have_a_release_to_come(void **state)
{
    struct demo_hotel hotel;
    int optional = 0;

    (void)state;
    plan(&hotel, 500);
    for (size_t i = 0; i < hotel.stay_count; i++) {
        const struct demo_stay *stay = &hotel.stays[i];

        assert_int_equal(instant_is_set(stay->released), stay->state == RESERVATION_OPTIONAL);
        if (stay->state != RESERVATION_OPTIONAL)
            continue;
        assert_true(instant_before(stay->created, stay->released));
        assert_true(instant_before(hotel.config.now, stay->released));
        optional++;
    }
    assert_true(optional > 100);
    demo_hotel_clear(&hotel);
}

static void
reservations_are_numbered_as_they_were_made(void **state)
{
    struct demo_hotel hotel;
    struct instant *made;

    (void)state;
    plan(&hotel, 60);
    made = calloc(hotel.stay_count, sizeof(*made));
    for (size_t i = 0; i < hotel.stay_count; i++) {
        size_t at = hotel.stays[i].number - hotel.first_number;

        assert_true(at < hotel.stay_count && !instant_is_set(made[at])); // each number once
        made[at] = hotel.stays[i].created;
    }
    for (size_t i = 1; i < hotel.stay_count; i++)
        assert_false(instant_before(made[i], made[i - 1]));
    free(made);
    demo_hotel_clear(&hotel);
}

/* Who waits at the desk and must pay has left nothing that secures it. */
static void
who_is_due_at_the_desk_is_unsecured(void **state)
{
    struct demo_hotel hotel;
    int due = 0;

    (void)state;
    plan(&hotel, 120);
    for (size_t i = 0; i < hotel.stay_count; i++) {
        const struct demo_stay *stay = &hotel.stays[i];

        if (stay->moment != MOMENT_DUE)
            continue;
        assert_false(stay->has_card);
        assert_int_equal(stay->company, DEMO_NONE);
        assert_int_equal(stay->agency, DEMO_NONE);
        due++;
    }
    assert_true(due >= 8);
    demo_hotel_clear(&hotel);
}

static void
payments_are_mostly_by_card(void **state)
{
    struct demo_hotel hotel;
    struct demo_folio *folio = malloc(sizeof(*folio));
    int methods[METHOD_COUNT] = {0};
    int all = 0;

    (void)state;
    plan(&hotel, 300);
    for (size_t i = 0; i < hotel.stay_count; i++) {
        demo_folio_make(&hotel, &hotel.stays[i], folio);
        for (int k = 0; k < folio->payment_count; k++) {
            methods[folio->payments[k].method]++;
            all++;
            if (folio->payments[k].method <= METHOD_VIRTUAL_CARD
                && folio->payments[k].method != METHOD_CASH)
                assert_true(hotel.stays[i].has_card);
        }
    }
    for (int i = 0; i < METHOD_COUNT; i++)
        assert_true(methods[i] > 0);
    assert_in_range((methods[METHOD_CARD] + methods[METHOD_VIRTUAL_CARD]) * 100 / all, 55, 80);
    free(folio);
    demo_hotel_clear(&hotel);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(origins_and_segments_have_their_shares),
        cmocka_unit_test(most_of_who_comes_has_a_room_and_some_are_locked),
        cmocka_unit_test(optional_stays_have_a_release_to_come),
        cmocka_unit_test(reservations_are_numbered_as_they_were_made),
        cmocka_unit_test(who_is_due_at_the_desk_is_unsecured),
        cmocka_unit_test(payments_are_mostly_by_card),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
