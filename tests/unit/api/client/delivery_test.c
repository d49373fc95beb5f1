/* Answers become results: in parts, by pages, as records or as text. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/buffer.h"
#include "tests/support/cmocka.h"
#include "tests/support/desk.h"
#include "tests/support/scripted_property.h"

static int
open_desk(void **state)
{
    *state = property_new(NULL);
    return 0;
}

static int
close_desk(void **state)
{
    property_free(*state);
    return 0;
}

static struct client *
desk(struct property *property)
{
    struct client_config config = desk_config(property_url(property), NULL);
    struct error err;
    struct client *client = client_open(&config, &err);

    assert_non_null(client);
    return client;
}

/* A page of `count` customers from number `first` on, with the last one's id as Cursor. */
static char *
customers(int first, int count)
{
    struct buffer page = {0};

    buffer_add_text(&page, "{\"Customers\":[");
    for (int i = first; i < first + count; i++)
        buffer_print(&page,
                     "%s{\"Id\":\"00000000-0000-4000-8000-%012d\",\"LastName\":\"Guest %d\"}",
                     i > first ? "," : "", i, i);
    buffer_print(&page, "],\"Cursor\":\"00000000-0000-4000-8000-%012d\"}", first + count - 1);
    return buffer_take(&page);
}

static void
a_page_goes_over_in_parts_of_a_hundred(void **state)
{
    struct property *property = *state;
    struct client *client = desk(property);
    char *page = customers(1, 250);
    size_t sizes[] = {100, 100, 50};
    struct request *request = request_new(OP_customers_get_all, REQUEST_FOR_VIEW, client);
    uint64_t number;

    property_say(property, (struct script){.body = page,
                                           .headers = "Date: Tue, 24 Mar 2026 "
                                                      "09:00:00 GMT\r\n"});
    number = client_send(client, request);
    for (size_t i = 0; i < countof(sizes); i++) {
        struct result *result = desk_next_of(client, RESULT_ANSWER);
        const struct customer *rows = result->batches[0].rows;

        assert_int_equal(result->error.kind, ERROR_NONE);
        assert_int_equal(result->request, number);
        assert_ptr_equal(result->owner, client);
        assert_int_equal(result->batch_count, 1);
        assert_int_equal(result->batches[0].type->id, RECORD_customer);
        assert_int_equal(result->batches[0].count, sizes[i]);
        assert_int_equal(result->is_last, i == countof(sizes) - 1);
        assert_int_equal(result->server_date.ms, 1774342800000);
        if (i == 1)
            assert_string_equal(rows[0].last_name, "Guest 101");
        result_free(result);
    }
    assert_null(client_receive(client));
    client_close(client);
    free(page);
}

static struct request *
all_pages(enum request_priority priority, const char *json)
{
    struct request *request = request_new(OP_customers_get_all, priority, NULL);

    request->pages = REQUEST_ALL_PAGES;
    request->json = arena_text(&request->arena, json);
    return request;
}

static void
all_pages_are_walked(void **state)
{
    struct property *property = *state;
    struct client *client = desk(property);
    char *first = customers(1, 100);
    char *second = customers(101, 1000);
    char *third = customers(1101, 7);
    size_t records = 0;
    bool is_last = false;

    property_say(property, (struct script){.body = first});
    property_say(property, (struct script){.body = second});
    property_say(property, (struct script){.body = third});
    client_send(client, all_pages(REQUEST_FOR_VIEW, "{\"Extent\":{\"Customers\":true}}"));
    while (!is_last) {
        struct result *result = desk_next_of(client, RESULT_ANSWER);

        assert_int_equal(result->error.kind, ERROR_NONE);
        records += result->batches[0].count;
        is_last = result->is_last;
        result_free(result);
    }
    assert_int_equal(records, 1107);
    client_close(client);
    assert_int_equal(property_count(property), 3);
    assert_true(property_was_told(property, 0, "\"Limitation\":{\"Count\":100}"));
    assert_true(property_was_told(property, 1,
                                  "\"Count\":1000,\"Cursor\":\"00000000-0000-4000-"
                                  "8000-000000000100\""));
    assert_true(property_was_told(property, 2, "000000001100"));
    assert_true(property_was_told(property, 2, "\"Extent\":{\"Customers\":true}"));
    free(first);
    free(second);
    free(third);
}

/* 25 customers, ten a page, extents that hide them. */
static void
pages_that_show_nothing_are_walked(void **state)
{
    struct property *property = *state;
    struct client *client = desk(property);
    struct request *request;
    struct result *result;

    property_say(property, (struct script){.body = "{\"Customers\":[],\"Cursor\":\"a\"}"});
    property_say(property, (struct script){.body = "{\"Customers\":null,\"Cursor\":\"b\"}"});
    property_say(property, (struct script){.body = "{\"Cursor\":\"c\"}"});
    property_say(property, (struct script){.body = "{\"Cursor\":null}"});
    request = all_pages(REQUEST_FOR_KEY, "{\"Limitation\":{\"Count\":10}}");
    client_send(client, request);
    for (int page = 1; page <= 4; page++) {
        result = desk_next_of(client, RESULT_ANSWER);
        assert_int_equal(result->error.kind, ERROR_NONE);
        assert_int_equal(result->batch_count, 0);
        assert_int_equal(result->is_last, page == 4);
        result_free(result);
    }
    client_close(client);
    assert_int_equal(property_count(property), 4);
    assert_true(property_was_told(property, 3, "\"Limitation\":{\"Count\":10,\"Cursor\":\"c\"}"));
}

