/* Terminals that are unknown, too small, without colours or UTF-8, none, or gone. */
#include "tests/support/scene.h"

#include <signal.h>
#include <stdlib.h>

#include "api/base/instant.h"
#include "tests/support/property.h"
#include "tests/support/test.h"

#define CTRL_L "\x0c"

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
type(struct scene *scene, const char *keys, const char *text)
{
    vt_type(scene->vt, keys);
    vt_wait_text(scene->vt, text);
    vt_wait_idle(scene->vt);
}

/* It ended with 2, and said one line that has no escape in it. */
static void
check_refused(struct scene *scene, const char *words)
{
    size_t length;
    const char *output;

    assert_int_equal(vt_wait_exit(scene->vt), 2);
    output = vt_output(scene->vt, &length);
    check(!memchr(output, '\x1b', length), "%s: an escape", words);
    check(memchr(output, '\n', length) == output + length - 1, "%s: more than a line", words);
    vt_wait_words(scene->vt, words);
    vt_close(scene->vt);
    scene->vt = NULL;
}

static void
terminals_that_cannot_be_used_are_named(void **state)
{
    static const struct {
        const char *term; /* NULL: not set */
        const char *says;
    } rows[] = {
        {"nonesuch", "frontdesk: TERM is nonesuch, which is not in the terminal database"},
        {"dumb", "frontdesk: TERM is dumb, a terminal whose cursor can't be moved"},
        {"", "frontdesk: TERM is not set"},
        {NULL, "frontdesk: TERM is not set"},
    };
    static const char *const no_term[] = {"TERM", NULL};
    struct scene *scene = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        scene->stand.term = rows[i].term;
        scene->stand.environment = rows[i].term ? NULL : no_term;
        scene->vt = stand_screen(&scene->stand, NULL);
        check_refused(scene, rows[i].says);
    }
}

static void
what_is_no_terminal_is_told(void **state)
{
    struct scene *scene = *state;
    struct program_end end = stand_run(&scene->stand, "--read-only");

    assert_int_equal(end.status, 2);
    assert_string_equal(end.out, "");
    assert_string_equal(end.err, "frontdesk: Standard input is no terminal: start the screen in a "
                                 "terminal, or use `frontdesk run` without one.\n");
    program_end_clear(&end);
    scene->vt = stand_shell(&scene->stand, "exec $FRONTDESK >/dev/null");
    check_refused(scene, "frontdesk: Standard output is no terminal");
    scene->vt = stand_shell(&scene->stand, "exec $FRONTDESK </dev/null");
    check_refused(scene, "frontdesk: Standard input is no terminal");
    scene->vt = stand_shell(&scene->stand, "exec $FRONTDESK -c 'arrivals' --paint");
    check_refused(scene, "frontdesk: No option --paint");
}

static void
a_screen_too_small_waits_until_it_is_larger(void **state)
{
    struct scene *scene = *state;

    scene->stand.rows = 1;
    scene->stand.columns = 1;
    scene->vt = stand_screen(&scene->stand, NULL);
    vt_wait_idle(scene->vt);
    vt_resize(scene->vt, 5, 30);
    vt_wait_text(scene->vt, "Too small");
    vt_type(scene->vt, "106i\r"); // nothing acts behind it
    vt_wait_idle(scene->vt);
    vt_resize(scene->vt, 24, 80);
    vt_wait_text(scene->vt, "Host3");
    vt_wait_gone(scene->vt, "Too small");
    vt_wait_idle(scene->vt);
    assert_false(vt_has_text(scene->vt, "Check in"));
    type(scene, "101i", "checks in");
    vt_resize(scene->vt, 9, 80);
    vt_wait_text(scene->vt, "Too small");
    vt_type(scene->vt, "\r");
    vt_wait_idle(scene->vt);
    vt_resize(scene->vt, 24, 80);
    vt_wait_text(scene->vt, "checks in"); // the card is still there
    assert_int_equal(fault_proxy_asked(scene->stand.proxy, "reservations/start"), 0);
    type(scene, "\r", "is checked in");
}

