/* Polls: only what is new is handed over, and nothing is missed. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/client/polls.h"
#include "tests/support/cmocka.h"
#include "tests/support/desk.h"
#include "tests/support/scripted_property.h"

enum {
    PERIOD_MS = 20
};

static int
open_property(void **state)
{
    *state = property_new(NULL);
    return 0;
}

static int
close_property(void **state)
{
    property_free(*state);
    return 0;
}

static struct client *
desk(struct property *property)
{
    struct client_config config = desk_config(property_url(property), NULL);
    struct error err;
    struct client *client = client_open(&config, &err);

    assert_non_null(client);
    return client;
}

static void
poll_bills(struct client *client, int period_ms)
{
    static const char *const states[] = {"Open"};
    struct filter filter = {.states = {states, 1}};
    struct poll poll = {.operation = OP_bills_get_all,
                        .filter = &filter,
                        .since = "updated_utc",
                        .first = {1774342800000}, // 2026-03-24T09:00:00Z
                        .period_ms = period_ms};

    client_poll(client, 3, &poll);
}

static void
poll_blocks(struct client *client)
{
    struct poll poll = {.operation = OP_resource_blocks_get_all, .period_ms = PERIOD_MS};

    client_poll(client, 4, &poll);
}

static bool
is_signalled(struct client *client)
{
    struct pollfd waiting = {.fd = client_fd(client), .events = POLLIN};

    return poll(&waiting, 1, 0) == 1;
}

/* The first thing told is that there is a connection. */
static void
skip_status(struct client *client)
{
    struct result *result = desk_next(client);

    assert_int_equal(result->kind, RESULT_STATUS);
    result_free(result);
}

#define BILL_1 "{\"Id\":\"00000000-0000-4000-8000-000000000001\",\"UpdatedUtc\":"
#define BILL_2 "{\"Id\":\"00000000-0000-4000-8000-000000000002\",\"UpdatedUtc\":"
#define AT_9_10 "Date: Tue, 24 Mar 2026 09:10:00 GMT\r\n"

static void
only_what_is_new_is_handed_over(void **state)
{
    struct property *property = *state;
    struct client *client = desk(property);
    struct result *result;
    const struct bill *bills;

    property_say(property,
                 (struct script){.headers = AT_9_10,
                                 .body = "{\"Bills\":[" BILL_1 "\"2026-03-24T09:05:00Z\"}]}"});
    for (int i = 0; i < 5; i++) // the overlap of five seconds brings it again and again
        property_say(property,
                     (struct script){.headers = AT_9_10,
                                     .body = "{\"Bills\":[" BILL_1 "\"2026-03-24T09:05:00Z\"}]}"});
    property_say(property,
                 (struct script){.headers = AT_9_10,
                                 .body = "{\"Bills\":[" BILL_1 "\"2026-03-24T09:05:00Z\"}," BILL_2
                                         "\"2026-03-24T09:09:59Z\"}]}"});
    property_say(property, (struct script){.body = "{\"Bills\":[]}", .times = true});
    poll_bills(client, PERIOD_MS);
    skip_status(client);
    result = desk_next(client);
    assert_int_equal(result->kind, RESULT_NEWS);
    assert_int_equal(result->operation, OP_bills_get_all);
    assert_int_equal(result->batches[0].count, 1);
    assert_false(result->batches[0].is_whole);
    result_free(result);
    result = desk_next(client);
    bills = result->batches[0].rows;
    assert_int_equal(result->batches[0].count, 1);
    assert_int_equal(bills[0].id.bytes[15], 2);
    result_free(result);
    property_wait(property, 12);
    assert_false(is_signalled(client));
    client_close(client);
    assert_true(property_was_told(property, 0,
                                  "\"UpdatedUtc\":{\"StartUtc\":"
                                  "\"2026-03-24T09:00:00Z\"}"));
    assert_true(property_was_told(property, 0, "\"States\":[\"Open\"]"));
    assert_true(property_was_told(property, 0, "\"Count\":1000"));
    assert_true(property_was_told(property, 1, "\"StartUtc\":\"2026-03-24T09:09:55Z\""));
}

