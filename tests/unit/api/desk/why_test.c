#include "api/desk/why.h"

#include "tests/support/house.h"
#include "tests/support/test.h"

static struct house house;

static int
set_up(void **state)
{
    (void)state;
    house_open(&house, "2026-03-24T08:00:00Z");
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    house_close(&house);
    return 0;
}

/* The reasons against the next step of X, `text -> mend` joined by `; `. */
static const char *
reasons(char text[512])
{
    const struct reservation *stay = store_reservation_of(house.desk.store, house_id("stay.X"));
    struct why rows[WHY_ROWS];
    size_t count = why_not(&house.desk, stay, rows);
    size_t length = 0;

    text[0] = '\0';
    for (size_t i = 0; i < count; i++)
        length += (size_t)snprintf(text + length, 512 - length, "%s%s -> %s", i ? "; " : "",
                                   rows[i].text, rows[i].mend ? rows[i].mend : "nothing");
    return text;
}

static void
stay(const char *room, enum reservation_state state, const char *start, const char *end)
{
    house_stay(&house, "X", room, state, start, end);
}

struct reason {
    const char *room;
    enum reservation_state state;
    const char *start;
    const char *end;
    const char *text;
};

static const struct reason table[] = {
    {"101", RESERVATION_CONFIRMED, "2026-03-24T07:00:00Z", "2026-03-25T10:00:00Z", ""},
    {"102", RESERVATION_CONFIRMED, "2026-03-24T07:00:00Z", "2026-03-25T10:00:00Z",
     "Room 102 is Clean, not Inspected. -> inspect ."},
    {"104", RESERVATION_CONFIRMED, "2026-03-24T07:00:00Z", "2026-03-25T10:00:00Z",
     "Room 104 is OutOfService: give another. -> assign ."},
    {"", RESERVATION_CONFIRMED, "2026-03-24T14:00:00Z", "2026-03-25T10:00:00Z",
     "The stay starts at 15:00. -> nothing; No room is assigned. -> assign ."},
    {"101", RESERVATION_OPTIONAL, "2026-03-24T07:00:00Z", "2026-03-25T10:00:00Z",
     "The reservation is Optional: it must be confirmed. -> nothing"},
    {"101", RESERVATION_CANCELED, "2026-03-24T07:00:00Z", "2026-03-25T10:00:00Z",
     "The reservation is Canceled. -> nothing"},
    {"101", RESERVATION_STARTED, "2026-03-23T07:00:00Z", "2026-03-24T10:00:00Z", ""},
    {"101", RESERVATION_STARTED, "2026-03-23T07:00:00Z", "2026-03-25T10:00:00Z",
     "The stay lasts until 25.03. -> nothing"},
};

static void
all_reasons_are_named_with_what_mends_them(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(table); i++) {
        char text[512];

        stay(table[i].room, table[i].state, table[i].start, table[i].end);
        check_text(reasons(text), table[i].text, "row %zu", i);
    }
}

static void
who_is_in_the_room_is_named(void **state)
{
    char text[512];

    (void)state;
    stay("101", RESERVATION_CONFIRMED, "2026-03-24T07:00:00Z", "2026-03-25T10:00:00Z");
    house_stay(&house, "Old", "101", RESERVATION_STARTED, "2026-03-22T14:00:00Z",
               "2026-03-24T10:00:00Z");
    assert_string_equal(reasons(text), "Old, Anna is still in room 101. -> assign .");
}

static void
money_stands_in_the_way_of_leaving(void **state)
{
    char text[512];

    (void)state;
    stay("101", RESERVATION_STARTED, "2026-03-23T07:00:00Z", "2026-03-24T10:00:00Z");
    HOUSE_PUT(&house, order_item, .id = house_id("i"), .account_id = house_id("guest.X"),
              .amount = house_amount("12.50", "CZK"), .state = ACCOUNTING_OPEN);
    assert_string_equal(reasons(text), "The balance is 12.50 CZK. -> pay . all; "
                                       "Items stand on no bill: they do not close. -> folio .");
    house.desk.snapshot_time = (struct instant){0};
    assert_non_null(strstr(reasons(text), "The balance isn't loaded yet."));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(all_reasons_are_named_with_what_mends_them, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(who_is_in_the_room_is_named, set_up, tear_down),
        cmocka_unit_test_setup_teardown(money_stands_in_the_way_of_leaving, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
