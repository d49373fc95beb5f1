/* Door codes and key tags of stays over HTTP. */
#include <signal.h>
#include <stdlib.h>

#include "api/base/error.h"
#include "tests/support/expect.h"
#include "tests/support/sales.h"
#include "tests/support/test.h"

static struct server_process server;
static char *id; /* of the stay that a test books */

bool
demo_generate(const struct demo_config *config, demo_emit_fn emit, void *context, struct error *err)
{
    (void)config;
    return sales_emit(emit, context, err);
}

// clang-format off
/* Clients of 2022 may leave out what the stay says itself. */
static void
door_codes_are_made_where_none_are_given(void **state)
{
    struct server_config config = server_process_config();
    struct server_process strict = server;
    json_t *tokens;

    (void)state;
    server_process_start(&server, &config);
    id = sales_book(&server, BODY("AssignedResourceId":"$room104"), NULL);
    tokens = server_list(&server, "resourceAccessTokens/add", body_of(BODY(
        "ResourceAccessTokenParameters":[{"ServiceOrderId":"%s", "Type":"PinCode",
        "Permissions":{"Room":{"Value":true}}}, {"ServiceOrderId":"%s", "Type":"RfidTag",
        "Permissions":{}, "ResourceId":"$room103", "Value":"tag"}]), id, id),
        "ResourceAccessTokens");
    assert_int_equal(strlen(json_string_value(codec_find(json_array_get(tokens, 0), "Value"))), 6);
    expect_text(json_array_get(tokens, 0), "ValidityStartUtc", "2026-04-10T13:00:00Z");
    expect_text(json_array_get(tokens, 0), "ValidityEndUtc", "2026-04-13T09:00:00Z");
    expect_id(json_array_get(tokens, 0), "ResourceId", "room104");
    expect_bool(json_array_get(tokens, 0), "Permissions.Room", true);
    expect_bool(json_array_get(tokens, 0), "Permissions.Floor", false);
    expect_text(json_array_get(tokens, 1), "Value", "tag");
    expect_id(json_array_get(tokens, 1), "ResourceId", "room103");
    json_decref(tokens);
    assert_int_equal(server_process_end(&server, SIGTERM), 0);
    server = strict;
}

static void
door_codes_are_changed_and_taken_away(void **state)
{
    json_t *token;
    char *token_id;

    (void)state;
    id = sales_book(&server, NULL, NULL);
    token = server_first(&server, "resourceAccessTokens/add", body_of(BODY(
        "ResourceAccessTokenParameters":[{"ServiceOrderId":"%s", "Value":"123456",
        "Type":"PinCode", "ValidityStartUtc":"2026-04-10T13:00:00Z", "SerialNumber":"7",
        "ValidityEndUtc":"2026-04-13T09:00:00Z", "Permissions":{"Bed":{"Value":true}}}]), id),
        "ResourceAccessTokens");
    token_id = strdup(json_string_value(json_object_get(token, "Id")));
    json_decref(token);
    server_does(&server, "resourceAccessTokens/update", body_of(BODY("ResourceAccessTokenUpdates":[
        {"ResourceAccessTokenId":"%s", "Value":{"Value":"654321"},
        "ValidityEndUtc":{"Value":"2026-04-12T09:00:00Z"},
        "Permissions":{"Bed":{"Value":false}, "Room":{"Value":true}}}]), token_id));
    token = server_first(&server, "resourceAccessTokens/getAll",
                         body_of(PAGE("ResourceAccessTokenIds":["%s"]), token_id),
                         "ResourceAccessTokens");
    expect_text(token, "Value", "654321");
    expect_text(token, "ValidityStartUtc", "2026-04-10T13:00:00Z");
    expect_text(token, "ValidityEndUtc", "2026-04-12T09:00:00Z");
    expect_bool(token, "Permissions.Bed", false);
    expect_bool(token, "Permissions.Room", true);
    json_decref(token);
    server_does(&server, "resourceAccessTokens/delete", body_of(BODY("Ids":["%s"]), token_id));
    server_refuses(&server, "resourceAccessTokens/delete", body_of(BODY("Ids":["%s"]), token_id),
                   400, "deleted already");
    token = server_list(&server, "resourceAccessTokens/getAll",
                        body_of(PAGE("ServiceOrderIds":["%s"], "ActivityStates":["Active"]), id),
                        "ResourceAccessTokens");
    assert_int_equal(json_array_size(token), 0);
    json_decref(token);
    free(token_id);
}

static void
door_codes_are_refused_with_the_reason(void **state)
{
#define TOKEN(stay, type, value, start, end)                                                       \
    "{\"ResourceAccessTokenParameters\":[{\"ServiceOrderId\":\"" stay "\",\"Type\":\"" type        \
    "\",\"Value\":" value ",\"ValidityStartUtc\":\"" start "\",\"ValidityEndUtc\":\"" end          \
    "\",\"Permissions\":{}}]}"
    static const struct refusal rows[] = {
        {TOKEN("$nothing", "PinCode", "\"1\"", "2026-04-10T13:00:00Z", "2026-04-11T13:00:00Z"), 400,
            "Invalid ServiceOrderId"},
        {TOKEN("$stay1", "Key", "\"1\"", "2026-04-10T13:00:00Z", "2026-04-11T13:00:00Z"), 400,
            "Type"},
        {TOKEN("$stay1", "PinCode", "\"\"", "2026-04-10T13:00:00Z", "2026-04-11T13:00:00Z"), 400,
            "Value"},
        {TOKEN("$stay1", "PinCode", "\"1\"", "2026-04-10T13:00:00Z", "2026-04-10T13:00:00Z"), 400,
            "Invalid ValidityEndUtc"},
        {TOKEN("$stay9", "PinCode", "\"1\"", "2026-04-10T13:00:00Z", "2026-04-11T13:00:00Z"), 403,
            "is Canceled"},
        {BODY("ResourceAccessTokenParameters":[]), 400, "ResourceAccessTokenParameters"},
    };
#undef TOKEN

    (void)state;
    server_refuses_all(&server, "resourceAccessTokens/add", rows, countof(rows));
    server_refuses(&server, "resourceAccessTokens/update", BODY("ResourceAccessTokenUpdates":[
        {"ResourceAccessTokenId":"$nothing"}]), 400, "Invalid ResourceAccessTokenId");
    server_refuses(&server, "resourceAccessTokens/delete", BODY("Ids":["$nothing"]), 400,
                   "Invalid Ids");
    server_refuses(&server, "resourceAccessTokens/getAll", EVERYTHING, 400, "filter");
}
// clang-format on

static int
end_server(void **state)
{
    (void)state;
    free(id);
    id = NULL;
    return server_process_end(&server, SIGTERM);
}

#define WITH_SERVER(test)                                                                          \
    cmocka_unit_test_prestate_setup_teardown(test, server_process_set_up, end_server, &server)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SERVER(door_codes_are_made_where_none_are_given),
        WITH_SERVER(door_codes_are_changed_and_taken_away),
        WITH_SERVER(door_codes_are_refused_with_the_reason),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
