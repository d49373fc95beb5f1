/* The event stream of a whole server: who may listen, what is told, how it ends. */
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>

#include <wslay/wslay.h>

#include "api/base/error.h"
#include "tests/support/event_client.h"
#include "tests/support/folder.h"
#include "tests/support/property.h"
#include "tests/support/server_process.h"
#include "tests/support/test.h"

static struct server_process server;

bool
demo_generate(const struct demo_config *config, demo_emit_fn emit, void *context, struct error *err)
{
    (void)config;
    return property_emit(emit, context, err);
}

static int
start(void **state)
{
    struct server_config config = server_process_config();

    (void)state;
    server_process_start(&server, &config);
    return 0;
}

static int
stop(void **state)
{
    (void)state;
    return server_process_end(&server, SIGTERM);
}

/* The next message is just this. */
static void
expect(struct event_client *client, const char *text)
{
    json_t *message = event_next(client);
    char *actual = json_dumps(message, JSON_COMPACT);
    char *resolved = property_text(text);
    json_t *expected = json_loads(resolved, 0, NULL);

    check(json_equal(message, expected), "%s instead of %s", actual, resolved);
    json_decref(message);
    json_decref(expected);
    free(actual);
    free(resolved);
}

// clang-format off

static void
set_room(const char *name, const char *state)
{
    char body[200];

    snprintf(body, sizeof(body),
        BODY("ResourceUpdates":[{"ResourceId":"$%s", "State":{"Value":"%s"}}]), name, state);
    json_decref(server_ask(&server, "resources/update", body));
}

#define ROOM(name, state) "{\"Type\":\"Resource\",\"Id\":\"$" name "\",\"State\":\"" state "\"}"

static void
all_who_listen_are_told(void **state)
{
    struct event_client *first = event_open(&server);
    struct event_client *second = event_open(&server);

    (void)state;
    set_room("room102", "Inspected");
    expect(first, "{\"Events\":[" ROOM("room102", "Inspected") "]}");
    expect(second, "{\"Events\":[" ROOM("room102", "Inspected") "]}");
    event_close(first);
    set_room("room102", "Dirty");
    expect(second, "{\"Events\":[" ROOM("room102", "Dirty") "]}");
    event_close(second);
}

static void
a_write_is_told_in_one_message_and_a_refused_one_not(void **state)
{
    struct event_client *client = event_open(&server);

    (void)state;
    server_refuses(&server, "resources/update", BODY("ResourceUpdates":[
        {"ResourceId":"$room102", "State":{"Value":"Clean"}},
        {"ResourceId":"$room103", "State":{"Value":"Painted"}}]), 400, "State");
    json_decref(server_ask(&server, "resources/update", BODY("ResourceUpdates":[
        {"ResourceId":"$room102", "State":{"Value":"Clean"}},
        {"ResourceId":"$room103", "State":{"Value":"Clean"}},
        {"ResourceId":"$room102", "State":{"Value":"Inspected"}}])));
    expect(client, "{\"Events\":[" ROOM("room103", "Clean") "," ROOM("room102", "Inspected") "]}");
    event_close(client);
}

static void
a_stay_is_told_with_just_the_documented_members(void **state)
{
    struct event_client *client = event_open(&server);

    (void)state;
    json_decref(server_ask(&server, "reservations/update", BODY("ReservationUpdates":[
        {"ReservationId":"$stay1", "AssignedResourceId":{"Value":null}}],
        "Reprice":false, "ApplyCancellationFee":false)));
    expect(client, BODY("Events":[{"Type":"Reservation","Id":"$stay1","State":"Confirmed",
        "StartUtc":"2026-03-24T14:00:00Z","EndUtc":"2026-03-26T10:00:00Z"}]));
    json_decref(server_ask(&server, "reservations/update", BODY("ReservationUpdates":[
        {"ReservationId":"$stay1", "AssignedResourceId":{"Value":"$room101"}}],
        "Reprice":false, "ApplyCancellationFee":false)));
    expect(client, BODY("Events":[{"Type":"Reservation","Id":"$stay1","State":"Confirmed",
        "StartUtc":"2026-03-24T14:00:00Z","EndUtc":"2026-03-26T10:00:00Z",
        "AssignedResourceId":"$room101"}]));
    event_close(client);
}
// clang-format on

