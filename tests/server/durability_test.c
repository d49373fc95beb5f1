/*
 * What was answered is there: after a restart, after kill -9, with many clients at once, on a disk
 * and in memory; and one server at a time has a data file.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <pthread.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/base/error.h"
#include "tests/support/property.h"
#include "tests/support/server_process.h"

enum {
    CLIENTS = 64,
    CHARGES_EACH = 8
};

static char folder[] = "/tmp/durability_test.XXXXXX";

bool
demo_generate(const struct demo_config *config, demo_emit_fn emit, void *context, struct error *err)
{
    (void)config;
    return property_emit(emit, context, err);
}

static const char *
file_in(const char *name)
{
    static char path[128];

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    return path;
}

static struct server_config
on_disk(const char *name)
{
    static char path[128];
    struct server_config config = server_process_config();

    snprintf(path, sizeof(path), "%s", file_in(name));
    config.data = path;
    return config;
}

// clang-format off

static void
charge_tip(const struct server_process *server)
{
    json_decref(server_ask(server, "orders/add",
        BODY("ServiceId":"$extras", "AccountId":"$guest1", "Items":[{"Name":"Tip", "UnitCount":1,
        "UnitAmount":{"Currency":"EUR", "GrossValue":0.07, "TaxCodes":[]}}])));
}

/* How many charges the guest has, and whether each is 7 cents and no UpdatedUtc comes twice. */
static size_t
count_tips(const struct server_process *server)
{
    json_t *answer = server_ask(server, "orderItems/getAll", PAGE("AccountIds":["$guest1"]));
    json_t *items = json_object_get(answer, "OrderItems");
    struct instant last = {INT64_MAX};
    size_t i;
    json_t *item;

    json_array_foreach(items, i, item)
    {
        const char *text = json_string_value(json_object_get(item, "UpdatedUtc"));
        struct instant updated;

        assert_true(instant_parse(text, &updated));
        assert_true(json_real_value(codec_find(item, "Amount.GrossValue")) == 0.07);
        assert_true(instant_before(updated, last)); // newest first, each at an instant of its own
        last = updated;
    }
    i = json_array_size(items);
    json_decref(answer);
    return i;
}

// clang-format on

