/* Blocks of rooms over HTTP, and the rooms that they take and give back by the clock. */
#include "tests/support/test.h"

#include "tests/support/back_office.h"
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

// clang-format off

static void
expect_room(const char *room, const char *state)
{
    json_t *found = server_first(server, "resources/getAll", body_of(PAGE("ResourceIds":["$%s"],
        "Extent":{"Resources":true}), room), "Resources");

    expect_text(found, "State", state);
    json_decref(found);
}

static void
a_block_takes_the_room_and_gives_it_back(void **state)
{
    json_t *added = server_first(server, "resourceBlocks/add", BODY("ResourceBlocks":[
        {"ResourceId":"$room103", "Name":"Paint", "Type":"OutOfOrder",
         "StartUtc":"2026-03-24T14:00:00Z", "EndUtc":"2026-03-26T10:00:00Z",
         "Notes":"two coats"}]), "ResourceBlocks");
    const char *id = json_string_value(json_object_get(added, "Id"));
    json_t *block = server_first(server, "resourceBlocks/getAll",
        body_of(PAGE("ResourceBlockIds":["%s"]), id), "ResourceBlocks");

    (void)state;
    expect_id(block, "AssignedResourceId", "room103");
    expect_text(block, "Type", "OutOfOrder");
    expect_text(block, "Name", "Paint");
    expect_text(block, "Notes", "two coats");
    expect_text(block, "StartUtc", "2026-03-24T14:00:00Z");
    expect_bool(block, "IsActive", true);
    json_decref(block);
    expect_room("room103", "OutOfOrder");
    server_refuses(server, "resources/update", BODY("ResourceUpdates":[{"ResourceId":"$room103",
        "State":{"Value":"Clean"}}]), 403, "out of order");
    server_does(server, "resourceBlocks/delete", body_of(BODY("ResourceBlockIds":["%s"]), id));
    expect_room("room103", "Dirty");
    server_refuses(server, "resourceBlocks/delete", body_of(BODY("ResourceBlockIds":["%s"]), id),
        400, "deleted already");
    block = server_first(server, "resourceBlocks/getAll", body_of(PAGE("ResourceBlockIds":["%s"],
        "ActivityStates":["Deleted"]), id), "ResourceBlocks");
    expect_bool(block, "IsActive", false);
    json_decref(block);
    json_decref(added);
}

/* A block to come takes the room when it begins; one that ends gives it back, Dirty. */
static void
the_clock_begins_and_ends_blocks(void **state)
{
    (void)state;
    server_does(server, "resourceBlocks/add", BODY("ResourceBlocks":[
        {"ResourceId":"$room104", "Name":"Floor", "Type":"OutOfOrder",
         "StartUtc":"2026-03-28T10:00:00Z", "EndUtc":"2026-03-29T10:00:00Z"},
        {"ResourceId":"$room104", "Name":"Carpet", "Type":"OutOfOrder",
         "StartUtc":"2026-03-29T10:00:00Z", "EndUtc":"2026-03-30T10:00:00Z"},
        {"ResourceId":"$room106", "Name":"Show", "Type":"InternalUse",
         "StartUtc":"2026-03-28T10:00:00Z", "EndUtc":"2026-03-30T10:00:00Z"}]));
    expect_room("room104", "Inspected");
    office_wait(&office, INT64_C(4) * 86400000); // 28 March, 16:00
    expect_room("room104", "OutOfOrder");
    expect_room("room106", "Inspected");
    office_wait(&office, INT64_C(86400000));
    expect_room("room104", "OutOfOrder"); // by the second
    office_wait(&office, INT64_C(86400000));
    expect_room("room104", "Dirty");
    office_wait(&office, INT64_C(86400000));
    expect_room("room104", "Dirty");
}

/* Both instants passed while nobody served. */
static void
what_passed_meanwhile_is_made_up_for(void **state)
{
    (void)state;
    server_does(server, "resourceBlocks/add", BODY("ResourceBlocks":[
        {"ResourceId":"$room104", "Name":"Floor", "Type":"OutOfOrder",
         "StartUtc":"2026-03-28T10:00:00Z", "EndUtc":"2026-03-29T10:00:00Z"}]));
    office_wait(&office, INT64_C(9) * 86400000);
    expect_room("room104", "Dirty");
}

/* It lay in the data when the server first served them. */
static void
a_block_of_the_data_ends_too(void **state)
{
    (void)state;
    expect_room("room105", "OutOfOrder");
    office_wait(&office, INT64_C(5) * 86400000); // 29 March
    expect_room("room105", "OutOfOrder");
    office_wait(&office, INT64_C(86400000));
    expect_room("room105", "Dirty");
}

