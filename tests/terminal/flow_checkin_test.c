/* Check-in as receptionists do it, key by key, and which writes it comes to. */
#include <stdlib.h>
#include <string.h>

#include "api/base/fold.h"
#include "tests/support/flow.h"
#include "tests/support/guests.h"
#include "tests/support/test.h"

/* The guest's row, alone on the list. */
static void
go_to(struct flow *flow, const struct guest *guest)
{
    char keys[100];

    snprintf(keys, sizeof(keys), "/%s\r", guest->number);
    vt_type(flow->vt, keys);
    flow_wait_only(flow, guest->name);
}

/* 4.1: on the cursor two keys. */
static void
a_ready_guest_is_checked_in_by_two_keys(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_READY, 0);

    go_to(flow, &guest);
    flow_type(flow, "i\r", "is checked in to room");
    flow_wrote(flow, "reservations/start");
    guest_is(&flow->hotel, &guest, "Started");
}

/* How many rows of the list have the letters in name or company. */
static size_t
count_with(const json_t *rows, const char *letters)
{
    size_t count = 0;
    size_t i;
    const json_t *row;

    json_array_foreach(rows, i, row)
    {
        const char *company = json_string_value(json_object_get(row, "company"));
        char text[300];
        char key[300];

        snprintf(text, sizeof(text), "%s %s", json_string_value(json_object_get(row, "guest")),
                 company ? company : "");
        fold_text(text, key, sizeof(key));
        count += strstr(key, letters) != NULL;
    }
    return count;
}

/* A ready guest whom the first four letters of the name find alone. */
static struct guest
find_by_letters(const struct flow *flow, char letters[5])
{
    json_t *rows = hotel_do(&flow->hotel, "arrivals");

    for (size_t n = 0;; n++) {
        struct guest guest = guest_find(&flow->hotel, GUEST_READY, n);
        char key[80];

        fold_text(guest.name, key, sizeof(key));
        snprintf(letters, 5, "%.4s", key);
        if (strspn(letters, "abcdefghijklmnopqrstuvwxyz") < 4 || count_with(rows, letters) > 1)
            continue;
        json_decref(rows);
        return guest;
    }
}

/* 4.1: eight keys from anywhere, typed in one go. */
static void
a_ready_guest_is_checked_in_by_four_letters_of_the_name(void **state)
{
    struct flow *flow = *state;
    char letters[5];
    struct guest guest = find_by_letters(flow, letters);
    char keys[16];

    snprintf(keys, sizeof(keys), "/%s\ri\r", letters);
    flow_type(flow, keys, "is checked in to room");
    assert_true(vt_has_text(flow->vt, guest.name));
    flow_wrote(flow, "reservations/start");
    guest_is(&flow->hotel, &guest, "Started");
}

/* 4.2: the best room is picked already. */
static void
a_guest_without_a_room_gets_the_best_one_by_three_keys(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_NO_ROOM, 0);
    char *room;

    go_to(flow, &guest);
    flow_type(flow, "i\r\r", "is checked in to room");
    flow_wrote(flow, "reservations/update reservations/start");
    guest_is(&flow->hotel, &guest, "Started");
    room = guest_room(&flow->hotel, &guest);
    assert_true(vt_has_text(flow->vt, room));
    free(room);
}

/* 4.2: a room that isn't on the list is not given, and nor is any other. */
static void
a_guest_without_a_room_gets_the_one_that_digits_name(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_NO_ROOM, 0);
    char second[8];
    char keys[16];
    char *room;

    go_to(flow, &guest);
    flow_type(flow, "i", "Enter takes the room");
    flow_option(flow, 1, second);
    vt_type(flow->vt, "\x1b");
    vt_wait_gone(flow->vt, "Enter takes");
    flow_type(flow, "i999\r\r", "No 999 among these");
    flow_wrote(flow, "");
    vt_type(flow->vt, "\x1b");
    vt_wait_gone(flow->vt, "Enter takes");
    snprintf(keys, sizeof(keys), "i%s\r\r", second);
    flow_type(flow, keys, "is checked in to room");
    flow_wrote(flow, "reservations/update reservations/start");
    room = guest_room(&flow->hotel, &guest);
    assert_string_equal(room, second);
    free(room);
}

static void
a_clean_room_is_refused_with_the_reason_and_inspected_by_one_key(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_CLEAN, 0);

    go_to(flow, &guest);
    flow_type(flow, "i", "is Clean: it must be inspected before check-in.");
    flow_type(flow, "I", "Enter checks in");
    flow_wrote(flow, "resources/update");
    flow_type(flow, "\r", "is checked in to room");
    flow_wrote(flow, "reservations/start");
    guest_is(&flow->hotel, &guest, "Started");
}

