/* The list in front, in `run`: filtered, sorted, cut to columns, and written into files. */
#include <stdlib.h>

#include "api/base/error.h"
#include "api/base/file.h"
#include "tests/support/hotel.h"
#include "tests/support/test.h"

enum {
    COMMAND_SIZE = 300,
    FILE_MOST = 1024 * 1024
};

static struct hotel hotel;

static int
open_hotel(void **state)
{
    (void)state;
    hotel_open(&hotel);
    return 0;
}

static int
close_hotel(void **state)
{
    (void)state;
    hotel_close(&hotel);
    return 0;
}

/* The last line of commands with --json, as its Result. *Gives*: json_decref(). */
static json_t *
last_result(const char *const *words)
{
    struct program_end end = hotel_run(&hotel, words, NULL);
    char *last = strrchr(end.out, '\n');
    json_t *line;
    json_t *result;

    assert_int_equal(end.status, 0);
    assert_non_null(last);
    *last = '\0';
    last = strrchr(end.out, '\n');
    line = json_loads(last ? last + 1 : end.out, 0, NULL);
    result = json_incref(json_object_get(line, "Result"));
    json_decref(line);
    program_end_clear(&end);
    return result;
}

static double
balance_at(const json_t *rows, size_t index)
{
    return json_number_value(json_object_get(json_array_get(rows, index), "balance"));
}

static void
rows_are_sorted_by_a_column(void **state)
{
    json_t *rows = last_result((const char *const[]){"--json", "departures", "sort balance", NULL});

    (void)state;
    assert_true(json_array_size(rows) > 10);
    for (size_t i = 1; i < json_array_size(rows); i++)
        assert_true(balance_at(rows, i - 1) >= balance_at(rows, i));
    json_decref(rows);
}

static void
columns_are_what_was_asked_for(void **state)
{
    json_t *rows =
        last_result((const char *const[]){"--json", "departures", "columns balance room", NULL});

    (void)state;
    assert_int_equal(json_object_size(json_array_get(rows, 0)), 2);
    assert_non_null(json_object_get(json_array_get(rows, 0), "room"));
    json_decref(rows);
}

static void
a_filter_leaves_the_rows_with_its_words(void **state)
{
    json_t *all = hotel_do(&hotel, "departures");
    const char *guest = json_string_value(json_object_get(json_array_get(all, 0), "guest"));
    char command[COMMAND_SIZE];
    json_t *rows;

    (void)state;
    snprintf(command, sizeof(command), "filter '%.100s'", guest);
    rows = last_result((const char *const[]){"--json", "departures", command, NULL});
    assert_int_equal(json_array_size(rows), 1);
    json_decref(rows);
    json_decref(all);
}

static void
what_is_wrong_is_named(void **state)
{
    struct program_end end =
        hotel_run(&hotel, (const char *const[]){"departures", "sort colour", NULL}, NULL);

    (void)state;
    assert_int_equal(end.status, 2);
    assert_non_null(strstr(end.err, "No column \"colour\": there are number, room"));
    program_end_clear(&end);
    hotel_refuses(&hotel, "export /tmp/x.csv", 2, "No list was printed yet");
}

/* A file of each form: its first bytes. */
static void
expect_file(const char *name, const char *begins)
{
    char *path = hotel_path(&hotel, name);
    char command[COMMAND_SIZE];
    struct program_end end;
    struct error err;
    char *bytes;

    snprintf(command, sizeof(command), "export %s", path);
    end = hotel_run(&hotel,
                    (const char *const[]){"departures", "columns room guest", command, NULL}, NULL);
    assert_int_equal(end.status, 0);
    program_end_clear(&end);
    bytes = file_read(path, FILE_MOST, NULL, &err);
    assert_non_null(bytes);
    assert_memory_equal(bytes, begins, strlen(begins));
    free(bytes);
    free(path);
}

