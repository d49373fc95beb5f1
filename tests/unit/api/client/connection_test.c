/* HTTP as it goes over the wire: bodies at once, answers unpacked and bounded, no redirects. */
#include "api/client/connection.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/memory.h"
#include "tests/support/cmocka.h"
#include "tests/support/desk.h"
#include "tests/support/scripted_property.h"

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

/* The property never sends 100 Continue. */
static void
large_bodies_go_at_once(void **state)
{
    enum {
        FILE_BYTES = 3 * 1024 * 1024
    };
    struct place *place = *state;
    struct client *client = desk(place);
    struct request *request = request_new(OP_customers_add_file, REQUEST_FOR_KEY, NULL);
    char *json = arena_new(&request->arena, FILE_BYTES + 64);
    char *data;

    strcpy(json, "{\"Data\":\"");
    data = json + strlen(json);
    for (size_t i = 0; i < FILE_BYTES; i++)
        data[i] = (char)('A' + i * 7 % 26);
    strcpy(data + FILE_BYTES, "\"}");
    request->json = json;
    data = memory_text(data);
    data[FILE_BYTES] = '\0';
    client_send(client, request);
    assert_int_equal(desk_end(client).kind, ERROR_NONE);
    client_close(client);
    assert_null(strcasestr(property_asked(place->property, 0)->head, "\r\nExpect:"));
    assert_true(property_was_told(place->property, 0, data));
    free(data);
}

static void
packed_answers_are_unpacked(void **state)
{
    static const unsigned char packed[] = {
        0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xab, 0x56, 0x0a, 0x4e, 0x2d,
        0x2a, 0xcb, 0x4c, 0x4e, 0x2d, 0x56, 0xb2, 0x8a, 0xae, 0x56, 0xf2, 0x4c, 0x51, 0xb2, 0x52,
        0x32, 0x80, 0x02, 0x5d, 0x30, 0x61, 0x02, 0x22, 0x2c, 0x60, 0x5c, 0x28, 0x30, 0x54, 0xaa,
        0x8d, 0xad, 0x05, 0x00, 0xdc, 0xd9, 0x1b, 0x31, 0x3c, 0x00, 0x00, 0x00};
    struct place *place = *state;
    struct client *client = desk(place);
    struct result *result;

    property_say(place->property, (struct script){.headers = "Content-Encoding: gzip\r\n",
                                                  .body = (const char *)packed,
                                                  .length = sizeof(packed)});
    client_send(client, request_new(OP_services_get_all, REQUEST_FOR_KEY, NULL));
    result = desk_next_of(client, RESULT_ANSWER);
    assert_int_equal(result->error.kind, ERROR_NONE);
    assert_int_equal(result->batches[0].count, 1);
    result_free(result);
    client_close(client);
    assert_non_null(strstr(property_asked(place->property, 0)->head, "gzip"));
}

static void
redirects_lead_nowhere(void **state)
{
    struct place *place = *state;
    struct client *client = desk(place);
    char headers[256];

    snprintf(headers, sizeof(headers), "Location: %s/elsewhere\r\n", property_url(place->property));
    property_say(place->property, (struct script){.status = 308, .headers = headers});
    client_send(client, request_new(OP_services_get_all, REQUEST_FOR_KEY, NULL));
    assert_int_equal(desk_end(client).kind, ERROR_UNREACHABLE);
    client_close(client);
    assert_int_equal(property_count(place->property), 1);
}

/* Kilobytes of memory in use. */
static long
resident_kb(void)
{
    FILE *file = fopen("/proc/self/status", "r");
    char line[128];
    long kb = 0;

    while (fgets(line, sizeof(line), file))
        if (sscanf(line, "VmRSS: %ld", &kb) == 1)
            break;
    fclose(file);
    return kb;
}

/* `{"Services":[],"X":"aaa…"}` */
static char *
long_answer(size_t length)
{
    static const char start[] = "{\"Services\":[],\"X\":\"";
    char *text = malloc(length + sizeof(start) + 2);

    memcpy(text, start, sizeof(start) - 1);
    memset(text + sizeof(start) - 1, 'a', length);
    strcpy(text + sizeof(start) - 1 + length, "\"}");
    return text;
}

/* One text of 50 MB. */
static void
large_answers_leave_no_memory_behind(void **state)
{
    enum {
        MEGABYTES = 50
    };
    struct place *place = *state;
    struct client *client = desk(place);
    char *text = long_answer((size_t)MEGABYTES * 1000 * 1000);
    long before_kb;

    property_say(place->property, (struct script){.body = text, .times = true});
    client_send(client, request_new(OP_services_get_all, REQUEST_FOR_KEY, NULL));
    assert_int_equal(desk_end(client).kind, ERROR_NONE);
    malloc_trim(0);
    before_kb = resident_kb();
    for (int i = 0; i < 3; i++) {
        client_send(client, request_new(OP_services_get_all, REQUEST_FOR_KEY, NULL));
        assert_int_equal(desk_end(client).kind, ERROR_NONE);
    }
    malloc_trim(0);
    if (!IS_SANITIZED)
        assert_true(resident_kb() - before_kb < 8 * 1024);
    client_close(client);
    free(text);
}

static void
endless_answers_are_refused(void **state)
{
    struct place *place = *state;
    struct client *client = desk(place);
    char *text = long_answer((size_t)ANSWER_BYTES_MAX + 1000);
    struct error err;

    for (int i = 0; i < 2; i++) { // it says so before, or it just goes on
        property_say(place->property, (struct script){.body = text, .has_no_length = i == 1});
        client_send(client, request_new(OP_services_get_all, REQUEST_FOR_KEY, NULL));
        err = desk_end(client);
        assert_int_equal(err.kind, ERROR_UNREACHABLE);
        assert_non_null(strstr(err.text, "ask for less"));
    }
    client_close(client);
    assert_int_equal(property_count(place->property), 2);
    free(text);
}

static void
what_speaks_no_http_is_told(void **state)
{
    struct place *place = *state;
    char url[64];
    struct client_config config;
    struct error err;
    struct client *client;

    snprintf(url, sizeof(url), "https%s", strchr(property_url(place->property), ':'));
    config = desk_config(url, NULL); // plain HTTP is spoken there
    client = client_open(&config, &err);
    assert_non_null(client);
    {
        struct request *request = request_new(OP_services_get_all, REQUEST_FOR_KEY, NULL);

        request->timeout_ms = 500;
        client_send(client, request);
    }
    err = desk_end(client);
    assert_int_equal(err.kind, ERROR_UNREACHABLE);
    client_close(client);
    assert_int_equal(property_count(place->property), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(large_bodies_go_at_once),     TEST(packed_answers_are_unpacked),
        TEST(redirects_lead_nowhere),      TEST(large_answers_leave_no_memory_behind),
        TEST(endless_answers_are_refused), TEST(what_speaks_no_http_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
