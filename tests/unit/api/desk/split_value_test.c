/* What a charge is split by: as the house prices, and as the property takes it. */
#include "api/desk/action.h"
#include "tests/support/house.h"
#include "tests/support/test.h"

static struct tax_value two[] = {{"US-STATE", {6, 0}}, {"US-CITY", {4, 0}}};

static const struct order_item *
item_with(struct house *house, size_t taxes)
{
    HOUSE_PUT(
        house, order_item, .id = house_id("item"), .name = "Room",
        .amount = {
            .currency = "USD", .net = {10000, 2}, .gross = {11000, 2}, .taxes = {two, taxes}});
    return store_order_item_of(house->desk.store, house_id("item"));
}

static void
one_tax_is_split_gross_where_the_house_prices_gross(void **state)
{
    struct house house;

    (void)state;
    house_open(&house, "2026-03-24T08:00:00Z");
    assert_int_equal(action_split_value(&house.desk, item_with(&house, 1)).amount.units, 11000);
    /* of a gross value at most one tax can be told */
    assert_int_equal(action_split_value(&house.desk, item_with(&house, 2)).amount.units, 10000);
    house_close(&house);
}

static void
all_is_split_net_where_the_house_prices_net(void **state)
{
    struct house house;

    (void)state;
    house_open(&house, "2026-03-24T08:00:00Z");
    HOUSE_PUT(&house, configuration, .id = house_id("house"), .pricing = PRICING_NET,
              .time_zone = "Europe/Prague");
    assert_int_equal(action_split_value(&house.desk, item_with(&house, 1)).amount.units, 10000);
    house_close(&house);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_tax_is_split_gross_where_the_house_prices_gross),
        cmocka_unit_test(all_is_split_net_where_the_house_prices_net),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
