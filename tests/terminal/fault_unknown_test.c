/*
 * While nobody knows whether a write was done, the screen shows it, what builds on it is refused,
 * and a repeat wants to be insisted on; also after a restart.
 */
#include "tests/support/scene.h"

#include <signal.h>
#include <stdlib.h>

#include "api/base/error.h"
#include "api/base/file.h"
#include "tests/support/property.h"
#include "tests/support/test.h"

#define CTRL_L "\x0c"
#define CTRL_R "\x12"
#define CTRL_S "\x13"
#define ESCAPE "\x1b"

bool
demo_generate(const struct demo_config *config, demo_emit_fn emit, void *context, struct error *err)
{
    (void)config;
    return property_emit(emit, context, err);
}

/* It is looked for so long that the tests see it unknown. */
static int
set_up(void **state)
{
    return scene_set_up(state, "set find-out 600\nset refresh off\n");
}

static void
open_view(struct scene *scene, const char *keys, const char *text)
{
    if (!scene->vt)
        scene->vt = stand_day(&scene->stand);
    vt_type(scene->vt, keys);
    vt_wait_text(scene->vt, text);
    vt_wait_idle(scene->vt);
}

static void
fail_write(struct scene *scene, const char *operation, enum fault_kind kind)
{
    fault_proxy_add(scene->stand.proxy,
                    (struct fault){.path = operation, .kind = kind, .times = 1});
}

/* Types keys, waits for a text and for rest. */
static void
type(struct scene *scene, const char *keys, const char *text)
{
    vt_type(scene->vt, keys);
    vt_wait_text(scene->vt, text);
    vt_wait_idle(scene->vt);
}

/* The message goes with a key, once it was seen. */
static void
dismiss(struct scene *scene)
{
    vt_wait_idle(scene->vt);
    vt_type(scene->vt, CTRL_L);
    vt_wait_gone(scene->vt, "Nobody knows whether payments");
    vt_wait_idle(scene->vt);
}

static void
leave_card(struct scene *scene)
{
    vt_type(scene->vt, ESCAPE);
    vt_wait_gone(scene->vt, "Esc back");
    vt_wait_idle(scene->vt);
}

static size_t
payments(const struct scene *scene)
{
    return stand_count(&scene->stand, "payments/getAll",
                       PAGE("AccountIds"
                            : ["$guest5"]),
                       "Payments", NULL);
}

/* A payment that the property never saw. */
static void
lose_payment(struct scene *scene)
{
    open_view(scene, ESCAPE "d", "Host5");
    fail_write(scene, "payments/addExternal", FAULT_CUT_REQUEST);
    type(scene, "106p", "posts the payment");
    type(scene, "\r", "Nobody knows whether payments/addExternal was done");
    vt_wait_text(scene->vt, "U$G  106");
    dismiss(scene);
}

static void
check_out_waits_until_a_payment_is_found_out(void **state)
{
    struct scene *scene = *state;

    lose_payment(scene);
    type(scene, "106o", "\"pay 50.00 EUR Cash\" was done: it must be");
    vt_type(scene->vt, "\r"); // which does nothing
    leave_card(scene);
    type(scene, "106?", "A write of unknown outcome is open.");
    leave_card(scene);
    assert_int_equal(fault_proxy_asked(scene->stand.proxy, "reservations/process"), 0);
    type(scene, ":found 1 undone\r", "Found out: \"pay 50.00 EUR Cash\" was not done.");
    vt_wait_gone(scene->vt, "U$G");
    type(scene, "106p", "posts the payment");
    type(scene, "\r", "50.00 EUR taken.");
    type(scene, "106o", "closes the bills and checks out");
    type(scene, "\r", "Host5, Jan is checked out.");
    assert_int_equal(payments(scene), 2);
}

static void
a_bill_is_not_closed_while_a_payment_on_it_is_unknown(void **state)
{
    struct scene *scene = *state;

    lose_payment(scene);
    type(scene, "106f", "Unknown outcome: pay 50.00 EUR Cash");
    vt_wait_text(scene->vt, "Balance 50.00 EUR"); // it doesn't hide what is owed
    type(scene, "k", "it must be");
    vt_wait_text(scene->vt, "found out first (:journal)");
    vt_type(scene->vt, "\r");
    vt_wait_idle(scene->vt);
    assert_int_equal(fault_proxy_asked(scene->stand.proxy, "bills/close"), 0);
}

