/*
 * Desks that listen to one property: what one does the others see, and nothing is missed when the
 * stream breaks, the server starts again or its clock is set back.
 */
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "api/base/error.h"
#include "api/desk/action.h"
#include "tests/support/desk.h"
#include "tests/support/fault_proxy.h"
#include "tests/support/folder.h"
#include "tests/support/program.h"
#include "tests/support/property.h"
#include "tests/support/relay.h"
#include "tests/support/server_process.h"
#include "tests/support/test.h"

enum {
    AT_ONCE_MS = 1000,
    PATH_SIZE = 120,
    HOUR_MS = 3600000,
};

/* A server, before it a proxy for requests and a relay for the stream, and desks behind those. */
struct fixture {
    struct folder folder;
    struct server_process server;
    char server_path[PATH_SIZE];
    char api[PATH_SIZE];    /* unix:… of the proxy */
    char events[PATH_SIZE]; /* unix:… of the relay */
    struct fault_proxy *proxy;
    struct relay *relay;
    int refresh_seconds;
};

bool
demo_generate(const struct demo_config *config, demo_emit_fn emit, void *context, struct error *err)
{
    (void)config;
    return property_emit(emit, context, err);
}

static void
start_server(struct fixture *fixture, struct server_config *config, const char *name)
{
    char listen[PATH_SIZE + 8];

    snprintf(fixture->server_path, PATH_SIZE, "%s/%s", fixture->folder.path, name);
    snprintf(listen, sizeof(listen), "unix:%s", fixture->server_path);
    config->listen = listen;
    server_process_start(&fixture->server, config);
}

/* Threads come after the server's process. */
static void
start_between(struct fixture *fixture)
{
    snprintf(fixture->api, PATH_SIZE, "unix:%s/api", fixture->folder.path);
    snprintf(fixture->events, PATH_SIZE, "unix:%s/events", fixture->folder.path);
    fixture->proxy = fault_proxy_new(fixture->api + 5, fixture->server_path);
    fixture->relay = relay_new(fixture->events + 5, fixture->server_path);
}

static int
start(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    struct server_config config = server_process_config();

    folder_open(&fixture->folder);
    start_server(fixture, &config, "server");
    start_between(fixture);
    fixture->refresh_seconds = 3600; // so that it is not polls that bring what is awaited
    *state = fixture;
    return 0;
}

static int
stop(void **state)
{
    struct fixture *fixture = *state;

    fault_proxy_free(fixture->proxy);
    relay_free(fixture->relay);
    assert_int_equal(server_process_end(&fixture->server, SIGTERM), 0);
    folder_close(&fixture->folder);
    free(fixture);
    return 0;
}

static struct desk *
new_desk(const struct fixture *fixture, const char *name)
{
    char state_path[PATH_SIZE];
    struct desk_config config = {.refresh_seconds = fixture->refresh_seconds,
                                 .now = property_now()};
    struct error err = {0};
    struct desk *desk;

    snprintf(state_path, sizeof(state_path), "%s/%s.db", fixture->folder.path, name);
    config.client = desk_config(fixture->api, state_path);
    config.client.ws_url = fixture->events;
    config.client.ws_retry_ms = 2;
    config.client.client_token = fixture->server.client_token;
    config.client.access_token = fixture->server.access_token;
    desk = desk_open(&config, &err);
    check(desk, "%s", err.text);
    desk_start(desk);
    return desk;
}

static bool
has_all(const struct desk *desk)
{
    for (int part = 0; part < DESK_PARTS; part++)
        if (!desk_has(desk, (enum desk_part)part))
            return false;
    return true;
}

/* One that has loaded the day and listens. */
static struct desk *
open_desk(const struct fixture *fixture, const char *name)
{
    struct desk *desk = new_desk(fixture, name);

    SERVE_UNTIL(desk, has_all(desk) && desk_has_events(desk));
    return desk;
}

static enum resource_state
room_state(const struct desk *desk, const char *name)
{
    const struct resource *room = store_resource_of(desk_store(desk), property_id(name));

    return room ? room->state : (enum resource_state)0;
}

static bool
is_in(const struct desk *desk, const char *stay, const char *room)
{
    const struct reservation *found = store_reservation_of(desk_store(desk), property_id(stay));

    return found && uuid_equal(found->resource_id, room ? property_id(room) : (struct uuid){{0}});
}

// clang-format off

static void
set_room(const struct fixture *fixture, const char *name, const char *state)
{
    char body[200];

    snprintf(body, sizeof(body),
        BODY("ResourceUpdates":[{"ResourceId":"$%s", "State":{"Value":"%s"}}]), name, state);
    json_decref(server_ask(&fixture->server, "resources/update", body));
}

