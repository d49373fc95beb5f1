/* What the snapshot keeps, and what it forgets. */
#include "api/desk/stale.h"

#include "tests/support/house.h"
#include "tests/support/test.h"

static struct house house;

static int
set_up(void **state)
{
    (void)state;
    house_open(&house, "2026-03-24T08:00:00Z");
    house_stay(&house, "X", "101", RESERVATION_STARTED, "2026-03-22T14:00:00Z",
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

static bool
is_stale(enum record_id kind, const void *record)
{
    return stale_is(house.desk.store, record_type(kind), record, house_at("2026-03-24T08:00:00Z"));
}

/* Names of times, as of the last change and of the end. */
#define OLD "2026-03-10T07:59:59Z"
#define YOUNG "2026-03-10T08:00:01Z"

static bool
is_stay_stale(enum reservation_state state, const char *updated, const char *end)
{
    struct reservation stay = {.id = house_id("Y"), .state = state};

    stay.updated_utc = house_at(updated);
    stay.end_utc = house_at(end);
    return is_stale(RECORD_reservation, &stay);
}

static void
stays_go_when_they_are_over_for_long(void **state)
{
    (void)state;
    assert_true(is_stay_stale(RESERVATION_PROCESSED, OLD, OLD));
    assert_true(is_stay_stale(RESERVATION_CANCELED, OLD, OLD));
    assert_false(is_stay_stale(RESERVATION_PROCESSED, YOUNG, OLD));
    assert_false(is_stay_stale(RESERVATION_CANCELED, OLD, "2026-04-01T10:00:00Z"));
    assert_false(is_stay_stale(RESERVATION_STARTED, OLD, OLD)); // he should have left
    assert_false(is_stay_stale(RESERVATION_CONFIRMED, OLD, OLD));
}

static void
what_is_owed_stays(void **state)
{
    struct bill bill = {.id = house_id("bill"), .state = BILL_OPEN, .updated_utc = house_at(OLD)};
    struct order_item item = {
        .id = house_id("item"), .state = ACCOUNTING_OPEN, .updated_utc = house_at(OLD)};
    struct payment payment = {
        .id = house_id("pay"), .accounting_state = ACCOUNTING_OPEN, .updated_utc = house_at(OLD)};

    (void)state;
    assert_false(is_stale(RECORD_bill, &bill));
    assert_false(is_stale(RECORD_order_item, &item));
    assert_false(is_stale(RECORD_payment, &payment));
    bill.state = BILL_CLOSED;
    item.state = ACCOUNTING_CLOSED;
    payment.accounting_state = ACCOUNTING_CLOSED;
    assert_true(is_stale(RECORD_bill, &bill));
    assert_true(is_stale(RECORD_order_item, &item));
    assert_true(is_stale(RECORD_payment, &payment));
}

static void
what_belongs_to_a_stay_goes_with_it(void **state)
{
    struct note note = {.id = house_id("note"), .service_order_id = house_id("stay.X")};
    struct companionship other = {.id = house_id("both"), .reservation_id = house_id("stay.Y")};
    struct resource room = {.id = house_id("101"), .updated_utc = house_at(OLD)};

    (void)state;
    assert_false(is_stale(RECORD_note, &note));
    assert_true(is_stale(RECORD_companionship, &other));
    assert_false(is_stale(RECORD_resource, &room)); // of the house
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(stays_go_when_they_are_over_for_long, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_owed_stays, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_belongs_to_a_stay_goes_with_it, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
