/* The desk's client as a whole: opened, closed at once, parked, loaded, shared. */
#include "api/client/client.h"

#include <netdb.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/support/cmocka.h"
#include "tests/support/desk.h"
#include "tests/support/scripted_property.h"

/* In place of libc's, a name look-up that hangs until the test lets it go. */
static pthread_mutex_t lookup_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t lookup_changed = PTHREAD_COND_INITIALIZER;
static int lookups;
static int lookups_ended;
static bool may_end;

int
getaddrinfo(const char *name, const char *service, const struct addrinfo *hints,
            struct addrinfo **found)
{
    (void)name;
    (void)service;
    (void)hints;
    (void)found;
    pthread_mutex_lock(&lookup_lock);
    lookups++;
    pthread_cond_broadcast(&lookup_changed);
    while (!may_end)
        pthread_cond_wait(&lookup_changed, &lookup_lock);
    lookups_ended++;
    pthread_cond_broadcast(&lookup_changed);
    pthread_mutex_unlock(&lookup_lock);
    return EAI_FAIL;
}

static void
wait_for(const int *count, int wanted)
{
    pthread_mutex_lock(&lookup_lock);
    while (*count < wanted)
        pthread_cond_wait(&lookup_changed, &lookup_lock);
    pthread_mutex_unlock(&lookup_lock);
}

struct place {
    char *folder;
    char *path;
    struct property *property;
};

static int
set_up(void **state)
{
    static struct place place;

    place.folder = folder_fresh();
    place.path = folder_path(place.folder, "state.db");
    place.property = property_new(NULL);
    *state = &place;
    return 0;
}

static int
tear_down(void **state)
{
    struct place *place = *state;

    property_free(place->property);
    folder_drop(place->folder);
    free(place->path);
    return 0;
}

static struct client *
desk(const struct place *place)
{
    struct client_config config = desk_config(property_url(place->property), place->path);
    struct error err;
    struct client *client = client_open(&config, &err);

    assert_non_null(client);
    return client;
}

static void
hanging_look_ups_hold_nobody_up(void **state)
{
    enum {
        LOOKUPS = 5
    };
    struct place *place = *state;
    struct client_config config = desk_config("https://api.example.com", place->path);
    struct error err;
    struct client *client = client_open(&config, &err);
    int view;
    int64_t before_ms;

    for (int i = 0; i < LOOKUPS; i++)
        client_send(client, request_new(OP_services_get_all, REQUEST_FOR_VIEW, &view));
    wait_for(&lookups, LOOKUPS);
    client_cancel(client, &view);
    for (int i = 0; i < LOOKUPS; i++)
        client_send(client, request_new(OP_services_get_all, REQUEST_FOR_VIEW, &view));
    wait_for(&lookups, 2 * LOOKUPS); // cancelling let others go on
    before_ms = monotonic_ms();
    client_close(client);
    assert_true(monotonic_ms() - before_ms < 1000);
    pthread_mutex_lock(&lookup_lock);
    may_end = true;
    pthread_cond_broadcast(&lookup_changed);
    pthread_mutex_unlock(&lookup_lock);
    wait_for(&lookups_ended, 2 * LOOKUPS);
}

static void
bad_configurations_are_refused_with_the_remedy(void **state)
{
    struct place *place = *state;
    struct client_config config = desk_config("http://api.example.com", NULL);
    struct error err = {0};
    FILE *file;

    assert_null(client_open(&config, &err));
    assert_int_equal(err.kind, ERROR_USAGE);
    config = desk_config("https://api.example.com", NULL);
    config.access_token = "";
    assert_null(client_open(&config, &err));
    assert_int_equal(err.kind, ERROR_USAGE);
    assert_non_null(strstr(err.text, "FRONTDESK_ACCESS_TOKEN"));
    file = fopen(place->path, "w");
    fputs("This was a database once, and it had a journal in it.\n", file);
    fclose(file);
    config = desk_config("https://api.example.com", place->path);
    assert_null(client_open(&config, &err));
    assert_int_equal(err.kind, ERROR_DISK);
    assert_non_null(strstr(err.text, "is damaged"));
}

/* As the desk changes TZ when it learns the hotel's zone. */
static void
a_parked_worker_stands_still(void **state)
{
    struct place *place = *state;
    struct client *client = desk(place);

    for (int i = 0; i < 20; i++) {
        client_park(client);
        client_send(client, request_new(OP_services_get_all, REQUEST_FOR_KEY, NULL));
        assert_int_equal(setenv("TZ", i % 2 ? "Europe/Prague" : "UTC", 1), 0);
        tzset();
        assert_int_equal(property_count(place->property), (size_t)i);
        client_unpark(client);
        assert_int_equal(desk_end(client).kind, ERROR_NONE);
    }
    client_park(client);
    client_close(client); // closing needs no unparking
}

#define STAY                                                                                       \
    "{\"Reservations\":[{\"Id\":\"00000000-0000-4000-8000-000000000001\",\"Number\":\"52\","       \
    "\"State\":\"Started\",\"UpdatedUtc\":\"2026-03-24T09:00:00Z\"}]}"

