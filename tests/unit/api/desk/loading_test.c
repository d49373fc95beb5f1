/* The day is read part by part: what fails holds up nothing else, and is tried again. */
#include "api/desk/desk.h"

#include <poll.h>
#include <stdlib.h>

#include "tests/support/cmocka.h"
#include "tests/support/desk.h"
#include "tests/support/scripted_property.h"
#include "tests/support/test.h"

static int64_t clock_now_ms;

static int64_t
clock_ms(void)
{
    return clock_now_ms;
}

static const char HOUSE[] =
    "{\"NowUtc\":\"2026-03-24T15:00:00Z\",\"Enterprise\":{\"Id\":"
    "\"11111111-1111-1111-1111-111111111111\",\"Name\":\"Test\",\"TimeZoneIdentifier\":"
    "\"Europe/Prague\"}}";

static const char STAYS[] =
    "{\"Reservations\":[{\"Id\":\"22222222-2222-2222-2222-222222222222\",\"AccountId\":"
    "\"33333333-3333-3333-3333-333333333333\",\"Number\":\"7\",\"State\":\"Started\","
    "\"ScheduledStartUtc\":\"2026-03-22T14:00:00Z\",\"ScheduledEndUtc\":\"2026-03-24T10:00:00Z\","
    "\"UpdatedUtc\":\"2026-03-22T14:00:00Z\"}]}";

static const struct uuid account = {{0x33, 0x33, 0x33, 0x33, 0x33, 0x33, 0x33, 0x33, 0x33, 0x33,
                                     0x33, 0x33, 0x33, 0x33, 0x33, 0x33}};

static struct desk *
open_desk(struct property *property, const char *state_path)
{
    struct desk_config config = {
        .client = desk_config(property_url(property), state_path),
        .clock_ms = clock_ms,
    };
    struct error err = {0};
    struct desk *desk;

    config.client.timeout_ms = 1000; // the client's own repeats end soon
    check(instant_parse("2026-03-24T15:00:00Z", &config.now), "now");
    desk = desk_open(&config, &err);
    check(desk, "%s", err.text);
    return desk;
}

static int
set_up(void **state)
{
    struct property *property = property_new(NULL);

    clock_now_ms = 1000000;
    property_say(property,
                 (struct script){.path = "configuration/get", .body = HOUSE, .times = true});
    property_say(
        property,
        (struct script){.path = "reservations/getAll/2023-06-06", .body = STAYS, .times = true});
    *state = property;
    return 0;
}

static int
tear_down(void **state)
{
    property_free(*state);
    return 0;
}

/* What can't be read is said once and off; the zone stays as it was, days end at midnight. */
static void
settings_that_cannot_be_used_are_told_once(void **state)
{
    static const char house[] =
        "{\"NowUtc\":\"2026-03-24T15:00:00Z\",\"Enterprise\":{\"Id\":"
        "\"11111111-1111-1111-1111-111111111111\",\"Name\":\"Test\",\"TimeZoneIdentifier\":"
        "\"Mars/Olympus\",\"BusinessDayClosingOffset\":\"abc\"}}";
    struct property *property = property_new(NULL);
    struct desk *desk = open_desk(property, NULL);
    struct error err;

    (void)state;
    property_say(property,
                 (struct script){.path = "configuration/get", .body = house, .times = true});
    assert_false(desk_remark(desk, &err));
    desk_start(desk);
    SERVE_UNTIL(desk, desk_has(desk, DESK_STAYS) && desk_has(desk, DESK_ROOMS));
    assert_true(desk_remark(desk, &err));
    assert_non_null(strstr(err.text, "\"abc\", which is no duration such as PT4H"));
    assert_true(desk_remark(desk, &err));
    assert_non_null(strstr(err.text, "Mars/Olympus"));
    desk_refresh(desk);
    SERVE_UNTIL(desk, desk_has(desk, DESK_STAYS));
    assert_false(desk_remark(desk, &err));
    assert_int_equal(desk_today(desk).number, civil_to_days(2026, 3, 24));
    desk_close(desk);
    property_free(property);
}