/* The property's clock is set back an hour while the desk polls. */
static void
a_clock_that_is_set_back_hides_nothing(void **state)
{
    struct property *property = *state;
    struct client *client = desk(property);
    struct result *result;

    property_say(property,
                 (struct script){.headers = AT_9_10,
                                 .body = "{\"Bills\":[" BILL_1 "\"2026-03-24T09:05:00Z\"}]}"});
    property_say(property, (struct script){.headers = "Date: Tue, 24 Mar 2026 08:10:02 GMT\r\n",
                                           .body = "{\"Bills\":[]}"});
    property_say(property,
                 (struct script){.headers = "Date: Tue, 24 Mar 2026 08:10:02 GMT\r\n",
                                 .body = "{\"Bills\":[" BILL_1 "\"2026-03-24T08:10:01Z\"}]}"});
    property_say(property, (struct script){.headers = "Date: Tue, 24 Mar 2026 08:10:04 GMT\r\n",
                                           .body = "{\"Bills\":[]}",
                                           .times = true});
    poll_bills(client, PERIOD_MS);
    result_free(desk_next_of(client, RESULT_NEWS));
    result = desk_next_of(client, RESULT_NEWS);
    assert_int_equal(((const struct bill *)result->batches[0].rows)->updated_utc.ms % 3600000,
                     601000); // 08:10:01
    result_free(result);
    property_wait(property, 4);
    client_close(client);
    assert_true(property_was_told(property, 1, "\"StartUtc\":\"2026-03-24T09:09:55Z\""));
    assert_true(property_was_told(property, 2, "\"StartUtc\":\"2026-03-24T08:09:5"));
    assert_true(property_was_told(property, 3, "\"StartUtc\":\"2026-03-24T08:09:57Z\""));
}

struct clock_step {
    int64_t last_s;
    int64_t date_s;
    int64_t passed_s;
    int64_t since_s;
    bool is_set_back;
};

static const struct clock_step clock_steps[] = {
    {0, 1000, 0, 995, false},       // the first answer
    {1000, 1010, 10, 1005, false},  // the clock goes on
    {1000, 1007, 10, 1002, false},  // on its way for a while
    {1000, 1300, 300, 1295, false}, // out of reach for five minutes
    {1000, 1000, 300, 995, false},  // frozen
    {4600, 1060, 60, 995, true},    // an hour back: from where the last minute began
    {1000, 1030, 60, 965, true},    // half a minute back
    {1000, 5000, 60, 4995, false},  // forward
};

static void
deltas_begin_where_the_last_one_was_asked(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(clock_steps); i++) {
        const struct clock_step *step = &clock_steps[i];
        struct instant since;

        assert_int_equal(polls_next((struct instant){step->last_s * 1000},
                                    (struct instant){step->date_s * 1000}, step->passed_s * 1000,
                                    &since),
                         step->is_set_back);
        assert_int_equal(since.ms, step->since_s * 1000);
    }
}

#define BLOCK(n, name)                                                                             \
    "{\"Id\":\"00000000-0000-4000-8000-00000000000" #n "\",\"Name\":\"" name                       \
    "\",\"UpdatedUtc\":\"2026-03-24T09:00:00Z\"}"

static void
whole_sets_are_told_when_they_differ(void **state)
{
    static const char two[] = "{\"ResourceBlocks\":[" BLOCK(1, "leak") "," BLOCK(2, "paint") "]}";
    struct property *property = *state;
    struct client *client = desk(property);
    size_t counts[] = {2, 1, 0};
    struct result *result;

    for (int i = 0; i < 4; i++)
        property_say(property, (struct script){.body = two});
    property_say(property, (struct script){.body = "{\"ResourceBlocks\":[" BLOCK(2, "paint") "]}"});
    property_say(property, (struct script){.body = "{\"ResourceBlocks\":[]}", .times = true});
    poll_blocks(client);
    skip_status(client);
    for (size_t i = 0; i < countof(counts); i++) {
        result = desk_next(client);
        assert_int_equal(result->kind, RESULT_NEWS);
        assert_int_equal(result->batch_count, 1);
        assert_true(result->batches[0].is_whole);
        assert_int_equal(result->batches[0].count, counts[i]);
        result_free(result);
    }
    property_wait(property, 10);
    assert_false(is_signalled(client));
    client_close(client);
}

static void
whole_sets_of_many_pages_come_at_once(void **state)
{
    struct property *property = *state;
    struct client *client = desk(property);
    static const char *const count_one[] = {"Active"};
    struct filter filter = {.count = {PRESENCE_SET, 1}, .activity_states = {count_one, 1}};
    struct poll poll = {
        .operation = OP_resource_blocks_get_all, .filter = &filter, .period_ms = PERIOD_MS};
    struct result *result;
    const struct resource_block *blocks;

    property_say(property, (struct script){.body = "{\"ResourceBlocks\":[" BLOCK(
                                               1, "leak") "],"
                                                          "\"Cursor\":\"a\"}"});
    property_say(property, (struct script){.body = "{\"ResourceBlocks\":[" BLOCK(
                                               2, "paint") "],"
                                                           "\"Cursor\":\"b\"}"});
    property_say(property, (struct script){.times = true});
    client_poll(client, 0, &poll);
    result = desk_next_of(client, RESULT_NEWS);
    blocks = result->batches[0].rows;
    assert_int_equal(result->batches[0].count, 2);
    assert_string_equal(blocks[0].name, "leak");
    assert_string_equal(blocks[1].name, "paint");
    result_free(result);
    client_close(client);
}

