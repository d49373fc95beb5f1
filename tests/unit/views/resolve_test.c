#include "views/resolve.h"

#include "tests/support/house.h"
#include "tests/support/test.h"

static struct house house;

/*
 * Room 101: Old is due out, New arrives today, Later comes next week. Nováková and Novák are in
 * house, in 102 and 9.
 */
static int
set_up(void **state)
{
    (void)state;
    house_open(&house, "2026-03-24T08:00:00Z");
    house_stay(&house, "Old", "101", RESERVATION_STARTED, "2026-03-22T14:00:00Z",
               "2026-03-24T10:00:00Z");
    house_stay(&house, "New", "101", RESERVATION_CONFIRMED, "2026-03-24T14:00:00Z",
               "2026-03-26T10:00:00Z");
    house_stay(&house, "Later", "101", RESERVATION_CONFIRMED, "2026-03-30T14:00:00Z",
               "2026-03-31T10:00:00Z");
    house_stay(&house, "Nováková", "102", RESERVATION_STARTED, "2026-03-22T14:00:00Z",
               "2026-03-26T10:00:00Z");
    house_stay(&house, "Novák", "9", RESERVATION_STARTED, "2026-03-22T14:00:00Z",
               "2026-03-26T10:00:00Z");
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    house_close(&house);
    return 0;
}

/* The number of the stay that a word means, or what is wrong with it. */
static const char *
stay_of(const char *word, enum resolve_for purpose)
{
    static struct error err;
    const struct reservation *stay = resolve_stay(&house.app, word, purpose, &err);

    return stay ? stay->number : err.text;
}

struct word {
    const char *text;
    const char *guest;   /* whom it means to checkout, folio, ... */
    const char *arrival; /* and to checkin */
};

static const struct word words[] = {
    {"101", "Old", "New"},
    {"9", "Novák", "Novák"},
    {"old", "Old", "Old"},
    {"NEW", "New", "New"},
    {"nováková", "Nováková", "Nováková"},
    {"novakova", "Nováková", "Nováková"},
    {"#New", "New", "New"},
    {"#Later", "Later", "Later"},
    {"101/2", "Old", "New"},
    {"101/2.3", "Old", "New"},
};

static void
a_stay_goes_by_room_name_number_and_bill(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(words); i++) {
        check_text(stay_of(words[i].text, RESOLVE_GUEST), words[i].guest, "%s", words[i].text);
        check_text(stay_of(words[i].text, RESOLVE_ARRIVAL), words[i].arrival, "%s", words[i].text);
    }
}

static void
a_stay_goes_by_its_id(void **state)
{
    char id[UUID_TEXT_SIZE];

    (void)state;
    assert_string_equal(stay_of(uuid_text(house_id("stay.Later"), id), RESOLVE_GUEST), "Later");
}

static void
words_that_mean_nobody_or_several_say_so(void **state)
{
    char several[2 * UUID_TEXT_SIZE];
    char id[UUID_TEXT_SIZE];

    (void)state;
    assert_non_null(strstr(stay_of("103", RESOLVE_GUEST), "Nobody is in room 103"));
    assert_non_null(strstr(stay_of("nobody", RESOLVE_GUEST), "No room, guest or reservation"));
    assert_non_null(strstr(stay_of("", RESOLVE_GUEST), "No room, guest or reservation"));
    assert_non_null(strstr(stay_of("nov", RESOLVE_GUEST), "\"nov\" fits several: "));
    assert_non_null(strstr(stay_of("nov", RESOLVE_GUEST), "(102, #Nov"));
    snprintf(several, sizeof(several), "%s,%s", uuid_text(house_id("stay.Old"), id), id);
    assert_non_null(strstr(stay_of(several, RESOLVE_GUEST), "2 are marked"));
}

/* Guests who left, or come some other day, are meant by their number alone. */
static void
names_are_of_those_who_are_here_today(void **state)
{
    (void)state;
    assert_non_null(strstr(stay_of("later", RESOLVE_GUEST), "No room, guest or reservation"));
    house_stay(&house, "Old", "101", RESERVATION_PROCESSED, "2026-03-22T14:00:00Z",
               "2026-03-24T10:00:00Z");
    assert_string_equal(stay_of("101", RESOLVE_GUEST), "New");
}

