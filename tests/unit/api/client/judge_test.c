/* What becomes of reads that fail: repeated, shrunk, waited for, told. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/client/client.h"
#include "tests/support/cmocka.h"
#include "tests/support/desk.h"
#include "tests/support/scripted_property.h"

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

static struct error
read_once(struct client *client, int timeout_ms)
{
    struct request *request = request_new(OP_services_get_all, REQUEST_FOR_KEY, NULL);

    request->timeout_ms = timeout_ms;
    client_send(client, request);
    return desk_end(client);
}

static void
reads_are_repeated(void **state)
{
    static const struct script failures[] = {
        {.status = 500},
        {.status = 503},
        {.cut = CUT_AT_ONCE},
        {.cut = 30},
        {.body = "{\"Services\":[]}", .cut = 55},
    };
    struct property *property = *state;
    struct client *client = desk(property);

    for (size_t i = 0; i < countof(failures); i++) {
        size_t before = property_count(property);

        property_say(property, failures[i]);
        assert_int_equal(read_once(client, 0).kind, ERROR_NONE);
        assert_true(property_count(property) >= before + 2);
    }
    client_close(client);
}

static void
reads_end_with_their_deadline(void **state)
{
    struct property *property = *state;
    struct client *client = desk(property);
    int64_t before_ms = monotonic_ms();
    struct error err;

    property_say(property, (struct script){.status = 500, .times = true});
    err = read_once(client, 1200);
    assert_int_equal(err.kind, ERROR_DEFECT);
    assert_int_equal(err.status, 500);
    assert_true(monotonic_ms() - before_ms < 3000);
    client_close(client);
    assert_true(property_count(property) >= 2);
}

static void
a_property_that_never_answers_is_told(void **state)
{
    struct property *property = *state;
    struct client *client = desk(property);
    struct error err;

    property_say(property, (struct script){.is_never = true, .times = true});
    err = read_once(client, 300);
    assert_int_equal(err.kind, ERROR_TIMEOUT);
    assert_non_null(strstr(err.text, "services/getAll"));
    client_close(client);
}

struct refusal {
    struct script script;
    enum error_kind kind;
    const char *says;
    int status;
};

static const struct refusal refusals[] = {
    {{.status = 400, .body = "{\"Message\":\"Invalid ServiceIds\",\"RequestId\":\"m-1\"}"},
     ERROR_INPUT,
     "Invalid ServiceIds",
     400},
    {{.status = 401, .body = "{\"Message\":\"No.\"}"}, ERROR_PERMISSION, "No.", 401},
    {{.status = 403, .body = "{\"Message\":\"Not today.\"}"}, ERROR_REFUSED, "Not today.", 403},
    {{.status = 404}, ERROR_NOT_FOUND, "services/getAll", 404},
    {{.status = 307, .headers = "Location: http://127.0.0.1:9/\r\n"},
     ERROR_UNREACHABLE,
     "redirect",
     307},
    {{.body = "<html>"}, ERROR_UNREACHABLE, "cannot be read", 0},
};

static void
refusals_are_told_and_not_repeated(void **state)
{
    struct property *property = *state;
    struct client *client = desk(property);

    for (size_t i = 0; i < countof(refusals); i++) {
        struct error err;

        property_say(property, refusals[i].script);
        err = read_once(client, 0);
        assert_int_equal(err.kind, refusals[i].kind);
        assert_int_equal(err.status, refusals[i].status);
        assert_non_null(strstr(err.text, refusals[i].says));
        if (i == 0)
            assert_string_equal(err.request_id, "m-1");
    }
    client_close(client);
    assert_int_equal(property_count(property), countof(refusals));
}

static void
the_header_s_request_id_comes_first(void **state)
{
    struct property *property = *state;
    struct client *client = desk(property);

    property_say(property, (struct script){.status = 400,
                                           .headers = "request-id: h-1\r\n",
                                           .body = "{\"Message\":\"x\",\"RequestId\":\"m-1\"}"});
    assert_string_equal(read_once(client, 0).request_id, "h-1");
    client_close(client);
}

static void
a_page_that_takes_too_long_is_halved(void **state)
{
    struct property *property = *state;
    struct client *client = desk(property);
    struct request *request = request_new(OP_services_get_all, REQUEST_BEHIND, NULL);

    property_say(property, (struct script){.status = 408});
    property_say(property, (struct script){.status = 408});
    request->pages = REQUEST_ALL_PAGES;
    client_send(client, request);
    assert_int_equal(desk_end(client).kind, ERROR_NONE);
    request = request_new(OP_services_get_all, REQUEST_FOR_KEY, NULL);
    request->json = arena_text(&request->arena, "{\"Limitation\":{\"Count\":40,\"Cursor\":\"c\"}}");
    property_say(property, (struct script){.status = 408});
    property_say(property, (struct script){.body = "{\"Services\":[],\"Cursor\":\"d\"}"});
    client_send(client, request);
    assert_int_equal(desk_end(client).kind, ERROR_NONE);
    client_close(client);
    assert_int_equal(property_count(property), 5);
    assert_true(property_was_told(property, 0, "\"Count\":1000"));
    assert_true(property_was_told(property, 1, "\"Count\":500"));
    assert_true(property_was_told(property, 2, "\"Count\":250"));
    assert_true(property_was_told(property, 4, "\"Count\":20,\"Cursor\":\"c\""));
}

enum {
    DESKS = 20
};

static void *
read_alone(void *property)
{
    struct client *client = desk(property);
    struct error *err = malloc(sizeof(*err));

    *err = read_once(client, 0);
    client_close(client);
    return err;
}

static int
compare(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a;
    int64_t right = *(const int64_t *)b;

    return (left > right) - (left < right);
}

/* Twenty at once, each first told to wait; checks when they come back. */
static void
throttle_all(struct property *property, const char *headers)
{
    pthread_t threads[DESKS];
    int64_t first_ms[DESKS];
    int64_t second_ms[DESKS];

    for (int i = 0; i < DESKS; i++)
        property_say(property, (struct script){.status = 429, .headers = headers});
    for (int i = 0; i < DESKS; i++)
        pthread_create(&threads[i], NULL, read_alone, property);
    for (int i = 0; i < DESKS; i++) {
        struct error *err;

        pthread_join(threads[i], (void **)&err);
        assert_int_equal(err->kind, ERROR_NONE);
        free(err);
    }
    assert_int_equal(property_count(property), 2 * DESKS);
    for (size_t i = 0; i < DESKS; i++) {
        first_ms[i] = property_asked(property, i)->at_ms;
        second_ms[i] = property_asked(property, DESKS + i)->at_ms;
    }
    qsort(first_ms, DESKS, sizeof(*first_ms), compare);
    qsort(second_ms, DESKS, sizeof(*second_ms), compare);
    assert_true(second_ms[0] - first_ms[0] >= 1000);
    assert_true(second_ms[DESKS - 1] - second_ms[0] >= 300);
}

