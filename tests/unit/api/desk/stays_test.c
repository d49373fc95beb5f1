#include "api/desk/stays.h"

#include "tests/support/house.h"
#include "tests/support/test.h"

#define NOW "2026-03-24T08:00:00Z" /* nine in the morning */

static struct house house;

static int
set_up(void **state)
{
    (void)state;
    house_open(&house, NOW);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    house_close(&house);
    return 0;
}

static const struct reservation *
stay_of(const char *name)
{
    char id[64];
    const struct reservation *stay;

    snprintf(id, sizeof(id), "stay.%s", name);
    stay = store_reservation_of(house.desk.store, house_id(id));
    check(stay, "%s", name);
    return stay;
}

/* Which lists of today a stay is on. */
struct place {
    enum reservation_state state;
    const char *start;
    const char *end;
    const char *lists; /* of A, D, I; m: missed */
};

static const struct place places[] = {
    {RESERVATION_CONFIRMED, "2026-03-24T14:00:00Z", "2026-03-25T10:00:00Z", "A"},
    {RESERVATION_OPTIONAL, "2026-03-24T14:00:00Z", "2026-03-25T10:00:00Z", "A"},
    {RESERVATION_CONFIRMED, "2026-03-23T14:00:00Z", "2026-03-25T10:00:00Z", "Am"},
    /* Missed, and would have left today. */
    {RESERVATION_CONFIRMED, "2026-03-23T14:00:00Z", "2026-03-24T10:00:00Z", "Am"},
    /* It is over: nobody comes any more. */
    {RESERVATION_CONFIRMED, "2026-03-22T14:00:00Z", "2026-03-23T10:00:00Z", "m"},
    {RESERVATION_CONFIRMED, "2026-03-25T14:00:00Z", "2026-03-26T10:00:00Z", ""},
    /* At half past two in the night it is the day before, whose closing is at four. */
    {RESERVATION_CONFIRMED, "2026-03-25T01:30:00Z", "2026-03-26T10:00:00Z", "A"},
    {RESERVATION_INQUIRED, "2026-03-24T14:00:00Z", "2026-03-25T10:00:00Z", ""},
    {RESERVATION_CANCELED, "2026-03-24T14:00:00Z", "2026-03-25T10:00:00Z", ""},
    {RESERVATION_PROCESSED, "2026-03-23T14:00:00Z", "2026-03-24T10:00:00Z", ""},
    {RESERVATION_STARTED, "2026-03-23T14:00:00Z", "2026-03-24T10:00:00Z", "DI"},
    {RESERVATION_STARTED, "2026-03-22T14:00:00Z", "2026-03-23T10:00:00Z", "DIm"},
    {RESERVATION_STARTED, "2026-03-24T05:00:00Z", "2026-03-25T10:00:00Z", "I"},
};

static void
stays_are_on_the_lists_where_they_belong(void **state)
{
    struct day today = desk_today(&house.desk);

    (void)state;
    for (size_t i = 0; i < countof(places); i++) {
        const struct place *place = &places[i];
        const struct reservation *stay;
        char lists[8] = "";
        size_t count = 0;

        house_stay(&house, "X", "", place->state, place->start, place->end);
        stay = stay_of("X");
        if (stay_is_on(&house.desk, stay, STAYS_ARRIVALS, today))
            lists[count++] = 'A';
        if (stay_is_on(&house.desk, stay, STAYS_DEPARTURES, today))
            lists[count++] = 'D';
        if (stay_is_on(&house.desk, stay, STAYS_IN_HOUSE, today))
            lists[count++] = 'I';
        if (stay_is_missed(&house.desk, stay, today))
            lists[count++] = 'm';
        lists[count] = '\0';
        check_text(lists, place->lists, "row %zu", i);
    }
}

/* Nights are of the calendar: the last of March has 23 hours less one. */
static void
nights_are_of_the_hotel_s_calendar(void **state)
{
    (void)state;
    house_stay(&house, "X", "", RESERVATION_CONFIRMED, "2026-03-28T14:00:00Z",
               "2026-03-30T09:00:00Z");
    assert_int_equal(stay_nights(stay_of("X")), 2);
    house_stay(&house, "Y", "", RESERVATION_CONFIRMED, "2026-03-24T21:30:00Z",
               "2026-03-25T09:00:00Z");
    assert_int_equal(stay_nights(stay_of("Y")), 1);
}