static void
a_file_is_csv_pdf_or_text_by_its_ending(void **state)
{
    (void)state;
    expect_file("list.csv", "room,guest\r\n");
    expect_file("list.pdf", "%PDF-1.");
    expect_file("list.txt", "List\n\nRoom  Guest");
}

/* The list of this category in an answer. */
static const json_t *
of_category(const json_t *entries, const char *category, const char *list)
{
    size_t i;
    const json_t *entry;

    json_array_foreach(entries, i, entry)
    {
        if (strcmp(json_string_value(json_object_get(entry, "CategoryId")), category) == 0)
            return json_object_get(entry, list);
    }
    fail_msg("nothing of %s", category);
    return NULL;
}

static json_t *
ask_with(const char *operation, const char *member, const char *id)
{
    char body[COMMAND_SIZE];

    snprintf(body, sizeof(body),
             "{\"%s\":\"%s\",\"FirstTimeUnitStartUtc\":\"2026-03-24T23:00:00Z\","
             "\"LastTimeUnitStartUtc\":\"2026-04-06T22:00:00Z\"}",
             member, id);
    return hotel_ask(&hotel, operation, body);
}

static json_t *
service_of(const char *rate)
{
    char body[COMMAND_SIZE];
    json_t *answer;
    json_t *service;

    snprintf(body, sizeof(body), "{\"RateIds\":[\"%s\"],\"Limitation\":{\"Count\":1}}", rate);
    answer = hotel_ask(&hotel, "rates/getAll", body);
    service = json_incref(
        json_object_get(json_array_get(json_object_get(answer, "Rates"), 0), "ServiceId"));
    json_decref(answer);
    return service;
}

/* Over the change to summer time. */
static void
rates_are_what_the_property_says_day_by_day(void **state)
{
    json_t *rows = hotel_do(&hotel, "rates tomorrow");
    const char *rate = json_string_value(json_object_get(json_array_get(rows, 0), "rate_id"));
    json_t *service = service_of(rate);
    json_t *left = ask_with("services/getAvailability", "ServiceId", json_string_value(service));
    json_t *prices = ask_with("rates/getPricing", "RateId", rate);
    size_t restricted = 0;
    size_t i;
    const json_t *row;

    (void)state;
    assert_int_equal(json_array_size(rows) % 14, 0);
    assert_true(json_array_size(rows) >= 7 * 14);
    json_array_foreach(rows, i, row)
    {
        const char *category = json_string_value(json_object_get(row, "category_id"));
        const json_t *numbers = of_category(json_object_get(left, "CategoryAvailabilities"),
                                            category, "Availabilities");
        const json_t *amounts =
            of_category(json_object_get(prices, "CategoryPrices"), category, "AmountPrices");

        assert_true(json_equal(json_object_get(row, "left"), json_array_get(numbers, i % 14)));
        assert_float_equal(
            json_number_value(json_object_get(row, "price")),
            json_number_value(json_object_get(json_array_get(amounts, i % 14), "GrossValue")), 0);
        restricted += json_is_string(json_object_get(row, "restriction"));
    }
    assert_in_range(restricted, 1, json_array_size(rows) - 1);
    assert_string_equal(json_string_value(json_object_get(json_array_get(rows, 13), "date")),
                        "2026-04-07");
    json_decref(service);
    json_decref(left);
    json_decref(prices);
    json_decref(rows);
    hotel_refuses(&hotel, "rates today nonesuch", 1, "no such rate");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_sorted_by_a_column),
        cmocka_unit_test(columns_are_what_was_asked_for),
        cmocka_unit_test(a_filter_leaves_the_rows_with_its_words),
        cmocka_unit_test(what_is_wrong_is_named),
        cmocka_unit_test(rates_are_what_the_property_says_day_by_day),
        cmocka_unit_test(a_file_is_csv_pdf_or_text_by_its_ending),
    };

    return cmocka_run_group_tests(tests, open_hotel, close_hotel);
}
