/* Changes of a stay, key by key (4.5, 4.6, 4.20, 4.22), and which writes they come to. */
#include <stdlib.h>

#include "tests/support/flow.h"
#include "tests/support/guests.h"
#include "tests/support/test.h"

#define F9 "\x1b[20~"

static void
open_in_house(struct flow *flow)
{
    flow_type(flow,
              "\x1b"
              "h",
              "In house");
    flow_wait_all(flow);
}

static void
type_room(struct flow *flow, const struct guest *guest, const char *keys, const char *text)
{
    char line[64];

    snprintf(line, sizeof(line), "%s%s", guest->room, keys);
    flow_type(flow, line, text);
}

/* 4.5: the proposed room is taken with Enter. */
static void
a_guest_moves_with_the_room_m_and_enter(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_STAYING, 0);
    char *room;

    open_in_house(flow);
    type_room(flow, &guest, "m", "Move to another room");
    flow_type(flow, "\r", "Moved to room ");
    flow_wrote(flow, "reservations/update resources/update");
    room = guest_room(&flow->hotel, &guest);
    assert_string_not_equal(room, guest.room);
    free(room);
}

/* The key is for another room: who is still to come is given one. */
static void
before_the_arrival_m_assigns(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_READY, 0);

    type_room(flow, &guest, "m", "Assign a room");
    flow_type(flow, "\x1b", "Arrivals");
    flow_wrote(flow, "");
}

/* 4.6: a night a key, and back again; Enter sends it once. */
static void
the_departure_moves_a_night_a_key(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_STAYING, 1);

    open_in_house(flow);
    type_room(flow, &guest, ">", "+1 night ");
    vt_wait_text(flow->vt, "By the rate"); // asked of the property, while keys go on
    vt_wait_text(flow->vt, ": +");
    flow_type(flow, "><<", "+0 nights");
    flow_type(flow, "\r", "ends then already");
    flow_wrote(flow, "");
    flow_type(flow, "<", "-1 night ");
    vt_wait_text(flow->vt, ": -");
    flow_type(flow, "\x1b", "In house");
    flow_wrote(flow, "");
}

static void
set_prices(struct flow *flow, const struct guest *guest, int value)
{
    char *service = guest_member(&flow->hotel, guest, "ServiceId");
    char body[400];
    json_t *answer;
    const json_t *rate;
    size_t i;

    snprintf(body, sizeof(body),
             "{\"ServiceIds\":[\"%s\"],\"Extent\":{\"Rates\":true},\"Limitation\":{\"Count\":100}}",
             service);
    answer = hotel_ask(&flow->hotel, "rates/getAll", body);
    json_array_foreach(json_object_get(answer, "Rates"), i, rate)
    {
        if (!json_is_null(json_object_get(rate, "BaseRateId")))
            continue;
        snprintf(body, sizeof(body),
                 "{\"RateId\":\"%s\",\"PriceUpdates\":[{\"Value\":%d,"
                 "\"FirstTimeUnitStartUtc\":\"2026-03-22T23:00:00Z\","
                 "\"LastTimeUnitStartUtc\":\"2026-03-28T23:00:00Z\"}]}",
                 json_string_value(json_object_get(rate, "Id")), value);
        json_decref(hotel_ask(&flow->hotel, "rates/updatePrice", body));
    }
    json_decref(answer);
    free(service);
}

/* Somebody sets other prices while the card shows them. */
static void
the_card_s_price_follows_the_house(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_STAYING, 1);
    char line[256] = "";

    open_in_house(flow);
    type_room(flow, &guest, ">", "+1 night ");
    vt_wait_text(flow->vt, "By the rate");
    for (int row = 0; row < 24 && !strstr(line, "By the rate"); row++)
        snprintf(line, sizeof(line), "%s", vt_row(flow->vt, row));
    set_prices(flow, &guest, 7777);
    vt_wait_gone(flow->vt, line);
    vt_wait_text(flow->vt, "By the rate");
    flow_type(flow, "\x1b", "In house");
    flow_wrote(flow, "");
}

/* 4.20: the dates are proposed; a room that somebody has is refused in words. */
static void
a_room_that_is_taken_is_not_blocked(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_STAYING, 1);

    open_in_house(flow);
    type_room(flow, &guest, "b", "Block the room");
    flow_type(flow, "leak\r", "is taken by");
    flow_wrote(flow, "");
    flow_type(flow, "\x1b", "In house");
}

/* As the key cutter's driver does, whose command stands last. */
static void
advance_commands(struct flow *flow, const char *state)
{
    json_t *answer = hotel_ask(&flow->hotel, "commands/getAllActive", "{}");
    json_t *commands = json_object_get(answer, "Commands");
    const json_t *command;
    size_t i;

    assert_true(json_array_size(commands) > 0);
    json_array_foreach(commands, i, command)
    {
        char body[128];

        snprintf(body, sizeof(body), "{\"CommandId\":\"%s\",\"State\":\"%s\"}",
                 json_string_value(json_object_get(command, "Id")), state);
        json_decref(hotel_ask(&flow->hotel, "commands/update", body));
    }
    json_decref(answer);
}

