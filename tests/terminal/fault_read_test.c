/*
 * Reads that fail, while the day is loaded and when the user asks: each says so where it is missed,
 * everything else goes on, and it heals.
 */
#include "tests/support/scene.h"

#include "tests/support/property.h"
#include "tests/support/test.h"

#define CTRL_L "\x0c"
#define CTRL_R "\x12"
#define ESCAPE "\x1b"

bool
demo_generate(const struct demo_config *config, demo_emit_fn emit, void *context, struct error *err)
{
    (void)config;
    return property_emit(emit, context, err);
}

static int
set_up(void **state)
{
    return scene_set_up(state, "set refresh off\nset timeout 2\n");
}

/* Types keys, waits for a text and for rest. */
static void
type(struct scene *scene, const char *keys, const char *text)
{
    vt_type(scene->vt, keys);
    vt_wait_text(scene->vt, text);
    vt_wait_idle(scene->vt);
}

static void
leave_card(struct scene *scene)
{
    vt_type(scene->vt, ESCAPE);
    vt_wait_gone(scene->vt, "Esc back");
    vt_wait_idle(scene->vt);
}

static void
load(struct scene *scene)
{
    scene->vt = stand_day(&scene->stand);
}

/* It still is a desk: another view, help, and the way back. */
static void
check_usable(struct scene *scene)
{
    type(scene, "`3", "Rooms");
    type(scene, "`1", "What it does");
    type(scene, "`2", "Arrivals");
}

/* A setting that can't be read is said, and nothing else fails by it. */
static void
a_closing_time_that_is_none_is_said(void **state)
{
    struct scene *scene = *state;

    fault_proxy_add(scene->stand.proxy,
                    (struct fault){.path = "configuration/get",
                                   .kind = FAULT_INSTEAD,
                                   .body = "{\"NowUtc\":\"2026-03-24T15:00:00Z\",\"Enterprise\":{"
                                           "\"Id\":\"11111111-1111-1111-1111-111111111111\","
                                           "\"Name\":\"Other\",\"TimeZoneIdentifier\":"
                                           "\"Europe/Prague\",\"EditableHistoryInterval\":\"abc\","
                                           "\"BusinessDayClosingOffset\":\"abc\"}}"});
    load(scene);
    assert_true(vt_has_text(scene->vt, "The hotel's day closes at \"abc\""));
    type(scene, "101i", "checks in");
    type(scene, "\r", "is checked in");
    type(scene, "`3", "Rooms");
    assert_false(vt_has_text(scene->vt, "closes at")); // once is enough
}

static void
each_part_that_fails_says_so_in_its_view(void **state)
{
    struct scene *scene = *state;
    struct fault_proxy *proxy = scene->stand.proxy;

    fault_proxy_add(proxy, (struct fault){.path = "orderItems/getAll", .status = 500});
    fault_proxy_add(proxy,
                    (struct fault){.path = "resourceBlocks/getAll", .kind = FAULT_HOLD_REQUEST});
    fault_proxy_add(
        proxy,
        (struct fault){.path = "messageThreads/getAll", .kind = FAULT_CUT_ANSWER, .at = 150});
    fault_proxy_add(proxy, (struct fault){.path = "products/getAll", .status = 408});
    fault_proxy_add(proxy, (struct fault){.path = "serviceOrderNotes/getAll",
                                          .status = 403,
                                          .body = "{\"Message\":\"Notes are not for you.\","
                                                  "\"RequestId\":\"r-7\"}"});
    scene->vt = stand_screen(&scene->stand, NULL);
    vt_wait_text(scene->vt, "Host3"); // the day is there
    vt_wait_text(scene->vt, "Missing: the balances");
    vt_wait_words(scene->vt, "orderItems/getAll: the property answered 500");
    vt_wait_text(scene->vt, "·"); // what is not known is not 0.00
    type(scene, "101i", "Balance");
    vt_wait_text(scene->vt, "orderItems/getAll");
    vt_wait_text(scene->vt, "Enter checks in"); // which it doesn't stop
    leave_card(scene);
    type(scene, "`3", "Missing: the days around");
    vt_wait_words(scene->vt, "resourceBlocks/getAll: no answer");
    type(scene, "`5", "Missing: the messages");
    vt_wait_words(scene->vt, "the connection broke");
    type(scene, ESCAPE "h107c", "The products are missing");
    vt_wait_text(scene->vt, "408");
    leave_card(scene);
    fault_proxy_heal(proxy);
    fault_proxy_add(proxy, (struct fault){.path = "serviceOrderNotes/getAll",
                                          .status = 403,
                                          .body = "{\"Message\":\"Notes are not for you.\","
                                                  "\"RequestId\":\"r-7\"}"});
    type(scene, "`2" CTRL_R, "100.00");
    vt_wait_text(scene->vt, "Missing: companies, companions and notes"); // what is still so
    vt_wait_words(scene->vt, "Notes are not for you. (request r-7)");
    fault_proxy_heal(proxy);
    vt_type(scene->vt, CTRL_R);
    vt_wait_gone(scene->vt, "Missing");
    type(scene, "`3", "Rooms");
    vt_wait_gone(scene->vt, "Missing");
    type(scene, "`5", "Parking");
    vt_wait_gone(scene->vt, "Missing");
}