static void
persons_are_counted_by_age(void **state)
{
    struct persons persons;

    (void)state;
    house_stay(&house, "X", "", RESERVATION_CONFIRMED, "2026-03-24T14:00:00Z",
               "2026-03-25T10:00:00Z");
    persons = stay_persons(&house.desk, stay_of("X"));
    assert_int_equal(persons.adults, 2);
    assert_int_equal(persons.children, 1);
}

static void
put_item(const char *id, const char *bill, const char *gross, const char *currency,
         enum accounting_state state)
{
    HOUSE_PUT(&house, order_item, .id = house_id(id), .account_id = house_id("guest.X"),
              .bill_id = bill ? house_id(bill) : (struct uuid){{0}},
              .amount = house_amount(gross, currency), .state = state);
}

static void
put_payment(const char *id, const char *bill, const char *gross, enum payment_state state,
            enum accounting_state accounting)
{
    HOUSE_PUT(&house, payment, .id = house_id(id), .account_id = house_id("guest.X"),
              .bill_id = house_id(bill), .amount = house_amount(gross, "CZK"), .state = state,
              .accounting_state = accounting);
}

static void
check_balance(struct balance balance, const char *expected)
{
    char text[MONEY_TEXT_SIZE];

    assert_true(balance.is_known);
    assert_string_equal(money_text(balance.amount, text), expected);
}

/* What counts is open, and charged. */
static void
a_balance_is_the_sum_of_what_counts(void **state)
{
    struct uuid account = house_id("guest.X");

    (void)state;
    check_balance(account_balance(&house.desk, account), "0.00 CZK");
    put_item("i1", "b1", "100.10", "CZK", ACCOUNTING_OPEN);
    put_item("i2", "b1", "0.20", "CZK", ACCOUNTING_OPEN);
    put_item("i3", "b1", "50.00", "CZK", ACCOUNTING_CANCELED);
    put_item("i4", "b1", "50.00", "CZK", ACCOUNTING_INACTIVE);
    put_item("i5", "b2", "70.00", "CZK", ACCOUNTING_CLOSED);
    put_payment("p1", "b1", "-30.30", PAYMENT_CHARGED, ACCOUNTING_OPEN);
    put_payment("p2", "b1", "-9.00", PAYMENT_FAILED, ACCOUNTING_INACTIVE);
    check_balance(account_balance(&house.desk, account), "70.00 CZK");
    assert_false(account_balance(&house.desk, account).has_pending);
    assert_false(account_balance(&house.desk, account).has_unbilled);
    check_balance(bill_balance(&house.desk, house_id("b1")), "70.00 CZK");
    check_balance(bill_balance(&house.desk, house_id("b2")), "70.00 CZK"); // closed counts there
}

static void
a_balance_says_what_is_the_matter_with_it(void **state)
{
    struct uuid account = house_id("guest.X");

    (void)state;
    put_item("i1", NULL, "10.00", "CZK", ACCOUNTING_OPEN);
    assert_true(account_balance(&house.desk, account).has_unbilled);
    put_payment("p1", "b1", "-10.00", PAYMENT_PENDING, ACCOUNTING_INACTIVE);
    assert_true(account_balance(&house.desk, account).has_pending);
    check_balance(account_balance(&house.desk, account), "10.00 CZK");
    assert_false(account_balance(&house.desk, account).is_mixed);
    put_item("i2", "b1", "5.00", "EUR", ACCOUNTING_OPEN);
    assert_true(account_balance(&house.desk, account).is_mixed);
    put_item("i3", NULL, "9000000000000000000", "CZK", ACCOUNTING_OPEN);
    put_item("i4", NULL, "9000000000000000000", "CZK", ACCOUNTING_OPEN);
    assert_false(account_balance(&house.desk, account).is_known); // too large to be shown
}