static void
what_was_written_survives_a_restart(void **state)
{
    struct server_config config = on_disk("restart");
    struct server_process server;
    struct stat info;
    char token[160];
    json_t *answer;

    (void)state;
    server_process_start(&server, &config);
    charge_tip(&server);
    strcpy(token, server.access_token);
    assert_int_equal(server_process_end(&server, SIGTERM), 0);
    assert_int_equal(stat(file_in("restart"), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(access(file_in("restart-wal"), F_OK), -1); // ended cleanly

    config.demo = false; // it holds its property
    server_process_start(&server, &config);
    assert_string_equal(server.access_token, token);
    assert_int_equal(count_tips(&server), 1);
    charge_tip(&server);
    assert_int_equal(count_tips(&server), 2);
    answer = server_ask(&server, "configuration/get", "{}");
    assert_string_equal(json_string_value(json_object_get(answer, "NowUtc")),
                        "2026-03-24T15:00:00.002Z"); // the clock went on
    json_decref(answer);
    assert_int_equal(server_process_end(&server, 0), 0); // by its lifeline
}

static void
what_was_answered_survives_a_kill(void **state)
{
    struct server_config config = on_disk("killed");
    struct server_process server;

    (void)state;
    server_process_start(&server, &config);
    for (int i = 0; i < 10; i++)
        charge_tip(&server);
    assert_int_equal(server_process_end(&server, SIGKILL), 128 + SIGKILL);
    server_process_start(&server, &config);
    assert_int_equal(count_tips(&server), 10);
    assert_int_equal(server_process_end(&server, SIGTERM), 0);
}

static void
a_data_file_has_one_server(void **state)
{
    struct server_config config = on_disk("shared");
    struct server_process server;
    char message[512];
    char holder[32];

    (void)state;
    server_process_start(&server, &config);
    assert_int_equal(server_process_refusal(&config, message, sizeof(message)), 2);
    snprintf(holder, sizeof(holder), "process %d", (int)server.pid);
    assert_non_null(strstr(message, config.data));
    assert_non_null(strstr(message, holder));
    charge_tip(&server); // the first goes on
    assert_int_equal(server_process_end(&server, SIGKILL), 128 + SIGKILL);
    server_process_start(&server, &config);
    assert_int_equal(count_tips(&server), 1);
    assert_int_equal(server_process_end(&server, SIGTERM), 0);
}

static void
what_cannot_be_served_is_said(void **state)
{
    struct server_config empty = on_disk("empty");
    struct server_config address = server_process_config();
    char message[512];

    (void)state;
    empty.demo = false;
    assert_int_equal(server_process_refusal(&empty, message, sizeof(message)), 2);
    assert_non_null(strstr(message, "no property to serve: start with --demo"));
    address.listen = "192.0.2.1:80";
    assert_int_equal(server_process_refusal(&address, message, sizeof(message)), 2);
    assert_non_null(strstr(message, "192.0.2.1:80"));
}

static void
a_unix_socket_serves_as_well(void **state)
{
    struct server_config config = server_process_config();
    struct server_process server;
    char address[160];

    (void)state;
    snprintf(address, sizeof(address), "unix:%s", file_in("socket"));
    config.listen = address;
    server_process_start(&server, &config);
    assert_string_equal(server.url, address);
    charge_tip(&server);
    assert_int_equal(server_process_end(&server, SIGTERM), 0);
    assert_int_equal(access(address + 5, F_OK), -1);
}

static void *
be_client(void *context)
{
    for (int i = 0; i < CHARGES_EACH; i++)
        charge_tip(context);
    return NULL;
}

static void
charge_at_once(const struct server_config *config)
{
    struct server_process server;
    pthread_t clients[CLIENTS];

    server_process_start(&server, config);
    for (int i = 0; i < CLIENTS; i++)
        assert_int_equal(pthread_create(&clients[i], NULL, be_client, &server), 0);
    for (int i = 0; i < CLIENTS; i++)
        pthread_join(clients[i], NULL);
    assert_int_equal(count_tips(&server), CLIENTS * CHARGES_EACH);
    assert_int_equal(server_process_end(&server, SIGTERM), 0);
}

static void
many_clients_lose_no_charge(void **state)
{
    struct server_config config = on_disk("many");
    struct server_config memory = server_process_config();

    (void)state;
    charge_at_once(&config);
    charge_at_once(&memory);
}

/* Numbers stay without gaps and doubles when many close at once. */
static void *
close_bills(void *context)
{
    for (int i = 0; i < 4; i++) {
        // clang-format off
        json_t *answer = server_ask(context, "bills/add", BODY("Bills":[{"AccountId":"$guest2"}]));
        json_t *bill = json_array_get(json_object_get(answer, "Bills"), 0);
        char body[160];

        snprintf(body, sizeof(body), BODY("BillId":"%s", "Type":"Receipt"),
                 json_string_value(json_object_get(bill, "Id")));
        // clang-format on
        json_decref(server_ask(context, "bills/close", body));
        json_decref(answer);
    }
    return NULL;
}

static void
numbers_are_given_once(void **state)
{
    struct server_config config = on_disk("numbers");
    struct server_process server;
    pthread_t clients[16];
    bool seen[64 + 8] = {false};
    json_t *answer;
    json_t *bill;
    size_t i;

    (void)state;
    server_process_start(&server, &config);
    for (i = 0; i < 16; i++)
        assert_int_equal(pthread_create(&clients[i], NULL, close_bills, &server), 0);
    for (i = 0; i < 16; i++)
        pthread_join(clients[i], NULL);
    answer =
        server_ask(&server, "bills/getAll", "{\"CustomerIds\":[\"$guest2\"],\"State\":\"Closed\"}");
    assert_int_equal(json_array_size(json_object_get(answer, "Bills")), 64);
    json_array_foreach(json_object_get(answer, "Bills"), i, bill)
    {
        int number = atoi(json_string_value(json_object_get(bill, "Number")) + 1);

        assert_in_range(number, 8, 71);
        assert_false(seen[number]);
        seen[number] = true;
    }
    json_decref(answer);
    assert_int_equal(server_process_end(&server, SIGTERM), 0);
}

/* A write that has begun is answered before the end, not cut. */
static void *
charge_until_the_end(void *context)
{
    size_t *answered = malloc(sizeof(*answered));

    for (*answered = 0;; (*answered)++) {
        // clang-format off
        struct reply reply = server_call(context, "orders/add",
            BODY("ServiceId":"$extras", "AccountId":"$guest1", "Items":[{"Name":"Tip",
            "UnitCount":1, "UnitAmount":{"Currency":"EUR", "GrossValue":0.07, "TaxCodes":[]}}]));
        // clang-format on
        int status = reply.status;

        reply_free(&reply);
        if (status != 200)
            return answered;
    }
}

static void
the_end_is_clean_under_load(void **state)
{
    struct server_config config = on_disk("ending");
    struct server_process server;
    pthread_t clients[8];
    size_t answered = 0;
    size_t kept;

    (void)state;
    server_process_start(&server, &config);
    for (int i = 0; i < 8; i++)
        assert_int_equal(pthread_create(&clients[i], NULL, charge_until_the_end, &server), 0);
    while (count_tips(&server) < 50)
        ; // until all are at work
    assert_int_equal(server_process_end(&server, SIGTERM), 0);
    for (int i = 0; i < 8; i++) {
        size_t *some;

        pthread_join(clients[i], (void **)&some);
        answered += *some;
        free(some);
    }
    server_process_start(&server, &config);
    kept = count_tips(&server);
    assert_true(kept == 1000 || kept == answered); // a page holds no more
    assert_int_equal(server_process_end(&server, SIGTERM), 0);
}

/* How large a file of the server's may grow: 0 for any size. */
static void
limit_files(const struct server_process *server, rlim_t bytes)
{
    struct rlimit limit;

    assert_int_equal(prlimit(server->pid, RLIMIT_FSIZE, NULL, &limit), 0);
    limit.rlim_cur = bytes ? bytes : limit.rlim_max;
    assert_int_equal(prlimit(server->pid, RLIMIT_FSIZE, &limit, NULL), 0);
}

/* A failed write is said to have failed, hinders no read, and leaves nothing behind. */
static void
a_full_disk_takes_nothing_half(void **state)
{
    struct server_config config = on_disk("full");
    struct server_process server;
    struct stat log;
    size_t *answered;

    (void)state;
    signal(SIGXFSZ, SIG_IGN); // the server takes it over
    server_process_start(&server, &config);
    assert_int_equal(stat(file_in("full-wal"), &log), 0);
    limit_files(&server, (rlim_t)log.st_size + 500000);
    answered = charge_until_the_end(&server);
    assert_in_range(*answered, 1, 500);
    assert_int_equal(count_tips(&server), *answered);
    // clang-format off
    server_refuses(&server, "orders/add",
        BODY("ServiceId":"$extras", "AccountId":"$guest1", "Items":[{"Name":"Tip", "UnitCount":1,
        "UnitAmount":{"Currency":"EUR", "GrossValue":0.07, "TaxCodes":[]}}]),
        500, "The property server failed");
    // clang-format on
    limit_files(&server, 0);
    charge_tip(&server);
    assert_int_equal(server_process_end(&server, SIGKILL), 128 + SIGKILL);
    server_process_start(&server, &config);
    assert_int_equal(count_tips(&server), *answered + 1);
    assert_int_equal(server_process_end(&server, SIGTERM), 0);
    free(answered);
}

static int
make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int
remove_folder(void **state)
{
    char command[160];

    (void)state;
    snprintf(command, sizeof(command), "rm -rf %s", folder);
    return system(command);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_written_survives_a_restart),
        cmocka_unit_test(what_was_answered_survives_a_kill),
        cmocka_unit_test(a_data_file_has_one_server),
        cmocka_unit_test(what_cannot_be_served_is_said),
        cmocka_unit_test(a_unix_socket_serves_as_well),
        cmocka_unit_test(many_clients_lose_no_charge),
        cmocka_unit_test(numbers_are_given_once),
        cmocka_unit_test(the_end_is_clean_under_load),
        cmocka_unit_test(a_full_disk_takes_nothing_half),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
