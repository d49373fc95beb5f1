/* What is wrong with a bill is said before it is closed for good, and only that. */
#include <stdlib.h>

#include "api/desk/bill_lint.h"
#include "tests/support/house.h"
#include "tests/support/test.h"

static struct house house;
static const struct lint_closing receipt = {.type = BILL_RECEIPT};

static int
set_up(void **state)
{
    (void)state;
    house_open(&house, "2026-03-24T08:00:00Z");
    HOUSE_PUT(&house, customer, .id = house_id("guest"), .last_name = "Guest", .is_active = true);
    HOUSE_PUT(&house, bill, .id = house_id("b"), .account_id = house_id("guest"),
              .account_type = ACCOUNT_CUSTOMER, .state = BILL_OPEN);
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
put_item(const char *id, const char *name, const char *gross)
{
    HOUSE_PUT(&house, order_item, .id = house_id(id), .account_id = house_id("guest"),
              .bill_id = house_id("b"), .name = name, .unit_count = 1,
              .amount = house_amount(gross, "CZK"), .state = ACCOUNTING_OPEN,
              .consumed_utc = house_at("2026-03-23T12:00:00Z"));
}

static void
put_cash(const char *gross, enum payment_state state)
{
    HOUSE_PUT(&house, payment, .id = house_id("cash"), .account_id = house_id("guest"),
              .bill_id = house_id("b"), .amount = house_amount(gross, "CZK"), .state = state,
              .accounting_state = state == PAYMENT_CHARGED ? ACCOUNTING_OPEN : ACCOUNTING_INACTIVE,
              .external_type = "Cash");
}

/* The findings, `!` before those that block, one a line. */
static const char *
findings(const struct lint_closing *closing)
{
    static char text[1000];
    struct lint_finding rows[LINT_MOST];
    size_t count = bill_lint(house.app.desk, house_id("b"), closing, rows);
    size_t length = 0;

    text[0] = '\0';
    for (size_t i = 0; i < count; i++)
        length += (size_t)snprintf(text + length, sizeof(text) - length, "%s%s\n",
                                   rows[i].weight == LINT_BLOCKS ? "!" : "", rows[i].text);
    return text;
}

static void
a_bill_that_is_paid_is_fine(void **state)
{
    (void)state;
    put_item("room", "Room", "100.00");
    put_cash("-100.00", PAYMENT_CHARGED);
    assert_string_equal(findings(&receipt), "");
}

static void
a_receipt_is_paid_in_full_and_no_more(void **state)
{
    (void)state;
    put_item("room", "Room", "100.00");
    assert_string_equal(findings(&receipt), "!A receipt is paid in full.\n");
    put_cash("-150.00", PAYMENT_CHARGED);
    assert_string_equal(findings(&receipt),
                        "!50.00 CZK too much was paid: pay it back first (p).\n");
}

static void
a_pending_payment_blocks(void **state)
{
    (void)state;
    put_item("room", "Room", "100.00");
    put_item("back", "Room back", "-100.00");
    put_cash("-100.00", PAYMENT_PENDING);
    assert_non_null(strstr(findings(&receipt), "!A payment on the bill is pending"));
}

static void
a_line_that_stands_there_twice_is_said(void **state)
{
    (void)state;
    put_item("one", "Breakfast", "10.00");
    put_item("two", "Breakfast", "12.00");
    put_cash("-22.00", PAYMENT_CHARGED);
    assert_string_equal(findings(&receipt), "");
    put_item("three", "Breakfast", "10.00");
    assert_non_null(strstr(findings(&receipt), "Breakfast stands there twice"));
}

static void
lines_on_no_bill_are_said(void **state)
{
    (void)state;
    put_item("room", "Room", "100.00");
    put_cash("-100.00", PAYMENT_CHARGED);
    HOUSE_PUT(&house, order_item, .id = house_id("stray"), .account_id = house_id("guest"),
              .name = "Bar", .amount = house_amount("5.00", "CZK"), .state = ACCOUNTING_OPEN);
    assert_string_equal(findings(&receipt),
                        "Lines that stand on no bill, and stay open: 1. Move them (v).\n");
}

static void
an_empty_bill_is_rather_deleted(void **state)
{
    (void)state;
    assert_string_equal(findings(&receipt),
                        "Nothing stands on the bill: delete it instead (Delete).\n");
}

static void
another_tax_than_the_product_s_is_said(void **state)
{
    struct tax_value right[] = {{"CZ-21%", {0, 0}}};
    struct tax_value wrong[] = {{"CZ-12%", {0, 0}}};

    (void)state;
    HOUSE_PUT(&house, product, .id = house_id("p"), .name = "Beer",
              .price = {.currency = "CZK", .taxes = {right, 1}});
    HOUSE_PUT(&house, order_item, .id = house_id("beer"), .account_id = house_id("guest"),
              .bill_id = house_id("b"), .name = "Beer", .product_id = house_id("p"),
              .amount = {.currency = "CZK", .gross = {5000, 2}, .taxes = {wrong, 1}},
              .state = ACCOUNTING_OPEN);
    put_cash("-50.00", PAYMENT_CHARGED);
    assert_string_equal(findings(&receipt),
                        "Taxed otherwise than its product: Beer (lines like this: 1).\n");
}

static void
what_no_coin_settles_is_posted_as_rounding(void **state)
{
    (void)state;
    put_item("room", "Room", "100.40");
    put_cash("-100.00", PAYMENT_CHARGED);
    assert_non_null(strstr(findings(&receipt), "0.40 CZK is left by rounding the cash"));
    assert_int_equal(cash_unit("HUF").units, 5);
    assert_int_equal(decimal_sign(cash_unit("EUR")), 0);
}

static void
what_a_company_lacks_is_said_of_its_invoice(void **state)
{
    struct lint_closing invoice = {.type = BILL_INVOICE, .payee = house_id("firm")};

    (void)state;
    put_item("room", "Room", "100.00");
    HOUSE_PUT(&house, company, .id = house_id("firm"), .name = "Firm", .is_active = true,
              .credit_rating = "PaymentRequiredUpfront");
    assert_string_equal(findings(&invoice),
                        "!Firm pays upfront: take a payment, and close a receipt.\n"
                        "Firm has no tax number: complete its profile.\n"
                        "Firm is not to be invoiced, by its contract.\n");
    HOUSE_PUT(&house, company, .id = house_id("firm"), .name = "Firm", .is_active = true,
              .is_invoiceable = true, .tax_identifier = "CZ1");
    assert_string_equal(findings(&invoice), "");
}

#define LINT_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        LINT_TEST(a_bill_that_is_paid_is_fine),
        LINT_TEST(a_receipt_is_paid_in_full_and_no_more),
        LINT_TEST(a_pending_payment_blocks),
        LINT_TEST(a_line_that_stands_there_twice_is_said),
        LINT_TEST(lines_on_no_bill_are_said),
        LINT_TEST(an_empty_bill_is_rather_deleted),
        LINT_TEST(another_tax_than_the_product_s_is_said),
        LINT_TEST(what_no_coin_settles_is_posted_as_rounding),
        LINT_TEST(what_a_company_lacks_is_said_of_its_invoice),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
