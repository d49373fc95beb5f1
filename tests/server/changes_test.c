/* Changes of stays and of the house, through `run`: what the property then says. */
#include <stdlib.h>

#include "tests/support/guests.h"
#include "tests/support/hotel.h"
#include "tests/support/test.h"

enum {
    COMMAND_SIZE = 400,
    REST_SIZE = 200
};

static struct hotel hotel;

static int
open_hotel(void **state)
{
    (void)state;
    hotel_open(&hotel);
    return 0;
}

static int
close_hotel(void **state)
{
    (void)state;
    hotel_close(&hotel);
    return 0;
}

/* `NAME ID REST` must succeed. *Gives*: json_decref(). */
static json_t *
change(const char *name, const char *id, const char *rest)
{
    char command[COMMAND_SIZE];

    snprintf(command, sizeof(command), "%s %.60s %.300s", name, id, rest);
    return hotel_do(&hotel, command);
}

static void
refuses(const char *name, const char *id, const char *rest, const char *text)
{
    char command[COMMAND_SIZE];

    snprintf(command, sizeof(command), "%s %.60s %.300s", name, id, rest);
    hotel_refuses(&hotel, command, 1, text);
}

static const char *
text_of(const json_t *row, const char *name)
{
    const char *text = json_string_value(json_object_get(row, name));

    return text ? text : "";
}

/* The list that an operation answers. *Gives*: json_decref(). */
static json_t *
ask(const char *operation, const char *body, const char *list)
{
    json_t *answer = hotel_ask(&hotel, operation, body);
    json_t *rows = json_incref(json_object_get(answer, list));

    assert_true(json_is_array(rows));
    json_decref(answer);
    return rows;
}

/* Who leaves today stays a night longer where the room is free, and owes for it. */
static void
a_night_more_is_charged_and_a_night_less_taken_off(void **state)
{
    struct guest guest;
    json_t *rows = NULL;
    size_t n = 0;
    char command[COMMAND_SIZE];

    (void)state;
    for (; !rows; n++) { // whose room nobody comes into
        struct program_end end;

        guest = guest_find(&hotel, GUEST_LEAVING, n);
        snprintf(command, sizeof(command), "extend %s +1", guest.id);
        end = hotel_run(&hotel, (const char *const[]){command, NULL}, NULL);
        if (end.status == 0)
            rows = change("extend", guest.id, "-1");
        else
            assert_non_null(strstr(end.err, "then"));
        program_end_clear(&end);
    }
    assert_string_equal(text_of(json_array_get(rows, 0), "end"), "2026-03-24T10:00:00Z");
    json_decref(rows);
    refuses("extend", guest.id, "+0", "ends then already");
    refuses("extend", guest.id, "-40", "would end before");
}

/*
 * Runs `BEFORE ROOM BEHIND` for one Inspected room after the other, until one is free for it, whose
 * name it gives.
 */
static void
change_some_room(const char *before, const char *behind, char name[16])
{
    json_t *rows = hotel_do(&hotel, "rack");
    int status = 1;

    for (size_t i = 0; status && i < json_array_size(rows); i++) {
        const json_t *row = json_array_get(rows, i);
        char command[COMMAND_SIZE];
        struct program_end end;

        if (strcmp(text_of(row, "room_state"), "Inspected") != 0)
            continue;
        snprintf(name, 16, "%.15s", text_of(row, "room"));
        snprintf(command, sizeof(command), "%.100s %s %.200s", before, name, behind);
        end = hotel_run(&hotel, (const char *const[]){command, NULL}, NULL);
        status = end.status;
        program_end_clear(&end);
    }
    json_decref(rows);
    assert_int_equal(status, 0);
}

static void
a_block_is_set_refused_where_somebody_is_and_taken_away(void **state)
{
    struct guest guest = guest_find(&hotel, GUEST_STAYING, 0);
    json_t *rows;
    char room[16];

    (void)state;
    refuses("block", guest.room, "today tomorrow", "is taken by");
    change_some_room("block", "today +1 text=leak", room);
    rows = ask("resourceBlocks/getAll",
               "{\"CollidingUtc\":{\"StartUtc\":\"2026-03-24T09:00:00Z\",\"EndUtc\":"
               "\"2026-03-25T09:00:00Z\"},\"Extent\":{\"Inactive\":false},"
               "\"Limitation\":{\"Count\":100}}",
               "ResourceBlocks");
    assert_true(json_array_size(rows) > 0);
    json_decref(rows);
    json_decref(change("unblock", room, ""));
    refuses("unblock", room, "", "has no block");
}

