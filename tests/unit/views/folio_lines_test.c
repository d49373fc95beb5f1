#include "views/folio_lines.h"

#include "views/folio_sums.h"

#include "api/desk/marks.h"
#include "tests/support/house.h"
#include "tests/support/test.h"

static struct house house;
static struct folio_lines lines;

static int
set_up(void **state)
{
    (void)state;
    house_open(&house, "2026-03-24T08:00:00Z");
    house_stay(&house, "X", "101", RESERVATION_STARTED, "2026-03-22T14:00:00Z",
               "2026-03-24T10:00:00Z");
    lines = (struct folio_lines){.app = &house.app, .account = house_id("guest.X")};
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    folio_lines_clear(&lines);
    house_close(&house);
    return 0;
}

static void
put_bill(const char *name, enum bill_state state, const char *created)
{
    HOUSE_PUT(&house, bill, .id = house_id(name), .account_id = house_id("guest.X"), .state = state,
              .number = state == BILL_CLOSED ? "R-7" : "", .created_utc = house_at(created));
}

static void
put_item(const char *name, const char *bill, const char *gross, const char *created)
{
    HOUSE_PUT(&house, order_item, .id = house_id(name), .account_id = house_id("guest.X"),
              .bill_id = bill ? house_id(bill) : (struct uuid){{0}}, .name = name,
              .amount = house_amount(gross, "CZK"), .unit_count = 1, .state = ACCOUNTING_OPEN,
              .created_utc = house_at(created));
}

static void
put_payment(const char *name, const char *bill, const char *gross, const char *created)
{
    HOUSE_PUT(&house, payment, .id = house_id(name), .account_id = house_id("guest.X"),
              .bill_id = house_id(bill), .amount = house_amount(gross, "CZK"),
              .state = PAYMENT_CHARGED, .accounting_state = ACCOUNTING_OPEN,
              .external_type = "Cash", .created_utc = house_at(created));
}

/* The lines as `bill.line text balance`, one a line. */
static const char *
folio(void)
{
    static char text[1000];
    size_t length = 0;

    folio_lines_refresh(&lines);
    text[0] = '\0';
    for (size_t i = 0; i < lines.count; i++) {
        const struct folio_line *line = &lines.rows[i];
        char balance[MONEY_TEXT_SIZE];

        length += (size_t)snprintf(text + length, sizeof(text) - length, "%zu.%zu %s %s\n",
                                   line->bill_number, line->number,
                                   line->item      ? line->item->name
                                   : line->payment ? line->payment->external_type
                                                   : "-",
                                   money_amount_text(line->balance, balance));
    }
    return text;
}

static void
lines_are_numbered_by_creation_and_run_a_balance(void **state)
{
    (void)state;
    put_bill("b", BILL_OPEN, "2026-03-22T00:00:00Z");
    put_item("later", "b", "20.00", "2026-03-23T12:00:00Z");
    put_payment("p", "b", "-15.00", "2026-03-23T11:00:00Z");
    put_item("first", "b", "10.50", "2026-03-23T10:00:00Z");
    assert_string_equal(folio(), "1.0 - 15.50\n"
                                 "1.1 first 10.50\n"
                                 "1.2 Cash -4.50\n"
                                 "1.3 later 15.50\n");
}

/* Those without a bill on top, then open bills by creation, then closed ones by their heading. */
static void
bills_have_their_order(void **state)
{
    (void)state;
    put_bill("closed", BILL_CLOSED, "2026-03-20T00:00:00Z");
    put_bill("second", BILL_OPEN, "2026-03-23T00:00:00Z");
    put_bill("first", BILL_OPEN, "2026-03-22T00:00:00Z");
    put_item("of closed", "closed", "1.00", "2026-03-20T10:00:00Z");
    put_item("of second", "second", "2.00", "2026-03-23T10:00:00Z");
    put_item("of first", "first", "3.00", "2026-03-22T10:00:00Z");
    put_item("of none", NULL, "4.00", "2026-03-22T10:00:00Z");
    assert_string_equal(folio(), "0.0 - 4.00\n"
                                 "0.1 of none 4.00\n"
                                 "1.0 - 3.00\n"
                                 "1.1 of first 3.00\n"
                                 "2.0 - 2.00\n"
                                 "2.1 of second 2.00\n"
                                 "3.0 - 1.00\n");
    lines.shows_closed = true;
    assert_non_null(strstr(folio(), "3.1 of closed 1.00\n"));
}

