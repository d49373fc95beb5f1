/* Commits as messages: what is told of which entity, once it is committed and not before. */
#include <poll.h>
#include <stdlib.h>

#include "api/base/error.h"
#include "api/server/events.h"
#include "tests/support/test.h"

static const struct uuid house = {{1}};
static const struct instant noon = {1774353600000};

#define ID "11111111-1111-4111-8111-11111111111"

struct fixture {
    struct storage *storage;
    struct events *events;
};

static int
start(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    struct error err;

    fixture->storage = storage_open(NULL, &err);
    fixture->events = events_open(2, &err);
    if (!fixture->storage || !fixture->events)
        return -1;
    storage_use(fixture->storage, house);
    storage_watch(fixture->storage, events_watch(fixture->events));
    *state = fixture;
    return 0;
}

static int
stop(void **state)
{
    struct fixture *fixture = *state;

    storage_close(fixture->storage);
    events_close(fixture->events);
    free(fixture);
    return 0;
}

/* Adds an entity, or puts it in place of the one with its Id. */
static void
put(struct fixture *fixture, const char *type, const char *text)
{
    struct error err = {0};
    enum entity_id entity = entity_find(type);
    json_t *body = codec_parse(text, strlen(text), CODEC_REQUEST, &err);
    struct uuid id;

    assert_non_null(body);
    if (entity == ENTITY_internal)
        json_object_set_new(body, "EntityType", json_string(type));
    assert_true(entity_key(entity, body, &id, &err));
    if (!storage_insert(fixture->storage, entity, body, noon, &err)
        && !storage_update(fixture->storage, entity, body, noon, &err))
        fail_msg("%s", err.text);
    json_decref(body);
}

static void
begin(struct fixture *fixture)
{
    struct error err;

    assert_true(storage_begin(fixture->storage, &err));
}

static void
commit(struct fixture *fixture)
{
    struct error err;

    assert_true(storage_commit(fixture->storage, &err));
}

/* The next message is this, for both who listen; NULL: there is none. */
static void
expect(struct fixture *fixture, const char *text)
{
    for (size_t listener = 0; listener < 2; listener++) {
        char *message = events_take(fixture->events, listener);

        if (!text) {
            assert_null(message);
            continue;
        }
        assert_non_null(message);
        assert_string_equal(message, text);
        free(message);
    }
}

static void
each_kind_is_told_with_its_members(void **state)
{
    static const struct {
        const char *type, *body, *event;
    } rows[] = {
        {"Reservation",
         "{\"Id\":\"" ID "1\",\"State\":\"Started\",\"Number\":\"7\",\"ScheduledStartUtc\":"
         "\"2026-03-24T14:00:00Z\",\"ScheduledEndUtc\":\"2026-03-26T10:00:00Z\","
         "\"AssignedResourceId\":null}",
         "\"Type\":\"Reservation\",\"Id\":\"" ID "1\",\"State\":\"Started\",\"StartUtc\":"
         "\"2026-03-24T14:00:00Z\",\"EndUtc\":\"2026-03-26T10:00:00Z\""},
        {"Resource", "{\"Id\":\"" ID "2\",\"State\":\"Dirty\",\"Name\":\"102\",\"IsActive\":true}",
         "\"Type\":\"Resource\",\"Id\":\"" ID "2\",\"State\":\"Dirty\""},
        {"DeviceCommand", "{\"Id\":\"" ID "3\",\"State\":\"Pending\",\"Progress\":1}",
         "\"Type\":\"DeviceCommand\",\"Id\":\"" ID "3\",\"State\":\"Pending\""},
    };
    struct fixture *fixture = *state;

    for (size_t i = 0; i < countof(rows); i++) {
        char text[400];

        begin(fixture);
        put(fixture, rows[i].type, rows[i].body);
        commit(fixture);
        snprintf(text, sizeof(text), "{\"Events\":[{%s}]}", rows[i].event);
        expect(fixture, text);
    }
}