static const char *
state_of(const json_t *rows, const char *room)
{
    size_t i;
    const json_t *row;

    json_array_foreach(rows, i, row)
    {
        if (strcmp(text_of(row, "room"), room) == 0)
            return text_of(row, "room_state");
    }
    return "";
}

/* Into an Inspected room; the old one is Dirty then, and the reason is a note. */
static void
who_is_in_house_moves_and_the_old_room_is_dirty(void **state)
{
    struct guest guest = guest_find(&hotel, GUEST_STAYING, 1);
    json_t *rows;
    char room[16];
    char before[REST_SIZE];
    char *was;

    (void)state;
    refuses("move", guest.id, guest.room, "already");
    json_decref(change("inspect", guest.room, ""));
    snprintf(before, sizeof(before), "move %s", guest.id);
    change_some_room(before, "reason='noise from the lift'", room);
    was = guest_room(&hotel, &guest);
    assert_string_equal(was, room);
    free(was);
    rows = hotel_do(&hotel, "rack");
    assert_string_equal(state_of(rows, guest.room), "Dirty");
    json_decref(rows);
}

static void
an_arrival_is_canceled_for_a_reason(void **state)
{
    struct guest guest = guest_find(&hotel, GUEST_READY, 2);
    struct guest staying = guest_find(&hotel, GUEST_STAYING, 0);

    (void)state;
    refuses("cancel", staying.id, "reason=x", "is checked out");
    refuses("confirm", guest.id, "", "only Optional");
    json_decref(change("cancel", guest.id, "reason='no flight'"));
    guest_is(&hotel, &guest, "Canceled");
    refuses("cancel", guest.id, "reason=again", "nothing to cancel");
}

static void
keys_codes_tasks_and_threads_are_made(void **state)
{
    struct guest guest = guest_find(&hotel, GUEST_STAYING, 2);
    char command[COMMAND_SIZE];
    json_t *rows;
    json_t *pin;
    char body[COMMAND_SIZE];

    (void)state;
    json_decref(change("key", guest.id, "count=2"));
    refuses("key", guest.id, "cutter=nothing", "The house has no KeyCutter");
    pin = change("pin", guest.id, "code=4711");
    assert_string_equal(text_of(pin, "pin"), "4711");
    json_decref(pin);
    snprintf(body, sizeof(body), "{\"ServiceOrderIds\":[\"%s\"],\"Limitation\":{\"Count\":100}}",
             guest.id);
    rows = ask("resourceAccessTokens/getAll", body, "ResourceAccessTokens");
    assert_true(json_array_size(rows) >= 1);
    json_decref(rows);
    snprintf(command, sizeof(command), "task 'fix the lamp' for=maint by=+1 of=%s", guest.id);
    json_decref(hotel_do(&hotel, command));
    rows = ask("tasks/getAll", body, "Tasks");
    assert_string_equal(text_of(json_array_get(rows, 0), "Name"), "fix the lamp");
    json_decref(rows);
    rows = hotel_do(&hotel, "tasks lamp");
    assert_int_equal(json_array_size(rows), 1);
    assert_string_equal(text_of(json_array_get(rows, 0), "text"), "fix the lamp");
    assert_string_equal(text_of(json_array_get(rows, 0), "room"), guest.room);
    json_decref(rows);
    hotel_refuses(&hotel, "done a", 2, "tasks: write more of it");
    rows = hotel_do(&hotel, "done lamp");
    assert_string_equal(text_of(json_array_get(rows, 0), "state"), "Closed");
    json_decref(rows);
    hotel_refuses(&hotel, "done lamp", 1, "No open task");
    json_decref(change("thread", guest.id, "Your parking"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_night_more_is_charged_and_a_night_less_taken_off),
        cmocka_unit_test(a_block_is_set_refused_where_somebody_is_and_taken_away),
        cmocka_unit_test(who_is_in_house_moves_and_the_old_room_is_dirty),
        cmocka_unit_test(an_arrival_is_canceled_for_a_reason),
        cmocka_unit_test(keys_codes_tasks_and_threads_are_made),
    };

    return cmocka_run_group_tests(tests, open_hotel, close_hotel);
}