/* i and I are neighbours: a Dirty room wants an answer besides. */
static void
a_dirty_room_asks_before_it_is_inspected(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_DIRTY, 0);

    go_to(flow, &guest);
    flow_type(flow, "i", "is Dirty: it must be inspected before check-in.");
    flow_type(flow, "I", "Has somebody seen that it is ready?");
    flow_wrote(flow, "");
    flow_type(flow, "\r", "Enter checks in");
    flow_wrote(flow, "resources/update");
    flow_type(flow, "\r", "is checked in to room");
    flow_wrote(flow, "reservations/start");
    guest_is(&flow->hotel, &guest, "Started");
}

/* The guest stands at the desk: another room is ready. */
static void
a_dirty_room_is_changed_for_another_by_one_more_key(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_DIRTY, 0);
    char *room;

    go_to(flow, &guest);
    flow_type(flow, "i", "a gives another room");
    flow_type(flow, "a", "Enter takes the room");
    flow_type(flow, "\r\r", "is checked in to room");
    flow_wrote(flow, "reservations/update reservations/start");
    room = guest_room(&flow->hotel, &guest);
    assert_string_not_equal(room, guest.room);
    free(room);
}

/* 4.3: `i p ⏎ ⏎`; one more does no harm. */
static void
money_due_is_taken_on_the_way(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_DUE, 0);
    char *balance;
    char command[64];

    go_to(flow, &guest);
    flow_type(flow, "i", "and nothing secures it");
    assert_true(vt_has_text(flow->vt, guest.balance));
    flow_type(flow, "p", "Received");
    flow_type(flow, "\r", "Enter checks in  ");
    flow_type(flow, "\r", "is checked in to room");
    flow_wrote(flow, "payments/addExternal reservations/start");
    vt_type(flow->vt, "\r");
    vt_wait_idle(flow->vt);
    flow_wrote(flow, "");
    guest_is(&flow->hotel, &guest, "Started");
    snprintf(command, sizeof(command), "folio %s", guest.id);
    balance = hotel_text(&flow->hotel, command, "balance");
    assert_string_equal(balance, "0");
    free(balance);
}

/* What was read before the card showed the money doesn't reach it; the bell says so. */
static void
keys_typed_ahead_do_not_pass_a_card_that_shows_money(void **state)
{
    struct flow *flow = *state;
    struct guest guest = guest_find(&flow->hotel, GUEST_DUE, 0);
    int bells;

    go_to(flow, &guest);
    bells = vt_bells(flow->vt);
    flow_type(flow, "i\r\r", "and nothing secures it");
    vt_wait_idle(flow->vt);
    assert_true(vt_has_text(flow->vt, "and nothing secures it"));
    assert_true(vt_bells(flow->vt) > bells);
    flow_wrote(flow, "");
    guest_is(&flow->hotel, &guest, "Confirmed");
}

/* 4.4: Somebody without a reservation */

#define BOOKED "customers/add bills/add reservations/add"

/* Keys besides the name, and what is on the screen then. */
struct press {
    const char *keys;
    const char *text;
    bool is_name;
};

/* Returns how many keys were pressed. */
static size_t
press_all(struct flow *flow, const struct press *presses, size_t count)
{
    size_t keys = 0;

    for (size_t i = 0; i < count; i++) {
        flow_type(flow, presses[i].keys, presses[i].text);
        keys += presses[i].is_name ? 0 : strlen(presses[i].keys);
    }
    return keys;
}

/* Two nights for two, cash, and a key card: at most twelve keys and the name. */
static void
a_walk_in_is_in_by_twelve_keys_and_the_name(void **state)
{
    static const struct press presses[] = {
        {"w", "Enter goes on to the guest", false},
        {"2\t2\r", "E-mail", false},
        {"Quigley, Zed", "new guest  Quigley, Zed", true},
        {"\r", "books it, then check-in", false},
        {"\r", "and nothing secures it", false},
        {"p", "Received", false},
        {"\r", "Enter checks in  ", false},
        {"\r", "Quigley, Zed is checked in to room", false},
    };
    struct flow *flow = *state;
    json_t *rows;

    assert_in_range(press_all(flow, presses, countof(presses)), 1, 12);
    flow_wrote(flow, BOOKED " payments/addExternal reservations/start");
    rows = hotel_do(&flow->hotel, "folio Quigley");
    assert_int_equal(json_integer_value(json_object_get(json_array_get(rows, 0), "balance")), 0);
    json_decref(rows);
    flow_type(flow, "u", "the API cannot take a check-in back");
    flow_type(flow, ":key Quigley\r", "Cutter");
    flow_type(flow, "\r", "Given to the key cutter");
    flow_wrote(flow, "commands/addKeyCutter");
}

