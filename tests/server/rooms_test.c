/* Room states, messages and notes over HTTP: all or nothing, UpdatedUtc moves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "api/base/error.h"
#include "tests/support/property.h"
#include "tests/support/server_process.h"

static struct server_process server;

bool
demo_generate(const struct demo_config *config, demo_emit_fn emit, void *context, struct error *err)
{
    (void)config;
    return property_emit(emit, context, err);
}

// clang-format off

static void
expect_room(const char *name, const char *path, const char *value)
{
    char body[160];
    json_t *answer;
    const char *text;

    snprintf(body, sizeof(body), PAGE("Extent":{"Resources":true}, "ResourceIds":["$%s"]), name);
    answer = server_ask(&server, "resources/getAll", body);
    text = json_string_value(codec_find(json_array_get(json_object_get(answer, "Resources"), 0),
        path));
    if (value ? !text || strcmp(text, value) != 0 : text != NULL)
        fail_msg("%s of %s is %s, not %s", path, name, text ? text : "null", value);
    json_decref(answer);
}

static void
rooms_change_state_and_name(void **state)
{
    char id[UUID_TEXT_SIZE];

    (void)state;
    json_decref(server_ask(&server, "resources/update", BODY("ResourceUpdates":[
        {"ResourceId":"$room102", "State":{"Value":"Inspected"},
            "StateReason":{"Value":"checked"}},
        {"ResourceId":"$room103", "State":{"Value":"OutOfService"}, "Name":{"Value":"103a"},
         "ParentResourceId":{"Value":"$room101"}, "Data":{"Discriminator":"Space", "Value":
         {"FloorNumber":{"Value":"2"}, "LocationNotes":{"Value":"by the lift"}}}}])));
    expect_room("room102", "State", "Inspected");
    expect_room("room102", "UpdatedUtc", "2026-03-24T15:00:00.001Z");
    expect_room("room103", "State", "OutOfService");
    expect_room("room103", "Name", "103a");
    expect_room("room103", "ParentResourceId", uuid_text(property_id("room101"), id));
    expect_room("room103", "Data.Value.FloorNumber", "2");
    expect_room("room103", "Data.Value.LocationNotes", "by the lift");
    json_decref(server_ask(&server, "resources/update", BODY("ResourceUpdates":[
        {"ResourceId":"$room103", "ParentResourceId":{"Value":null}, "State":null}])));
    expect_room("room103", "ParentResourceId", NULL);
    expect_room("room103", "State", "OutOfService");
}

static void
rooms_change_all_or_none(void **state)
{
    static const struct {
        const char *body, *message;
        int status;
    } rows[] = {
        {BODY("ResourceUpdates":[{"ResourceId":"$room103", "State":{"Value":"Clean"}},
            {"ResourceId":"$room101", "State":{"Value":"OutOfOrder"}}]), "by a block", 400},
        {BODY("ResourceUpdates":[{"ResourceId":"$room103", "State":{"Value":"Clean"}},
            {"ResourceId":"$room105", "State":{"Value":"Dirty"}}]), "out of order: remove", 403},
        {BODY("ResourceUpdates":[{"ResourceId":"$room103", "State":{"Value":"Clean"}},
            {"ResourceId":"$nothing"}]), "Invalid ResourceUpdates.ResourceId", 400},
        {BODY("ResourceUpdates":[{"ResourceId":"$room103", "State":{"Value":"Shiny"}}]),
            "Shiny is none", 400},
        {BODY("ResourceUpdates":[{"ResourceId":"$room103", "State":{"Value":null}}]),
            "can't be cleared", 400},
        {BODY("ResourceUpdates":[{"ResourceId":"$room103", "State":"Clean"}]),
            "must be an update value", 400},
        {BODY("ResourceUpdates":[{"ResourceId":"$room103", "Name":{"Value":""}}]),
            "Name: must not be empty", 400},
        {BODY("ResourceUpdates":[{"ResourceId":"$room103",
            "ParentResourceId":{"Value":"$room103"}}]), "own parent", 400},
        {BODY("ResourceUpdates":[{"ResourceId":"$room103",
            "ParentResourceId":{"Value":"$nothing"}}]), "ParentResourceId", 400},
        {BODY("ResourceUpdates":[]), "must not be empty", 400},
        {"{}", "Invalid ResourceUpdates: is missing", 400},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++)
        server_refuses(&server, "resources/update", rows[i].body, rows[i].status,
            rows[i].message);
    expect_room("room103", "State", "Dirty");
    expect_room("room103", "UpdatedUtc", "2020-01-03T00:00:00Z");
}

/* Nothing blocks room 111 any more. */
static void
a_room_comes_back_when_its_block_is_over(void **state)
{
    (void)state;
    server_refuses(&server, "resources/update", BODY("ResourceUpdates":[{"ResourceId":"$room105",
                   "State":{"Value":"Dirty"}}]), 403, "out of order");
    json_decref(server_ask(&server, "resources/update", BODY("ResourceUpdates":[
                {"ResourceId":"$room111", "State":{"Value":"Dirty"}}])));
    expect_room("room111", "State", "Dirty");
}

