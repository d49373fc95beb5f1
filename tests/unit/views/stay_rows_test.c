#include "views/stay_rows.h"

#include "api/base/fold.h"
#include "tests/support/house.h"
#include "tests/support/test.h"

static struct house house;
static struct stay_rows rows;

static int
set_up(void **state)
{
    (void)state;
    house_open(&house, "2026-03-24T08:00:00Z");
    house_stay(&house, "Beta", "9", RESERVATION_CONFIRMED, "2026-03-24T12:00:00Z",
               "2026-03-26T10:00:00Z");
    house_stay(&house, "Alfa", "102", RESERVATION_CONFIRMED, "2026-03-24T14:00:00Z",
               "2026-03-25T10:00:00Z");
    house_stay(&house, "Čapek", "", RESERVATION_CONFIRMED, "2026-03-24T13:00:00Z",
               "2026-03-25T10:00:00Z");
    house_stay(&house, "Missed", "101", RESERVATION_CONFIRMED, "2026-03-23T14:00:00Z",
               "2026-03-25T10:00:00Z");
    house_stay(&house, "Here", "103", RESERVATION_STARTED, "2026-03-24T06:00:00Z",
               "2026-03-26T10:00:00Z");
    house_stay(&house, "Out", "201", RESERVATION_STARTED, "2026-03-22T14:00:00Z",
               "2026-03-24T10:00:00Z");
    house_stay(&house, "Gone", "201", RESERVATION_PROCESSED, "2026-03-22T14:00:00Z",
               "2026-03-24T10:00:00Z");
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    stay_rows_clear(&rows);
    house_close(&house);
    return 0;
}

static void
open_rows(enum stay_list list)
{
    stay_rows_init(&rows, &house.app, list);
    stay_rows_refresh(&rows);
}

/* Who is on the list, in its order. */
static const char *
order(void)
{
    static char text[200];
    size_t length = 0;

    text[0] = '\0';
    for (size_t i = 0; i < rows.count; i++)
        length += (size_t)snprintf(text + length, sizeof(text) - length, "%s%s", i ? " " : "",
                                   rows.rows[i].stay->number);
    return text;
}

static void
each_list_has_its_order_and_the_missed_are_on_top(void **state)
{
    (void)state;
    open_rows(STAYS_ARRIVALS);
    assert_string_equal(order(), "Missed Beta Čapek Alfa"); // by time
    assert_true(rows.rows[0].is_missed);
    assert_false(rows.rows[1].is_missed);
    stay_rows_clear(&rows);
    open_rows(STAYS_DEPARTURES);
    assert_string_equal(order(), "Out");
    stay_rows_clear(&rows);
    open_rows(STAYS_IN_HOUSE);
    assert_string_equal(order(), "Here Out"); // by room
}

/* Who is late today is no business of tomorrow's list. */
static void
another_day_lists_those_due_on_it(void **state)
{
    static const struct {
        enum stay_list list;
        int days;
        const char *order;
    } cases[] = {
        {STAYS_ARRIVALS, -1, "Missed"},  {STAYS_ARRIVALS, 0, "Missed Beta Čapek Alfa"},
        {STAYS_ARRIVALS, 1, "Tomorrow"}, {STAYS_ARRIVALS, 2, ""},
        {STAYS_DEPARTURES, 0, "Out"},    {STAYS_DEPARTURES, 1, ""},
        {STAYS_DEPARTURES, 2, "Here"},
    };

    (void)state;
    house_stay(&house, "Tomorrow", "", RESERVATION_CONFIRMED, "2026-03-25T13:00:00Z",
               "2026-03-27T10:00:00Z");
    for (size_t i = 0; i < countof(cases); i++) {
        stay_rows_init(&rows, &house.app, cases[i].list);
        rows.day = day_add(rows.day, cases[i].days);
        stay_rows_refresh(&rows);
        check_text(order(), cases[i].order, "list %d in %d days", (int)cases[i].list,
                   cases[i].days);
        stay_rows_clear(&rows);
    }
}

struct sorting {
    const char *column;
    const char *order;
};

static const struct sorting sortings[] = {
    {"guest", "Missed Alfa Beta Čapek"},  {"room", "Missed Čapek Beta Alfa"}, // none, 9, 102
    {"nights", "Missed Alfa Čapek Beta"}, {"start", "Missed Beta Čapek Alfa"},
    {"end", "Missed Alfa Čapek Beta"},    {"balance", "Missed Čapek Alfa Beta"},
};

static void
lists_are_sorted_by_any_column(void **state)
{
    struct error err;

    (void)state;
    HOUSE_PUT(&house, order_item, .id = house_id("i"), .account_id = house_id("guest.Čapek"),
              .amount = house_amount("5", "CZK"), .state = ACCOUNTING_OPEN);
    open_rows(STAYS_ARRIVALS);
    for (size_t i = 0; i < countof(sortings); i++) {
        assert_true(stay_rows_sort(&rows, sortings[i].column, &err));
        stay_rows_refresh(&rows);
        check_text(order(), sortings[i].order, "%s", sortings[i].column);
    }
    assert_false(stay_rows_sort(&rows, "nonesuch", &err));
    assert_non_null(strstr(err.text, "No column \"nonesuch\": there are flags, room, "));
}