/* What a read that the user asks for may get, and what the folio says of it. */
static const struct {
    const char *what;
    struct fault fault;
    const char *says;
    const char *because;
} answers[] = {
    {"403",
     {.status = 403, .body = "{\"Message\":\"Bills are not for you.\"}"},
     "Missing: the account",
     "Bills are not for you."},
    {"401",
     {.status = 401, .body = "{\"Message\":\"No permission.\"}"},
     "Not permitted: the account",
     "No permission."},
    {"404",
     {.status = 404, .body = "<h1>Nothing here</h1>"},
     "Missing: the account",
     "bills/getAll: the property answered 404"},
    {"a redirect",
     {.status = 302, .headers = "Location: https://elsewhere.example/\r\n"},
     "Missing: the account",
     "a redirect, which is not followed"},
    {"no JSON",
     {.body = "<html>Welcome to our network</html>"},
     "Missing: the account",
     "bills/getAll: the property's answer cannot be read"},
    {"a list", {.body = "[]"}, "Missing: the account", "it is no object"},
    {"a wrong type",
     {.body = "{\"Bills\":[{\"Id\":5}]}"},
     "Missing: the account",
     "bills/getAll: the property's answer cannot be read"},
    {"noise", {.kind = FAULT_GARBLE, .at = 9}, "Missing: the account", "cannot be read"},
    {"half of it", {.kind = FAULT_SHORTEN, .at = 40}, "Missing: the account", "cannot be read"},
    {"nothing in time",
     {.kind = FAULT_HOLD_REQUEST},
     "Missing: the account",
     "it did not answer in time"},
};

static void
a_read_that_was_asked_for_says_why_it_fails(void **state)
{
    struct scene *scene = *state;

    load(scene);
    type(scene, ESCAPE "d", "Host5");
    for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
        struct fault fault = answers[i].fault;

        fault.path = "bills/getAll";
        fault_proxy_add(scene->stand.proxy, fault);
        type(scene, "106f", answers[i].says);
        vt_wait_words(scene->vt, answers[i].because);
        check(!vt_has_text(scene->vt, "OUT OF REACH"), "%s is no outage", answers[i].what);
        fault_proxy_heal(scene->stand.proxy);
        vt_type(scene->vt, CTRL_R);
        vt_wait_gone(scene->vt, answers[i].says);
        vt_wait_text(scene->vt, "Bill 1 Open Host5, Jan");
        type(scene, "q", "Departures");
    }
    check_usable(scene);
}

static void
wrong_tokens_are_named(void **state)
{
    struct scene *scene = *state;
    static const char *const wrong[] = {"FRONTDESK_ACCESS_TOKEN=WRONG", NULL};

    scene->stand.environment = wrong;
    scene->vt = stand_screen(&scene->stand, NULL);
    vt_wait_text(scene->vt, "TOKENS REFUSED");
    vt_wait_words(scene->vt, "The property refuses the tokens");
    vt_wait_text(scene->vt, "FRONTDESK_ACCESS_TOKEN");
    vt_wait_idle(scene->vt);
    check_usable(scene);
    vt_wait_words(scene->vt, "Not permitted: the hotel's settings");
    vt_type(scene->vt, "qqq");
    assert_int_equal(vt_wait_exit(scene->vt), 0);
}

static void
a_property_out_of_reach_is_waited_for(void **state)
{
    struct scene *scene = *state;

    fault_proxy_leave(scene->stand.proxy);
    scene->vt = stand_screen(&scene->stand, NULL);
    vt_wait_text(scene->vt, "OUT OF REACH");
    vt_wait_words(scene->vt, "check that it runs, and the network");
    vt_wait_words(scene->vt, "Missing: the hotel's settings, the rooms, the day's stays");
    vt_wait_idle(scene->vt);
    check_usable(scene);
    fault_proxy_return(scene->stand.proxy);
    type(scene, CTRL_R, "100.00");
    vt_wait_gone(scene->vt, "Missing");
    vt_wait_gone(scene->vt, "OUT OF REACH");
}