/* A request made from the good one by replacing a text in it. */
static char *
changed(const char *from, const char *to)
{
    char *good = event_request(&server, NULL);
    char *at = strstr(good, from);
    char *text = malloc(strlen(good) + strlen(to) + 1);

    assert_non_null(at);
    sprintf(text, "%.*s%s%s", (int)(at - good), good, to, at + strlen(from));
    free(good);
    return text;
}

static void
who_may_not_listen_is_told_why(void **state)
{
    static const struct {
        const char *from, *to;
        int status;
        const char *message;
    } rows[] = {
        {"GET ", "POST ", 404, "GET"},
        {"/ws/connector", "/ws/connectors", 404, "no operation"},
        {"Upgrade: websocket", "Upgrade: h2c", 400, "Invalid Upgrade"},
        {"keep-alive, Upgrade", "keep-alive", 400, "Invalid Upgrade"},
        {"Version: 13", "Version: 8", 400, "Invalid Sec-WebSocket-Version"},
        {"dGhlIHNhbXBsZSBub25jZQ==", "c2hvcnQ=", 400, "Invalid Sec-WebSocket-Key"},
        {"Cookie: ClientToken=", "Cookie: ClientToken=x", 401, "Invalid ClientToken"},
        {"AccessToken=", "AccessToken=x", 401, "Invalid AccessToken"},
        {"; AccessToken=", "; AccessTokens=", 401, "Invalid AccessToken"},
        {"Cookie:", "Cake:", 401, "Invalid ClientToken"},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        char *request = changed(rows[i].from, rows[i].to);
        char message[200];
        int status = event_refusal(&server, request, message, sizeof(message));

        check(status == rows[i].status && strstr(message, rows[i].message), "%s: %d %s", rows[i].to,
              status, message);
        free(request);
    }
}

static void
pings_are_answered_and_chatter_is_passed_over(void **state)
{
    struct event_client *client = event_open(&server);

    (void)state;
    event_send(client, WSLAY_TEXT_FRAME, "{\"Hello\":1}");
    event_send(client, WSLAY_BINARY_FRAME, "abc");
    event_send(client, WSLAY_PING, "are you there");
    event_wait(client, WSLAY_PONG);
    set_room("room102", "Clean");
    expect(client, "{\"Events\":[" ROOM("room102", "Clean") "]}");
    event_close(client);
}

static void
who_breaks_the_protocol_is_let_go(void **state)
{
    struct event_client *client = event_open(&server);

    (void)state;
    assert_int_equal(send(event_fd(client), "\x81\x05hello", 7, MSG_NOSIGNAL), 7); // no mask
    assert_int_equal(event_end(client), WSLAY_CODE_PROTOCOL_ERROR);
    event_close(client);
}

static void
a_goodbye_is_answered(void **state)
{
    struct event_client *client = event_open(&server);

    (void)state;
    event_send(client, WSLAY_CONNECTION_CLOSE, "\x03\xe8");
    assert_int_equal(event_end(client), WSLAY_CODE_NORMAL_CLOSURE);
    event_close(client);
}

/* On disk the writer has a thread of its own; a Unix socket serves as well. */
static void
the_end_of_a_server_on_disk_is_told(void **state)
{
    struct server_process stayed = server;
    struct server_config config = server_process_config();
    struct event_client *client;
    struct folder folder;
    char data[96];
    char listen[96];

    (void)state;
    folder_open(&folder);
    snprintf(data, sizeof(data), "%s/data", folder.path);
    snprintf(listen, sizeof(listen), "unix:%s/socket", folder.path);
    config.data = data;
    config.listen = listen;
    server_process_start(&server, &config);
    client = event_open(&server);
    set_room("room102", "Inspected");
    expect(client, "{\"Events\":[" ROOM("room102", "Inspected") "]}");
    kill(server.pid, SIGTERM);
    assert_int_equal(event_end(client), WSLAY_CODE_GOING_AWAY);
    assert_int_equal(server_process_end(&server, SIGTERM), 0);
    event_close(client);
    folder_close(&folder);
    server = stayed;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_who_listen_are_told),
        cmocka_unit_test(a_write_is_told_in_one_message_and_a_refused_one_not),
        cmocka_unit_test(a_stay_is_told_with_just_the_documented_members),
        cmocka_unit_test(who_may_not_listen_is_told_why),
        cmocka_unit_test(pings_are_answered_and_chatter_is_passed_over),
        cmocka_unit_test(who_breaks_the_protocol_is_let_go),
        cmocka_unit_test(a_goodbye_is_answered),
        cmocka_unit_test(the_end_of_a_server_on_disk_is_told),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
