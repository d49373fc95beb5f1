/* Devices and their commands over HTTP: the life of a command, whether the clock stands or not. */
#include "tests/support/test.h"

#include <stdlib.h>

#include "api/server/device_behaviour.h"
#include "tests/support/back_office.h"
#include "tests/support/event_client.h"
#include "tests/support/expect.h"
#include "tests/support/office.h"

static struct office office;
static struct server_process *const server = &office.server;

bool
demo_generate(const struct demo_config *wanted, demo_emit_fn emit, void *context, struct error *err)
{
    (void)wanted;
    return back_office_emit(emit, context, err);
}

static void
expect_state(const char *command, const char *state)
{
    json_t *found = server_first(server, "commands/getAllByIds",
                                 body_of("{\"CommandIds\":[\"%s\"]}", command), "Commands");

    expect_text(found, "State", state);
    json_decref(found);
}

// clang-format off

/* "%PDF-1.4" in base64 */
#define PDF "JVBERi0xLjQK"

static char *
print_on(const char *printer)
{
    return server_text(server, "commands/addPrinter",
                       body_of(BODY("PrinterId":"$%s", "Data":"%s", "CopyCount":2), printer, PDF),
                       "CommandId");
}

static char *
cut_on(const char *cutter)
{
    return server_text(server, "commands/addKeyCutter",
                       body_of(BODY("KeyCutterId":"$%s", "ReservationId":"$stay6", "KeyCount":2),
                               cutter), "CommandId");
}

/* As it comes, and as it goes on. */
static void
a_command_is_told(void **state)
{
    struct event_client *client = event_open(server);
    char *command = print_on("printer");
    json_t *message = event_next(client);
    const json_t *event = json_array_get(json_object_get(message, "Events"), 0);

    (void)state;
    expect_text(event, "Type", "DeviceCommand");
    expect_text(event, "Id", command);
    expect_text(event, "State", "Pending");
    json_decref(message);
    json_decref(server_ask(server, "commands/update",
                           body_of(BODY("CommandId":"%s", "State":"Received"), command)));
    message = event_next(client);
    event = json_array_get(json_object_get(message, "Events"), 0);
    expect_text(event, "Id", command);
    expect_text(event, "State", "Received");
    json_decref(message);
    event_close(client);
    free(command);
}

static void
devices_are_listed(void **state)
{
    json_t *answer = server_ask(server, "devices/getAll", "{}");

    (void)state;
    expect_count(answer, "Devices", 6);
    json_decref(answer);
}

static void
a_print_says_what_and_where(void **state)
{
    char *id = print_on("printer");
    json_t *command = server_first(server, "commands/getAllActive", "{}", "Commands");

    (void)state;
    expect_text(command, "Id", id);
    expect_text(command, "State", "Pending");
    expect_id(command, "Device.Id", "printer");
    expect_text(command, "Device.Type", "Printer");
    expect_number(command, "Data.CopyCount", "2");
    expect_text(command, "Data.FileType", "application/pdf");
    expect_text(command, "Data.FileData", PDF);
    expect_text(command, "Data.PrinterName", "Laser");
    expect_text(command, "Data.PrinterPortName", "DEV-3");
    json_decref(command);
    free(id);
}

static void
a_key_opens_the_guests_room(void **state)
{
    char *id = cut_on("keys");
    json_t *command = server_first(server, "commands/getAllActive", "{}", "Commands");

    (void)state;
    expect_text(command, "Data.KeyCutterId", "DEV-1");
    expect_number(command, "Data.KeyCount", "2");
    expect_count(command, "Data.LockIds", 1);
    assert_string_equal(json_string_value(json_array_get(codec_find(command, "Data.LockIds"), 0)),
                        "107");
    expect_text(command, "Data.StartUtc", "2026-03-22T14:00:00Z");
    expect_text(command, "Data.EndUtc", "2026-03-26T10:00:00Z");
    expect_text(command, "Data.LastName", "Host6");
    expect_text(command, "Data.NormalizedLastName", "host6");
    expect_text(command, "Data.Email", "host6@example.com");
    expect_text(command, "Data.ReservationNumber", "00006");
    json_decref(command);
    free(id);
}

