#include "api/desk/rooms.h"

#include "tests/support/house.h"
#include "tests/support/test.h"

static struct house house;

static int
set_up(void **state)
{
    (void)state;
    house_open(&house, "2026-03-24T08:00:00Z");
    house_stay(&house, "X", "", RESERVATION_CONFIRMED, "2026-03-24T07:00:00Z",
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

/* The names of the rooms that X may have, best first. */
static const char *
choices(char text[128])
{
    const struct reservation *stay = store_reservation_of(house.desk.store, house_id("stay.X"));
    struct room_choice rooms[ROOM_CHOICES];
    size_t count = room_choices(&house.desk, stay, rooms);
    size_t length = 0;

    text[0] = '\0';
    for (size_t i = 0; i < count; i++)
        length += (size_t)snprintf(text + length, 128 - length, "%s%s", i ? " " : "",
                                   rooms[i].room->name);
    return text;
}

/* The asked category, the ready ones first; then the better ones, then the lesser. */
static void
the_best_room_is_first(void **state)
{
    char text[128];

    (void)state;
    assert_string_equal(choices(text), "101 102 103 9 201");
}

/* Who keeps X from room 101. */
struct other {
    enum reservation_state state;
    const char *start;
    const char *end;
    bool is_free;
};

static const struct other others[] = {
    {RESERVATION_CONFIRMED, "2026-03-25T14:00:00Z", "2026-03-27T10:00:00Z", false},
    {RESERVATION_OPTIONAL, "2026-03-25T14:00:00Z", "2026-03-27T10:00:00Z", false},
    {RESERVATION_INQUIRED, "2026-03-25T14:00:00Z", "2026-03-27T10:00:00Z", true},
    {RESERVATION_CANCELED, "2026-03-25T14:00:00Z", "2026-03-27T10:00:00Z", true},
    {RESERVATION_PROCESSED, "2026-03-23T14:00:00Z", "2026-03-25T10:00:00Z", true},
    /* One that ends when the other starts, or the other way round. */
    {RESERVATION_CONFIRMED, "2026-03-26T10:00:00Z", "2026-03-27T10:00:00Z", true},
    {RESERVATION_CONFIRMED, "2026-03-22T14:00:00Z", "2026-03-24T07:00:00Z", true},
    /* Should have left, and is still in. */
    {RESERVATION_STARTED, "2026-03-20T14:00:00Z", "2026-03-23T10:00:00Z", false},
};

static void
rooms_of_others_are_no_choice(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(others); i++) {
        char text[128];

        house_stay(&house, "Other", "101", others[i].state, others[i].start, others[i].end);
        check((strstr(choices(text), "101") != NULL) == others[i].is_free, "row %zu: %s", i, text);
    }
}

static void
blocked_and_broken_rooms_are_no_choice(void **state)
{
    char text[128];

    (void)state;
    HOUSE_PUT(&house, resource_block, .id = house_id("block"), .resource_id = house_id("101"),
              .is_active = true, .type = RESOURCE_BLOCK_OUT_OF_ORDER,
              .start_utc = house_at("2026-03-25T00:00:00Z"),
              .end_utc = house_at("2026-03-26T00:00:00Z"));
    assert_string_equal(choices(text), "102 103 9 201");
    HOUSE_PUT(&house, resource, .id = house_id("102"), .is_active = true, .name = "102",
              .state = RESOURCE_OUT_OF_ORDER);
    HOUSE_PUT(&house, resource, .id = house_id("103"), .is_active = false, .name = "103",
              .state = RESOURCE_INSPECTED);
    assert_string_equal(choices(text), "9 201");
}

static void
what_a_room_is_used_for(void **state)
{
    struct uuid room = house_id("101");

    (void)state;
    assert_int_equal(room_use(&house.desk, room), ROOM_VACANT);
    house_stay(&house, "X", "101", RESERVATION_CONFIRMED, "2026-03-24T14:00:00Z",
               "2026-03-26T10:00:00Z");
    assert_int_equal(room_use(&house.desk, room), ROOM_RESERVED);
    house_stay(&house, "Old", "101", RESERVATION_STARTED, "2026-03-20T14:00:00Z",
               "2026-03-24T10:00:00Z");
    assert_int_equal(room_use(&house.desk, room), ROOM_DUE_OUT);
    house_stay(&house, "Old", "101", RESERVATION_STARTED, "2026-03-20T14:00:00Z",
               "2026-03-25T10:00:00Z");
    assert_int_equal(room_use(&house.desk, room), ROOM_OCCUPIED);
    assert_string_equal(room_use_name(ROOM_DUE_OUT), "due out");
}

static void
rooms_go_by_their_names(void **state)
{
    (void)state;
    assert_string_equal(room_by_name(&house.desk, "101")->name, "101");
    assert_null(room_by_name(&house.desk, "10"));
    assert_int_equal(room_state_letter(RESOURCE_INSPECTED), 'I');
    assert_int_equal(room_state_letter(RESOURCE_OUT_OF_SERVICE), 'S');
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_best_room_is_first, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rooms_of_others_are_no_choice, set_up, tear_down),
        cmocka_unit_test_setup_teardown(blocked_and_broken_rooms_are_no_choice, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_a_room_is_used_for, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rooms_go_by_their_names, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