static void
the_next_start_has_what_the_last_one_knew(void **state)
{
    static const enum record_id kinds[] = {RECORD_reservation, RECORD_bill};
    struct place *place = *state;
    struct client *client = desk(place);
    struct request *write = request_new(OP_reservations_start, REQUEST_FOR_KEY, NULL);
    struct result *result;
    const struct reservation *stay;

    property_say(place->property, (struct script){.headers = "Date: Tue, 24 Mar 2026 09:00:05 "
                                                             "GMT\r\n",
                                                  .body = STAY});
    client_send(client, request_new(OP_reservations_get_all_2023, REQUEST_FOR_KEY, NULL));
    assert_int_equal(desk_end(client).kind, ERROR_NONE);
    property_say(place->property, (struct script){.status = 500});
    client_send(client, write);
    assert_int_equal(desk_end(client).kind, ERROR_UNKNOWN);
    client_remember(client, "lang", "cs");
    client_remember(client, "read", "1");
    client_remember(client, "lang", NULL);
    client_close(client);

    client = desk(place);
    client_load(client, kinds, countof(kinds));
    result = desk_next(client);
    assert_int_equal(result->kind, RESULT_JOURNAL);
    assert_int_equal(result->journal.outcome, JOURNAL_UNKNOWN);
    result_free(result);
    result = desk_next(client);
    assert_int_equal(result->kind, RESULT_FACT);
    assert_string_equal(result->fact, "read");
    assert_string_equal(result->value, "1");
    result_free(result);
    result = desk_next(client);
    assert_int_equal(result->kind, RESULT_SNAPSHOT);
    assert_int_equal(result->batches[0].count, 1);
    assert_int_equal(result->server_date.ms, 1774342805000);
    stay = result->batches[0].rows;
    assert_string_equal(stay->number, "52");
    assert_int_equal(stay->state, RESERVATION_STARTED);
    assert_false(result->is_last);
    result_free(result);
    result = desk_next(client);
    assert_int_equal(result->kind, RESULT_SNAPSHOT);
    assert_true(result->is_last);
    result_free(result);

    client_forget(client, RECORD_reservation, (struct uuid){{[6] = 0x40, [8] = 0x80, [15] = 1}});
    client_load(client, kinds, countof(kinds));
    result = desk_next_of(client, RESULT_SNAPSHOT);
    assert_true(result->is_last);
    result_free(result);
    client_close(client);
}

/* Two desks of one user write and read one state.db. */
static void *
read_and_pay(void *context)
{
    struct place *place = context;
    struct client *client = desk(place);
    intptr_t failures = 0;

    for (int i = 0; i < 20; i++) {
        struct request *write = request_new(OP_tasks_add, REQUEST_FOR_KEY, NULL);

        client_send(client, request_new(OP_reservations_get_all_2023, REQUEST_FOR_VIEW, NULL));
        write->json = arena_print(&write->arena, "{\"Name\":\"%p %d\"}", (void *)client, i);
        client_send(client, write);
        for (int k = 0; k < 2; k++)
            failures += desk_end(client).kind != ERROR_NONE;
    }
    client_close(client);
    return (void *)failures;
}

static void
desks_of_one_user_share_the_file(void **state)
{
    struct place *place = *state;
    pthread_t others[3];
    struct client *client;
    size_t done = 0;
    bool is_last = false;

    property_say(
        place->property,
        (struct script){.path = "reservations/getAll/2023-06-06", .body = STAY, .times = true});
    for (size_t i = 0; i < countof(others); i++)
        pthread_create(&others[i], NULL, read_and_pay, place);
    for (size_t i = 0; i < countof(others); i++) {
        void *failures;

        pthread_join(others[i], &failures);
        assert_null(failures);
    }
    client = desk(place);
    client_load_journal(client, 1000);
    while (!is_last) {
        struct result *result = desk_next_of(client, RESULT_JOURNAL);

        is_last = result->is_last;
        done += !is_last && result->journal.outcome == JOURNAL_DONE;
        result_free(result);
    }
    assert_int_equal(done, 60);
    client_close(client);
    assert_int_equal(property_count(place->property), 120);
}

/* Asks for things until the journal tells something. */
static struct result *
next_entry(struct client *client)
{
    for (;;) {
        struct result *result;

        client_send(client, request_new(OP_services_get_all, REQUEST_FOR_KEY, NULL));
        result = desk_next(client);
        if (result->kind == RESULT_JOURNAL)
            return result;
        result_free(result);
    }
}

static void
what_one_desk_leaves_unknown_the_other_shows(void **state)
{
    struct place *place = *state;
    struct client *one = desk(place);
    struct client *other = desk(place);
    struct result *result;
    int64_t number;

    client_load(other, NULL, 0);
    result_free(desk_next_of(other, RESULT_SNAPSHOT));
    property_say(place->property, (struct script){.path = "tasks/add", .status = 500});
    client_send(one, request_new(OP_tasks_add, REQUEST_FOR_KEY, NULL));
    assert_int_equal(desk_end(one).kind, ERROR_UNKNOWN);
    result = next_entry(other);
    assert_int_equal(result->journal.outcome, JOURNAL_UNKNOWN);
    assert_int_equal(result->journal.operation, OP_tasks_add);
    number = result->journal.number;
    result_free(result);

    client_resolve(one, number, JOURNAL_FOUND_DONE, "Seen.");
    result = next_entry(other);
    assert_int_equal(result->journal.number, number);
    assert_int_equal(result->journal.outcome, JOURNAL_FOUND_DONE);
    result_free(result);
    client_close(one);
    client_close(other);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(hanging_look_ups_hold_nobody_up),
        TEST(bad_configurations_are_refused_with_the_remedy),
        TEST(a_parked_worker_stands_still),
        TEST(the_next_start_has_what_the_last_one_knew),
        TEST(desks_of_one_user_share_the_file),
        TEST(what_one_desk_leaves_unknown_the_other_shows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
