#include "views/account_rows.h"

#include <stdio.h>
#include <string.h>

#include "tests/support/house.h"
#include "tests/support/test.h"

static struct house house;
static struct account_rows rows;

#define GUEST(named, ...)                                                                          \
    HOUSE_PUT(&house, customer, .id = house_id(named), .last_name = named, __VA_ARGS__)
#define COMPANY(named, ...)                                                                        \
    HOUSE_PUT(&house, company, .id = house_id(named), .name = named, __VA_ARGS__)

static int
set_up(void **state)
{
    (void)state;
    house_open(&house, "2026-03-24T08:00:00Z");
    COMPANY("Škoda Glass", .is_active = true, .is_invoiceable = true, .tax_identifier = "CZ123",
            .invoice_due = "P0M14DT0H0M0S");
    COMPANY("Bohdal", .is_active = true, .credit_rating = "PaymentRequiredUpfront");
    COMPANY("Gone", .is_invoiceable = true);
    GUEST("Nováková", .is_active = true, .first_name = "Anna", .email = "anna@example.com",
          .number = "0017");
    GUEST("Adams", .is_active = true, .phone = "+44 758 090-608",
          .company_id = house_id("Škoda Glass"));
    GUEST("Müller", .is_active = true, .classes = 1u << CUSTOMER_BLOCKLIST, .has_ota_email = true,
          .birth_date = "1980-03-25");
    GUEST("Merged", .number = "0018");
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    account_rows_clear(&rows);
    house_close(&house);
    return 0;
}

/* A column of the rows in their order. */
static const char *
column(enum account_list list, const char *id)
{
    static char text[400];
    const struct list_class *class = account_listing(list)->list;
    size_t length = 0;
    size_t at = 0;

    while (strcmp(class->columns[at]->id, id) != 0)
        at++;
    text[0] = '\0';
    for (size_t i = 0; i < rows.count; i++) {
        struct cell cell;

        class->cell(&rows, i, at, &cell);
        length +=
            (size_t)snprintf(text + length, sizeof(text) - length, "%s%s", i ? "|" : "", cell.text);
    }
    return text;
}

static void
open_rows(enum account_list list)
{
    account_rows_init(&rows, &house.app, list);
    account_rows_refresh(&rows);
}

static void
profiles_in_use_stand_by_name(void **state)
{
    (void)state;
    open_rows(ACCOUNTS_GUESTS);
    assert_string_equal(column(ACCOUNTS_GUESTS, "guest"), "Adams|Müller|Nováková, Anna");
    account_rows_clear(&rows);
    open_rows(ACCOUNTS_COMPANIES);
    assert_string_equal(column(ACCOUNTS_COMPANIES, "company"), "Bohdal|Škoda Glass");
    assert_string_equal(column(ACCOUNTS_COMPANIES, "invoice_due"), "|14 days");
}

static void
what_is_typed_is_found_however_it_is_written(void **state)
{
    static const struct {
        const char *typed;
        const char *found;
    } cases[] = {
        {"novak", "Nováková, Anna"},
        {"anna nov", "Nováková, Anna"},
        {"ANNA@EXAMPLE.COM", "Nováková, Anna"},
        {"0017", "Nováková, Anna"},
        {"mull", "Müller"},
        {"758090608", "Adams"},
        {"758 090", "Adams"},
        {"skoda", "Adams"},
        {"nobody", ""},
        {"", "Adams|Müller|Nováková, Anna"},
    };

    (void)state;
    open_rows(ACCOUNTS_GUESTS);
    for (size_t i = 0; i < countof(cases); i++) {
        account_rows_filter(&rows, cases[i].typed);
        check(strcmp(column(ACCOUNTS_GUESTS, "guest"), cases[i].found) == 0, "%s: %s",
              cases[i].typed, column(ACCOUNTS_GUESTS, "guest"));
    }
    account_rows_clear(&rows);
    open_rows(ACCOUNTS_COMPANIES);
    account_rows_filter(&rows, "cz123");
    assert_string_equal(column(ACCOUNTS_COMPANIES, "company"), "Škoda Glass");
}