static void
assign(const struct fixture *fixture, const char *stay, const char *room)
{
    char body[240];

    snprintf(body, sizeof(body), BODY("ReservationUpdates":[{"ReservationId":"$%s",
        "AssignedResourceId":{"Value":"$%s"}}], "Reprice":false, "ApplyCancellationFee":false),
        stay, room);
    json_decref(server_ask(&fixture->server, "reservations/update", body));
}

static void
add_bill(const struct fixture *fixture)
{
    json_decref(server_ask(&fixture->server, "bills/add",
        BODY("Bills":[{"AccountId":"$guest1"}])));
}

static void
add_note(const struct fixture *fixture)
{
    json_decref(server_ask(&fixture->server, "serviceOrderNotes/add",
        BODY("ServiceOrderNotes":[{"ServiceOrderId":"$stay3", "Text":"Vegan"}])));
}

static void
pay(const struct fixture *fixture)
{
    json_decref(server_ask(&fixture->server, "payments/addExternal", BODY("AccountId":"$guest5",
        "BillId":"$bill5", "Amount":{"Currency":"EUR", "GrossValue":7}, "Type":"Cash")));
}
// clang-format on

static bool
has_payment(const struct desk *desk)
{
    struct store_rows payments =
        store_by(desk_store(desk), STORE_PAYMENTS_OF_BILL, property_id("bill5"));

    return payments.count == 2; // the property's first one, and the new one
}

static bool
has_bill(const struct desk *desk)
{
    return store_by(desk_store(desk), STORE_BILLS_OF_ACCOUNT, property_id("guest1")).count == 1;
}

static void
note_end(void *context, struct action *action)
{
    *(enum action_state *)context = action_state(action);
}

static void
a_change_at_one_desk_shows_at_another_at_once(void **state)
{
    struct fixture *fixture = *state;
    struct desk *doing = open_desk(fixture, "doing");
    struct desk *seeing = open_desk(fixture, "seeing");
    struct uuid room = property_id("room102");
    struct action_order order = {
        .kind = ACTION_ROOM_STATE, .rooms = {&room, 1}, .state = RESOURCE_INSPECTED};
    enum action_state ended = ACTION_RUNNING;
    struct error err = {0};
    int64_t done_ms;

    assert_int_not_equal(room_state(seeing, "room102"), RESOURCE_INSPECTED);
    check(action_begin(doing, &order, note_end, &ended, &err), "%s", err.text);
    SERVE_UNTIL(doing, ended == ACTION_DONE);
    done_ms = monotonic_ms();
    SERVE_UNTIL(seeing, room_state(seeing, "room102") == RESOURCE_INSPECTED);
    assert_true(monotonic_ms() - done_ms < AT_ONCE_MS);
    assert_int_equal(room_state(doing, "room102"), RESOURCE_INSPECTED);
    desk_close(doing);
    desk_close(seeing);
}

/* Whether two desks hold the same records of a kind. */
static bool
agree_on(const struct desk *one, const struct desk *other, enum record_id kind)
{
    struct store_rows rows = store_all(desk_store(one), kind);

    if (rows.count != store_all(desk_store(other), kind).count)
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        const struct record_type *type = record_type(kind);
        const void *same = store_find(desk_store(other), kind, record_uuid(type, rows.rows[i]));

        if (!same || !record_equal(type, rows.rows[i], same))
            return false;
    }
    return true;
}

/* What was written last is there. */
static bool
has_last(const struct desk *desk)
{
    return is_in(desk, "stay2", "room104")
           && room_state(desk, "room110") == RESOURCE_OUT_OF_SERVICE;
}

static void
two_desks_converge_whoever_writes(void **state)
{
    static const char *const states[] = {"Dirty", "Clean", "Inspected"};
    struct fixture *fixture = *state;
    struct desk *one = open_desk(fixture, "one");
    struct desk *other = open_desk(fixture, "other");

    for (int i = 0; i < 60; i++) {
        struct uuid room = property_id(i % 2 ? "room102" : "room103");
        struct action_order order = {.kind = ACTION_ROOM_STATE,
                                     .rooms = {&room, 1},
                                     .state = i % 3 ? RESOURCE_CLEAN : RESOURCE_DIRTY};
        enum action_state ended = ACTION_RUNNING;
        struct error err;

        set_room(fixture, i % 2 ? "room103" : "room101", states[i % 3]);
        assign(fixture, "stay3", i % 2 ? "room103" : "room104");
        if (i % 10)
            continue;
        if (action_begin(i % 4 ? one : other, &order, note_end, &ended, &err))
            SERVE_UNTIL(i % 4 ? one : other, ended != ACTION_RUNNING);
    }
    assign(fixture, "stay2", "room104");
    set_room(fixture, "room110", "OutOfService");
    SERVE_UNTIL(one, has_last(one));
    SERVE_UNTIL(other, has_last(other));
    assert_true(agree_on(one, other, RECORD_resource));
    assert_true(agree_on(one, other, RECORD_reservation));
    desk_close(one);
    desk_close(other);
}

