/* The shift at the cash drawer, through `run`: what moved, the count, the handover, its report. */
#include <stdlib.h>

#include "api/base/error.h"
#include "api/base/file.h"
#include "tests/support/guests.h"
#include "tests/support/hotel.h"
#include "tests/support/test.h"

enum {
    COMMAND_SIZE = 400,
    FILE_MOST = 1024 * 1024
};

/* What a row of `handover` says of a currency. */
static double
drawer(const json_t *rows, const char *currency, const char *member)
{
    size_t i;
    const json_t *row;

    json_array_foreach(rows, i, row)
    {
        if (strcmp(json_string_value(json_object_get(row, "currency")), currency) == 0)
            return json_number_value(json_object_get(row, member));
    }
    fail_msg("no drawer of %s", currency);
    return 0;
}

static double
expected(const struct hotel *hotel, const char *currency)
{
    json_t *rows = hotel_do(hotel, "handover");
    double value = drawer(rows, currency, "expected");

    json_decref(rows);
    return value;
}

/* Takes 100 CZK in cash of somebody in house. */
static void
take_cash(const struct hotel *hotel)
{
    struct guest guest = guest_find(hotel, GUEST_STAYING, 0);
    char command[COMMAND_SIZE];

    snprintf(command, sizeof(command), "pay %s 100 type=Cash", guest.id);
    json_decref(hotel_do(hotel, command));
}

static void
cash_that_is_taken_moves_the_drawer(void **state)
{
    struct hotel hotel;
    double before;
    json_t *rows;

    (void)state;
    hotel_open(&hotel);
    rows = hotel_do(&hotel, "handover");
    before = drawer(rows, "CZK", "float");
    assert_true(before == 5000); // which the property booked
    assert_true(drawer(rows, "CZK", "moved") == 0);
    json_decref(rows);
    take_cash(&hotel);
    rows = hotel_do(&hotel, "handover");
    assert_true(drawer(rows, "CZK", "float") == before);
    assert_true(drawer(rows, "CZK", "moved") == 100);
    json_decref(rows);
    assert_true(expected(&hotel, "CZK") == before + 100);
    rows = hotel_do(&hotel, "cashier");
    assert_true(json_number_value(
                    json_object_get(json_array_get(rows, json_array_size(rows) - 1), "amount"))
                == 100);
    json_decref(rows);
    hotel_close(&hotel);
}

/* The drawer of the demo hotel holds three currencies. */
static void
what_was_not_counted_or_differs_is_not_handed_over(void **state)
{
    struct hotel hotel;

    (void)state;
    hotel_open(&hotel);
    hotel_refuses(&hotel, "handover count='5000 CZK'", 1, "EUR was not counted");
    hotel_refuses(&hotel, "handover count='4999 CZK, 200 EUR, 150 GBP'", 1,
                  "The drawer differs by -1.00 CZK: say why");
    hotel_refuses(&hotel, "handover 'nobody at all'", 1, "No cashier");
    assert_true(expected(&hotel, "CZK") == 5000);
    hotel_close(&hotel);
}

static void
the_next_shift_begins_with_what_was_counted(void **state)
{
    struct hotel hotel;
    json_t *rows;

    (void)state;
    hotel_open(&hotel);
    rows = hotel_do(&hotel, "handover count='4999 CZK, 200 EUR, 150 GBP' note='a coin is missing'");
    assert_true(drawer(rows, "CZK", "difference") == -1);
    assert_true(drawer(rows, "EUR", "difference") == 0);
    json_decref(rows);
    rows = hotel_do(&hotel, "handover");
    assert_true(drawer(rows, "CZK", "float") == 4999);
    assert_true(drawer(rows, "CZK", "moved") == 0);
    json_decref(rows);
    take_cash(&hotel);
    assert_true(expected(&hotel, "CZK") == 5099);
    hotel_close(&hotel);
}

/* A report of each form; its bytes are looked for a text. */
static void
expect_file(const struct hotel *hotel, const char *name, const char *text)
{
    char *path = hotel_path(hotel, name);
    char command[COMMAND_SIZE];
    struct error err;
    size_t length;
    char *bytes;

    snprintf(command, sizeof(command), "handover 'front desk 1' file=%s", path);
    json_decref(hotel_do(hotel, command));
    bytes = file_read(path, FILE_MOST, &length, &err);
    assert_non_null(bytes);
    assert_non_null(strstr(bytes, text));
    free(bytes);
    free(path);
}

static void
the_report_is_a_text_a_table_or_a_pdf(void **state)
{
    struct hotel hotel;

    (void)state;
    hotel_open(&hotel);
    expect_file(&hotel, "shift.txt", "Handover of Front desk 1");
    expect_file(&hotel, "shift.csv", "drawer,expected,CZK,0,5000.00\r\n");
    expect_file(&hotel, "shift.pdf", "%PDF-1.");
    hotel_refuses(&hotel, "handover file=/nowhere/shift.txt", 2, "/nowhere");
    hotel_close(&hotel);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cash_that_is_taken_moves_the_drawer),
        cmocka_unit_test(what_was_not_counted_or_differs_is_not_handed_over),
        cmocka_unit_test(the_next_shift_begins_with_what_was_counted),
        cmocka_unit_test(the_report_is_a_text_a_table_or_a_pdf),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