/* 4.22 */
static void
two_keys_are_cut(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_STAYING, 1);

    open_in_house(flow);
    type_room(flow, &guest, "y", "Cutter");
    flow_type(flow, "2\r", "Given to the key cutter.");
    flow_wrote(flow, "commands/addKeyCutter");
    advance_commands(flow, "Processed");
    vt_wait_text(flow->vt, " is done.");
}

/* A key that was not cut looks like none that was. */
static void
a_cutter_that_fails_is_told(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_STAYING, 1);

    open_in_house(flow);
    type_room(flow, &guest, "y", "Cutter");
    flow_type(flow, "\r", "Given to the key cutter.");
    advance_commands(flow, "Error");
    vt_wait_words(flow->vt, "failed: look at it, and try again.");
}

static void
a_task_is_given_about_a_stay(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_STAYING, 1);

    open_in_house(flow);
    type_room(flow, &guest, "t", "Housekeeping");
    flow_type(flow, "a cot\r", "The task is added.");
    flow_wrote(flow, "tasks/add");
}

/* F9 lists them; what is done is gone from there, and the cursor acts on nothing else. */
static void
a_task_is_done_by_a_key(void **state)
{
    struct flow *flow = *state;

    flow_type(flow, F9, "open tasks");
    flow_type(flow, "/arrival", "/arrival");
    flow_type(flow, "\r", "Clean first");
    flow_type(flow, "d", "Done.");
    flow_wrote(flow, "tasks/close");
    flow_type(flow, "d", "is gone");
    flow_wrote(flow, "");
    flow_type(flow, "u", "the API opens no task again");
}

/* What was typed is said to cost and to be for good before it is done. */
static void
a_reservation_is_canceled_for_a_reason(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_READY, 3);
    char line[128];

    snprintf(line, sizeof(line), ":cancel #%s\r", guest.number);
    flow_type(flow, line, "cancels it, for good");
    flow_type(flow, "\r", "Say why it is canceled");
    flow_wrote(flow, "");
    flow_type(flow, "no flight\r", "Canceled.");
    flow_wrote(flow, "reservations/cancel");
    guest_is(&flow->hotel, &guest, "Canceled");
}

/* The list in front: fewer columns, and a file. */
static void
the_list_in_front_is_written_into_a_file(void **state)
{
    struct flow *flow = *state;
    char *path = hotel_path(&flow->hotel, "front.csv");
    char line[256];

    open_in_house(flow);
    flow_type(flow, ":columns room guest\r", "Guest");
    vt_wait_gone(flow->vt, "Balance");
    snprintf(line, sizeof(line), ":export %s\r", path);
    flow_type(flow, line, "Written into");
    flow_type(flow, ":columns *\r", "Balance");
    free(path);
}

/* F10: the drawer; h counts it, and shows what should be there only behind the count. */
static void
the_drawer_is_counted_blind_and_handed_over(void **state)
{
    struct flow *flow = *state;

    flow_type(flow, ":cashier\r", "Drawer CZK  5000.00");
    flow_type(flow, "h", "Count the drawer");
    vt_wait_gone(flow->vt, "Drawer CZK");
    flow_type(flow, "1", "Counted  5000.00 CZK");
    flow_type(flow, "\r", "Count the drawer of the house: EUR");
    flow_type(flow, "\t1\r", "Count the drawer of the house: GBP");
    flow_type(flow, "3\r", "counted 150.00, as expected");
    vt_wait_text(flow->vt, "counted 200.00, as expected");
    flow_type(flow, "\x1b", "Drawer CZK  5000.00");
    flow_type(flow, "q", "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_guest_moves_with_the_room_m_and_enter, flow_set_up),
        cmocka_unit_test_setup(before_the_arrival_m_assigns, flow_set_up),
        cmocka_unit_test_setup(the_departure_moves_a_night_a_key, flow_set_up),
        cmocka_unit_test_setup(the_card_s_price_follows_the_house, flow_set_up),
        cmocka_unit_test_setup(a_room_that_is_taken_is_not_blocked, flow_set_up),
        cmocka_unit_test_setup(two_keys_are_cut, flow_set_up),
        cmocka_unit_test_setup(a_cutter_that_fails_is_told, flow_set_up),
        cmocka_unit_test_setup(a_task_is_done_by_a_key, flow_set_up),
        cmocka_unit_test_setup(a_task_is_given_about_a_stay, flow_set_up),
        cmocka_unit_test_setup(a_reservation_is_canceled_for_a_reason, flow_set_up),
        cmocka_unit_test_setup(the_list_in_front_is_written_into_a_file, flow_set_up),
        cmocka_unit_test_setup(the_drawer_is_counted_blind_and_handed_over, flow_set_up),
    };

    return cmocka_run_group_tests(tests, NULL, flow_tear_down);
}