/* All parts are there or missing. */
static bool
is_over(const struct desk *desk)
{
    for (int part = 0; part < DESK_PARTS; part++)
        if (!desk_has(desk, (enum desk_part)part) && !desk_missing(desk, (enum desk_part)part))
            return false;
    return true;
}

static void
a_part_that_fails_holds_up_no_other(void **state)
{
    struct property *property = *state;
    struct desk *desk = open_desk(property, NULL);

    for (int i = 0; i < 20; i++)
        property_say(property, (struct script){.path = "orderItems/getAll", .status = 500});
    desk_start(desk);
    SERVE_UNTIL(desk, is_over(desk));
    for (int part = 0; part < DESK_PARTS; part++)
        check(desk_has(desk, (enum desk_part)part) == (part != DESK_BALANCES), "%d", part);
    assert_non_null(strstr(desk_missing(desk, DESK_BALANCES)->text, "orderItems/getAll"));
    assert_int_equal(desk_due_ms(desk), clock_now_ms + 5000);
    desk_close(desk);
}

static void
it_is_tried_again_when_it_is_time(void **state)
{
    struct property *property = *state;
    struct desk *desk = open_desk(property, NULL);
    size_t asked;

    property_say(property, (struct script){.path = "orderItems/getAll", .is_never = true});
    desk_start(desk);
    SERVE_UNTIL(desk, is_over(desk));
    asked = property_count(property);
    desk_serve(desk); // nothing is due
    clock_now_ms += 4999;
    desk_serve(desk);
    assert_non_null(desk_missing(desk, DESK_BALANCES));
    clock_now_ms += 1;
    SERVE_UNTIL(desk, desk_has(desk, DESK_BALANCES));
    assert_int_equal(property_count(property), asked + 1);
    assert_int_equal(desk_due_ms(desk), INT64_MAX);
    desk_close(desk);
}

static void
what_is_not_permitted_is_asked_again_by_the_user_alone(void **state)
{
    struct property *property = *state;
    struct desk *desk = open_desk(property, NULL);

    property_say(property, (struct script){.path = "messageThreads/getAll",
                                           .status = 401,
                                           .body = "{\"Message\":\"No messages.\"}"});
    desk_start(desk);
    SERVE_UNTIL(desk, is_over(desk));
    assert_string_equal(desk_missing(desk, DESK_THREADS)->text, "No messages.");
    assert_int_equal(desk_missing(desk, DESK_THREADS)->kind, ERROR_PERMISSION);
    assert_int_equal(desk_due_ms(desk), INT64_MAX);
    desk_refresh(desk);
    SERVE_UNTIL(desk, desk_has(desk, DESK_THREADS));
    assert_null(desk_missing(desk, DESK_THREADS));
    desk_close(desk);
}

static void
refused_tokens_ask_for_nothing_of_the_day(void **state)
{
    struct property *property = property_new(NULL);
    struct desk *desk = open_desk(property, NULL);

    (void)state;
    property_say(property, (struct script){.path = "configuration/get",
                                           .status = 401,
                                           .body = "{\"Message\":\"Invalid AccessToken.\"}"});
    desk_start(desk);
    SERVE_UNTIL(desk, desk_missing(desk, DESK_CONFIGURATION) && desk_has(desk, DESK_ROOMS));
    assert_non_null(strstr(desk_missing(desk, DESK_CONFIGURATION)->text, "tokens"));
    assert_non_null(strstr(desk_missing(desk, DESK_CONFIGURATION)->text, "Invalid AccessToken."));
    assert_ptr_equal(desk_missing(desk, DESK_STAYS), desk_missing(desk, DESK_CONFIGURATION));
    for (size_t i = 0; i < property_count(property); i++)
        assert_string_not_equal(property_asked(property, i)->path,
                                "reservations/getAll/2023-06-06");
    desk_close(desk);
    property_free(property);
}