static void
commands_are_refused_with_the_reason(void **state)
{
    static const struct refusal prints[] = {
        {BODY("PrinterId":"$nothing", "Data":"JVBERi0xLjQK", "CopyCount":1), 400,
            "Invalid PrinterId"},
        {BODY("PrinterId":"$keys", "Data":"JVBERi0xLjQK", "CopyCount":1), 400,
            "Encoder is a KeyCutter, no Printer"},
        {BODY("PrinterId":"$printer", "Data":"JVBERi0xLjQK", "CopyCount":0), 400,
            "Invalid CopyCount"},
        {BODY("PrinterId":"$printer", "Data":"aGVsbG8gd29ybGQ=", "CopyCount":1), 400,
            "must be a PDF"},
        {BODY("PrinterId":"$printer", "Data":"not base64", "CopyCount":1), 400, "must be a PDF"},
        {BODY("PrinterId":"$printer", "Data":"", "CopyCount":1), 400, "Invalid Data"},
        {BODY("PrinterId":"$printer", "Data":"JVBERi0xLjQK"), 400, "Invalid CopyCount: is missing"},
    };
    static const struct refusal keys[] = {
        {BODY("KeyCutterId":"$printer", "ReservationId":"$stay6", "KeyCount":1), 400,
            "Laser is a Printer, no KeyCutter"},
        {BODY("KeyCutterId":"$keys", "ReservationId":"$nothing", "KeyCount":1), 400,
            "Invalid ReservationId"},
        {BODY("KeyCutterId":"$keys", "ReservationId":"$stay6", "KeyCount":0), 400,
            "Invalid KeyCount"},
        {BODY("KeyCutterId":"$keys", "ReservationId":"$stay6", "KeyCount":-1), 400,
            "Invalid KeyCount"},
        {BODY("KeyCutterId":"$keys", "ReservationId":"$stay3", "KeyCount":1), 403, "has no room"},
        {BODY("KeyCutterId":"$keys", "ReservationId":"$stay9", "KeyCount":1), 403,
            "is Canceled"},
        {BODY("KeyCutterId":"$keys", "ReservationId":"$stay10", "KeyCount":1), 403,
            "is Processed"},
        {BODY("KeyCutterId":"$keys", "ReservationId":"$stay7", "KeyCount":1), 403, "is Optional"},
    };
    json_t *answer;

    (void)state;
    server_refuses_all(server, "commands/addPrinter", prints, countof(prints));
    server_refuses_all(server, "commands/addKeyCutter", keys, countof(keys));
    answer = server_ask(server, "commands/getAllActive", "{}");
    expect_count(answer, "Commands", 0);
    json_decref(answer);
}

/* Who works for a device tells how far it is, and nothing goes back. */
static void
a_command_goes_on_and_never_back(void **state)
{
    static const struct {
        const char *to;
        int status;
        const char *message;
    } steps[] = {
        {BODY("State":"Received"), 200, ""},
        {BODY("State":"Pending"), 403, "is Received: it can't become Pending"},
        {BODY("State":"Received"), 403, "can't become Received"},
        {BODY("State":"Processing", "Progress":1.5), 400, "Invalid Progress"},
        {BODY("State":"Processing", "Progress":0.25, "Notes":"passed over"), 200, ""},
        {BODY("State":"Processing", "Progress":0.75), 200, ""},
        {BODY("State":"Received"), 403, "can't become Received"},
        {BODY("State":"Processed", "Progress":7, "Notes":"two copies"), 200, ""},
        {BODY("State":"Error"), 403, "is Processed: it can't become Error"},
        {BODY("State":"Processed"), 403, "can't become Processed"},
    };
    char *id = print_on("plain");

    (void)state;
    for (size_t i = 0; i < countof(steps); i++) {
        const char *body = body_of("{\"CommandId\":\"%s\",%s", id, steps[i].to + 1);
        struct reply reply = server_call(server, "commands/update", body);
        const char *message = json_string_value(json_object_get(reply.json, "Message"));

        check(reply.status == steps[i].status, "%s: %s", body, reply.text);
        check(reply.status == 200 || strstr(message, steps[i].message), "%s", message);
        reply_free(&reply);
    }
    expect_state(id, "Processed");
    server_refuses(server, "commands/update",
                   BODY("CommandId":"$nothing", "State":"Processed"), 400, "Invalid CommandId");
    server_refuses(server, "commands/update", body_of("{\"CommandId\":\"%s\",\"State\":\"Gone\"}",
                   id), 400, "Invalid State");
    free(id);
}

static void
every_state_may_follow_a_pending_one(void **state)
{
    static const char *const states[] = {"Received", "Processing", "Processed", "Cancelled",
                                         "Error"};

    (void)state;
    for (size_t i = 0; i < countof(states); i++) {
        char *id = print_on("plain");

        server_does(server, "commands/update",
                    body_of("{\"CommandId\":\"%s\",\"State\":\"%s\"}", id, states[i]));
        expect_state(id, states[i]);
        free(id);
    }
}