/* Not read yet is not zero. */
static void
a_balance_that_was_not_read_is_not_known(void **state)
{
    (void)state;
    house.desk.snapshot_time = (struct instant){0};
    assert_false(account_balance(&house.desk, house_id("guest.X")).is_known);
    uuid_map_put(&house.desk.accounts, house_id("guest.X"), &house);
    assert_true(account_balance(&house.desk, house_id("guest.X")).is_known);
}

static uint32_t
badges_of(const char *name)
{
    return stay_badges(&house.desk, stay_of(name));
}

static void
badges_say_what_matters(void **state)
{
    struct uuid account = house_id("guest.X");

    (void)state;
    house_stay(&house, "X", "101", RESERVATION_CONFIRMED, "2026-03-24T14:00:00Z",
               "2026-03-26T10:00:00Z");
    assert_int_equal(badges_of("X"), 0);
    put_item("i1", "b1", "10.00", "CZK", ACCOUNTING_OPEN);
    assert_int_equal(badges_of("X"), 1u << BADGE_BALANCE | 1u << BADGE_NO_GUARANTEE);
    HOUSE_PUT(&house, note, .id = house_id("n"), .service_order_id = house_id("stay.X"),
              .text = "Late");
    assert_true(badges_of("X") & 1u << BADGE_NOTE);
    HOUSE_PUT(&house, customer, .id = account, .last_name = "X", .birth_date = "1990-03-25",
              .classes = 1u << CUSTOMER_VERY_IMPORTANT | 1u << CUSTOMER_BLOCKLIST);
    assert_true(badges_of("X") & 1u << BADGE_VIP);
    assert_true(badges_of("X") & 1u << BADGE_BLOCKLIST);
    assert_true(badges_of("X") & 1u << BADGE_BIRTHDAY);
    assert_false(badges_of("X") & 1u << BADGE_OVERBOOKED);
    house_stay(&house, "Y", "101", RESERVATION_CONFIRMED, "2026-03-25T14:00:00Z",
               "2026-03-27T10:00:00Z");
    assert_true(badges_of("X") & 1u << BADGE_OVERBOOKED);
    house_stay(&house, "X", "103", RESERVATION_CONFIRMED, "2026-03-24T14:00:00Z",
               "2026-03-26T10:00:00Z");
    assert_true(badges_of("X") & 1u << BADGE_NOT_READY);
    house_stay(&house, "X", "", RESERVATION_CONFIRMED, "2026-03-24T14:00:00Z",
               "2026-03-26T10:00:00Z");
    assert_true(badges_of("X") & 1u << BADGE_NO_ROOM);
}

static void
ask_single(const char *name, const char *room, enum reservation_state state, const char *start,
           const char *end)
{
    char id[32];

    snprintf(id, sizeof(id), "stay.%s", name);
    HOUSE_PUT(&house, reservation, .id = house_id(id), .number = name, .state = state,
              .requested_category_id = house_id("single"),
              .resource_id = room ? house_id(room) : (struct uuid){{0}},
              .start_utc = house_at(start), .end_utc = house_at(end));
}

/* There is one single. Those who asked first have it; who has a room has that one. */
static void
the_last_of_a_category_is_for_one(void **state)
{
    static const struct {
        const char *room; /* of the other */
        enum reservation_state state;
        const char *start;
        const char *end;
        bool is_overbooked; /* the stay without a room */
    } others[] = {
        {NULL, RESERVATION_CONFIRMED, "2026-03-24T14:00:00Z", "2026-03-26T10:00:00Z", true},
        {NULL, RESERVATION_OPTIONAL, "2026-03-22T14:00:00Z", "2026-03-25T10:00:00Z", true},
        {NULL, RESERVATION_INQUIRED, "2026-03-24T14:00:00Z", "2026-03-26T10:00:00Z", false},
        {NULL, RESERVATION_CANCELED, "2026-03-24T14:00:00Z", "2026-03-26T10:00:00Z", false},
        {"201", RESERVATION_STARTED, "2026-03-22T14:00:00Z", "2026-03-25T10:00:00Z", true},
        {"201", RESERVATION_STARTED, "2026-03-22T14:00:00Z", "2026-03-24T17:00:00Z", false},
        {"201", RESERVATION_CONFIRMED, "2026-03-25T14:00:00Z", "2026-03-26T10:00:00Z", false},
        {"9", RESERVATION_CONFIRMED, "2026-03-24T14:00:00Z", "2026-03-26T10:00:00Z", false},
    };

    (void)state;
    for (size_t i = 0; i < countof(others); i++) {
        ask_single("7", others[i].room, others[i].state, others[i].start, others[i].end);
        ask_single("12", NULL, RESERVATION_CONFIRMED, "2026-03-24T14:00:00Z",
                   "2026-03-26T10:00:00Z");
        check(stay_is_overbooked(&house.desk, stay_of("12")) == others[i].is_overbooked, "row %zu",
              i);
        check(!stay_is_overbooked(&house.desk, stay_of("7")), "row %zu", i);
    }
    ask_single("7", "201", RESERVATION_CONFIRMED, "2026-03-24T14:00:00Z", "2026-03-26T10:00:00Z");
    assert_true(badges_of("12") & 1u << BADGE_OVERBOOKED);
}