/* A page back a key, and what was typed stays; nothing is written before the last one. */
static void
a_walk_in_goes_back_a_page_a_key(void **state)
{
    struct flow *flow = *state;

    flow_type(flow, "w", "Enter goes on to the guest");
    flow_type(flow, "3\r", "E-mail");
    flow_type(flow, "Novak, Jan", "new guest  Novak, Jan");
    flow_type(flow, "\x1b[B\x1b[B\r", "a new profile");
    assert_true(vt_has_text(flow->vt, "3 nights"));
    assert_true(vt_has_text(flow->vt, "A guest of that name is known"));
    vt_type(flow->vt, "\x1b");
    vt_wait_gone(flow->vt, "a new profile");
    assert_true(vt_has_text(flow->vt, "Novak, Jan"));
    flow_type(flow, "\x1b", "Nights   3");
    vt_type(flow->vt, "\x1b");
    vt_wait_gone(flow->vt, "Walk-in");
    flow_wrote(flow, "");
}

/* A name that was left is proposed again; one that was booked is not, to the next guest. */
static void
a_walk_in_forgets_the_name_once_it_is_booked(void **state)
{
    struct flow *flow = *state;

    flow_type(flow, "w", "Enter goes on to the guest");
    flow_type(flow, "\rDraft, Dan", "new guest  Draft, Dan");
    flow_type(flow, "\x1b", "Enter goes on to the guest");
    vt_type(flow->vt, "\x1b");
    vt_wait_gone(flow->vt, "Walk-in");
    flow_type(flow, "w", "Enter goes on to the guest");
    flow_type(flow, "\r", "new guest  Draft, Dan");
    flow_type(flow, "\r", "books it, then check-in");
    flow_type(flow, "\r", "and nothing secures it");
    flow_wrote(flow, BOOKED);
    vt_type(flow->vt, "\x1b");
    vt_wait_gone(flow->vt, "and nothing secures it");
    flow_type(flow, "w", "Enter goes on to the guest");
    flow_type(flow, "\r", "the last name is enough");
}

/* The price was not looked at: the last Enter is dropped. */
static void
a_walk_in_typed_ahead_stops_at_the_price(void **state)
{
    struct flow *flow = *state;
    int bells = vt_bells(flow->vt);

    flow_type(flow, "w\rQuick, Quentin\r\r", "books it, then check-in");
    assert_true(vt_bells(flow->vt) > bells);
    assert_true(vt_has_text(flow->vt, "in all"));
    flow_wrote(flow, "");
}

/* The cursor stands on a room that is free: it is the one that is proposed. */
static void
the_rack_proposes_the_room_under_its_cursor(void **state)
{
    struct flow *flow = *state;
    char third[8];
    char keys[40];

    flow_type(flow, "w", "Enter goes on to the guest");
    flow_option(flow, 2, third);
    vt_type(flow->vt, "\x1b");
    vt_wait_gone(flow->vt, "Walk-in");
    snprintf(keys, sizeof(keys), ":rack today %s\r", third);
    flow_type(flow, keys, "Rooms");
    snprintf(keys, sizeof(keys), "> %s", third);
    flow_type(flow, "w", keys);
    snprintf(keys, sizeof(keys), "Room    %s", third);
    flow_type(flow, "\r", keys);
    flow_wrote(flow, "");
}

/* A room that nobody has for two weeks from a day on, as the rack shows it. */
static void
find_free_room(const struct flow *flow, const char *rack, char name[16])
{
    json_t *rows = hotel_do(&flow->hotel, rack);
    const json_t *row;
    size_t i;

    name[0] = '\0';
    json_array_foreach(rows, i, row)
    {
        if (!name[0] && !json_array_size(json_object_get(row, "stays"))
            && !json_array_size(json_object_get(row, "blocks")))
            snprintf(name, 16, "%s", json_string_value(json_object_get(row, "room")));
    }
    json_decref(rows);
    assert_true(name[0]);
}

/* Nobody walks in on another day: it is a booking of that room from then on. */
static void
a_free_cell_of_another_day_is_booked(void **state)
{
    struct flow *flow = *state;
    char room[16];
    char keys[64];

    find_free_room(flow, "rack 2026-05-24", room);
    snprintf(keys, sizeof(keys), ":rack 2026-05-24 '%s'\r", room);
    flow_type(flow, keys, "Rooms");
    flow_type(flow, "w", "Book a stay");
    assert_true(vt_has_text(flow->vt, "2026-05-24"));
    flow_type(flow, "\rMay, Mia", "new guest  May, Mia");
    flow_type(flow, "\r", "Enter books it");
    assert_true(vt_has_text(flow->vt, "24.05.-25.05."));
    flow_type(flow, "\r", "Booked: #");
    flow_wrote(flow, BOOKED);
    flow_type(flow, "u", "Taken back: book room ");
    flow_wrote(flow, "reservations/cancel");
}