/* The one in the house before one to come, the birthday by it. */
static void
a_guest_has_the_stay_that_matters(void **state)
{
    (void)state;
    house_stay(&house, "Now", "101", RESERVATION_STARTED, "2026-03-23T14:00:00Z",
               "2026-03-26T10:00:00Z");
    house_stay(&house, "Later", "102", RESERVATION_CONFIRMED, "2026-04-01T14:00:00Z",
               "2026-04-03T10:00:00Z");
    house_stay(&house, "Past", "102", RESERVATION_PROCESSED, "2026-03-01T14:00:00Z",
               "2026-03-03T10:00:00Z");
    HOUSE_PUT(&house, companionship, .id = house_id("with"), .customer_id = house_id("Müller"),
              .reservation_id = house_id("stay.Now"));
    open_rows(ACCOUNTS_GUESTS);
    account_rows_filter(&rows, "mull");
    assert_string_equal(column(ACCOUNTS_GUESTS, "stay"), "101 to 26.03.");
    assert_string_equal(column(ACCOUNTS_GUESTS, "flags"), "XB@");
    account_rows_filter(&rows, "later");
    assert_string_equal(column(ACCOUNTS_GUESTS, "stay"), "from 01.04.");
    account_rows_filter(&rows, "past");
    assert_string_equal(column(ACCOUNTS_GUESTS, "stay"), "");
}

static void
doubles_are_flagged_both(void **state)
{
    (void)state;
    GUEST("Muller", .is_active = true, .birth_date = "1980-03-25");
    open_rows(ACCOUNTS_GUESTS);
    account_rows_filter(&rows, "muller");
    assert_int_equal(rows.count, 2);
    assert_true(rows.rows[0]->has_twin && rows.rows[1]->has_twin);
    account_rows_filter(&rows, "adams");
    assert_false(rows.rows[0]->has_twin);
}

static void
companies_say_what_speaks_against_an_invoice(void **state)
{
    (void)state;
    HOUSE_PUT(&house, company_contract, .id = house_id("c"), .company_id = house_id("Bohdal"),
              .is_active = true, .commission = {125, 3});
    HOUSE_PUT(&house, bill, .id = house_id("b"), .account_id = house_id("Bohdal"),
              .state = BILL_OPEN);
    open_rows(ACCOUNTS_COMPANIES);
    assert_string_equal(column(ACCOUNTS_COMPANIES, "flags"), "$Nt|");
    assert_string_equal(column(ACCOUNTS_COMPANIES, "contract"), "12.5 %|");
    assert_string_equal(column(ACCOUNTS_COMPANIES, "open"), "1|·"); // bills were not read yet
}

static void
any_column_orders_and_the_empty_come_last(void **state)
{
    struct error err;

    (void)state;
    open_rows(ACCOUNTS_GUESTS);
    assert_true(account_rows_sort(&rows, "phone", &err));
    assert_string_equal(column(ACCOUNTS_GUESTS, "guest"), "Adams|Müller|Nováková, Anna");
    assert_true(account_rows_sort(&rows, "email", &err));
    assert_string_equal(column(ACCOUNTS_GUESTS, "guest"), "Nováková, Anna|Adams|Müller");
    assert_false(account_rows_sort(&rows, "shoe", &err));
    assert_non_null(strstr(err.text, "flags, guest, stay"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(profiles_in_use_stand_by_name, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_typed_is_found_however_it_is_written, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_guest_has_the_stay_that_matters, set_up, tear_down),
        cmocka_unit_test_setup_teardown(doubles_are_flagged_both, set_up, tear_down),
        cmocka_unit_test_setup_teardown(companies_say_what_speaks_against_an_invoice, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(any_column_orders_and_the_empty_come_last, set_up,
                                        tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