static void
rooms_go_by_name_and_stay(void **state)
{
    struct error err;
    char id[UUID_TEXT_SIZE];

    (void)state;
    assert_string_equal(resolve_room(&house.app, "101", &err)->name, "101");
    assert_string_equal(resolve_room(&house.app, uuid_text(house_id("9"), id), &err)->name, "9");
    uuid_text(house_id("stay.Nováková"), id);
    assert_string_equal(resolve_room(&house.app, id, &err)->name, "102");
    assert_null(resolve_room(&house.app, "999", &err));
    assert_string_equal(err.text, "No room \"999\".");
    house_stay(&house, "New", "", RESERVATION_CONFIRMED, "2026-03-24T14:00:00Z",
               "2026-03-26T10:00:00Z");
    assert_null(resolve_room(&house.app, uuid_text(house_id("stay.New"), id), &err));
    assert_string_equal(err.text, "Reservation New has no room.");
}

static void
put_bill(const char *name, const char *number, enum bill_state state, const char *created)
{
    HOUSE_PUT(&house, bill, .id = house_id(name), .account_id = house_id("guest.Old"),
              .number = number, .state = state, .created_utc = house_at(created));
}

/* RES/N counts the open ones first, by creation. */
static void
bills_go_by_stay_number_and_id(void **state)
{
    struct error err;
    char id[UUID_TEXT_SIZE];

    (void)state;
    put_bill("closed", "R-7", BILL_CLOSED, "2026-03-20T00:00:00Z");
    put_bill("second", "", BILL_OPEN, "2026-03-22T00:00:00Z");
    put_bill("first", "", BILL_OPEN, "2026-03-21T00:00:00Z");
    assert_true(uuid_equal(resolve_bill(&house.app, "101/1", &err)->id, house_id("first")));
    assert_true(uuid_equal(resolve_bill(&house.app, "old/2.4", &err)->id, house_id("second")));
    assert_true(uuid_equal(resolve_bill(&house.app, "#Old/3", &err)->id, house_id("closed")));
    assert_true(uuid_equal(resolve_bill(&house.app, "r-7", &err)->id, house_id("closed")));
    uuid_text(house_id("second"), id);
    assert_true(uuid_equal(resolve_bill(&house.app, id, &err)->id, house_id("second")));
    assert_null(resolve_bill(&house.app, "101/4", &err));
    assert_string_equal(err.text, "No bill 101/4: the account has 3.");
    assert_null(resolve_bill(&house.app, "101/0", &err));
    assert_null(resolve_bill(&house.app, "R-8", &err));
    assert_non_null(strstr(err.text, "write RES/1, its number or its id"));
    assert_null(resolve_bill(&house.app, "nobody/1", &err));
}

static void
an_item_on_a_company_s_bill_counts_it_among_the_guest_s(void **state)
{
    const struct bill *bills[ACCOUNT_BILLS];

    (void)state;
    HOUSE_PUT(&house, bill, .id = house_id("theirs"), .account_id = house_id("company"),
              .state = BILL_OPEN);
    HOUSE_PUT(&house, order_item, .id = house_id("i"), .account_id = house_id("guest.Old"),
              .bill_id = house_id("theirs"), .amount = house_amount("5", "CZK"),
              .state = ACCOUNTING_OPEN);
    assert_int_equal(account_bills(&house.app, house_id("guest.Old"), bills), 1);
    assert_int_equal(account_owing_bills(&house.app, house_id("guest.Old")), 1);
}

static void
put_product(const char *name, int64_t ordering, bool is_active)
{
    HOUSE_PUT(&house, product, .id = house_id(name), .name = name, .ordering = ordering,
              .is_active = is_active);
}

static void
products_go_by_what_fits_best(void **state)
{
    struct error err;

    (void)state;
    put_product("Breakfast, child", 1, true);
    put_product("Breakfast", 2, true);
    put_product("Half board", 3, true);
    put_product("Broth", 0, false);
    assert_string_equal(resolve_product(&house.app, "breakfast", &err)->name, "Breakfast");
    assert_string_equal(resolve_product(&house.app, "half", &err)->name, "Half board");
    assert_string_equal(resolve_product(&house.app, "br ch", &err)->name, "Breakfast, child");
    assert_null(resolve_product(&house.app, "broth", &err));
    assert_string_equal(err.text, "No product \"broth\".");
    assert_null(resolve_product(&house.app, "", &err));
}