static void
what_does_not_count_adds_nothing(void **state)
{
    (void)state;
    put_bill("b", BILL_OPEN, "2026-03-22T00:00:00Z");
    put_item("first", "b", "10.00", "2026-03-23T10:00:00Z");
    HOUSE_PUT(&house, order_item, .id = house_id("canceled"), .account_id = house_id("guest.X"),
              .bill_id = house_id("b"), .name = "canceled", .amount = house_amount("9", "CZK"),
              .state = ACCOUNTING_CANCELED, .created_utc = house_at("2026-03-23T11:00:00Z"));
    assert_string_equal(folio(), "1.0 - 10.00\n1.1 first 10.00\n1.2 canceled 10.00\n");
}

/* A guest's item on a company's bill shows on that bill. */
static void
a_company_s_bill_stands_among_the_guest_s(void **state)
{
    (void)state;
    HOUSE_PUT(&house, bill, .id = house_id("theirs"), .account_id = house_id("company"),
              .state = BILL_OPEN);
    put_item("room", "theirs", "100.00", "2026-03-23T10:00:00Z");
    assert_string_equal(folio(), "1.0 - 100.00\n1.1 room 100.00\n");
}

/* No line without a code, one for 0 %, one for 21 %. */
static void
taxes_are_summed_by_code(void **state)
{
    struct tax_value none[] = {{"CZ-0%", {0, 0}}, {"CZ-21%", {2100, 2}}};
    struct tax_sum sums[6];
    const struct bill *bill;

    (void)state;
    put_bill("b", BILL_OPEN, "2026-03-22T00:00:00Z");
    put_item("untaxed", "b", "10.00", "2026-03-23T10:00:00Z");
    HOUSE_PUT(&house, order_item, .id = house_id("a"), .account_id = house_id("guest.X"),
              .bill_id = house_id("b"), .state = ACCOUNTING_OPEN,
              .amount = {.currency = "CZK", .taxes = {none, 2}});
    HOUSE_PUT(&house, order_item, .id = house_id("c"), .account_id = house_id("guest.X"),
              .bill_id = house_id("b"), .state = ACCOUNTING_OPEN,
              .amount = {.currency = "CZK", .taxes = {none + 1, 1}});
    bill = store_bill_of(house.desk.store, house_id("b"));
    assert_int_equal(folio_taxes(&house.app, bill, sums, 6), 2);
    for (size_t i = 0; i < 2; i++) {
        bool is_full = strcmp(sums[i].code, "CZ-21%") == 0;

        assert_int_equal(decimal_compare(sums[i].value, (struct decimal){is_full ? 42 : 0, 0}), 0);
    }
    assert_int_equal(folio_taxes(&house.app, bill, sums, 1), 1);
}

static void
an_empty_account_has_no_lines(void **state)
{
    (void)state;
    assert_string_equal(folio(), "");
    put_bill("b", BILL_OPEN, "2026-03-22T00:00:00Z");
    assert_string_equal(folio(), "1.0 - 0.00\n");
}

/* Lines keep their numbers, each group has its sum, payments stand behind. */
static void
groups_by_day_have_their_sums(void **state)
{
    static const char *const days[] = {"2026-03-22T10:00:00Z", "2026-03-23T10:00:00Z",
                                       "2026-03-22T12:00:00Z"};
    static const char *const names[] = {"one", "two", "three"};

    (void)state;
    put_bill("b", BILL_OPEN, "2026-03-22T00:00:00Z");
    for (size_t i = 0; i < countof(days); i++)
        HOUSE_PUT(&house, order_item, .id = house_id(names[i]), .account_id = house_id("guest.X"),
                  .bill_id = house_id("b"), .name = names[i], .amount = house_amount("2.50", "CZK"),
                  .state = ACCOUNTING_OPEN, .consumed_utc = house_at(days[i]),
                  .created_utc = house_at(i == 2 ? "2026-03-23T12:00:00Z" : days[i]));
    lines.grouping = FOLIO_BY_DAY;
    assert_string_equal(folio(), "1.0 - 7.50\n"
                                 "1.0 - 5.00\n"
                                 "1.1 one 2.50\n"
                                 "1.3 three 5.00\n"
                                 "1.0 - 2.50\n"
                                 "1.2 two 7.50\n");
    assert_int_equal(lines.rows[1].kind, FOLIO_GROUP);
    assert_int_equal(lines.rows[1].count, 2);
}