static void
pages_that_go_round_are_an_error(void **state)
{
    struct property *property = *state;
    struct client *client = desk(property);
    struct error err;

    property_say(property, (struct script){.body = "{\"Cursor\":\"a\"}", .times = true});
    client_send(client, all_pages(REQUEST_FOR_KEY, "{}"));
    err = desk_end(client);
    assert_int_equal(err.kind, ERROR_DEFECT);
    assert_non_null(strstr(err.text, "customers/getAll"));
    client_close(client);
    assert_int_equal(property_count(property), 2);
}

static void
text_comes_as_it_was_sent(void **state)
{
    static const char rates[] = "{ \"ExchangeRates\" : [ {\"Value\":0.03987512, \"X\":null} ] }";
    struct property *property = *state;
    struct client *client = desk(property);
    struct request *request = request_new(OP_exchange_rates_get_all, REQUEST_FOR_KEY, NULL);
    struct result *result;

    property_say(property, (struct script){.body = rates});
    request->wants_json = true;
    client_send(client, request);
    result = desk_next_of(client, RESULT_ANSWER);
    assert_string_equal(result->json, rates);
    assert_true(result->is_last);
    result_free(result);
    client_close(client);
}

static void
pages_of_text_are_joined(void **state)
{
    struct property *property = *state;
    struct client *client = desk(property);
    struct request *request = all_pages(REQUEST_FOR_KEY, "{\"Limitation\":{\"Count\":1}}");
    struct result *result;

    property_say(property,
                 (struct script){.body = "{\"Customers\":[{\"Id\":1}],\"Cursor\":\"a\"}"});
    property_say(property,
                 (struct script){.body = "{\"Customers\":[{\"Id\":2}],\"Cursor\":\"b\"}"});
    property_say(property, (struct script){.body = "{\"Customers\":[],\"Cursor\":null}"});
    request->wants_json = true;
    client_send(client, request);
    result = desk_next_of(client, RESULT_ANSWER);
    assert_string_equal(result->json, "{\"Customers\":[{\"Id\":1},{\"Id\":2}],\"Cursor\":null}");
    assert_true(result->is_last);
    result_free(result);
    client_close(client);
    assert_int_equal(property_count(property), 3);
}

static void
lists_come_side_by_side(void **state)
{
    static const char answer[] =
        "{\"Companionships\":[{\"Id\":\"00000000-0000-4000-8000-000000000001\"}],"
        "\"Customers\":[{\"Id\":\"00000000-0000-4000-8000-000000000002\"},"
        "{\"Id\":\"00000000-0000-4000-8000-000000000003\"}]}";
    struct property *property = *state;
    struct client *client = desk(property);
    struct result *result;

    property_say(property, (struct script){.body = answer});
    client_send(client, request_new(OP_companionships_get_all, REQUEST_FOR_KEY, NULL));
    result = desk_next_of(client, RESULT_ANSWER);
    assert_int_equal(result->batch_count, 2);
    assert_int_equal(result->batches[0].type->id, RECORD_companionship);
    assert_int_equal(result->batches[0].count, 1);
    assert_int_equal(result->batches[1].type->id, RECORD_customer);
    assert_int_equal(result->batches[1].count, 2);
    result_free(result);
    client_close(client);
}

static void
an_answer_of_the_wrong_type_is_an_error(void **state)
{
    struct property *property = *state;
    struct client *client = desk(property);
    struct result *result;

    property_say(property, (struct script){.body = "{\"Customers\":[{\"LastName\":[]}]}"});
    client_send(client, request_new(OP_customers_get_all, REQUEST_FOR_KEY, NULL));
    result = desk_next_of(client, RESULT_ANSWER);
    assert_int_equal(result->error.kind, ERROR_DEFECT);
    assert_non_null(strstr(result->error.text, "customers/getAll"));
    assert_non_null(strstr(result->error.text, "customer.LastName"));
    assert_true(result->is_last);
    result_free(result);
    client_close(client);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_desk, close_desk)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_page_goes_over_in_parts_of_a_hundred),
        TEST(all_pages_are_walked),
        TEST(pages_that_show_nothing_are_walked),
        TEST(pages_that_go_round_are_an_error),
        TEST(text_comes_as_it_was_sent),
        TEST(pages_of_text_are_joined),
        TEST(lists_come_side_by_side),
        TEST(an_answer_of_the_wrong_type_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
