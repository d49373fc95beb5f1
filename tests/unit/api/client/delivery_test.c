/* Answers become results: in parts, by pages, as records or as text. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/buffer.h"
#include "tests/support/cmocka.h"
#include "tests/support/desk.h"
#include "tests/support/property.h"

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

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_page_goes_over_in_parts_of_a_hundred, open_desk,
                                        close_desk),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