static void
faults_show_on_the_smallest_screen_too(void **state)
{
    struct scene *scene = *state;

    scene->stand.rows = 12;
    scene->stand.columns = 40;
    fault_proxy_add(scene->stand.proxy, (struct fault){.path = "orderItems/getAll",
                                                       .status = 403,
                                                       .body = "{\"Message\":\"No money.\"}"});
    fault_proxy_add(scene->stand.proxy,
                    (struct fault){.path = "resources/update",
                                   .status = 403,
                                   .body = "{\"Message\":\"The housekeeper says no.\"}"});
    scene->vt = stand_screen(&scene->stand, NULL);
    vt_wait_text(scene->vt, "Host3");
    vt_wait_words(scene->vt, "Missing: the balances");
    vt_wait_words(scene->vt, "No money.");
    type(scene, "102I", "The housekeeper says no.");
}

static void
check_bytes(struct scene *scene, bool (*is_bad)(const char *at), const char *what)
{
    size_t length;
    const char *output = vt_output(scene->vt, &length);

    for (size_t i = 0; i < length; i++)
        check(!is_bad(output + i), "%s: %.20s", what, output + i);
}

static bool
is_not_ascii(const char *at)
{
    return (*at & 0x80) != 0;
}

/* A sequence that sets a colour: SGR 30 to 49 or 90 to 107. */
static bool
is_colour(const char *at)
{
    if (at[0] != '\x1b' || at[1] != '[')
        return false;
    for (at += 2; *at >= '0' && *at <= ';'; at++) {
        char *end;
        long number = strtol(at, &end, 10);

        if ((number >= 30 && number < 50) || (number >= 90 && number < 108))
            return strchr(end, 'm') == end + strspn(end, "0123456789;:");
        at = end;
        if (*at != ';' && *at != ':')
            break;
    }
    return false;
}

/* What all kinds of things look like: missing balances, a card, an error. */
static void
show_much(struct scene *scene)
{
    fault_proxy_add(scene->stand.proxy, (struct fault){.path = "orderItems/getAll",
                                                       .status = 403,
                                                       .body = "{\"Message\":\"Ne, děkuji.\"}"});
    scene->vt = stand_screen(&scene->stand, NULL);
    vt_wait_text(scene->vt, "Host3");
    vt_wait_text(scene->vt, "Missing: the balances");
    type(scene, "101i", "checks in");
    vt_type(scene->vt, "\x1b");
    vt_wait_gone(scene->vt, "checks in");
    type(scene, "`3", "Rooms");
    type(scene, ":paint\r", "No command is called `paint`");
}

static void
without_utf_8_nothing_but_ascii_is_sent(void **state)
{
    static const char *const c[] = {"LC_ALL=C", NULL};
    struct scene *scene = *state;

    scene->stand.environment = c;
    show_much(scene);
    check_bytes(scene, is_not_ascii, "LC_ALL=C");
}

static void
without_colours_none_are_sent(void **state)
{
    static const char *const no_color[] = {"NO_COLOR=1", NULL};
    struct scene *scene = *state;

    scene->stand.environment = no_color;
    show_much(scene);
    check_bytes(scene, is_colour, "NO_COLOR");
    vt_close(scene->vt);
    scene->stand.environment = NULL;
    scene->stand.term = "vt100";
    show_much(scene);
    check_bytes(scene, is_colour, "vt100");
}

static void
with_colours_some_are_sent(void **state)
{
    struct scene *scene = *state;
    size_t length;
    const char *output;
    bool any = false;

    show_much(scene);
    output = vt_output(scene->vt, &length);
    for (size_t i = 0; i < length; i++)
        any = any || is_colour(output + i);
    assert_true(any); // else the test before proves nothing
}

static void
a_terminal_that_goes_ends_the_program(void **state)
{
    struct scene *scene = *state;

    scene->vt = stand_screen(&scene->stand, NULL);
    vt_wait_text(scene->vt, "Host3");
    vt_wait_idle(scene->vt);
    vt_hang_up(scene->vt);
    assert_int_equal(vt_wait_exit(scene->vt), 128 + SIGHUP);
}

