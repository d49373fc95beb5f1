/*
 * A server with data on disk answers on several threads: what one of them has answered, all know.
 * Each call here has a connection of its own, so that any of them may get it.
 */
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "api/base/error.h"
#include "tests/support/event_client.h"
#include "tests/support/folder.h"
#include "tests/support/property.h"
#include "tests/support/server_process.h"
#include "tests/support/test.h"

enum {
    READERS = 3,
    ROUNDS = 150,
    LISTENERS = 12,
    ALLOWED = 20 /* requests */
};

static struct folder folder;
static struct server_process server;

bool
demo_generate(const struct demo_config *config, demo_emit_fn emit, void *context, struct error *err)
{
    (void)config;
    return property_emit(emit, context, err);
}

static void
serve_with_limit(int requests)
{
    struct server_config config = server_process_config();
    char path[100];

    folder_open(&folder);
    snprintf(path, sizeof(path), "%s/hotel.db", folder.path);
    config.data = path;
    config.rate_requests = requests;
    config.rate_seconds = 600;
    server_process_start(&server, &config);
}

static int
start(void **state)
{
    (void)state;
    serve_with_limit(0);
    return 0;
}

static int
start_limited(void **state)
{
    (void)state;
    serve_with_limit(ALLOWED);
    return 0;
}

static int
stop(void **state)
{
    int status = server_process_end(&server, SIGTERM);

    (void)state;
    folder_close(&folder);
    return status;
}

// clang-format off

static void
set_room(const char *state)
{
    char body[200];

    snprintf(body, sizeof(body),
        BODY("ResourceUpdates":[{"ResourceId":"$room101", "State":{"Value":"%s"}}]), state);
    json_decref(server_ask(&server, "resources/update", body));
}

static json_t *
read_room(void)
{
    return server_ask(&server, "resources/getAll",
        PAGE("ResourceIds":["$room101"], "Extent":{"Resources":true}));
}

// clang-format on

/*
 * Keeps the threads of the server reading, so that there is always something that they have seen.
 */
static void *
keep_reading(void *is_over)
{
    while (!atomic_load((atomic_bool *)is_over))
        json_decref(read_room());
    return NULL;
}

static bool
room_is(const char *state)
{
    json_t *answer = read_room();
    const json_t *room = json_array_get(json_object_get(answer, "Resources"), 0);
    bool is_it = strcmp(json_string_value(json_object_get(room, "State")), state) == 0;

    json_decref(answer);
    return is_it;
}

static void
what_was_written_is_read_on_any_connection(void **state)
{
    static const char *const states[] = {"Dirty", "Clean", "Inspected"};
    pthread_t readers[READERS];
    atomic_bool is_over = false;
    size_t stale = 0;

    (void)state;
    for (int i = 0; i < READERS; i++)
        assert_int_equal(pthread_create(&readers[i], NULL, keep_reading, &is_over), 0);
    for (size_t i = 0; i < ROUNDS; i++) {
        set_room(states[i % countof(states)]);
        stale += !room_is(states[i % countof(states)]);
    }
    atomic_store(&is_over, true);
    for (int i = 0; i < READERS; i++)
        assert_int_equal(pthread_join(readers[i], NULL), 0);
    assert_int_equal(stale, 0);
}

static void
all_who_listen_are_told_wherever_they_are(void **state)
{
    struct event_client *listeners[LISTENERS];

    (void)state;
    for (size_t i = 0; i < LISTENERS; i++)
        listeners[i] = event_open(&server);
    set_room("Dirty");
    set_room("Inspected");
    for (size_t i = 0; i < LISTENERS; i++) {
        for (size_t told = 0; told < 2; told++) {
            json_t *message = event_next(listeners[i]);
            const json_t *event = json_array_get(json_object_get(message, "Events"), 0);

            check_text(json_string_value(json_object_get(event, "State")),
                       told ? "Inspected" : "Dirty", "listener %zu", i);
            json_decref(message);
        }
        event_close(listeners[i]);
    }
}

static void
the_limit_is_of_all_together(void **state)
{
    (void)state;
    for (int i = 0; i < ALLOWED; i++)
        json_decref(read_room());
    for (int i = 0; i < ALLOWED; i++)
        server_refuses(&server, "configuration/get", "{}", 429, "Too many requests");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_written_is_read_on_any_connection, start, stop),
        cmocka_unit_test_setup_teardown(all_who_listen_are_told_wherever_they_are, start, stop),
        cmocka_unit_test_setup_teardown(the_limit_is_of_all_together, start_limited, stop),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