struct date {
    const char *text;
    const char *day; /* NULL: none */
};

static const struct date dates[] = {
    {"today", "2026-03-24"},    {"tomorrow", "2026-03-25"}, {"yesterday", "2026-03-23"},
    {"+3", "2026-03-27"},       {"-1", "2026-03-23"},       {"2026-04-01", "2026-04-01"},
    {"friday", "2026-03-27"},   {"tuesday", "2026-03-31"},  {"24.3.", "2026-03-24"},
    {"1.4.2026", "2026-04-01"}, {"2026-02-30", NULL},       {"soon", NULL},
};

static void
dates_are_of_the_business_day(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(dates); i++) {
        struct error err;
        struct day day = {0};
        char text[DAY_TEXT_SIZE];
        bool ok = resolve_date(&house.app, dates[i].text, &day, &err);

        check(ok == (dates[i].day != NULL), "%s", dates[i].text);
        if (ok)
            check_text(day_text(day, text), dates[i].day, "%s", dates[i].text);
    }
    house.desk.frozen_now = house_at("2026-03-25T01:00:00Z"); // two in the night, before closing
    {
        struct error err;
        struct day day;
        char text[DAY_TEXT_SIZE];

        assert_true(resolve_date(&house.app, "today", &day, &err));
        assert_string_equal(day_text(day, text), "2026-03-24");
    }
}

struct sum {
    const char *text;
    const char *amount; /* NULL: none */
};

static const struct sum sums[] = {
    {"12.50", "12.50 CZK"},
    {"12", "12.00 CZK"},
    {"12.50 EUR", "12.50 EUR"},
    {"120+35.5", "155.50 CZK"},
    {"120+35.5-4", "151.50 CZK"},
    {"-5", "-5.00 CZK"},
    {"12.505", NULL},
    {"x", NULL},
    {"", NULL},
    {"10 JPY", "10 JPY"},
    {"1.5 JPY", NULL},
};

static void
amounts_are_in_the_house_s_currency(void **state)
{
    (void)state;
    assert_string_equal(house_currency(&house.app), "CZK");
    for (size_t i = 0; i < countof(sums); i++) {
        struct error err;
        struct money amount;
        char text[MONEY_TEXT_SIZE];
        bool ok = resolve_amount(&house.app, sums[i].text, &amount, &err);

        check(ok == (sums[i].amount != NULL), "%s", sums[i].text);
        if (ok)
            check_text(money_text(amount, text), sums[i].amount, "%s", sums[i].text);
    }
}

/* The newest of a guest's threads. */
static void
threads_go_by_guest_and_id(void **state)
{
    struct error err;
    char guest[UUID_TEXT_SIZE];
    char id[UUID_TEXT_SIZE];

    (void)state;
    uuid_text(house_id("guest.Old"), guest);
    HOUSE_PUT(&house, message_thread, .id = house_id("t1"), .sender = guest,
              .updated_utc = house_at("2026-03-20T00:00:00Z"));
    HOUSE_PUT(&house, message_thread, .id = house_id("t2"), .sender = guest,
              .updated_utc = house_at("2026-03-21T00:00:00Z"));
    assert_true(uuid_equal(resolve_thread(&house.app, "old", &err)->id, house_id("t2")));
    uuid_text(house_id("t1"), id);
    assert_true(uuid_equal(resolve_thread(&house.app, id, &err)->id, house_id("t1")));
    assert_null(resolve_thread(&house.app, "new", &err));
    assert_string_equal(err.text, "\"new\" has written no messages.");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_stay_goes_by_room_name_number_and_bill, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_stay_goes_by_its_id, set_up, tear_down),
        cmocka_unit_test_setup_teardown(words_that_mean_nobody_or_several_say_so, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(names_are_of_those_who_are_here_today, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rooms_go_by_name_and_stay, set_up, tear_down),
        cmocka_unit_test_setup_teardown(bills_go_by_stay_number_and_id, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_item_on_a_company_s_bill_counts_it_among_the_guest_s,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(products_go_by_what_fits_best, set_up, tear_down),
        cmocka_unit_test_setup_teardown(dates_are_of_the_business_day, set_up, tear_down),
        cmocka_unit_test_setup_teardown(amounts_are_in_the_house_s_currency, set_up, tear_down),
        cmocka_unit_test_setup_teardown(threads_go_by_guest_and_id, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
