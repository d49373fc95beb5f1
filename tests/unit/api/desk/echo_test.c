/* What the property shows of a payment is the payment that was sent, or it is told. */
#include "api/desk/echo.h"

#include "api/base/thread.h"
#include "tests/support/test.h"

#define MARK "8f14e45f-ceea-467f-a0e6-5a4c8d3b1f22"

static const struct uuid account = {{1}};
static const struct money sent = {{1000, 2}, "EUR"};

struct shown {
    const char *mark;
    const char *currency;
    int64_t units;
};

/* By what is shown: a part of what is told; NULL: all is well. */
static const struct {
    struct shown shown[2];
    const char *told;
} rows[] = {
    {{{MARK, "EUR", -1000}}, NULL},
    {{{MARK, "EUR", -1000}, {"another", "EUR", -1000}}, NULL},
    {{{MARK, "", 0}}, NULL}, // it does not tell the amount as given
    {{{"another", "EUR", -1000}}, "10.00 EUR, but does not show it"},
    {{{MARK, "EUR", -1000}, {MARK, "EUR", -1000}}, "shows it 2 times"},
    {{{MARK, "EUR", -1000}, {MARK, "EUR", -7000}}, "shows it 2 times"},
    {{{MARK, "EUR", -7000}}, "shows another amount"},
    {{{MARK, "EUR", 1000}}, "shows another amount"},
    {{{MARK, "CZK", -1000}}, "shows another amount"},
};

static void
show(struct store *store, const struct shown *shown, uint8_t number)
{
    struct payment payment = {
        .id = {{number}},
        .account_id = account,
        .external_identifier = shown->mark,
        .original_amount = {.currency = shown->currency, .gross = {shown->units, 2}},
    };

    (void)store_apply(store, record_type(RECORD_payment), &payment, 1, false);
}

static void
an_echo_that_differs_is_told(void **state)
{
    (void)state;
    thread_name(THREAD_UI);
    for (size_t i = 0; i < countof(rows); i++) {
        struct store *store = store_new();
        struct error err = {0};
        bool is_true;

        for (uint8_t k = 0; k < 2 && rows[i].shown[k].mark; k++)
            show(store, &rows[i].shown[k], k + 1);
        is_true = echo_is_true(store, account, MARK, sent, &err);
        check(is_true == !rows[i].told, "row %zu: %s", i, err.text);
        if (rows[i].told) {
            assert_int_equal(err.kind, ERROR_UNKNOWN);
            check(strstr(err.text, rows[i].told), "row %zu: %s", i, err.text);
        }
        store_free(store);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_echo_that_differs_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