/* For another day, and taken back: without a fee, and nobody is told. */
static void
a_stay_is_booked_and_taken_back(void **state)
{
    struct flow *flow = *state;

    flow_type(flow, ":book\r", "Book a stay");
    flow_type(flow, "+7\t2\t1\tdbl\r", "E-mail");
    flow_type(flow, "Later, Lou", "new guest  Later, Lou");
    flow_type(flow, "\r", "Enter books it");
    flow_type(flow, "\r", "Booked: #");
    flow_wrote(flow, BOOKED);
    flow_type(flow, "u", "Taken back: book Double standard");
    flow_wrote(flow, "reservations/cancel");
}

/* F11: by which rate, and from which day on. */
static void
a_day_of_the_rates_is_booked(void **state)
{
    struct flow *flow = *state;

    flow_type(flow, "\x1b[23~", "2070");
    flow_type(flow, " ", "with breakfast");
    flow_type(flow, "\x1b[C\x1b[C", "26.03.");
    flow_type(flow, "\r", "Book a stay");
    assert_true(vt_has_text(flow->vt, "From      2026-03-26"));
    vt_type(flow->vt, "\x1b");
    vt_wait_gone(flow->vt, "Book a stay");
    flow_wrote(flow, "");
}

/* Plain facts make room: what is agreed to shows. */
static void
on_a_small_terminal_the_money_and_the_rooms_show(void **state)
{
    struct flow flow;
    struct guest owing;
    struct guest roomless;
    char keys[32];

    (void)state;
    flow_open(&flow, &(struct flow_config){.rows = 12, .columns = 40});
    owing = guest_find(&flow.hotel, GUEST_DUE, 0);
    roomless = guest_find(&flow.hotel, GUEST_NO_ROOM, 0);
    snprintf(keys, sizeof(keys), "%si", owing.room);
    flow_type(&flow, keys, owing.balance);
    vt_type(flow.vt, "\x1b");
    vt_wait_gone(flow.vt, owing.balance);
    snprintf(keys, sizeof(keys), "/%s\ri", roomless.number);
    flow_type(&flow, keys, "Inspected");
    assert_true(vt_has_text(flow.vt, "Enter takes the room"));
    flow_close(&flow);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_ready_guest_is_checked_in_by_two_keys, flow_set_up),
        cmocka_unit_test_setup(a_ready_guest_is_checked_in_by_four_letters_of_the_name,
                               flow_set_up),
        cmocka_unit_test_setup(a_guest_without_a_room_gets_the_best_one_by_three_keys, flow_set_up),
        cmocka_unit_test_setup(a_guest_without_a_room_gets_the_one_that_digits_name, flow_set_up),
        cmocka_unit_test_setup(a_clean_room_is_refused_with_the_reason_and_inspected_by_one_key,
                               flow_set_up),
        cmocka_unit_test_setup(a_dirty_room_asks_before_it_is_inspected, flow_set_up),
        cmocka_unit_test_setup(a_dirty_room_is_changed_for_another_by_one_more_key, flow_set_up),
        cmocka_unit_test_setup(money_due_is_taken_on_the_way, flow_set_up),
        cmocka_unit_test_setup(keys_typed_ahead_do_not_pass_a_card_that_shows_money, flow_set_up),
        cmocka_unit_test_setup(a_walk_in_is_in_by_twelve_keys_and_the_name, flow_set_up),
        cmocka_unit_test_setup(a_walk_in_goes_back_a_page_a_key, flow_set_up),
        cmocka_unit_test_setup(a_walk_in_forgets_the_name_once_it_is_booked, flow_set_up),
        cmocka_unit_test_setup(a_walk_in_typed_ahead_stops_at_the_price, flow_set_up),
        cmocka_unit_test_setup(the_rack_proposes_the_room_under_its_cursor, flow_set_up),
        cmocka_unit_test_setup(a_free_cell_of_another_day_is_booked, flow_set_up),
        cmocka_unit_test_setup(a_stay_is_booked_and_taken_back, flow_set_up),
        cmocka_unit_test_setup(a_day_of_the_rates_is_booked, flow_set_up),
        cmocka_unit_test(on_a_small_terminal_the_money_and_the_rooms_show),
    };

    return cmocka_run_group_tests(tests, NULL, flow_tear_down);
}
