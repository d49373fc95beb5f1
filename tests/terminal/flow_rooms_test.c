/* States of rooms and their assignment, key by key, and which writes they come to. */
#include <stdlib.h>

#include "tests/support/flow.h"
#include "tests/support/guests.h"
#include "tests/support/test.h"

/* The state of a room on the property. */
static void
room_is(struct flow *flow, const char *name, const char *state)
{
    json_t *rows = hotel_do(&flow->hotel, "rack");
    size_t i;
    const json_t *row;
    bool found = false;

    json_array_foreach(rows, i, row)
    {
        const char *room = json_string_value(json_object_get(row, "room"));

        if (!room || strcmp(room, name) != 0)
            continue;
        check_text(json_string_value(json_object_get(row, "room_state")), state, "%s", name);
        found = true;
    }
    assert_true(found);
    json_decref(rows);
}

/* 4.21: four keys from anywhere: the room is on no row of the list of departures. */
static void
a_room_is_inspected_from_any_list_by_its_number(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_CLEAN, 0);
    char keys[32];

    snprintf(keys, sizeof(keys),
             "\x1b"
             "d%sI",
             guest.room);
    flow_type(flow, keys, "is Inspected.");
    flow_wrote(flow, "resources/update");
    room_is(flow, guest.room, "Inspected");
}

/* 4.21: one key on the cursor; and D and C as well. */
static void
one_key_on_the_cursor_marks_the_room(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_CLEAN, 0);
    char keys[32];

    snprintf(keys, sizeof(keys), "/%s\r", guest.number);
    vt_type(flow->vt, keys);
    flow_wait_only(flow, guest.name);
    flow_type(flow, "I", "is Inspected.");
    flow_type(flow, "C", "is Clean.");
    flow_type(flow, "D", "is Dirty.");
    flow_wrote(flow, "resources/update resources/update resources/update");
    room_is(flow, guest.room, "Dirty");
}

/* i and I are neighbours: a Dirty room wants an answer besides. */
static void
a_dirty_room_is_inspected_only_after_a_question(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_DIRTY, 0);
    char keys[32];

    snprintf(keys, sizeof(keys), "%sI", guest.room);
    flow_type(flow, keys, "Has somebody seen that it is ready?");
    flow_wrote(flow, "");
    vt_type(flow->vt, "\x1b");
    vt_wait_gone(flow->vt, "Has somebody seen");
    flow_wrote(flow, "");
    flow_type(flow, keys, "Has somebody seen that it is ready?");
    flow_type(flow, "\r", "is Inspected.");
    flow_wrote(flow, "resources/update");
    room_is(flow, guest.room, "Inspected");
}

static void
several_marked_rooms_are_inspected_in_one_write(void **state)
{
    struct flow *flow = *state;
    struct guest guests[3];
    char keys[32];

    for (size_t i = 0; i < countof(guests); i++) {
        guests[i] = guest_find(&flow->hotel, GUEST_CLEAN, i);
        snprintf(keys, sizeof(keys), "%s ", guests[i].room);
        vt_type(flow->vt, keys);
    }
    flow_type(flow, "I", "3 rooms are Inspected.");
    flow_wrote(flow, "resources/update");
    for (size_t i = 0; i < countof(guests); i++)
        room_is(flow, guests[i].room, "Inspected");
}

/* Commands for one say so where several are marked. */
static void
what_is_for_one_is_refused_for_several(void **state)
{
    struct flow *flow = *state;

    flow_type(flow, "  a", "2 are marked");
    flow_wrote(flow, "");
}

/* The rack's cursor on today's stay without a room in the first lane that has one. */
static void
go_to_lane(struct flow *flow, const struct guest *guest)
{
    vt_press(flow->vt, VTERM_KEY_FUNCTION(3), VTERM_MOD_NONE);
    vt_wait_text(flow->vt, "Rooms  2");
    vt_press(flow->vt, VTERM_KEY_HOME, VTERM_MOD_NONE);
    vt_wait_text(flow->vt, "Single");
    vt_wait_gone(flow->vt, "reading");
    for (int i = 0; i < 200 && !vt_has_text(flow->vt, guest->number); i++) {
        vt_press(flow->vt, VTERM_KEY_DOWN, VTERM_MOD_NONE);
        vt_wait_idle(flow->vt);
    }
    assert_true(vt_has_text(flow->vt, guest->number));
}

static void
a_room_is_assigned_on_the_rack_by_two_keys(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_NO_ROOM, 0);
    char *room;

    go_to_lane(flow, &guest);
    flow_type(flow, "a\r", "assigned.");
    flow_wrote(flow, "reservations/update");
    room = guest_room(&flow->hotel, &guest);
    assert_int_equal(strlen(room), 3);
    free(room);
}

static void
a_room_is_assigned_on_the_rack_by_its_digits(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_NO_ROOM, 0);
    char second[8];
    char keys[16];
    char *room;

    go_to_lane(flow, &guest);
    flow_type(flow, "a", "Enter takes the room");
    flow_option(flow, 1, second);
    flow_type(flow, "\x1b", guest.number);
    vt_wait_gone(flow->vt, "Enter takes the room");
    snprintf(keys, sizeof(keys), "a%s\r", second);
    flow_type(flow, keys, "assigned.");
    flow_wrote(flow, "reservations/update");
    room = guest_room(&flow->hotel, &guest);
    assert_string_equal(room, second);
    free(room);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_room_is_inspected_from_any_list_by_its_number, flow_set_up),
        cmocka_unit_test_setup(one_key_on_the_cursor_marks_the_room, flow_set_up),
        cmocka_unit_test_setup(a_dirty_room_is_inspected_only_after_a_question, flow_set_up),
        cmocka_unit_test_setup(several_marked_rooms_are_inspected_in_one_write, flow_set_up),
        cmocka_unit_test_setup(what_is_for_one_is_refused_for_several, flow_set_up),
        cmocka_unit_test_setup(a_room_is_assigned_on_the_rack_by_two_keys, flow_set_up),
        cmocka_unit_test_setup(a_room_is_assigned_on_the_rack_by_its_digits, flow_set_up),
    };

    return cmocka_run_group_tests(tests, NULL, flow_tear_down);
}