static void
throttled_desks_come_back_as_told_and_spread(void **state)
{
    throttle_all(*state, "Retry-After: 1\r\n");
}

static void
throttled_desks_spread_without_being_told(void **state)
{
    throttle_all(*state, NULL);
}

static void
throttling_is_told(void **state)
{
    struct property *property = *state;
    struct client *client = desk(property);
    struct result *result;
    struct error err;

    property_say(property, (struct script){.status = 429, .headers = "Retry-After: 60\r\n"});
    err = read_once(client, 5000); // it can't come in time: told at once
    assert_int_equal(err.kind, ERROR_BUSY);
    client_close(client);
    client = desk(property);
    property_say(property, (struct script){.status = 429, .headers = "Retry-After: 1\r\n"});
    client_send(client, request_new(OP_services_get_all, REQUEST_FOR_KEY, NULL));
    result = desk_next_of(client, RESULT_STATUS);
    assert_int_equal(result->status, CLIENT_THROTTLED);
    assert_true(result->until_ms > monotonic_ms());
    result_free(result);
    result = desk_next_of(client, RESULT_STATUS);
    assert_int_equal(result->status, CLIENT_CONNECTED);
    result_free(result);
    assert_int_equal(desk_end(client).kind, ERROR_NONE);
    client_close(client);
}

static enum client_status
next_status(struct client *client)
{
    struct result *result = desk_next_of(client, RESULT_STATUS);
    enum client_status status = result->status;

    result_free(result);
    return status;
}

static void
changes_of_the_connection_are_told_once(void **state)
{
    struct property *property = *state;
    struct client *client = desk(property);
    struct result *result;

    for (int i = 0; i < 3; i++)
        client_send(client, request_new(OP_services_get_all, REQUEST_FOR_KEY, NULL));
    assert_int_equal(next_status(client), CLIENT_CONNECTED);
    for (int i = 0; i < 3; i++)
        assert_int_equal(desk_end(client).kind, ERROR_NONE);
    property_say(property, (struct script){.status = 500});
    property_say(property, (struct script){.status = 500});
    client_send(client, request_new(OP_services_get_all, REQUEST_FOR_KEY, NULL));
    assert_int_equal(next_status(client), CLIENT_UNREACHABLE);
    assert_int_equal(next_status(client), CLIENT_CONNECTED);
    assert_int_equal(desk_end(client).kind, ERROR_NONE);
    property_say(property, (struct script){.status = 401});
    client_send(client, request_new(OP_services_get_all, REQUEST_FOR_KEY, NULL));
    assert_int_equal(desk_end(client).kind, ERROR_PERMISSION); // this operation alone
    property_say(property, (struct script){.status = 401});
    client_send(client, request_new(OP_configuration_get, REQUEST_FOR_KEY, NULL));
    assert_int_equal(next_status(client), CLIENT_REFUSED);
    assert_int_equal(desk_end(client).kind, ERROR_PERMISSION);
    result = client_receive(client);
    assert_null(result);
    client_close(client);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_property, close_property)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(reads_are_repeated),
        TEST(reads_end_with_their_deadline),
        TEST(a_property_that_never_answers_is_told),
        TEST(refusals_are_told_and_not_repeated),
        TEST(the_header_s_request_id_comes_first),
        TEST(a_page_that_takes_too_long_is_halved),
        TEST(throttled_desks_come_back_as_told_and_spread),
        TEST(throttled_desks_spread_without_being_told),
        TEST(throttling_is_told),
        TEST(changes_of_the_connection_are_told_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