static void
what_is_reversed_is_marked(void **state)
{
    struct arena arena = {0};
    const char *mark = mark_rebate(&arena, house_id("wrong"));

    (void)state;
    put_bill("b", BILL_OPEN, "2026-03-22T00:00:00Z");
    put_item("wrong", "b", "10.00", "2026-03-23T10:00:00Z");
    put_item("right", "b", "10.00", "2026-03-23T11:00:00Z");
    HOUSE_PUT(&house, order_item, .id = house_id("back"), .account_id = house_id("guest.X"),
              .bill_id = house_id("b"), .name = "back", .amount = house_amount("-10.00", "CZK"),
              .state = ACCOUNTING_OPEN, .external_identifier = mark,
              .created_utc = house_at("2026-03-23T12:00:00Z"));
    folio_lines_refresh(&lines);
    assert_true(lines.rows[1].is_rebated);
    assert_false(lines.rows[2].is_rebated);
    arena_clear(&arena);
}

/* On top, with what it is about. */
static void
a_write_of_unknown_outcome_has_a_line(void **state)
{
    struct journal_entry entry = {.number = 7,
                                  .account = house_id("guest.X"),
                                  .text = "pay 5.00 CZK Cash",
                                  .outcome = JOURNAL_UNKNOWN};

    (void)state;
    put_bill("b", BILL_OPEN, "2026-03-22T00:00:00Z");
    house.desk.unknown = &entry;
    house.desk.unknown_count = 1;
    folio_lines_refresh(&lines);
    assert_int_equal(lines.count, 2);
    assert_int_equal(lines.rows[0].kind, FOLIO_UNKNOWN);
    assert_string_equal(lines.rows[0].unknown->text, "pay 5.00 CZK Cash");
    assert_false(uuid_equal(folio_line_uuid(&lines, 0), folio_line_uuid(&lines, 1)));
    house.desk.unknown = NULL;
    house.desk.unknown_count = 0;
}

/* A companion's open bill stands behind, collapsed, and opens when it is turned. */
static void
bills_of_companions_are_reachable(void **state)
{
    (void)state;
    put_bill("b", BILL_OPEN, "2026-03-22T00:00:00Z");
    HOUSE_PUT(&house, customer, .id = house_id("friend"), .last_name = "Friend");
    HOUSE_PUT(&house, companionship, .id = house_id("c"), .customer_id = house_id("friend"),
              .reservation_id = house_id("stay.X"));
    HOUSE_PUT(&house, bill, .id = house_id("theirs"), .account_id = house_id("friend"),
              .state = BILL_OPEN);
    HOUSE_PUT(&house, order_item, .id = house_id("bar"), .account_id = house_id("friend"),
              .bill_id = house_id("theirs"), .name = "bar", .amount = house_amount("5.00", "CZK"),
              .state = ACCOUNTING_OPEN);
    assert_string_equal(folio(), "1.0 - 0.00\n");
    lines.shows_others = true;
    assert_string_equal(folio(), "1.0 - 0.00\n0.0 - 5.00\n");
    assert_string_equal(lines.rows[1].role, "companion");
    folio_lines_turn(&lines, house_id("theirs"));
    assert_string_equal(folio(), "1.0 - 0.00\n0.0 - 5.00\n0.1 bar 5.00\n");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(lines_are_numbered_by_creation_and_run_a_balance, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(bills_have_their_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_does_not_count_adds_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_company_s_bill_stands_among_the_guest_s, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(taxes_are_summed_by_code, set_up, tear_down),
        cmocka_unit_test_setup_teardown(groups_by_day_have_their_sums, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_reversed_is_marked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_write_of_unknown_outcome_has_a_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(bills_of_companions_are_reachable, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_empty_account_has_no_lines, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