static void
a_second_payment_wants_to_be_insisted_on(void **state)
{
    struct scene *scene = *state;

    lose_payment(scene);
    type(scene, "106p", "found out first (:journal)");
    type(scene, "\r", "It may be done already");
    vt_wait_text(scene->vt, "done again, it stands twice");
    vt_type(scene->vt, "\r"); // the default repeats nothing
    vt_wait_gone(scene->vt, "It may be done already");
    vt_wait_idle(scene->vt);
    assert_int_equal(fault_proxy_asked(scene->stand.proxy, "payments/addExternal"), 1);
    type(scene, "106p", "found out first (:journal)");
    type(scene, "\r", "It may be done already");
    type(scene, "!", "50.00 EUR taken.");
    assert_int_equal(payments(scene), 2);
    vt_wait_text(scene->vt, "UG   106"); // the first is as unknown as before
}

static void
the_journal_s_view_tells_and_settles(void **state)
{
    struct scene *scene = *state;
    struct error err;
    char path[128];
    char line[160];
    char *text;

    lose_payment(scene);
    type(scene, ":journal\r", "1 entry, 1 unknown");
    vt_wait_text(scene->vt, "pay 50.00 EUR Cash");
    type(scene, "\r", "Was it done?");
    vt_wait_text(scene->vt, "it is being looked for");
    vt_wait_text(scene->vt, "Host5, Jan");
    type(scene, "\r", "pay 50.00 EUR Cash"); // leaves it open
    vt_wait_gone(scene->vt, "Was it done?");
    type(scene, "\r", "Was it done?");
    type(scene, "d", "1 entry, 0 unknown");
    vt_wait_text(scene->vt, "found done");
    type(scene, "\r", "payments/addExternal"); // all that is known of it
    vt_wait_text(scene->vt, "Said so by the user.");
    leave_card(scene);
    snprintf(path, sizeof(path), "%s/journal.csv", scene->stand.folder.path);
    snprintf(line, sizeof(line), ":export %s\r", path);
    type(scene, line, "journal.csv");
    text = file_read(path, 65536, NULL, &err);
    check(text && strstr(text, "pay 50.00 EUR Cash") && strstr(text, "payments/addExternal")
              && strstr(text, "found done"),
          "%s", text ? text : err.text);
    free(text);
    type(scene, ":journal nobody\r", "No entry passes the filter");
    type(scene, ESCAPE, "found done");
    type(scene, ":found 1 done\r", "is not of unknown outcome");
    type(scene, CTRL_L ":found x done\r", "is no number of a journal entry");
    type(scene, CTRL_L ":found 1 perhaps\r", "Say done or undone.");
}

static void
rows_show_what_is_unknown(void **state)
{
    struct scene *scene = *state;

    open_view(scene, "", "Host1");
    fail_write(scene, "reservations/start", FAULT_CUT_REQUEST);
    type(scene, "101i", "checks in");
    type(scene, "\r", "U*G  101"); // a check-in on its row
    vt_wait_text(scene->vt, "Host1, Jan: Nobody knows");
    type(scene, CTRL_L, "U*G  101");
    fail_write(scene, "resources/update", FAULT_CUT_REQUEST);
    type(scene, "102I", "Nobody knows whether resources/update");
    type(scene, CTRL_L "`3", "102 CU"); // a room's state in the rack
    fail_write(scene, "messages/add", FAULT_CUT_REQUEST);
    type(scene, "`5", "Cot");
    type(scene, "\r", "Reply to ");
    type(scene, "Yes." CTRL_S, "Nobody knows whether messages/add");
    type(scene, CTRL_L, "U Host2, Jan");
}

static void
a_payment_that_was_done_is_found_after_kill_9(void **state)
{
    struct scene *scene = *state;

    open_view(scene, ESCAPE "d", "Host5");
    fail_write(scene, "payments/addExternal", FAULT_HOLD_ANSWER);
    type(scene, "106p", "posts the payment");
    vt_type(scene->vt, "\r");
    fault_proxy_wait_passed(scene->stand.proxy, "payments/addExternal", 1);
    kill(vt_pid(scene->vt), SIGKILL);
    assert_int_equal(vt_wait_exit(scene->vt), 128 + SIGKILL);
    vt_close(scene->vt);
    scene->vt = stand_screen(&scene->stand, NULL);
    vt_wait_text(scene->vt, "Found out: \"pay 50.00 EUR Cash\" was done. Host5, Jan");
    fault_proxy_release(scene->stand.proxy);
    assert_int_equal(payments(scene), 2);
    assert_int_equal(fault_proxy_asked(scene->stand.proxy, "payments/addExternal"), 1);
}