/* What a request brought is not told again by a poll. */
static void
answers_are_known_to_polls(void **state)
{
    static const char one[] = "{\"Bills\":[" BILL_1 "\"2026-03-24T09:05:00Z\"}]}";
    struct property *property = *state;
    struct client *client = desk(property);

    property_say(property, (struct script){.body = one, .times = true});
    client_send(client, request_new(OP_bills_get_all, REQUEST_FOR_KEY, NULL));
    assert_int_equal(desk_end(client).kind, ERROR_NONE);
    poll_bills(client, PERIOD_MS);
    property_wait(property, 4);
    assert_false(is_signalled(client));
    client_close(client);
}

static void
a_break_is_told_once_and_made_up_for(void **state)
{
    struct property *property = *state;
    struct client *client = desk(property);
    struct result *result;

    property_say(property, (struct script){.headers = AT_9_10, .body = "{\"Bills\":[]}"});
    property_say(property, (struct script){.status = 503});
    property_say(property, (struct script){.cut = CUT_AT_ONCE});
    property_say(property,
                 (struct script){.headers = "Date: Tue, 24 Mar 2026 09:20:00 GMT\r\n",
                                 .body = "{\"Bills\":[" BILL_1 "\"2026-03-24T09:15:00Z\"}]}"});
    property_say(property, (struct script){.body = "{\"Bills\":[]}", .times = true});
    poll_bills(client, PERIOD_MS);
    skip_status(client);
    result = desk_next(client);
    assert_int_equal(result->kind, RESULT_STATUS);
    assert_int_equal(result->status, CLIENT_UNREACHABLE);
    assert_int_equal(result->error.kind, ERROR_DEFECT);
    result_free(result);
    do { // the second failure has another reason, which may be told
        result = desk_next(client);
        assert_int_equal(result->kind, RESULT_STATUS);
        if (result->status == CLIENT_CONNECTED)
            break;
        result_free(result);
    } while (true);
    result_free(result);
    result = desk_next(client);
    assert_int_equal(result->kind, RESULT_NEWS);
    result_free(result);
    client_close(client);
    assert_true(property_was_told(property, 3, "\"StartUtc\":\"2026-03-24T09:09:55Z\""));
}

static void
a_refused_poll_is_told_once(void **state)
{
    struct property *property = *state;
    struct client *client = desk(property);
    struct result *result;

    property_say(
        property,
        (struct script){.status = 401, .body = "{\"Message\":\"Not permitted.\"}", .times = true});
    poll_bills(client, PERIOD_MS);
    skip_status(client);
    result = desk_next(client);
    assert_int_equal(result->kind, RESULT_NEWS);
    assert_int_equal(result->operation, OP_bills_get_all);
    assert_int_equal(result->error.kind, ERROR_PERMISSION);
    assert_string_equal(result->error.text, "Not permitted.");
    result_free(result);
    property_wait(property, 4);
    assert_false(is_signalled(client));
    client_close(client);
}

static void
a_refresh_asks_now_and_nought_stops(void **state)
{
    struct property *property = *state;
    struct client *client = desk(property);
    struct poll none = {.operation = OP_bills_get_all};

    property_say(property, (struct script){.body = "{\"Bills\":[]}", .times = true});
    poll_bills(client, 3600000);
    client_refresh(client);
    property_wait(property, 1);
    client_refresh(client);
    property_wait(property, 2);
    client_poll(client, 3, &none);
    client_refresh(client);
    client_send(client, request_new(OP_services_get_all, REQUEST_FOR_KEY, NULL));
    assert_int_equal(desk_end(client).kind, ERROR_NONE);
    client_close(client);
    assert_int_equal(property_count(property), 3);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_property, close_property)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(deltas_begin_where_the_last_one_was_asked),
        TEST(only_what_is_new_is_handed_over),
        TEST(a_clock_that_is_set_back_hides_nothing),
        TEST(whole_sets_are_told_when_they_differ),
        TEST(whole_sets_of_many_pages_come_at_once),
        TEST(answers_are_known_to_polls),
        TEST(a_break_is_told_once_and_made_up_for),
        TEST(a_refused_poll_is_told_once),
        TEST(a_refresh_asks_now_and_nought_stops),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