static void
messages_are_from_the_application(void **state)
{
    json_t *answer = server_ask(&server, "messages/add", BODY("Messages":[
        {"MessageThreadId":"$thread1", "Text":"There is, ß 王伟", "Identifier":"mine"},
        {"MessageThreadId":"$thread1", "Text":"20 EUR a night"}]));
    json_t *first = json_array_get(json_object_get(answer, "Messages"), 0);
    json_t *threads;

    (void)state;
    assert_string_equal(json_string_value(json_object_get(first, "Identifier")), "mine");
    assert_string_equal(json_string_value(codec_find(first, "Message.Text")),
        "There is, ß 王伟");
    assert_string_equal(json_string_value(codec_find(first, "Message.Sender.Discriminator")),
        "Application");
    json_decref(answer);
    answer = server_ask(&server, "messages/getAll", PAGE("MessageThreadIds":["$thread1"]));
    assert_int_equal(json_array_size(json_object_get(answer, "Messages")), 3);
    json_decref(answer);
    threads = server_ask(&server, "messageThreads/getAll",
                         PAGE("UpdatedUtc":{"StartUtc":"2026-03-24T15:00:00Z"}));
    assert_int_equal(json_array_size(json_object_get(threads, "MessageThreads")), 1);
    json_decref(threads);
    server_refuses(&server, "messages/add", BODY("Messages":[{"MessageThreadId":"$thread1",
        "Text":"a"},
        {"MessageThreadId":"$nothing", "Text":"b"}]), 400, "Invalid Messages.MessageThreadId");
    server_refuses(&server, "messages/add", BODY("Messages":[{"MessageThreadId":"$thread1",
        "Text":""}]), 400, "Text");
    answer = server_ask(&server, "messages/getAll", PAGE("MessageThreadIds":["$thread1"]));
    assert_int_equal(json_array_size(json_object_get(answer, "Messages")), 3);
    json_decref(answer);
}

static void
notes_are_put_on_reservations(void **state)
{
    json_t *answer = server_ask(&server, "serviceOrderNotes/add", BODY("ServiceOrderNotes":[
        {"ServiceOrderId":"$stay2", "Text":"quiet room"}, {"ServiceOrderId":"$stay2",
            "Text":"cot"}]));

    (void)state;
    assert_int_equal(json_array_size(json_object_get(answer, "ServiceOrderNotes")), 2);
    json_decref(answer);
    answer = server_ask(&server, "serviceOrderNotes/getAll", PAGE("ServiceOrderIds":["$stay2"]));
    assert_int_equal(json_array_size(json_object_get(answer, "ServiceOrderNotes")), 2);
    json_decref(answer);
    server_refuses(&server, "serviceOrderNotes/add", BODY("ServiceOrderNotes":[
        {"ServiceOrderId":"$stay2", "Text":"x"}, {"ServiceOrderId":"$room101", "Text":"y"}]), 400,
        "Invalid ServiceOrderNotes.ServiceOrderId");
    answer = server_ask(&server, "serviceOrderNotes/getAll", PAGE("ServiceOrderIds":["$stay2"]));
    assert_int_equal(json_array_size(json_object_get(answer, "ServiceOrderNotes")), 2);
    json_decref(answer);
}

/* Orders have notes too. */
static void
notes_are_put_on_orders(void **state)
{
    json_t *answer = server_ask(&server, "orders/add", BODY("ServiceId":"$extras",
        "AccountId":"$guest1", "ProductOrders":[{"ProductId":"$tip"}]));
    char body[200];

    (void)state;
    snprintf(body, sizeof(body), BODY("ServiceOrderNotes":[{"ServiceOrderId":"%s",
        "Text":"thanks"}]),
             json_string_value(json_object_get(answer, "OrderId")));
    json_decref(answer);
    json_decref(server_ask(&server, "serviceOrderNotes/add", body));
}

// clang-format on

#define WITH_SERVER(test) STRICT_TEST(test, &server)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SERVER(rooms_change_state_and_name),
        WITH_SERVER(rooms_change_all_or_none),
        WITH_SERVER(a_room_comes_back_when_its_block_is_over),
        WITH_SERVER(messages_are_from_the_application),
        WITH_SERVER(notes_are_put_on_reservations),
        WITH_SERVER(notes_are_put_on_orders),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
