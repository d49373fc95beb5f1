/* Starting, ending, and what the screen does while the property is away or others change it. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/flow.h"
#include "tests/support/guests.h"
#include "tests/support/test.h"

static struct flow flow;

static int
tear_down(void **state)
{
    (void)state;
    flow_close(&flow);
    return 0;
}

static void
q_leaves_the_views_and_then_the_program(void **state)
{
    (void)state;
    flow_open(&flow, &(struct flow_config){0});
    assert_true(vt_is_alternate(flow.vt));
    vt_press(flow.vt, VTERM_KEY_FUNCTION(5), VTERM_MOD_NONE);
    vt_wait_text(flow.vt, "Messages");
    flow_type(&flow, "q", "Arrivals");
    vt_type(flow.vt, "q");
    assert_int_equal(vt_wait_exit(flow.vt), 0);
    assert_false(vt_is_alternate(flow.vt));
    assert_true(vt_cursor(flow.vt).is_visible);
}

/* Esc takes back a filter, and then nothing more: the list stays. */
static void
escape_leaves_no_list(void **state)
{
    (void)state;
    flow_open(&flow, &(struct flow_config){0});
    vt_press(flow.vt, VTERM_KEY_FUNCTION(5), VTERM_MOD_NONE);
    vt_wait_text(flow.vt, "Messages");
    vt_press(flow.vt, VTERM_KEY_FUNCTION(2), VTERM_MOD_NONE);
    vt_wait_text(flow.vt, "Arrivals");
    flow_type(&flow, "/zzzz\r", "Nobody passes the filter");
    vt_type(flow.vt, "\x1b");
    vt_wait_gone(flow.vt, "Nobody passes the filter");
    vt_type(flow.vt, "\x1b");
    vt_wait_idle(flow.vt);
    assert_true(vt_has_text(flow.vt, "Arrivals"));
}

/* Every command with its key, every setting with its value. */
static void
help_lists_what_it_can_be_told(void **state)
{
    (void)state;
    flow_open(&flow, &(struct flow_config){0});
    flow_type(&flow, ":help book out\r", "Nothing has these words");
    vt_type(flow.vt, "\x1b");
    vt_wait_text(flow.vt, "arrivals [DATE]");
    flow_type(&flow, "/check out\r", "checkout RES [open=TEXT]");
    vt_wait_words(flow.vt, "those of the group too"); // whole, below the list
    assert_non_null(strstr(vt_row(flow.vt, 2), " o "));
    flow_type(&flow, ":set refresh 7\r:config refresh\r", "set refresh");
    assert_non_null(strstr(vt_row(flow.vt, 2), " 7 "));
    vt_wait_words(flow.vt, "(1..3600|off)");
    vt_type(flow.vt, "q");
    vt_wait_text(flow.vt, "Arrivals");
}

static void
signals_end_it_with_the_terminal_restored(void **state)
{
    static const int signals[] = {SIGTERM, SIGHUP, SIGINT};

    (void)state;
    flow_open(&flow, &(struct flow_config){0});
    for (size_t i = 0; i < countof(signals); i++) {
        if (i) {
            vt_close(flow.vt);
            flow_start(&flow, &(struct flow_config){0});
            flow_wait_day(&flow);
        }
        assert_int_equal(kill(vt_pid(flow.vt), signals[i]), 0);
        assert_int_equal(vt_wait_exit(flow.vt), 128 + signals[i]);
        assert_false(vt_is_alternate(flow.vt));
        assert_true(vt_cursor(flow.vt).is_visible);
    }
}

/* The line is cut: nobody reads, and it ends all the same; so does the demo's server. */
static void
a_hang_up_ends_it(void **state)
{
    (void)state;
    flow_open(&flow, &(struct flow_config){.is_demo = true});
    vt_hang_up(flow.vt);
    assert_int_equal(vt_wait_exit(flow.vt), 128 + SIGHUP);
}

