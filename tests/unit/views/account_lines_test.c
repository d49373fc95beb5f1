#include <stdlib.h>
#include <string.h>

#include "tests/support/house.h"
#include "tests/support/test.h"
#include "views/account_profile.h"

static struct house house;
static struct account_lines lines;
static struct account_profile profile;

static int
set_up(void **state)
{
    (void)state;
    house_open(&house, "2026-03-24T08:00:00Z");
    house_stay(&house, "Now", "101", RESERVATION_STARTED, "2026-03-23T14:00:00Z",
               "2026-03-26T10:00:00Z");
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    account_lines_clear(&lines);
    document_free(profile.record);
    house_close(&house);
    return 0;
}

/* The record as the property sends it; NULL: it isn't read yet. */
static void
fill(enum account_list list, const char *account, const char *record)
{
    profile = (struct account_profile){
        .app = &house.app,
        .account = house_id(account),
        .list = list,
        .record = record ? document_parse(record, NULL) : NULL,
    };
    assert_true(!record || profile.record);
    account_lines_fill(&lines, &profile);
}

/* The lines of a label, with `|` between; "" without any. */
static const char *
said(const char *label)
{
    static char text[600];
    bool is_its = false;

    text[0] = '\0';
    for (size_t i = 0; i < lines.count; i++) {
        size_t length = strlen(text);

        is_its = lines.rows[i].label[0] ? strcmp(lines.rows[i].label, label) == 0 : is_its;
        if (is_its)
            snprintf(text + length, sizeof(text) - length, "%s%s", length ? "|" : "",
                     lines.rows[i].text);
    }
    return text;
}

static void
members_are_said_and_empty_ones_are_not(void **state)
{
    (void)state;
    fill(ACCOUNTS_GUESTS, "guest.Now",
         "{\"Number\":\"7\",\"Phone\":null,\"Email\":\"\",\"Classifications\":[\"Staff\","
         "\"Returning\"],\"Address\":{\"Line1\":\"Street 1\",\"City\":\"Brno\",\"Id\":\"x\"}}");
    assert_string_equal(said("Guest"), "Now, Anna");
    assert_string_equal(said("Number"), "7");
    assert_string_equal(said("Phone"), "");
    assert_string_equal(said("Classes"), "Staff, Returning");
    assert_string_equal(said("Address"), "Street 1, Brno");
    assert_string_equal(said("Document"), "none");
    assert_string_equal(said("Stays"), "23.03.2026 - 26.03.2026  101   Started    #Now");
}

static void
documents_are_masked_and_say_when_they_are_over(void **state)
{
    static const char record[] =
        "{\"Passport\":{\"Number\":\"P1234567\",\"Expiration\":\"2026-03-23\","
        "\"IssuingCountryCode\":\"DE\"},\"IdentityCard\":{\"Number\":\"12\"}}";
    struct document *object;
    char *text;

    (void)state;
    fill(ACCOUNTS_GUESTS, "guest.Now", record);
    assert_string_equal(said("Passport"), "***567  DE  until 2026-03-23  expired");
    assert_string_equal(said("Identity card"), "***    "); // all of it would be the last three
    object = account_profile_document(&profile);
    text = document_print(object);
    assert_null(strstr(text, "P1234567"));
    free(text);
    document_free(object);
    profile.shows_documents = true;
    account_lines_fill(&lines, &profile);
    assert_string_equal(said("Passport"), "P1234567  DE  until 2026-03-23  expired");
}

static void
open_items_stand_by_their_day(void **state)
{
    (void)state;
    HOUSE_PUT(&house, order_item, .id = house_id("b"), .account_id = house_id("guest.Now"),
              .name = "Bar", .state = ACCOUNTING_OPEN, .amount = house_amount("20", "CZK"),
              .consumed_utc = house_at("2026-03-24T10:00:00Z"));
    HOUSE_PUT(&house, order_item, .id = house_id("a"), .account_id = house_id("guest.Now"),
              .name = "Spa", .state = ACCOUNTING_OPEN, .amount = house_amount("300", "CZK"),
              .consumed_utc = house_at("2026-03-23T10:00:00Z"));
    HOUSE_PUT(&house, order_item, .id = house_id("c"), .account_id = house_id("guest.Now"),
              .name = "Paid", .state = ACCOUNTING_CLOSED, .amount = house_amount("1", "CZK"),
              .consumed_utc = house_at("2026-03-22T10:00:00Z"));
    fill(ACCOUNTS_GUESTS, "guest.Now", NULL);
    assert_string_equal(said("Open items"), "23.03.  300.00 CZK  Spa|24.03.  20.00 CZK  Bar");
}

static void
a_company_has_its_guests_and_open_bills(void **state)
{
    (void)state;
    HOUSE_PUT(&house, company, .id = house_id("acme"), .name = "Acme", .is_active = true,
              .is_invoiceable = true, .credit_rating = "PaymentRequiredUpfront");
    HOUSE_PUT(&house, customer, .id = house_id("guest"), .last_name = "Host", .is_active = true);
    HOUSE_PUT(&house, reservation, .id = house_id("stay"), .service_id = house_id("stay"),
              .account_id = house_id("guest"), .company_id = house_id("acme"), .number = "9",
              .state = RESERVATION_STARTED, .resource_id = house_id("102"),
              .start_utc = house_at("2026-03-23T14:00:00Z"),
              .end_utc = house_at("2026-03-25T10:00:00Z"));
    HOUSE_PUT(&house, bill, .id = house_id("bill"), .account_id = house_id("acme"),
              .state = BILL_OPEN, .name = "March");
    fill(ACCOUNTS_COMPANIES, "acme", "{\"Name\":\"Acme\",\"TaxIdentifier\":null}");
    assert_string_equal(said("Company"), "Acme");
    assert_string_equal(said("Flags"), "$  pays in advance|t  has no tax number");
    assert_string_equal(said("Guests"), "Host  102 to 25.03.");
    assert_string_equal(said("Open bills"), "March  0.00 CZK");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(members_are_said_and_empty_ones_are_not, set_up, tear_down),
        cmocka_unit_test_setup_teardown(documents_are_masked_and_say_when_they_are_over, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(open_items_stand_by_their_day, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_company_has_its_guests_and_open_bills, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