/* The property's clock goes a millisecond a commit: more than what polls ask again for. */
static void
let_seconds_pass(const struct fixture *fixture, int seconds)
{
    for (int i = 0; i < seconds * 1000; i++)
        set_room(fixture, "room110", i % 2 ? "Dirty" : "Clean");
}

static void
a_cut_stream_is_caught_up_with(void **state)
{
    struct fixture *fixture = *state;
    struct desk *desk = open_desk(fixture, "desk");
    size_t houses = fault_proxy_asked(fixture->proxy, "configuration/get");
    size_t services = fault_proxy_asked(fixture->proxy, "services/getAll");
    size_t rooms = fault_proxy_asked(fixture->proxy, "resources/getAll");

    relay_break(fixture->relay);
    SERVE_UNTIL(desk, !desk_has_events(desk));
    set_room(fixture, "room102", "Inspected");
    assign(fixture, "stay3", "room103");
    pay(fixture);
    add_bill(fixture);
    let_seconds_pass(fixture, 6);
    relay_mend(fixture->relay);
    SERVE_UNTIL(desk, desk_has_events(desk) && room_state(desk, "room102") == RESOURCE_INSPECTED
                          && is_in(desk, "stay3", "room103") && has_payment(desk)
                          && has_bill(desk));
    /* What changed was read, not everything anew. */
    assert_int_equal(fault_proxy_asked(fixture->proxy, "configuration/get"), houses);
    fault_proxy_wait(fixture->proxy, "services/getAll", services + 1);
    assert_true(fault_proxy_asked(fixture->proxy, "resources/getAll") <= rooms + 2);
    assert_true(fault_proxy_was_told(fixture->proxy, "services/getAll", "\"UpdatedUtc\""));
    assert_true(fault_proxy_was_told(fixture->proxy, "bills/getAll", "\"UpdatedUtc\""));
    set_room(fixture, "room102", "Dirty"); // and events come again
    SERVE_UNTIL(desk, room_state(desk, "room102") == RESOURCE_DIRTY);
    desk_close(desk);
}

static void
a_stream_that_is_cut_at_any_byte_is_caught_up_with(void **state)
{
    struct fixture *fixture = *state;
    struct desk *desk = open_desk(fixture, "desk");
    size_t before = relay_bytes(fixture->relay);
    size_t length; // of the shorter of the messages

    set_room(fixture, "room102", "Dirty");
    SERVE_UNTIL(desk, room_state(desk, "room102") == RESOURCE_DIRTY);
    length = relay_bytes(fixture->relay) - before;
    assert_true(length > 80 && length < 200);
    for (size_t cut = 0; cut < length; cut++) {
        bool is_dirty = cut % 2 == 0;
        size_t connections = relay_connections(fixture->relay);

        assign(fixture, "stay3", is_dirty ? "room103" : "room104");
        SERVE_UNTIL(desk, is_in(desk, "stay3", is_dirty ? "room103" : "room104"));
        relay_break_after(fixture->relay, cut);
        set_room(fixture, "room102", is_dirty ? "Dirty" : "Inspected");
        SERVE_UNTIL(desk, room_state(desk, "room102")
                              == (is_dirty ? RESOURCE_DIRTY : RESOURCE_INSPECTED));
        SERVE_UNTIL(desk, relay_connections(fixture->relay) > connections && desk_has_events(desk));
    }
    desk_close(desk);
}

static void
without_polls_events_come_all_the_same(void **state)
{
    struct fixture *fixture = *state;
    struct desk *desk;
    size_t asked;

    fixture->refresh_seconds = 0;
    desk = open_desk(fixture, "desk");
    set_room(fixture, "room102", "Inspected");
    SERVE_UNTIL(desk, room_state(desk, "room102") == RESOURCE_INSPECTED);
    asked = fault_proxy_asked(fixture->proxy, "payments/getAll");
    pay(fixture);
    desk_refresh(desk);
    SERVE_UNTIL(desk, has_payment(desk));
    assert_int_equal(fault_proxy_asked(fixture->proxy, "payments/getAll"), asked + 1);
    desk_close(desk);
}