static void
blocks_are_refused_with_the_reason(void **state)
{
#define BLOCK(room, start, end, type) "{\"ResourceBlocks\":[{\"ResourceId\":\"$" room \
    "\",\"Name\":\"x\",\"Type\":\"" type "\",\"StartUtc\":\"2026-" start "T12:00:00Z\"," \
    "\"EndUtc\":\"2026-" end "T12:00:00Z\"}]}"
    static const struct refusal rows[] = {
        {BLOCK("nothing", "04-01", "04-02", "OutOfOrder"), 400,
            "Invalid ResourceBlocks.ResourceId"},
        {BLOCK("room103", "04-02", "04-02", "OutOfOrder"), 400, "must be after StartUtc"},
        {BLOCK("room103", "04-03", "04-02", "OutOfOrder"), 400, "must be after StartUtc"},
        {BLOCK("room103", "04-01", "04-02", "Nonsense"), 400, "Type"},
        {BLOCK("room110", "04-01", "04-02", "OutOfOrder"), 403, "not in use"},
        {BLOCK("room101", "03-25", "03-27", "OutOfOrder"), 403, "101"},   // a stay
        {BLOCK("room105", "03-25", "03-27", "InternalUse"), 403, "105"},  // another block
        {BLOCK("room107", "03-24", "03-27", "InternalUse"), 403, "107"},  // who is in
        {BODY("ResourceBlocks":[{"ResourceId":"$room103", "Type":"OutOfOrder",
            "StartUtc":"2026-04-01T12:00:00Z", "EndUtc":"2026-04-02T12:00:00Z"}]), 400, "Name"},
        {BODY("ResourceBlocks":[{"ResourceId":"$room103", "Name":"x", "Type":"OutOfOrder",
            "EndUtc":"2026-04-02T12:00:00Z"}]), 400, "StartUtc"},
        {BODY("ResourceBlocks":[]), 400, "ResourceBlocks"},
        // the second is in the first one's way: none of them
        {BODY("ResourceBlocks":[
            {"ResourceId":"$room103", "Name":"a", "Type":"OutOfOrder",
             "StartUtc":"2026-04-01T12:00:00Z", "EndUtc":"2026-04-03T12:00:00Z"},
            {"ResourceId":"$room103", "Name":"b", "Type":"OutOfOrder",
             "StartUtc":"2026-04-02T12:00:00Z", "EndUtc":"2026-04-04T12:00:00Z"}]), 403, "103"},
    };
    json_t *list;

    (void)state;
    server_refuses_all(server, "resourceBlocks/add", rows, countof(rows));
    list = server_list(server, "resourceBlocks/getAll", PAGE("AssignedResourceIds":["$room103"]),
                       "ResourceBlocks");
    assert_int_equal(json_array_size(list), 0);
    json_decref(list);
    server_refuses(server, "resourceBlocks/delete", BODY("ResourceBlockIds":["$leak", "$nothing"]),
        400, "Invalid ResourceBlockIds");
    expect_room("room105", "OutOfOrder");
}

static void
blocks_are_found_by_room_time_and_state(void **state)
{
    static const struct {
        const char *body;
        size_t count;
    } rows[] = {
        {EVERYTHING, 1},
        {PAGE("Extent":{"Inactive":true}), 2}, // of 2022
        {PAGE("ActivityStates":["Active", "Deleted"]), 2},
        {PAGE("ActivityStates":["Deleted"]), 1},
        {PAGE("AssignedResourceIds":["$room105", "$room104"]), 1},
        {PAGE("CollidingUtc":{"StartUtc":"2026-03-30T09:59:59Z",
            "EndUtc":"2026-03-31T00:00:00Z"}), 1},
        {PAGE("CollidingUtc":{"StartUtc":"2026-03-30T10:00:00Z",
            "EndUtc":"2026-03-31T00:00:00Z"}), 0},
        {PAGE("CreatedUtc":{"StartUtc":"2026-03-23T00:00:00Z", "EndUtc":null}), 1},
        {PAGE("UpdatedUtc":{"StartUtc":"2026-03-24T00:00:00Z", "EndUtc":null}), 0},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        json_t *answer = server_ask(server, "resourceBlocks/getAll", rows[i].body);

        expect_count(answer, "ResourceBlocks", rows[i].count);
        json_decref(answer);
    }
}

// clang-format on

#define WITH_SERVER(test) OFFICE_TEST(test, &office)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SERVER(a_block_takes_the_room_and_gives_it_back),
        WITH_SERVER(the_clock_begins_and_ends_blocks),
        WITH_SERVER(what_passed_meanwhile_is_made_up_for),
        WITH_SERVER(a_block_of_the_data_ends_too),
        WITH_SERVER(blocks_are_refused_with_the_reason),
        WITH_SERVER(blocks_are_found_by_room_time_and_state),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
