/* Bills of the demo hotel are numbered by the counter of their type, unless one is named. */
#include <stdlib.h>
#include <string.h>

#include "tests/support/expect.h"
#include "tests/support/test.h"

static struct server_process server;

// clang-format off

/* The next number of the counter, as its format has it. *Gives*: free(). */
static char *
next_number(const char *name, const char *prefix)
{
    json_t *counters = server_list(&server, "counters/getAll", EVERYTHING, "Counters");
    const json_t *counter;
    char *number = NULL;
    size_t i;

    json_array_foreach(counters, i, counter)
    {
        if (strcmp(json_string_value(json_object_get(counter, "Name")), name) == 0)
            assert_true(asprintf(&number, "%s%lld", prefix,
                                 json_integer_value(json_object_get(counter, "Value")) + 1) > 0);
    }
    assert_non_null(number);
    json_decref(counters);
    return number;
}

/* `named` is more of the request. */
static void
expect_number_of(const char *account, const char *type, const char *named, const char *counter,
                 const char *prefix)
{
    char *expected = next_number(counter, prefix);
    json_t *added = server_first(&server, "bills/add",
                                 body_of(BODY("Bills":[{"AccountId":"%s"}]), account), "Bills");
    json_t *closed = server_first(&server, "bills/close",
                                  body_of("{\"BillId\":\"%s\",\"Type\":\"%s\"%s}",
                                          json_string_value(json_object_get(added, "Id")), type,
                                          named),
                                  "Bills");

    expect_text(closed, "Number", expected);
    json_decref(closed);
    json_decref(added);
    free(expected);
}

static void
a_receipt_and_an_invoice_have_their_own_numbers(void **state)
{
    json_t *company = server_first(&server, "companies/getAll",
                                   BODY("Limitation":{"Count":1}), "Companies");
    const char *account = json_string_value(json_object_get(company, "Id"));

    (void)state;
    for (int i = 0; i < 2; i++) {
        expect_number_of(account, "Invoice", "", "Invoices", "F-");
        expect_number_of(account, "Receipt", "", "Receipts", "R-");
    }
    json_decref(company);
}

/* A counter that is named for one bill is not that of the next ones. */
static void
a_counter_is_named_for_one_bill(void **state)
{
    json_t *company = server_first(&server, "companies/getAll",
                                   BODY("Limitation":{"Count":1}), "Companies");
    json_t *invoice = server_first(&server, "bills/getAll", PAGE("State":"Closed",
        "Type":"Invoice", "CreatedUtc":{"StartUtc":"2026-02-24T00:00:00Z"}), "Bills");
    const char *account = json_string_value(json_object_get(company, "Id"));
    char named[80];

    (void)state;
    snprintf(named, sizeof(named), ",\"BillCounterId\":\"%s\"",
             json_string_value(json_object_get(invoice, "CounterId")));
    expect_number_of(account, "Receipt", named, "Invoices", "F-");
    expect_number_of(account, "Receipt", "", "Receipts", "R-");
    expect_number_of(account, "Invoice", "", "Invoices", "F-");
    json_decref(invoice);
    json_decref(company);
}

// clang-format on

int
main(void)
{
    const struct CMUnitTest tests[] = {
        STRICT_TEST(a_receipt_and_an_invoice_have_their_own_numbers, &server),
        STRICT_TEST(a_counter_is_named_for_one_bill, &server),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