/* The pid of the demo's server: the only child. */
static pid_t
server_of(pid_t program)
{
    char path[64];
    char line[32] = "";
    FILE *children;

    snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)program, (int)program);
    children = fopen(path, "r");
    assert_non_null(children);
    assert_non_null(fgets(line, sizeof(line), children));
    fclose(children);
    return (pid_t)strtol(line, NULL, 10);
}

/* The hotel is as it was at first, and the screen shows it so. */
static void
the_demo_s_server_is_started_again_when_it_ended(void **state)
{
    struct guest guest;
    char keys[32];

    (void)state;
    flow_open(&flow, &(struct flow_config){.is_demo = true});
    hotel_start(&flow.hotel); // the same hotel, to look into
    guest = guest_find(&flow.hotel, GUEST_READY, 0);
    hotel_stop(&flow.hotel);
    snprintf(keys, sizeof(keys), "%si\r", guest.room);
    flow_type(&flow, keys, "is checked in to room");
    snprintf(keys, sizeof(keys), "/%s\r", guest.number);
    flow_type(&flow, keys, "Nobody passes the filter");
    assert_int_equal(kill(server_of(vt_pid(flow.vt)), SIGKILL), 0);
    vt_wait_text(flow.vt, "The demo's server has ended");
    vt_wait_idle(flow.vt);
    vt_type(flow.vt, "\r");
    flow_wait_only(&flow, guest.name);
    vt_type(flow.vt, "\x1b");
    flow_wait_day(&flow);
}

/*
 * The last state is there at once, and said to be it; what is written is refused in words. When the
 * property is back, all is live again.
 */
static void
without_the_property_the_last_state_is_read(void **state)
{
    struct guest guest;
    char keys[32];

    (void)state;
    flow_open(&flow, &(struct flow_config){0});
    guest = guest_find(&flow.hotel, GUEST_READY, 0);
    flow_quit(&flow);
    hotel_stop(&flow.hotel);
    flow_start(&flow, &(struct flow_config){0});
    flow_wait_day(&flow);
    vt_wait_text(flow.vt, "as of 09:00");
    vt_wait_text(flow.vt, "OUT OF REACH");
    snprintf(keys, sizeof(keys), "/%s\r", guest.number);
    vt_type(flow.vt, keys);
    flow_wait_only(&flow, guest.name);
    flow_type(&flow, "i", "Enter checks in");
    flow_type(&flow, "\r", "Nothing was done.");
    flow_type(&flow, "f", "Folio");
    vt_wait_text(flow.vt, "Balance");
    flow_type(&flow, "\x1b", "Arrivals");
    hotel_start(&flow.hotel);
    vt_wait_gone(flow.vt, "OUT OF REACH");
    vt_wait_gone(flow.vt, "as of");
    flow_type(&flow, "i", "Enter checks in");
    flow_type(&flow, "\r", "is checked in to room");
    guest_is(&flow.hotel, &guest, "Started");
}

/* A guest above goes, and the order changes: the cursor stays on its guest. */
static void
keys_act_on_the_same_guest_when_the_list_changes(void **state)
{
    struct guest above;
    struct guest guest;
    char command[64];
    char keys[32];

    (void)state;
    flow_open(&flow, &(struct flow_config){0});
    above = guest_find(&flow.hotel, GUEST_READY, 0);
    guest = guest_find(&flow.hotel, GUEST_READY, 1);
    snprintf(keys, sizeof(keys), "%s", guest.room);
    vt_type(flow.vt, keys);
    vt_wait_idle(flow.vt);
    vt_type(flow.vt, "\x1b"); // the cursor stays, the digits go
    vt_wait_idle(flow.vt);
    snprintf(command, sizeof(command), "checkin %s", above.id);
    json_decref(hotel_do(&flow.hotel, command));
    vt_type(flow.vt, "\x12"); // read anew
    vt_wait_gone(flow.vt, above.name);
    flow_type(&flow, ":sort guest\r", "Arrivals");
    flow_type(&flow, "i\r", "is checked in to room");
    flow_wrote(&flow, "reservations/start");
    guest_is(&flow.hotel, &guest, "Started");
}