static void
the_snapshot_s_configuration_serves_while_the_property_s_is_missing(void **state)
{
    struct property *property = *state;
    struct property *later = property_new(NULL);
    char *folder = folder_fresh();
    char *path = folder_path(folder, "state.db");
    struct desk *desk = open_desk(property, path);

    desk_start(desk);
    SERVE_UNTIL(desk, is_over(desk));
    desk_close(desk);
    desk = open_desk(later, path);
    for (int i = 0; i < 20; i++)
        property_say(later, (struct script){.path = "configuration/get", .status = 500});
    property_say(
        later,
        (struct script){.path = "reservations/getAll/2023-06-06", .body = STAYS, .times = true});
    desk_start(desk);
    SERVE_UNTIL(desk, desk_has(desk, DESK_STAYS));
    assert_non_null(desk_missing(desk, DESK_CONFIGURATION));
    assert_string_equal(store_configuration(desk_store(desk))->name, "Test");
    desk_close(desk);
    property_free(later);
    free(path);
    folder_drop(folder);
}

/* Another read brought the guest meanwhile: nothing is missing any more, and nothing is due. */
static void
what_came_by_another_way_is_no_longer_missing(void **state)
{
    struct property *property = *state;
    struct desk *desk = open_desk(property, NULL);

    property_say(property, (struct script){.path = "customers/getAll", .is_never = true});
    property_say(property,
                 (struct script){.path = "companionships/getAll",
                                 .body = "{\"Customers\":[{\"Id\":"
                                         "\"33333333-3333-3333-3333-333333333333\",\"LastName\":"
                                         "\"Host\",\"UpdatedUtc\":\"2026-03-01T00:00:00Z\"}]}"});
    desk_start(desk);
    SERVE_UNTIL(desk, is_over(desk));
    assert_non_null(desk_missing(desk, DESK_STAYS));
    clock_now_ms += 5000;
    SERVE_UNTIL(desk, desk_has(desk, DESK_STAYS));
    assert_int_equal(desk_due_ms(desk), INT64_MAX);
    desk_close(desk);
}

static void
an_account_that_cannot_be_read_says_so_and_is_asked_again(void **state)
{
    struct property *property = *state;
    struct desk *desk = open_desk(property, NULL);

    desk_start(desk);
    SERVE_UNTIL(desk, is_over(desk));
    property_say(property, (struct script){.path = "bills/getAll",
                                           .status = 403,
                                           .body = "{\"Message\":\"Not yours.\"}"});
    desk_load_account(desk, account);
    assert_null(desk_account_missing(desk, account));
    SERVE_UNTIL(desk, desk_account_missing(desk, account));
    assert_string_equal(desk_account_missing(desk, account)->text, "Not yours.");
    assert_false(desk_has_account(desk, account));
    desk_refresh(desk);
    SERVE_UNTIL(desk, desk_has_account(desk, account));
    assert_null(desk_account_missing(desk, account));
    desk_close(desk);
}

static void
more_days_that_cannot_be_read_are_asked_again(void **state)
{
    struct property *property = *state;
    struct desk *desk = open_desk(property, NULL);
    struct day today;

    desk_start(desk);
    SERVE_UNTIL(desk, is_over(desk));
    today = desk_today(desk);
    property_say(property, (struct script){.path = "resourceBlocks/getAll", .is_never = true});
    desk_load_window(desk, today, day_add(today, 60));
    assert_false(desk_has(desk, DESK_WINDOW));
    SERVE_UNTIL(desk, desk_missing(desk, DESK_WINDOW));
    desk_load_window(desk, today, day_add(today, 60)); // as a pane does at each change
    assert_int_equal(desk_due_ms(desk), clock_now_ms + 5000);
    clock_now_ms += 5000;
    SERVE_UNTIL(desk, desk_has(desk, DESK_WINDOW));
    desk_close(desk);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_part_that_fails_holds_up_no_other, set_up, tear_down),
        cmocka_unit_test_setup_teardown(it_is_tried_again_when_it_is_time, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_not_permitted_is_asked_again_by_the_user_alone,
                                        set_up, tear_down),
        cmocka_unit_test(settings_that_cannot_be_used_are_told_once),
        cmocka_unit_test(refused_tokens_ask_for_nothing_of_the_day),
        cmocka_unit_test_setup_teardown(
            the_snapshot_s_configuration_serves_while_the_property_s_is_missing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_came_by_another_way_is_no_longer_missing, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(an_account_that_cannot_be_read_says_so_and_is_asked_again,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(more_days_that_cannot_be_read_are_asked_again, set_up,
                                        tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