static void
trouble_is_first_where_it_is_asked(void **state)
{
    (void)state;
    open_rows(STAYS_ARRIVALS);
    rows.trouble_first = true;
    stay_rows_refresh(&rows);
    assert_string_equal(order(), "Missed Čapek Alfa Beta"); // no room, Clean, Inspected
}

struct filtering {
    const char *words;
    const char *order;
};

static const struct filtering filterings[] = {
    {"cap", "Čapek"},     {"CAPEK", "Čapek"}, {"102", "Alfa"}, {"a", "Missed Beta Čapek Alfa"},
    {"anna alf", "Alfa"}, {"zzz", ""},
};

static void
filters_look_at_name_room_and_number(void **state)
{
    (void)state;
    open_rows(STAYS_ARRIVALS);
    for (size_t i = 0; i < countof(filterings); i++) {
        fold_text(filterings[i].words, rows.filter, sizeof(rows.filter));
        stay_rows_refresh(&rows);
        check_text(order(), filterings[i].order, "%s", filterings[i].words);
        assert_int_equal(rows.counts.left, 4); // of all, whatever shows
    }
    house_stay(&house, "00123", "102", RESERVATION_CONFIRMED, "2026-03-24T14:00:00Z",
               "2026-03-26T10:00:00Z");
    HOUSE_PUT(&house, customer, .id = house_id("guest.00123"), .last_name = "Zeta");
    fold_text("00123", rows.filter, sizeof(rows.filter));
    stay_rows_refresh(&rows);
    assert_string_equal(order(), "00123"); // its zeros are part of it
}

static void
only_those_at_zero(void **state)
{
    (void)state;
    open_rows(STAYS_DEPARTURES);
    rows.zero_only = true;
    stay_rows_refresh(&rows);
    assert_string_equal(order(), "Out");
    HOUSE_PUT(&house, order_item, .id = house_id("i"), .account_id = house_id("guest.Out"),
              .amount = house_amount("5", "CZK"), .state = ACCOUNTING_OPEN);
    stay_rows_refresh(&rows);
    assert_string_equal(order(), "");
    assert_int_equal(rows.counts.zero, 0);
}

static void
the_title_counts(void **state)
{
    char text[160];

    (void)state;
    open_rows(STAYS_ARRIVALS);
    stay_rows_status(&rows, text, sizeof(text));
    assert_string_equal(text, "4 left, 1 in, 1 not ready, 1 no room");
    house_stay(&house, "Twice", "9", RESERVATION_CONFIRMED, "2026-03-24T14:00:00Z",
               "2026-03-26T10:00:00Z");
    stay_rows_refresh(&rows);
    stay_rows_status(&rows, text, sizeof(text));
    assert_string_equal(text, "5 left, 1 in, 1 not ready, 1 no room, 2 overbooked");
    stay_rows_clear(&rows);
    open_rows(STAYS_DEPARTURES);
    stay_rows_status(&rows, text, sizeof(text));
    assert_string_equal(text, "1 left, 1 out, 1 at zero");
}

static void
cell_is(size_t row, enum stay_column column, const char *text)
{
    struct cell cell;

    stay_cell(&rows, row, column, &cell);
    check_text(cell.text, text, "%s of %zu", stay_column(column)->id, row);
}

static void
cells_say_what_the_stay_has(void **state)
{
    (void)state;
    open_rows(STAYS_ARRIVALS);
    cell_is(0, STAY_COLUMN_eta, "23.03."); // the missed one has its day
    cell_is(1, STAY_COLUMN_eta, "13:00");
    cell_is(1, STAY_COLUMN_room, "9");
    cell_is(1, STAY_COLUMN_room_state, "I");
    cell_is(1, STAY_COLUMN_guest, "Beta, Anna");
    cell_is(1, STAY_COLUMN_nights, "2");
    cell_is(1, STAY_COLUMN_persons, "2+1");
    cell_is(1, STAY_COLUMN_category, "superior"); // the given one
    cell_is(1, STAY_COLUMN_asked_category, "double");
    cell_is(1, STAY_COLUMN_balance, "0.00");
    cell_is(1, STAY_COLUMN_end, "26.03. 11:00");
    cell_is(2, STAY_COLUMN_flags, "0");
    house.desk.snapshot_time = (struct instant){0};
    cell_is(1, STAY_COLUMN_balance, "·"); // not known is not zero
}

/* Whatever the operation calls it, the screen has today's word. */
static void
who_only_asks_has_one_word(void **state)
{
    (void)state;
    HOUSE_PUT(&house, reservation, .id = house_id("stay.Asks"), .group_id = house_id("group"),
              .number = "Asks", .state = RESERVATION_INQUIRED);
    stay_rows_init(&rows, &house.app, STAYS_GROUP);
    rows.group = house_id("group");
    stay_rows_refresh(&rows);
    assert_string_equal(order(), "Asks");
    cell_is(0, STAY_COLUMN_state, "Inquired");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_list_has_its_order_and_the_missed_are_on_top, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(another_day_lists_those_due_on_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(lists_are_sorted_by_any_column, set_up, tear_down),
        cmocka_unit_test_setup_teardown(trouble_is_first_where_it_is_asked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(filters_look_at_name_room_and_number, set_up, tear_down),
        cmocka_unit_test_setup_teardown(only_those_at_zero, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_title_counts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(cells_say_what_the_stay_has, set_up, tear_down),
        cmocka_unit_test_setup_teardown(who_only_asks_has_one_word, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