static void
only_pending_and_received_are_active(void **state)
{
    char *pending = print_on("plain");
    char *received = print_on("plain");
    char *begun = print_on("plain");
    json_t *answer;

    (void)state;
    server_does(server, "commands/update",
                body_of(BODY("CommandId":"%s", "State":"Received"), received));
    server_does(server, "commands/update",
                body_of(BODY("CommandId":"%s", "State":"Processing"), begun));
    answer = server_ask(server, "commands/getAllActive", "{}");
    expect_count(answer, "Commands", 2);
    json_decref(answer);
    answer = server_ask(server, "commands/getAllByIds",
                        body_of(BODY("CommandIds":["%s", "%s", "%s", "$nothing"]), pending,
                                received, begun));
    expect_count(answer, "Commands", 3);
    json_decref(answer);
    server_refuses(server, "commands/getAllByIds", BODY("CommandIds":[]), 400, "CommandIds");
    free(pending);
    free(received);
    free(begun);
}

/* By themselves */

/* Until the command is told to be in a state. */
static void
await_state(struct event_client *client, const char *command, const char *state)
{
    bool is_there = false;

    while (!is_there) {
        json_t *message = event_next(client);
        const json_t *event = json_array_get(json_object_get(message, "Events"), 0);

        expect_text(event, "Id", command);
        is_there = strcmp(json_string_value(json_object_get(event, "State")), state) == 0;
        json_decref(message);
    }
}

/* The hotel's time stands still here; a device takes its own. */
static void
a_device_works_though_the_clock_stands(void **state)
{
    struct event_client *client = event_open(server);
    char *id = cut_on("keys");

    (void)state;
    await_state(client, id, "Pending");
    await_state(client, id, "Received");
    await_state(client, id, "Processed");
    event_close(client);
    free(id);
}

/* A server that was down for an hour knows at once what has come of it. */
static void
what_ran_out_meanwhile_is_made_up_for(void **state)
{
    char *id = cut_on("keys");

    (void)state;
    office_wait(&office, 3600 * 1000);
    expect_state(id, "Processed");
    free(id);
}

static void
a_silent_device_is_given_up(void **state)
{
    char *id = cut_on("silent");

    (void)state;
    office_wait(&office, DEVICE_TIMEOUT_MS / 2);
    expect_state(id, "Pending");
    office_wait(&office, DEVICE_TIMEOUT_MS);
    expect_state(id, "Error");
    free(id);
}

static void
every_second_command_of_a_faulty_device_fails(void **state)
{
    char *ids[4];

    (void)state;
    for (size_t i = 0; i < countof(ids); i++)
        ids[i] = print_on("faulty");
    office_wait(&office, 60 * 1000);
    for (size_t i = 0; i < countof(ids); i++) {
        expect_state(ids[i], i % 2 ? "Error" : "Processed");
        free(ids[i]);
    }
}

static void
what_was_cancelled_is_not_worked_on(void **state)
{
    char *id = cut_on("keys");

    (void)state;
    server_does(server, "commands/update",
                body_of(BODY("CommandId":"%s", "State":"Cancelled"), id));
    office_wait(&office, 60 * 1000);
    expect_state(id, "Cancelled");
    free(id);
}

static void
a_device_without_a_mind_of_its_own_waits(void **state)
{
    char *id = print_on("plain");

    (void)state;
    office_wait(&office, 3600 * 1000);
    expect_state(id, "Pending");
    free(id);
}

// clang-format on

#define WITH_SERVER(test) OFFICE_TEST(test, &office)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SERVER(devices_are_listed),
        WITH_SERVER(a_command_is_told),
        WITH_SERVER(a_print_says_what_and_where),
        WITH_SERVER(a_key_opens_the_guests_room),
        WITH_SERVER(commands_are_refused_with_the_reason),
        WITH_SERVER(a_command_goes_on_and_never_back),
        WITH_SERVER(every_state_may_follow_a_pending_one),
        WITH_SERVER(only_pending_and_received_are_active),
        WITH_SERVER(a_device_works_though_the_clock_stands),
        WITH_SERVER(what_ran_out_meanwhile_is_made_up_for),
        WITH_SERVER(a_silent_device_is_given_up),
        WITH_SERVER(every_second_command_of_a_faulty_device_fails),
        WITH_SERVER(what_was_cancelled_is_not_worked_on),
        WITH_SERVER(a_device_without_a_mind_of_its_own_waits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
