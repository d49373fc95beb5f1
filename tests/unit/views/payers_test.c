/* Who may pay, nearest first; and what each share of a bill comes to. */
#include "views/payers.h"

#include "tests/support/house.h"
#include "tests/support/test.h"
#include "views/shares.h"

static struct house house;

static int
set_up(void **state)
{
    (void)state;
    house_open(&house, "2026-03-24T08:00:00Z");
    house_stay(&house, "Xavier", "101", RESERVATION_STARTED, "2026-03-22T14:00:00Z",
               "2026-03-26T10:00:00Z");
    house_stay(&house, "Other", "102", RESERVATION_STARTED, "2026-03-22T14:00:00Z",
               "2026-03-26T10:00:00Z");
    HOUSE_PUT(&house, company, .id = house_id("acme"), .name = "Acme Ltd", .is_active = true);
    HOUSE_PUT(&house, company, .id = house_id("gone"), .name = "Acme Gone");
    HOUSE_PUT(&house, customer, .id = house_id("friend"), .last_name = "Friend");
    HOUSE_PUT(&house, companionship, .id = house_id("c"), .customer_id = house_id("friend"),
              .reservation_id = house_id("stay.Xavier"));
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
the_guest_comes_first_then_who_stays_there(void **state)
{
    struct payer_row rows[PAYERS_MOST];
    size_t count = payers_near(&house.app, house_id("guest.Xavier"), rows);

    (void)state;
    assert_int_equal(count, 2);
    assert_true(uuid_equal(rows[0].account, house_id("guest.Xavier")));
    assert_true(uuid_equal(rows[1].account, house_id("friend")));
    assert_string_equal(rows[1].role, "companion");
}

/* A booking site's address is many guests'. */
static void
the_same_guest_is_found_under_another_profile(void **state)
{
    static const struct {
        const char *id;
        struct customer customer;
        bool is_same;
    } rows[] = {
        {"mail", {.last_name = "Smith", .email = "X@Example.org"}, true},
        {"born",
         {.last_name = "XAVIER", .first_name = "Zo\xc3\xab", .birth_date = "1980-02-29"},
         true},
        {"site", {.last_name = "Site", .email = "x@example.org", .has_ota_email = true}, false},
        {"son", {.last_name = "Xavier", .first_name = "Zoe", .birth_date = "2010-02-28"}, false},
        {"unborn", {.last_name = "Xavier", .first_name = "Zoe"}, false},
    };
    struct payer_row near[PAYERS_MOST];
    size_t count;

    (void)state;
    HOUSE_PUT(&house, customer, .id = house_id("guest.Xavier"), .last_name = "Xavier",
              .first_name = "Zoe", .birth_date = "1980-02-29", .email = "x@example.org");
    for (size_t i = 0; i < countof(rows); i++) {
        struct customer customer = rows[i].customer;

        HOUSE_PUT(&house, customer, .id = house_id(rows[i].id), .last_name = customer.last_name,
                  .first_name = customer.first_name ? customer.first_name : "",
                  .birth_date = customer.birth_date ? customer.birth_date : "",
                  .email = customer.email ? customer.email : "",
                  .has_ota_email = customer.has_ota_email);
        count = payers_near(&house.app, house_id("guest.Xavier"), near);
        check((near[count - 1].is_same_guest
               && uuid_equal(near[count - 1].account, house_id(rows[i].id)))
                  == rows[i].is_same,
              "%s", rows[i].id);
    }
    assert_int_equal(count, 4); // with the companion
}

/* The second share is the companion's, a third the guest's again. */
static void
shares_go_to_companions_and_no_others(void **state)
{
    struct payer_row rows[PAYERS_MOST];
    size_t count = payers_near(&house.app, house_id("guest.Xavier"), rows);

    (void)state;
    assert_int_equal(payers_of_share(rows, count, 0), 0);
    assert_int_equal(payers_of_share(rows, count, 1), 1);
    assert_int_equal(payers_of_share(rows, count, 2), 0);
    count = payers_near(&house.app, house_id("guest.Other"), rows);
    assert_int_equal(payers_of_share(rows, count, 1), 0);
}

static void
letters_find_companies_of_today_and_guests(void **state)
{
    struct payer_row rows[PAYERS_MOST];

    (void)state;
    assert_int_equal(payers_find(&house.app, house_id("guest.Xavier"), "acm", rows), 1);
    assert_true(uuid_equal(rows[0].account, house_id("acme")));
    assert_int_equal(payers_find(&house.app, house_id("guest.Xavier"), "othe", rows), 1);
    assert_true(uuid_equal(rows[0].account, house_id("guest.Other")));
    assert_int_equal(payers_find(&house.app, house_id("guest.Xavier"), "frie", rows), 1);
    assert_int_equal(payers_find(&house.app, house_id("guest.Xavier"), "nobody", rows), 0);
}

static void
a_company_pays_by_its_name(void **state)
{
    struct uuid account;
    struct error err = {0};

    (void)state;
    house.desk.companies = LOAD_DONE;
    assert_true(resolve_payer(&house.app, "acme", &account, &err));
    assert_true(uuid_equal(account, house_id("acme")));
    HOUSE_PUT(&house, company, .id = house_id("acme2"), .name = "Acme Two", .is_active = true);
    assert_false(resolve_payer(&house.app, "acme", &account, &err));
    assert_non_null(strstr(err.text, "fits 2 companies"));
}

static void
put_item(const char *id, const char *gross, enum accounting_state state)
{
    HOUSE_PUT(&house, order_item, .id = house_id(id), .account_id = house_id("guest.Xavier"),
              .bill_id = house_id("b"), .name = id, .amount = house_amount(gross, "CZK"),
              .unit_count = 1, .state = state);
}

static void
shares_add_up_to_what_can_be_shared(void **state)
{
    struct arena arena = {0};
    struct shares shares;
    struct error err = {0};
    char text[MONEY_TEXT_SIZE];

    (void)state;
    HOUSE_PUT(&house, bill, .id = house_id("b"), .account_id = house_id("guest.Xavier"),
              .state = BILL_OPEN);
    assert_false(shares_of_bill(&house.app, house_id("b"), 2, &arena, &shares, &err));
    put_item("one", "230.87", ACCOUNTING_OPEN);
    put_item("two", "16.61", ACCOUNTING_OPEN);
    put_item("canceled", "99.00", ACCOUNTING_CANCELED);
    assert_true(shares_of_bill(&house.app, house_id("b"), 2, &arena, &shares, &err));
    assert_int_equal(shares.count, 2);
    assert_string_equal(money_text(shares.sums[0], text), "123.74 CZK");
    assert_string_equal(money_text(shares.sums[1], text), "123.74 CZK");
    arena_clear(&arena);
}

#define PAYERS_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        PAYERS_TEST(the_guest_comes_first_then_who_stays_there),
        PAYERS_TEST(the_same_guest_is_found_under_another_profile),
        PAYERS_TEST(shares_go_to_companions_and_no_others),
        PAYERS_TEST(letters_find_companies_of_today_and_guests),
        PAYERS_TEST(a_company_pays_by_its_name),
        PAYERS_TEST(shares_add_up_to_what_can_be_shared),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
