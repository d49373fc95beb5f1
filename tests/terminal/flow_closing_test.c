/* Check-out of many at once: 4.16, key by key, on the screen and in `run`. */
#include <stdlib.h>

#include "tests/support/flow.h"
#include "tests/support/guests.h"
#include "tests/support/test.h"

enum {
    COMMAND_SIZE = 160
};

static void
open_departures(struct flow *flow)
{
    flow_type(flow,
              "\x1b"
              "d",
              "Departures");
}

/* How many of a list's rows have this text as a member. */
static size_t
count_rows(const json_t *rows, const char *member, const char *text)
{
    size_t count = 0;
    size_t i;
    const json_t *row;

    json_array_foreach(rows, i, row)
    {
        const char *value = json_string_value(json_object_get(row, member));

        count += value && strcmp(value, text) == 0;
    }
    return count;
}

static size_t
count_processed(const struct hotel *hotel)
{
    json_t *answer = hotel_ask(hotel, "reservations/getAll/2023-06-06",
                               "{\"ScheduledEndUtc\":{\"StartUtc\":\"2026-03-24T00:00:00Z\","
                               "\"EndUtc\":\"2026-03-24T23:00:00Z\"},"
                               "\"Limitation\":{\"Count\":1000}}");
    size_t count = count_rows(json_object_get(answer, "Reservations"), "State", "Processed");

    json_decref(answer);
    return count;
}

/* What `checkout all` would do. */
static size_t
count_ready(const struct hotel *hotel)
{
    json_t *rows = hotel_do(hotel, "checkout all preview=yes");
    size_t count = count_rows(rows, "outcome", "ready");

    assert_int_equal(count, json_array_size(rows));
    json_decref(rows);
    return count;
}

/* Four keys, whatever the number. */
static void
all_at_zero_balance_are_checked_out_with_four_keys(void **state)
{
    struct flow flow = {0};
    size_t ready;
    size_t before;
    char text[64];

    (void)state;
    flow_open(&flow, &(struct flow_config){0});
    ready = count_ready(&flow.hotel);
    before = count_processed(&flow.hotel);
    assert_true(ready >= 6);
    open_departures(&flow);
    flow_wait_all(&flow);
    snprintf(text, sizeof(text), "Ready  %zu of %zu", ready, ready);
    flow_type(&flow, "z*o", text);
    flow_wrote(&flow, "");
    snprintf(text, sizeof(text), "%zu of %zu are checked out.", ready, ready);
    flow_type(&flow, "\r", text);
    assert_int_equal(count_processed(&flow.hotel), before + ready);
    flow_close(&flow);
}

/* The same typed in one go, as nothing is owed and nothing to warn of; those who owe stay. */
static void
typed_ahead_they_go_and_those_who_owe_stay(void **state)
{
    struct flow flow = {0};
    struct guest owing;
    size_t ready;
    char text[64];

    (void)state;
    flow_open(&flow, &(struct flow_config){0});
    ready = count_ready(&flow.hotel);
    owing = guest_find(&flow.hotel, GUEST_OWING, 0);
    open_departures(&flow);
    flow_wait_all(&flow);
    snprintf(text, sizeof(text), "%zu of %zu are checked out.", ready, ready);
    flow_type(&flow, "z*o\r", text);
    guest_is(&flow.hotel, &owing, "Started");
    flow_close(&flow);
}

/* Without the filter those who owe are marked too: the card says so and leaves them. */
static void
who_owes_is_named_before_and_left(void **state)
{
    struct flow flow = {0};
    struct guest owing;
    struct guest leaving;
    size_t ready;
    char text[96];

    (void)state;
    flow_open(&flow, &(struct flow_config){0});
    ready = count_ready(&flow.hotel);
    owing = guest_find(&flow.hotel, GUEST_OWING, 0);
    leaving = guest_find(&flow.hotel, GUEST_LEAVING, 0);
    open_departures(&flow);
    flow_wait_all(&flow);
    flow_type(&flow, "*o", "they stand first below");
    snprintf(text, sizeof(text), "%.40s: The balance is %s", owing.name, owing.balance);
    vt_wait_text(flow.vt, text);
    flow_type(&flow, "\r", "closes this report");
    snprintf(text, sizeof(text), "%zu of ", ready);
    vt_wait_text(flow.vt, text);
    vt_wait_text(flow.vt, "are checked out.");
    guest_is(&flow.hotel, &owing, "Started");
    guest_is(&flow.hotel, &leaving, "Processed");
    flow_close(&flow);
}

/* Space marks single ones; Esc before Enter does nothing. */
static void
only_the_marked_ones_go(void **state)
{
    struct flow flow = {0};
    size_t before;

    (void)state;
    flow_open(&flow, &(struct flow_config){0});
    before = count_processed(&flow.hotel);
    open_departures(&flow);
    flow_wait_all(&flow);
    flow_type(&flow, "z  o", "Ready  2 of 2");
    flow_type(&flow, "\x1b", "2 marked");
    flow_wrote(&flow, "");
    flow_type(&flow, "o\r", "2 of 2 are checked out.");
    flow_wrote(&flow, "reservations/process reservations/process");
    assert_int_equal(count_processed(&flow.hotel), before + 2);
    flow_close(&flow);
}

/* Others go on: the exit code and the list say that one was refused, and why. */
static void
run_reports_each_and_fails_where_one_was_refused(void **state)
{
    struct hotel hotel;
    struct guest owing;
    struct guest leaving;
    struct program_end end;
    char command[COMMAND_SIZE];

    (void)state;
    hotel_open(&hotel);
    owing = guest_find(&hotel, GUEST_OWING, 0);
    leaving = guest_find(&hotel, GUEST_LEAVING, 0);
    snprintf(command, sizeof(command), "checkout %s,%s", owing.id, leaving.id);
    end = hotel_run(&hotel, (const char *const[]){"--json", command, NULL}, NULL);
    assert_int_equal(end.status, 1);
    assert_non_null(strstr(end.out, "\"Ok\":false"));
    assert_non_null(strstr(end.out, "\"outcome\":\"refused\",\"message\":\"The balance is "));
    assert_non_null(strstr(end.out, "\"outcome\":\"done\""));
    assert_non_null(strstr(end.out, "1 of 2 were not done"));
    program_end_clear(&end);
    guest_is(&hotel, &owing, "Started");
    guest_is(&hotel, &leaving, "Processed");
    hotel_close(&hotel);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_at_zero_balance_are_checked_out_with_four_keys),
        cmocka_unit_test(typed_ahead_they_go_and_those_who_owe_stay),
        cmocka_unit_test(who_owes_is_named_before_and_left),
        cmocka_unit_test(only_the_marked_ones_go),
        cmocka_unit_test(run_reports_each_and_fails_where_one_was_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