/* Killed while its payment is held before the server. */
static void
die_paying(struct scene *scene)
{
    open_view(scene, ESCAPE "d", "Host5");
    fail_write(scene, "payments/addExternal", FAULT_HOLD_REQUEST);
    type(scene, "106p", "posts the payment");
    vt_type(scene->vt, "\r");
    fault_proxy_wait(scene->stand.proxy, "payments/addExternal", 1);
    kill(vt_pid(scene->vt), SIGKILL);
    assert_int_equal(vt_wait_exit(scene->vt), 128 + SIGKILL);
    vt_close(scene->vt);
}

static void
one_that_was_not_done_is_asked_about_after_kill_9(void **state)
{
    struct scene *scene = *state;

    die_paying(scene);
    fault_proxy_leave(scene->stand.proxy); // what is held never gets to the server
    fault_proxy_return(scene->stand.proxy);
    stand_configure(&scene->stand, "set find-out 0\n");
    scene->vt = stand_screen(&scene->stand, NULL);
    vt_wait_text(scene->vt, "Was it done?");
    vt_wait_text(scene->vt, "The desk ended before the answer came.");
    vt_wait_idle(scene->vt);
    leave_card(scene); // which settles nothing
    type(scene, ":journal\r", "not found in 2 reads");
    assert_int_equal(payments(scene), 1);
}

/* Money that was said not to be taken may still arrive: also desks that come later watch for it. */
static void
one_that_comes_late_is_told_after_the_next_start_too(void **state)
{
    struct scene *scene = *state;

    die_paying(scene);
    stand_configure(&scene->stand, "set find-out 0\nset refresh off\n");
    scene->vt = stand_screen(&scene->stand, NULL);
    vt_wait_text(scene->vt, "Was it done?");
    vt_wait_idle(scene->vt);
    type(scene, "u", "was not done. Host5, Jan");
    vt_type(scene->vt, "q");
    assert_int_equal(vt_wait_exit(scene->vt), 0);
    vt_close(scene->vt);
    scene->vt = NULL;
    open_view(scene, ESCAPE "d", "Host5");
    assert_int_equal(payments(scene), 1);
    fault_proxy_release(scene->stand.proxy);
    fault_proxy_wait_passed(scene->stand.proxy, "payments/addExternal", 1);
    vt_type(scene->vt, CTRL_R);
    vt_wait_words(scene->vt, "Found out: \"pay 50.00 EUR Cash\" was done. Host5, Jan");
    vt_wait_words(scene->vt, "It came late");
    assert_int_equal(payments(scene), 2);
}

#define SCENE(test) cmocka_unit_test_setup_teardown(test, set_up, scene_tear_down)

/* The form is still there; it does not book the same guest again, by neither profile. */
static void
a_walk_in_is_not_booked_twice(void **state)
{
    struct scene *scene = *state;

    open_view(scene, "w", "Enter goes on to the guest");
    fail_write(scene, "reservations/add", FAULT_CUT_REQUEST);
    type(scene, "\rGhost, Gil", "new guest  Ghost, Gil");
    type(scene, "\r", "books it, then check-in");
    type(scene, "\r", "for the guest stays. Nobody");
    type(scene, "\r", "books it, then check-in"); // by now a guest who is known
    assert_false(vt_has_text(scene->vt, "a new profile"));
    type(scene, "\r", "It may be done already");
    vt_type(scene->vt, ESCAPE);
    vt_wait_gone(scene->vt, "It may be done already");
    assert_int_equal(fault_proxy_asked(scene->stand.proxy, "customers/add"), 1);
    assert_int_equal(fault_proxy_asked(scene->stand.proxy, "reservations/add"), 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(a_walk_in_is_not_booked_twice),
        SCENE(check_out_waits_until_a_payment_is_found_out),
        SCENE(a_bill_is_not_closed_while_a_payment_on_it_is_unknown),
        SCENE(a_second_payment_wants_to_be_insisted_on),
        SCENE(the_journal_s_view_tells_and_settles),
        SCENE(rows_show_what_is_unknown),
        SCENE(a_payment_that_was_done_is_found_after_kill_9),
        SCENE(one_that_was_not_done_is_asked_about_after_kill_9),
        SCENE(one_that_comes_late_is_told_after_the_next_start_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
