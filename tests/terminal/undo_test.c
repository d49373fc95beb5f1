/*
 * u takes back what has a true inverse, and says why the rest stays; what is held is not sent until
 * its seconds are over, and is told should the desk die with it.
 */
#include <signal.h>

#include "tests/support/property.h"
#include "tests/support/scene.h"
#include "tests/support/test.h"

#define CTRL_R "\x12"
#define CTRL_S "\x13"
#define ESCAPE "\x1b"
#define F8 "\x1b[19~"

bool
demo_generate(const struct demo_config *config, demo_emit_fn emit, void *context, struct error *err)
{
    (void)config;
    return property_emit(emit, context, err);
}

static int
set_up(void **state)
{
    return scene_set_up(state, "set refresh off\n");
}

static void
open_screen(struct scene *scene, const char *config)
{
    stand_configure(&scene->stand, config);
    vt_close(scene->vt);
    scene->vt = stand_day(&scene->stand);
}

static void
type(struct scene *scene, const char *keys, const char *text)
{
    vt_type(scene->vt, keys);
    vt_wait_text(scene->vt, text);
    vt_wait_idle(scene->vt);
}

static size_t
count(const struct scene *scene, const char *operation, const char *body, const char *list,
      const char *text)
{
    return stand_count(&scene->stand, operation, body, list, text);
}

// clang-format off
static size_t
stays_with(const struct scene *scene, const char *text)
{
    return count(scene, "reservations/getAll/2023-06-06",
                 PAGE("ReservationIds":["$stay1","$stay3"]), "Reservations", text);
}

static size_t
rooms_that_are(const struct scene *scene, const char *text)
{
    return count(scene, "resources/getAll",
                 PAGE("ResourceIds":["$room102","$room103"], "Extent":{"Resources":true}),
                 "Resources", text);
}

static size_t
bills(const struct scene *scene)
{
    return count(scene, "bills/getAll", PAGE("CustomerIds":["$guest5"]), "Bills", NULL);
}
// clang-format on

/* Taking back */

static void
a_room_that_was_given_is_taken_away(void **state)
{
    struct scene *scene = *state;

    open_screen(scene, "set refresh off\n");
    type(scene, "u", "Nothing was done here yet");
    type(scene, ":assign #00003 104\r", "Done.");
    assert_int_equal(stays_with(scene, "$room104"), 1);
    type(scene, "u", "Taken back: assign room 104.");
    assert_int_equal(stays_with(scene, "$room104"), 0);
    type(scene, ":assign #00001 103 unlock=yes\r", "Done."); // from 101
    type(scene, "u", "Taken back: assign room 103.");
    assert_int_equal(stays_with(scene, "$room101"), 1);
    type(scene, "u", "Nothing was done here yet"); // taking back is not taken back
}

static void
rooms_get_the_states_they_had(void **state)
{
    struct scene *scene = *state;
    size_t clean;
    size_t dirty;

    open_screen(scene, "set refresh off\n");
    clean = rooms_that_are(scene, "\"Clean\"");
    dirty = rooms_that_are(scene, "\"Dirty\"");
    assert_int_equal(clean + dirty, 2);
    type(scene, ":outofservice 102 103\r", "2 rooms are OutOfService.");
    assert_int_equal(rooms_that_are(scene, "\"OutOfService\""), 2);
    type(scene, "u", "Taken back: room 102 and 1 more OutOfService.");
    assert_int_equal(rooms_that_are(scene, "\"Clean\""), clean);
    assert_int_equal(rooms_that_are(scene, "\"Dirty\""), dirty);
}

static void
what_somebody_changed_since_stays(void **state)
{
    struct scene *scene = *state;
    struct program_end end;

    open_screen(scene, "set refresh off\n");
    type(scene, ":outofservice 102\r", "Room 102 is OutOfService.");
    end = stand_run(&scene->stand, "run", "dirty 102");
    assert_int_equal(end.status, 0);
    program_end_clear(&end);
    vt_type(scene->vt, CTRL_R);
    fault_proxy_wait(scene->stand.proxy, "resources/update", 2);
    vt_wait_idle(scene->vt);
    type(scene, "u", "Somebody changed it since: room 102 is Dirty.");
    assert_int_equal(rooms_that_are(scene, "\"OutOfService\""), 0);
}

static void
a_new_bill_is_deleted(void **state)
{
    struct scene *scene = *state;
    size_t before;

    open_screen(scene, "set refresh off\n");
    before = bills(scene);
    type(scene, ESCAPE "d", "Host5");
    type(scene, "106f", "Bill 1");
    vt_type(scene->vt, "N");
    fault_proxy_wait_passed(scene->stand.proxy, "bills/add", 1);
    vt_wait_text(scene->vt, "Done.");
    vt_wait_idle(scene->vt);
    assert_int_equal(bills(scene), before + 1);
    type(scene, "u", "Taken back: new bill.");
    assert_int_equal(bills(scene), before);
}