/* The guest under the cursor goes: nothing is done, and it is said. */
static void
keys_for_a_guest_who_is_gone_do_nothing(void **state)
{
    struct guest guest;
    char command[64];
    char keys[32];

    (void)state;
    flow_open(&flow, &(struct flow_config){0});
    guest = guest_find(&flow.hotel, GUEST_READY, 0);
    snprintf(keys, sizeof(keys), "%s", guest.room);
    vt_type(flow.vt, keys);
    vt_wait_idle(flow.vt);
    vt_type(flow.vt, "\x1b");
    vt_wait_idle(flow.vt);
    snprintf(command, sizeof(command), "checkin %s", guest.id);
    json_decref(hotel_do(&flow.hotel, command));
    vt_type(flow.vt, "\x12");
    vt_wait_gone(flow.vt, guest.name);
    flow_type(&flow, "i\r", "Nothing was done");
    vt_wait_idle(flow.vt);
    flow_wrote(&flow, "");
}

/* The list gets what other desks do by itself. */
static void
what_another_desk_does_comes_by_polling(void **state)
{
    struct guest guest;
    char command[64];

    (void)state;
    flow_open(&flow, &(struct flow_config){.configuration = "set refresh 1\n"});
    guest = guest_find(&flow.hotel, GUEST_READY, 0);
    snprintf(command, sizeof(command), "checkin %s", guest.id);
    json_decref(hotel_do(&flow.hotel, command));
    vt_wait_gone(flow.vt, guest.name);
}

static void
read_only_refuses_what_writes(void **state)
{
    struct guest guest;
    char keys[32];

    (void)state;
    flow_open(&flow, &(struct flow_config){.words = (const char *const[]){"--read-only", NULL}});
    assert_true(vt_has_text(flow.vt, "READ ONLY"));
    guest = guest_find(&flow.hotel, GUEST_READY, 0);
    snprintf(keys, sizeof(keys), "%si", guest.room);
    flow_type(&flow, keys, "read-only");
    flow_wrote(&flow, "");
    guest_is(&flow.hotel, &guest, "Confirmed");
}

/* Entries arrive one after another: the cursor stays with the newest until a key moves it. */
static void
the_journal_opens_at_its_newest_entry(void **state)
{
    struct guest guest;
    char keys[32];

    (void)state;
    flow_open(&flow, &(struct flow_config){0});
    guest = guest_find(&flow.hotel, GUEST_CLEAN, 0);
    for (size_t i = 0; i < 3; i++) {
        snprintf(keys, sizeof(keys), "%s%c", guest.room, i % 2 ? 'C' : 'I');
        flow_type(&flow, keys, i % 2 ? "is Clean." : "is Inspected.");
    }
    flow_type(&flow, ":journal\r", "3 entries, 0 unknown");
    vt_wait_idle(flow.vt);
    assert_int_equal(vt_cursor(flow.vt).row, 2);
    vt_press(flow.vt, VTERM_KEY_DOWN, VTERM_MOD_NONE);
    vt_wait_idle(flow.vt);
    assert_int_equal(vt_cursor(flow.vt).row, 3);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(q_leaves_the_views_and_then_the_program, tear_down),
        cmocka_unit_test_teardown(escape_leaves_no_list, tear_down),
        cmocka_unit_test_teardown(help_lists_what_it_can_be_told, tear_down),
        cmocka_unit_test_teardown(signals_end_it_with_the_terminal_restored, tear_down),
        cmocka_unit_test_teardown(a_hang_up_ends_it, tear_down),
        cmocka_unit_test_teardown(the_demo_s_server_is_started_again_when_it_ended, tear_down),
        cmocka_unit_test_teardown(without_the_property_the_last_state_is_read, tear_down),
        cmocka_unit_test_teardown(keys_act_on_the_same_guest_when_the_list_changes, tear_down),
        cmocka_unit_test_teardown(keys_for_a_guest_who_is_gone_do_nothing, tear_down),
        cmocka_unit_test_teardown(what_another_desk_does_comes_by_polling, tear_down),
        cmocka_unit_test_teardown(the_journal_opens_at_its_newest_entry, tear_down),
        cmocka_unit_test_teardown(read_only_refuses_what_writes, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
