/* Groups and blocks: several rooms of one group, whose paymaster has the nights. */
#include <stdlib.h>
#include <string.h>

#include "api/base/uuid_map.h"
#include "api/base/zone.h"
#include "tests/support/cmocka.h"
#include "tests/support/demo_census.h"

static const char *const keep[] = {"Reservation", "AvailabilityBlock", "AvailabilityAdjustment",
                                   NULL};

static struct demo_config
house(int rooms)
{
    return census_config(1, rooms, "2026-03-24", 9, 0);
}

/* Rooms of a group: of those who come on one day for as many nights. */
struct group {
    int rooms;
    bool is_here;
    const struct reservation *first;
};

static int
count_groups(const struct census *census, struct group *groups, int most)
{
    int count = 0;

    for (size_t i = 0; i < census->reservations.count; i++) {
        const struct reservation *stay = &census->reservations.rows[i];
        int at = 0;

        if (stay->state == RESERVATION_CANCELED)
            continue;
        while (at < count && !uuid_equal(groups[at].first->group_id, stay->group_id))
            at++;
        if (at == count) {
            assert_true(count < most);
            groups[count++] = (struct group){.first = stay};
        }
        groups[at].rooms++;
        groups[at].is_here |= stay->state == RESERVATION_STARTED;
        if (groups[at].rooms > 1 && !uuid_is_set(stay->availability_block_id)) {
            assert_int_equal(day_of(stay->start_utc).number,
                             day_of(groups[at].first->start_utc).number);
            assert_int_equal(
                nights_between(stay->start_utc, stay->end_utc),
                nights_between(groups[at].first->start_utc, groups[at].first->end_utc));
            assert_true(uuid_equal(stay->company_id, groups[at].first->company_id));
        }
    }
    return count;
}

static void
there_is_a_group_for_every_60_rooms(void **state)
{
    static struct group groups[20000];
    static const int rooms[] = {60, 120, 300};

    (void)state;
    for (size_t i = 0; i < countof(rooms) - IS_SANITIZED; i++) {
        struct census census;
        int large = 0;
        int here = 0;
        int count;

        memset(groups, 0, sizeof(groups));
        census_take(&census, house(rooms[i]), CENSUS_PLAIN, NULL);
        count = count_groups(&census, groups, (int)countof(groups));
        for (int k = 0; k < count; k++) {
            assert_true(groups[k].rooms <= 25);
            large += groups[k].rooms >= 5;
            here += groups[k].rooms >= 5 && groups[k].is_here;
        }
        assert_int_equal(large, rooms[i] / 60);
        assert_true(here >= 1);
        census_clear(&census);
    }
}

static void
the_paymaster_has_the_nights_and_the_guest_the_extras(void **state)
{
    struct uuid_map paymasters = {0};
    struct census census;
    int bills = 0;
    int nights = 0;

    (void)state;
    census_take(&census, house(120), CENSUS_PLAIN, NULL);
    for (size_t i = 0; i < census.customers.count; i++)
        if (census.customers.rows[i].classes >> CUSTOMER_PAYMASTER & 1)
            uuid_map_put(&paymasters, census.customers.rows[i].id,
                         (void *)(uintptr_t)&census.customers.rows[i]);
    for (size_t i = 0; i < census.bills.count; i++)
        if (uuid_map_find(&paymasters, census.bills.rows[i].account_id)) {
            assert_int_equal(census.bills.rows[i].state, BILL_OPEN);
            assert_int_equal(census.bills.rows[i].associated_account_ids.count, 1); // the company
            bills++;
        }
    for (size_t i = 0; i < census.items.count; i++)
        if (uuid_map_find(&paymasters, census.items.rows[i].account_id)) {
            nights += strcmp(census.items.rows[i].type, "SpaceOrder") == 0;
            assert_string_not_equal(census.items.rows[i].type, "CustomItem");
        }
    assert_true(bills >= 1 && nights >= 10);
    uuid_map_clear(&paymasters);
    census_clear(&census);
}

static void
blocks_hold_rooms_until_they_are_released(void **state)
{
    struct demo_config config = house(240);
    struct census census;
    const json_t *row;
    size_t i;
    int optional = 0;

    (void)state;
    census_take(&census, config, CENSUS_PLAIN, keep);
    assert_int_equal(json_array_size(census_kept(&census, "AvailabilityBlock")), 3);
    json_array_foreach(census_kept(&census, "AvailabilityBlock"), i, row)
    {
        struct instant released;
        struct instant first;

        assert_true(
            instant_parse(json_string_value(json_object_get(row, "ReleasedUtc")), &released));
        assert_true(instant_parse(json_string_value(json_object_get(row, "FirstTimeUnitStartUtc")),
                                  &first));
        assert_true(instant_before(released, first));
        assert_in_range(nights_between(config.now, released), 3, 30);
        optional += strcmp(json_string_value(json_object_get(row, "State")), "Optional") == 0;
    }
    assert_int_equal(optional, 1);
    json_array_foreach(census_kept(&census, "AvailabilityAdjustment"), i, row)
    {
        assert_true(json_integer_value(json_object_get(row, "UnitCount")) < 0);
    }
    census_clear(&census);
}

static void
reservations_of_a_block_share_one_group(void **state)
{
    struct census census;
    int picked = 0;

    (void)state;
    census_take(&census, house(240), CENSUS_PLAIN, NULL);
    for (size_t i = 0; i < census.reservations.count; i++)
        for (size_t k = 0; k < i; k++) {
            const struct reservation *a = &census.reservations.rows[i];
            const struct reservation *b = &census.reservations.rows[k];

            if (!uuid_is_set(a->availability_block_id)
                || !uuid_equal(a->availability_block_id, b->availability_block_id))
                continue;
            assert_true(uuid_equal(a->group_id, b->group_id));
            assert_int_equal(a->state, RESERVATION_CONFIRMED);
            picked++;
        }
    assert_true(picked > 0);
    census_clear(&census);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_is_a_group_for_every_60_rooms),
        cmocka_unit_test(the_paymaster_has_the_nights_and_the_guest_the_extras),
        cmocka_unit_test(blocks_hold_rooms_until_they_are_released),
        cmocka_unit_test(reservations_of_a_block_share_one_group),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