/* A serial terminal says by XOFF that it can take no more; elsewhere Ctrl-S is a key. */
static void
a_setting_leaves_flow_control_to_the_terminal(void **state)
{
    struct scene *scene = *state;

    for (int is_kept = 0; is_kept < 2; is_kept++) {
        stand_configure(&scene->stand, is_kept ? "set flow-control on\n" : "");
        scene->vt = stand_screen(&scene->stand, NULL);
        vt_wait_text(scene->vt, "Host3");
        assert_int_equal(!!(vt_modes(scene->vt).c_iflag & IXON), is_kept);
        vt_close(scene->vt);
    }
    scene->vt = NULL;
}

static bool
has_rung(struct vt *vt, const void *context)
{
    (void)context;
    return vt_bells(vt) > 0;
}

/* The worker's thread may hang; who wants to leave does, and finds the terminal as it was. */
static void
a_hanging_look_up_keeps_nobody(void **state)
{
    struct scene *scene = *state;
    struct preload preload;
    const char *const environment[] = {preload.library, preload.sanitizer,
                                       /* which would sleep a second at the end */
                                       "TSAN_OPTIONS=atexit_sleep_ms=0", NULL};
    struct termios modes;
    int64_t left_ms;

    program_preload("lookup", &preload);
    scene->stand.url = "https://api.example.com";
    scene->stand.environment = environment;
    scene->vt = stand_screen(&scene->stand, NULL);
    vt_wait_text(scene->vt, "0 left");
    assert_true(vt_until(scene->vt, has_rung, NULL, 10000)); // it looks the name up
    assert_false(vt_modes(scene->vt).c_lflag & ICANON);
    left_ms = monotonic_ms();
    vt_type(scene->vt, "q");
    assert_int_equal(vt_wait_exit(scene->vt), 0);
    check(monotonic_ms() - left_ms < 1000, "%d ms", (int)(monotonic_ms() - left_ms));
    modes = vt_modes(scene->vt);
    assert_true((modes.c_lflag & ICANON) && (modes.c_lflag & ECHO));
    assert_false(vt_is_alternate(scene->vt));
    assert_true(vt_cursor(scene->vt).is_visible);
}

/* What was on its way is in the journal as what it is, and found out at the next start. */
static void
a_write_outlives_its_terminal(void **state)
{
    struct scene *scene = *state;
    struct program_end end;

    fault_proxy_add(scene->stand.proxy,
                    (struct fault){.path = "reservations/start", .kind = FAULT_HOLD_ANSWER});
    scene->vt = stand_screen(&scene->stand, NULL);
    vt_wait_text(scene->vt, "Host3");
    vt_wait_idle(scene->vt);
    type(scene, "101i", "checks in");
    vt_type(scene->vt, "\r");
    fault_proxy_wait_passed(scene->stand.proxy, "reservations/start", 1);
    vt_hang_up(scene->vt);
    assert_int_equal(vt_wait_exit(scene->vt), 128 + SIGHUP);
    fault_proxy_heal(scene->stand.proxy);
    vt_close(scene->vt);
    scene->vt = stand_screen(&scene->stand, NULL);
    vt_wait_text(scene->vt, "Found out: \"check-in\" was done. Host1, Jan");
    end = stand_run(&scene->stand, "run", "--json", "journal unknown", "journal check-in");
    assert_non_null(strstr(end.out, "\"Result\":[]"));
    assert_non_null(strstr(end.out, "\"outcome\":\"found done\""));
    program_end_clear(&end);
}

#define SCENE(test) cmocka_unit_test_setup_teardown(test, set_up, scene_tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(terminals_that_cannot_be_used_are_named),
        SCENE(what_is_no_terminal_is_told),
        SCENE(a_screen_too_small_waits_until_it_is_larger),
        SCENE(faults_show_on_the_smallest_screen_too),
        SCENE(without_utf_8_nothing_but_ascii_is_sent),
        SCENE(without_colours_none_are_sent),
        SCENE(with_colours_some_are_sent),
        SCENE(a_terminal_that_goes_ends_the_program),
        SCENE(a_setting_leaves_flow_control_to_the_terminal),
        SCENE(a_hanging_look_up_keeps_nobody),
        SCENE(a_write_outlives_its_terminal),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