/* A room in which somebody is can't be entered, however ready it is said to be. */
static void
who_may_be_checked_in(void **state)
{
    const struct resource *room = store_resource_of(house.desk.store, house_id("101"));
    struct error err;

    (void)state;
    house_stay(&house, "X", "101", RESERVATION_CONFIRMED, "2026-03-24T07:00:00Z",
               "2026-03-26T10:00:00Z");
    assert_true(stay_may_start(&house.desk, stay_of("X"), room, &err));
    house_stay(&house, "Old", "101", RESERVATION_STARTED, "2026-03-22T14:00:00Z",
               "2026-03-24T10:00:00Z");
    assert_false(stay_may_start(&house.desk, stay_of("X"), room, &err));
    assert_non_null(strstr(err.text, "Old, Anna is still in room 101"));
    assert_false(stay_may_start(&house.desk, stay_of("X"), NULL, &err));
    assert_non_null(strstr(err.text, "has no room"));
    house_stay(&house, "X", "101", RESERVATION_CONFIRMED, "2026-03-24T15:00:00Z",
               "2026-03-26T10:00:00Z");
    room = store_resource_of(house.desk.store, house_id("9"));
    assert_false(stay_may_start(&house.desk, stay_of("X"), room, &err));
    assert_non_null(strstr(err.text, "starts later"));
}

static void
who_may_be_checked_out(void **state)
{
    struct error err;

    (void)state;
    house_stay(&house, "X", "101", RESERVATION_STARTED, "2026-03-22T14:00:00Z",
               "2026-03-24T10:00:00Z");
    assert_true(stay_may_leave(&house.desk, stay_of("X"), &err));
    house_stay(&house, "X", "101", RESERVATION_STARTED, "2026-03-22T14:00:00Z",
               "2026-03-25T10:00:00Z");
    assert_false(stay_may_leave(&house.desk, stay_of("X"), &err));
    assert_non_null(strstr(err.text, "stays until 2026-03-25"));
}

static void
titles_are_last_name_first(void **state)
{
    char name[64];

    (void)state;
    HOUSE_PUT(&house, customer, .id = house_id("g"), .last_name = "de la Torre",
              .second_last_name = "Ruiz", .first_name = "Ana");
    assert_string_equal(account_title(&house.desk, house_id("g"), name, sizeof(name)),
                        "de la Torre Ruiz, Ana");
    HOUSE_PUT(&house, company, .id = house_id("c"), .name = "Vltava s.r.o.");
    assert_string_equal(account_title(&house.desk, house_id("c"), name, sizeof(name)),
                        "Vltava s.r.o.");
    assert_string_equal(account_title(&house.desk, house_id("nobody"), name, sizeof(name)), "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(stays_are_on_the_lists_where_they_belong, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(nights_are_of_the_hotel_s_calendar, set_up, tear_down),
        cmocka_unit_test_setup_teardown(persons_are_counted_by_age, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_balance_is_the_sum_of_what_counts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_balance_says_what_is_the_matter_with_it, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_balance_that_was_not_read_is_not_known, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(badges_say_what_matters, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_last_of_a_category_is_for_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(who_may_be_checked_in, set_up, tear_down),
        cmocka_unit_test_setup_teardown(who_may_be_checked_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(titles_are_last_name_first, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