static void
a_property_that_goes_leaves_what_is_known(void **state)
{
    struct scene *scene = *state;

    load(scene);
    fault_proxy_leave(scene->stand.proxy);
    type(scene, CTRL_R, "OUT OF REACH");
    vt_wait_words(scene->vt, "no answer from");
    type(scene, CTRL_L, "Host1");
    vt_wait_text(scene->vt, "100.00");
    type(scene, "106f", "Missing: the account");
    type(scene, "q", "Arrivals");
    fault_proxy_return(scene->stand.proxy);
    vt_type(scene->vt, CTRL_R);
    vt_wait_gone(scene->vt, "OUT OF REACH");
    vt_wait_idle(scene->vt);
    check_usable(scene);
}

static void
the_last_known_state_shows_while_it_is_away(void **state)
{
    struct scene *scene = *state;

    load(scene);
    vt_type(scene->vt, "q");
    assert_int_equal(vt_wait_exit(scene->vt), 0);
    vt_close(scene->vt);
    fault_proxy_leave(scene->stand.proxy);
    scene->vt = stand_screen(&scene->stand, NULL);
    vt_wait_text(scene->vt, "Host3");
    vt_wait_text(scene->vt, "OUT OF REACH");
    vt_wait_text(scene->vt, "as of");
    type(scene, "101i", "Host1");
    type(scene, "\r", "Nothing was done.");
    vt_type(scene->vt, CTRL_L);
    vt_wait_gone(scene->vt, "Nothing was done.");
    fault_proxy_return(scene->stand.proxy);
    vt_type(scene->vt, CTRL_R);
    vt_wait_gone(scene->vt, "OUT OF REACH");
}

static void
too_many_requests_are_waited_out_in_sight(void **state)
{
    struct scene *scene = *state;

    stand_configure(&scene->stand, "set refresh off\n");
    fault_proxy_add(scene->stand.proxy,
                    (struct fault){.status = 429, .headers = "Retry-After: 3\r\n", .times = 3});
    scene->vt = stand_screen(&scene->stand, NULL);
    vt_wait_text(scene->vt, "throttled");
    vt_wait_text(scene->vt, "Host3");
    vt_wait_gone(scene->vt, "throttled");
    vt_wait_text(scene->vt, "100.00");
    fault_proxy_add(scene->stand.proxy, (struct fault){.path = "reservations/start",
                                                       .status = 429,
                                                       .headers = "Retry-After: 3\r\n",
                                                       .body = "{\"Message\":\"Too many.\"}",
                                                       .times = 1});
    vt_wait_idle(scene->vt);
    type(scene, "101i", "checks in");
    type(scene, "\r", "Nothing was done. Too many.");
    vt_wait_text(scene->vt, "throttled");
    type(scene, CTRL_L "101i", "checks in"); // again, and it waits as long as it must
    type(scene, "\r", "Host1, Jan is checked in");
    vt_wait_gone(scene->vt, "throttled");
}

static void
a_page_that_takes_too_long_is_asked_for_in_smaller_ones(void **state)
{
    struct scene *scene = *state;
    const struct fault large = {.path = "customers/getAll", .told = "\"Count\":100", .status = 408};
    const struct fault smaller = {
        .path = "customers/getAll", .told = "\"Count\":50", .status = 408};

    fault_proxy_add(scene->stand.proxy, large);
    fault_proxy_add(scene->stand.proxy, smaller);
    load(scene);
    assert_true(fault_proxy_asked(scene->stand.proxy, "customers/getAll") > 2);
}

#define SCENE(test) cmocka_unit_test_setup_teardown(test, set_up, scene_tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(a_closing_time_that_is_none_is_said),
        SCENE(each_part_that_fails_says_so_in_its_view),
        SCENE(a_read_that_was_asked_for_says_why_it_fails),
        SCENE(wrong_tokens_are_named),
        SCENE(a_property_out_of_reach_is_waited_for),
        SCENE(a_property_that_goes_leaves_what_is_known),
        SCENE(the_last_known_state_shows_while_it_is_away),
        SCENE(too_many_requests_are_waited_out_in_sight),
        SCENE(a_page_that_takes_too_long_is_asked_for_in_smaller_ones),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