static void
what_has_no_inverse_says_why(void **state)
{
    struct scene *scene = *state;

    open_screen(scene, "set refresh off\n");
    type(scene, "101n", "Note for ");
    vt_type(scene->vt, "no onions" CTRL_S);
    fault_proxy_wait_passed(scene->stand.proxy, "serviceOrderNotes/add", 1);
    vt_wait_idle(scene->vt);
    type(scene, "u", "\"note\" stays: the API removes no notes");
    type(scene, "101i", "checks in");
    type(scene, "\r", "Host1, Jan is checked in");
    type(scene, "u", "\"check-in\" stays: the API cannot take a check-in back");
}

static void
run_takes_back_too(void **state)
{
    struct scene *scene = *state;
    struct program_end end = stand_run(&scene->stand, "run", "outofservice 102 103", "undo");

    check(end.status == 0 && strstr(end.out, "Taken back: room 102"), "%d %s%s", end.status,
          end.out, end.err);
    assert_int_equal(rooms_that_are(scene, "\"OutOfService\""), 0);
    program_end_clear(&end);
    end = stand_run(&scene->stand, "run", "undo");
    check(end.status == 1 && strstr(end.err, "Nothing was done here yet"), "%s", end.err);
    program_end_clear(&end);
}

/* Holding */

#define HOLDS "set refresh off\nset hold 60\n"

static void
hold_check_in(struct scene *scene, const char *config)
{
    open_screen(scene, config);
    type(scene, "101i", "checks in");
    type(scene, "\r", "check-in (Host1, Jan): sent in");
    vt_wait_text(scene->vt, "(held)");
    assert_int_equal(fault_proxy_asked(scene->stand.proxy, "reservations/start"), 0);
}

static void
what_is_held_is_taken_back_or_sent(void **state)
{
    struct scene *scene = *state;

    hold_check_in(scene, HOLDS);
    type(scene, "u", "Taken back, nothing was sent: check-in.");
    vt_wait_gone(scene->vt, "(held)");
    type(scene, "!", "Nothing is held.");
    assert_int_equal(stays_with(scene, "\"Started\""), 0);
    type(scene, "101i", "checks in");
    type(scene, "\r", "sent in");
    type(scene, "101i", "checks in");
    type(scene, "\r", "The check-in is held");
    vt_type(scene->vt, ESCAPE);
    vt_wait_gone(scene->vt, "Esc back");
    vt_wait_idle(scene->vt);
    type(scene, "!", "Host1, Jan is checked in");
    assert_int_equal(fault_proxy_asked(scene->stand.proxy, "reservations/start"), 1);
    type(scene, ":journal taken back\r", "not sent");
}

static void
what_is_held_is_sent_when_its_time_is_over(void **state)
{
    struct scene *scene = *state;

    open_screen(scene, "set refresh off\nset hold 1\n");
    type(scene, "101i", "checks in");
    type(scene, "\r", "Host1, Jan is checked in");
    assert_int_equal(stays_with(scene, "\"Started\""), 1);
}

static void
locking_and_quitting_send_what_is_held(void **state)
{
    struct scene *scene = *state;

    hold_check_in(scene, HOLDS);
    vt_type(scene->vt, F8);
    fault_proxy_wait_passed(scene->stand.proxy, "reservations/start", 1);
    vt_type(scene->vt, " ");
    vt_wait_text(scene->vt, "Host1, Jan is checked in");
    type(scene, ESCAPE "d", "Host11");
    type(scene, "108o", "checks out");
    type(scene, "\r", "check-out (Host11, Jan): sent in");
    vt_type(scene->vt, "qq"); // both views
    assert_int_equal(vt_wait_exit(scene->vt), 0);
    assert_int_equal(fault_proxy_passed(scene->stand.proxy, "reservations/process"), 1);
}

static void
what_was_held_when_the_desk_died_is_told_once(void **state)
{
    struct scene *scene = *state;
    struct program_end end;

    hold_check_in(scene, HOLDS);
    kill(vt_pid(scene->vt), SIGKILL);
    assert_int_equal(vt_wait_exit(scene->vt), 128 + SIGKILL);
    open_screen(scene, HOLDS);
    vt_wait_text(scene->vt,
                 "Not sent: \"check-in\" was still held when the desk ended. Host1, Jan");
    assert_int_equal(stays_with(scene, "\"Started\""), 0);
    vt_type(scene->vt, "q");
    assert_int_equal(vt_wait_exit(scene->vt), 0);
    end = stand_run(&scene->stand, "run", "--json", "journal");
    check(strstr(end.out, "\"outcome\":\"not sent\""), "%s", end.out);
    check(strstr(end.out, "It was held when the desk ended."), "%s", end.out);
    program_end_clear(&end);
    open_screen(scene, HOLDS);
    vt_wait_gone(scene->vt, "Not sent");
}

#define SCENE(test) cmocka_unit_test_setup_teardown(test, set_up, scene_tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(a_room_that_was_given_is_taken_away),
        SCENE(rooms_get_the_states_they_had),
        SCENE(what_somebody_changed_since_stays),
        SCENE(a_new_bill_is_deleted),
        SCENE(what_has_no_inverse_says_why),
        SCENE(run_takes_back_too),
        SCENE(what_is_held_is_taken_back_or_sent),
        SCENE(what_is_held_is_sent_when_its_time_is_over),
        SCENE(locking_and_quitting_send_what_is_held),
        SCENE(what_was_held_when_the_desk_died_is_told_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