static void
a_note_of_another_desk_comes_with_a_poll(void **state)
{
    struct fixture *fixture = *state;
    struct desk *desk = open_desk(fixture, "desk");
    struct uuid stay = property_id("stay3");

    assert_int_equal(store_by(desk_store(desk), STORE_NOTES_OF_RESERVATION, stay).count, 0);
    add_note(fixture);
    desk_refresh(desk);
    SERVE_UNTIL(desk, store_by(desk_store(desk), STORE_NOTES_OF_RESERVATION, stay).count == 1);
    desk_close(desk);
}

/* What is in the data stays, and the tokens with it. */
static void
a_server_that_starts_again_is_caught_up_with(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    struct server_config config = server_process_config();
    const char *argv[] = {"", "serve", "--data", "", "--listen", "", "--now", PROPERTY_NOW, NULL};
    char data[PATH_SIZE];
    char listen[PATH_SIZE + 8];
    struct desk *desk;
    pid_t pid;
    int in;
    int out;
    char line[400];

    (void)state;
    folder_open(&fixture->folder);
    snprintf(data, sizeof(data), "%s/data", fixture->folder.path);
    config.data = data;
    start_server(fixture, &config, "server");
    start_between(fixture);
    fixture->refresh_seconds = 3600;
    desk = open_desk(fixture, "desk");
    assert_int_equal(server_process_end(&fixture->server, SIGTERM), 0);
    SERVE_UNTIL(desk, !desk_has_events(desk));
    snprintf(listen, sizeof(listen), "unix:%s", fixture->server_path);
    argv[0] = getenv("FRONTDESK");
    argv[3] = data;
    argv[5] = listen;
    relay_break(fixture->relay); // so that it listens again behind what it misses
    pid = program_start(argv, NULL, &in, &out);
    assert_true(read(out, line, sizeof(line)) > 0);
    set_room(fixture, "room102", "Inspected");
    pay(fixture);
    relay_mend(fixture->relay);
    SERVE_UNTIL(desk, desk_has_events(desk) && room_state(desk, "room102") == RESOURCE_INSPECTED
                          && has_payment(desk));
    desk_close(desk);
    fault_proxy_free(fixture->proxy);
    relay_free(fixture->relay);
    kill(pid, SIGTERM);
    assert_int_equal(program_wait(pid), 0);
    close(in);
    close(out);
    folder_close(&fixture->folder);
    free(fixture);
}

/* The same property again, by a clock of an hour before. */
static void
a_clock_that_is_set_back_hides_nothing(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    struct server_config config = server_process_config();
    struct server_process later;
    struct relay *api;
    char path[PATH_SIZE];
    struct desk *desk;

    (void)state;
    folder_open(&fixture->folder);
    config.client_token = "CLIENT";
    config.access_token = "ACCESS";
    start_server(fixture, &config, "later");
    later = fixture->server;
    snprintf(path, sizeof(path), "%s", fixture->server_path);
    config.now = instant_add_ms(property_now(), -HOUR_MS);
    start_server(fixture, &config, "earlier");
    snprintf(fixture->api, PATH_SIZE, "unix:%s/api", fixture->folder.path);
    snprintf(fixture->events, PATH_SIZE, "unix:%s/events", fixture->folder.path);
    api = relay_new(fixture->api + 5, path);
    fixture->relay = relay_new(fixture->events + 5, path);
    fixture->refresh_seconds = 3600;
    desk = open_desk(fixture, "desk");
    relay_redirect(api, fixture->server_path);
    set_room(fixture, "room102", "Inspected"); // at the server of the earlier clock
    pay(fixture);
    relay_redirect(fixture->relay, fixture->server_path);
    SERVE_UNTIL(desk, room_state(desk, "room102") == RESOURCE_INSPECTED && has_payment(desk));
    set_room(fixture, "room102", "Dirty");
    SERVE_UNTIL(desk, room_state(desk, "room102") == RESOURCE_DIRTY);
    desk_close(desk);
    relay_free(api);
    relay_free(fixture->relay);
    assert_int_equal(server_process_end(&fixture->server, SIGTERM), 0);
    assert_int_equal(server_process_end(&later, SIGTERM), 0);
    folder_close(&fixture->folder);
    free(fixture);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_change_at_one_desk_shows_at_another_at_once),
        TEST(two_desks_converge_whoever_writes),
        TEST(a_cut_stream_is_caught_up_with),
        TEST(a_stream_that_is_cut_at_any_byte_is_caught_up_with),
        TEST(without_polls_events_come_all_the_same),
        TEST(a_note_of_another_desk_comes_with_a_poll),
        cmocka_unit_test(a_server_that_starts_again_is_caught_up_with),
        cmocka_unit_test(a_clock_that_is_set_back_hides_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
