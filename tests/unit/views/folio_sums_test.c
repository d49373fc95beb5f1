/* What a bill and an account come to, in one currency and in several. */
#include "views/folio_sums.h"

#include "tests/support/house.h"
#include "tests/support/test.h"
#include "views/tender.h"

static struct house house;

static int
set_up(void **state)
{
    (void)state;
    house_open(&house, "2026-03-24T08:00:00Z");
    HOUSE_PUT(&house, bill, .id = house_id("b"), .account_id = house_id("guest"),
              .state = BILL_OPEN);
    HOUSE_PUT(&house, exchange_rate, .id = house_id("rate"), .source = "EUR", .target = "CZK",
              .value = {250815, 4});
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    house_close(&house);
    return 0;
}

static void
put_item(const char *id, struct amount amount, enum accounting_state state)
{
    HOUSE_PUT(&house, order_item, .id = house_id(id), .account_id = house_id("guest"),
              .bill_id = house_id("b"), .amount = amount, .state = state);
}

static const struct bill *
bill(void)
{
    return store_bill_of(desk_store(house.app.desk), house_id("b"));
}

/* Kept as the property sent them, rounded for display alone. */
static void
taxes_are_shown_as_they_were_sent(void **state)
{
    struct tax_value taxes[] = {{"A", {20845622, 4}}, {"B", {80518409, 5}}};
    struct tax_sum sums[4];
    char text[MONEY_TEXT_SIZE];

    (void)state;
    put_item(
        "x",
        (struct amount){
            .currency = "CZK", .net = {1000000, 2}, .gross = {1288976, 2}, .taxes = {taxes, 2}},
        ACCOUNTING_OPEN);
    assert_int_equal(folio_taxes(&house.app, bill(), sums, 4), 2);
    assert_int_equal(sums[0].value.units, 20845622);
    assert_string_equal(money_amount_text((struct money){.amount = sums[0].value}, text),
                        "2084.56");
    assert_string_equal(money_amount_text((struct money){.amount = sums[1].value}, text), "805.18");
    assert_int_equal(folio_totals(&house.app, bill()).gross.amount.units, 1288976); // no sum
    assert_int_equal(folio_totals(&house.app, bill()).net.amount.units, 1000000);
}

static void
what_is_canceled_is_in_no_sum(void **state)
{
    struct money owed[3];

    (void)state;
    put_item("canceled", house_amount("9.00", "CZK"), ACCOUNTING_CANCELED);
    assert_int_equal(decimal_sign(folio_totals(&house.app, bill()).gross.amount), 0);
    assert_int_equal(folio_owed(&house.app, house_id("guest"), owed, 3), 0);
}

/* Unlike currencies are never added. */
static void
what_is_owed_stands_by_currency_the_house_s_first(void **state)
{
    struct money owed[3];
    char text[MONEY_TEXT_SIZE];

    (void)state;
    put_item("euros", house_amount("12.50", "EUR"), ACCOUNTING_OPEN);
    put_item("crowns", house_amount("100.00", "CZK"), ACCOUNTING_OPEN);
    put_item("more", house_amount("20.00", "CZK"), ACCOUNTING_OPEN);
    assert_int_equal(folio_owed(&house.app, house_id("guest"), owed, 3), 2);
    assert_string_equal(money_text(owed[0], text), "120.00 CZK");
    assert_string_equal(money_text(owed[1], text), "12.50 EUR");
}

static void
a_currency_is_worth_what_the_property_says(void **state)
{
    struct money worth;
    char text[MONEY_TEXT_SIZE];

    (void)state;
    assert_true(folio_exchange(&house.app, (struct money){{1250, 2}, "EUR"}, &worth));
    assert_string_equal(money_text(worth, text), "313.52 CZK"); // 313.51875
    assert_false(folio_exchange(&house.app, (struct money){{1250, 2}, "USD"}, &worth));
    assert_true(folio_exchange(&house.app, (struct money){{1250, 2}, "CZK"}, &worth));
    assert_string_equal(money_text(worth, text), "12.50 CZK");
}

/* Change is in the currency that is owed. */
static void
tendered_cash_gives_change_or_falls_short(void **state)
{
    struct money amount = {{100000, 2}, "CZK"};
    char note[TENDER_NOTE_SIZE];
    struct tender tender;
    struct error err = {0};
    char text[MONEY_TEXT_SIZE];

    (void)state;
    assert_true(tender_read(&house.app, "1200", amount, &tender, &err));
    assert_string_equal(money_text(tender.change, text), "200.00 CZK");
    assert_string_equal(tender_note(&tender, note), "");
    assert_true(tender_read(&house.app, "50 EUR", amount, &tender, &err));
    assert_string_equal(money_text(tender.change, text), "254.08 CZK");
    assert_string_equal(tender_note(&tender, note),
                        "received 50.00 EUR = 1254.08 CZK, change 254.08 CZK");
    assert_true(tender_read(&house.app, "20+10 EUR", amount, &tender, &err));
    assert_false(tender_covers(&tender, &err));
    assert_false(tender_read(&house.app, "50 USD", amount, &tender, &err));
    assert_non_null(strstr(err.text, "no exchange rate for USD"));
}

#define SUMS_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        SUMS_TEST(taxes_are_shown_as_they_were_sent),
        SUMS_TEST(what_is_canceled_is_in_no_sum),
        SUMS_TEST(what_is_owed_stands_by_currency_the_house_s_first),
        SUMS_TEST(a_currency_is_worth_what_the_property_says),
        SUMS_TEST(tendered_cash_gives_change_or_falls_short),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
