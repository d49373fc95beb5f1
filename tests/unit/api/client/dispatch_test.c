/* Which calls go when: by priority, a bounded number at once; and how they are broken off. */
#include <poll.h>
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

static void
send_many(struct client *client, int count, enum operation_id operation,
          enum request_priority priority, const void *owner)
{
    for (int i = 0; i < count; i++)
        client_send(client, request_new(operation, priority, owner));
}

static void
a_place_is_kept_for_keys(void **state)
{
    struct property *property = *state;
    struct client *client = desk(property);

    property_say(property,
                 (struct script){.path = "services/getAll", .is_held = true, .times = true});
    send_many(client, 20, OP_services_get_all, REQUEST_FOR_VIEW, NULL);
    property_wait(property, 5); // all the others may take
    client_send(client, request_new(OP_configuration_get, REQUEST_FOR_KEY, NULL));
    assert_int_equal(desk_end(client).kind, ERROR_NONE); // past all of them
    assert_int_equal(property_count(property), 6);
    property_release(property);
    for (int i = 0; i < 20; i++)
        assert_int_equal(desk_end(client).kind, ERROR_NONE);
    client_close(client);
    assert_int_equal(property_count(property), 21);
}

static void
what_is_looked_at_comes_before_the_rest(void **state)
{
    struct property *property = *state;
    struct client *client = desk(property);

    property_say(property,
                 (struct script){.path = "services/getAll", .is_held = true, .times = true});
    send_many(client, 5, OP_services_get_all, REQUEST_BEHIND, NULL);
    property_wait(property, 5);
    send_many(client, 5, OP_rates_get_all, REQUEST_BEHIND, NULL);
    send_many(client, 5, OP_products_get_all, REQUEST_FOR_VIEW, NULL);
    property_release(property);
    for (int i = 0; i < 15; i++)
        assert_int_equal(desk_end(client).kind, ERROR_NONE);
    client_close(client);
    for (size_t i = 5; i < 9; i++) // the fifth may cross the first of the others on its way
        assert_string_equal(property_asked(property, i)->path, "products/getAll");
}

static void
cancelled_reads_do_not_come(void **state)
{
    struct property *property = *state;
    struct client *client = desk(property);
    int view;
    int other;
    struct result *result;

    property_say(property,
                 (struct script){.path = "services/getAll", .is_never = true, .times = true});
    send_many(client, 8, OP_services_get_all, REQUEST_FOR_VIEW, &view); // some wait in line
    property_wait(property, 5);
    client_cancel(client, &view);
    send_many(client, 1, OP_rates_get_all, REQUEST_FOR_VIEW, &other);
    send_many(client, 1, OP_rates_get_all, REQUEST_FOR_VIEW, &view); // after that: it counts
    for (int i = 0; i < 2; i++) {
        result = desk_next_of(client, RESULT_ANSWER);
        assert_int_equal(result->operation, OP_rates_get_all);
        assert_non_null(result->owner);
        result_free(result);
    }
    client_close(client);
    assert_int_equal(property_count(property), 7);
}

/*
 * An answer that is on its way already has records that are as good as any; its owner may be gone.
 */
static void
late_answers_have_no_owner(void **state)
{
    struct property *property = *state;
    struct client *client = desk(property);
    struct pollfd waiting = {.fd = client_fd(client), .events = POLLIN};
    int view;
    struct result *result;

    property_say(property, (struct script){.body = "{\"Rates\":[{\"Id\":\"00000000-0000-4000-8000-"
                                                   "000000000001\",\"ShortName\":\"BAR\"}]}"});
    send_many(client, 1, OP_rates_get_all, REQUEST_FOR_VIEW, &view);
    result = desk_next_of(client, RESULT_STATUS); // told before the answer, in one go
    result_free(result);
    poll(&waiting, 1, 5000);
    client_cancel(client, &view);
    result = desk_next(client);
    assert_int_equal(result->kind, RESULT_NEWS);
    assert_null(result->owner);
    assert_int_equal(result->batches[0].count, 1);
    result_free(result);
    send_many(client, 1, OP_services_get_all, REQUEST_FOR_VIEW, &view);
    result = desk_next(client);
    assert_int_equal(result->kind, RESULT_ANSWER);
    assert_ptr_equal(result->owner, &view);
    result_free(result);
    client_close(client);
}

static void
the_limit_is_kept(void **state)
{
    struct property *property = *state;
    struct client_config config = desk_config(property_url(property), NULL);
    struct client *client;
    struct error err;

    config.rate_requests = 10;
    config.rate_seconds = 1;
    client = client_open(&config, &err);
    send_many(client, 20, OP_services_get_all, REQUEST_FOR_KEY, NULL);
    for (int i = 0; i < 20; i++)
        assert_int_equal(desk_end(client).kind, ERROR_NONE);
    client_close(client);
    for (size_t i = 10; i < 20; i++)
        assert_true(property_asked(property, i)->at_ms - property_asked(property, i - 10)->at_ms
                    >= 900); // they may travel at different speeds
}

static void
a_request_that_is_none_is_told(void **state)
{
    static const char *const bodies[] = {"{\"A\":1,}", "[]", "{\"A\":1,\"A\":2}"};
    struct property *property = *state;
    struct client *client = desk(property);

    for (size_t i = 0; i < countof(bodies); i++) {
        struct request *request = request_new(OP_services_get_all, REQUEST_FOR_KEY, NULL);
        struct error err;

        request->json = arena_text(&request->arena, bodies[i]);
        client_send(client, request);
        err = desk_end(client);
        assert_int_equal(err.kind, ERROR_INPUT);
        assert_non_null(strstr(err.text, "Invalid JSON"));
    }
    client_close(client);
    assert_int_equal(property_count(property), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_property, close_property)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_place_is_kept_for_keys),    TEST(what_is_looked_at_comes_before_the_rest),
        TEST(cancelled_reads_do_not_come), TEST(late_answers_have_no_owner),
        TEST(the_limit_is_kept),           TEST(a_request_that_is_none_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