static void
prices_are_told_with_an_identifier_of_their_own(void **state)
{
    struct fixture *fixture = *state;
    struct error err;
    json_t *message;
    const json_t *event;
    char *text;

    begin(fixture);
    put(fixture, ".RatePrice",
        "{\"Id\":\"" ID "1\",\"RateId\":\"" ID "2\",\"CategoryId\":null,\"FirstTimeUnitStartUtc\":"
        "\"2026-03-24T23:00:00Z\",\"LastTimeUnitStartUtc\":\"2026-03-25T23:00:00Z\",\"Value\":90}");
    put(fixture, ".CategoryAdjustment",
        "{\"Id\":\"" ID "3\",\"RateId\":\"" ID "2\",\"CategoryId\":\"" ID "4\"}");
    put(fixture, ".RateAdjustment", "{\"Id\":\"" ID "5\",\"RateId\":\"" ID "2\"}");
    put(fixture, ".Sequence", "{\"Id\":\"" ID "6\",\"Name\":\"Customer\",\"Value\":7}");
    commit(fixture);
    text = events_take(fixture->events, 0);
    assert_non_null(text);
    message = codec_parse(text, strlen(text), CODEC_ANSWER, &err);
    assert_int_equal(json_array_size(json_object_get(message, "Events")), 3);
    event = json_array_get(json_object_get(message, "Events"), 0);
    assert_int_equal(json_object_size(event), 5);
    assert_string_equal(json_string_value(json_object_get(event, "Type")), "PriceUpdate");
    assert_string_not_equal(json_string_value(json_object_get(event, "Id")), ID "1");
    assert_string_equal(json_string_value(json_object_get(event, "RateId")), ID "2");
    assert_string_equal(json_string_value(json_object_get(event, "StartUtc")),
                        "2026-03-24T23:00:00Z");
    assert_string_equal(json_string_value(json_object_get(event, "EndUtc")),
                        "2026-03-25T23:00:00Z");
    event = json_array_get(json_object_get(message, "Events"), 1);
    assert_int_equal(json_object_size(event), 4);
    assert_string_equal(json_string_value(json_object_get(event, "ResourceCategoryId")), ID "4");
    json_decref(message);
    free(text);
}

#define ROOM(state) "{\"Id\":\"" ID "2\",\"State\":\"" state "\",\"Name\":\"102\"}"
#define EVENT(state) "{\"Type\":\"Resource\",\"Id\":\"" ID "2\",\"State\":\"" state "\"}"

static void
the_last_state_is_told_and_what_was_undone_is_not(void **state)
{
    struct fixture *fixture = *state;
    struct error err;

    begin(fixture);
    put(fixture, "Resource", ROOM("Clean"));
    assert_true(storage_mark(fixture->storage, &err));
    put(fixture, "Resource", ROOM("Inspected"));
    assert_true(storage_keep(fixture->storage, &err));
    assert_true(storage_mark(fixture->storage, &err));
    put(fixture, "Resource", ROOM("Dirty"));
    assert_true(storage_undo(fixture->storage, &err));
    expect(fixture, NULL);
    commit(fixture);
    expect(fixture, "{\"Events\":[" EVENT("Inspected") "]}");
    begin(fixture);
    put(fixture, "Resource", ROOM("Dirty"));
    storage_rollback(fixture->storage);
    begin(fixture);
    commit(fixture);
    expect(fixture, NULL);
}

static void
what_is_deleted_is_told_as_it_was(void **state)
{
    struct fixture *fixture = *state;
    struct uuid id;
    struct error err;

    assert_true(uuid_parse(ID "2", &id));
    begin(fixture);
    put(fixture, "Resource", ROOM("Clean"));
    commit(fixture);
    expect(fixture, "{\"Events\":[" EVENT("Clean") "]}");
    begin(fixture);
    assert_true(storage_delete(fixture->storage, ENTITY_resource, id, &err));
    commit(fixture);
    expect(fixture, "{\"Events\":[" EVENT("Clean") "]}");
}

static void
a_large_commit_is_told_in_several_messages(void **state)
{
    struct fixture *fixture = *state;
    size_t told = 0;
    char *text;

    begin(fixture);
    for (int i = 0; i < EVENTS_MOST + 1; i++) {
        char room[120];

        snprintf(room, sizeof(room),
                 "{\"Id\":\"22222222-2222-4222-8222-%012d\",\"State\":\"Clean\",\"Name\":\"%d\"}",
                 i, i);
        put(fixture, "Resource", room);
    }
    commit(fixture);
    while ((text = events_take(fixture->events, 0))) {
        for (const char *at = text; (at = strstr(at, "\"Type\"")); at++)
            told++;
        free(text);
    }
    assert_int_equal(told, EVENTS_MOST + 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_kind_is_told_with_its_members, start, stop),
        cmocka_unit_test_setup_teardown(prices_are_told_with_an_identifier_of_their_own, start,
                                        stop),
        cmocka_unit_test_setup_teardown(the_last_state_is_told_and_what_was_undone_is_not, start,
                                        stop),
        cmocka_unit_test_setup_teardown(what_is_deleted_is_told_as_it_was, start, stop),
        cmocka_unit_test_setup_teardown(a_large_commit_is_told_in_several_messages, start, stop),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
