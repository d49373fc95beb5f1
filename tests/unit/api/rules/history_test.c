/* How far back and ahead things can be changed. */
#include "api/rules/history.h"

#include "api/base/error.h"
#include "tests/support/test.h"

static struct instant
at(const char *text)
{
    struct instant value;

    check(instant_parse(text, &value), "%s", text);
    return value;
}

static void
the_past_is_closed_from_some_day_on(void **state)
{
    static const struct {
        const char *history, *at, *refusal;
    } rows[] = {
        {"P0M7D", "2026-03-24T15:00:00Z", NULL},
        {"P0M7D", "2026-03-17T15:00:00Z", NULL},
        {"P0M7D", "2026-03-17T14:59:59Z", "Stays before 2026-03-17T15:00:00Z can't be changed"},
        {"P0M7D", "2036-03-24T15:00:00Z", NULL},
        {"P1M", "2026-02-24T15:00:00Z", NULL},
        {"P1M", "2026-02-23T15:00:00Z", "2026-02-24T15:00:00Z"},
        {"abc", "2006-02-23T15:00:00Z", NULL}, // can't be read: no limit
        {"", "2006-02-23T15:00:00Z", NULL},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct error err = {0};
        bool may = history_may_change(rows[i].history, "Stays", at(rows[i].at),
                                      at("2026-03-24T15:00:00Z"), &err);

        check(may == !rows[i].refusal, "%s %s", rows[i].history, rows[i].at);
        check(may || strstr(err.text, rows[i].refusal), "%s", err.text);
        check(may || err.kind == ERROR_REFUSED, "%s", err.text);
    }
}

static void
the_future_is_open_for_five_years(void **state)
{
    struct instant now = at("2026-03-24T15:00:00Z");
    struct error err;

    (void)state;
    assert_true(future_may_change("Prices", at("2031-03-24T15:00:00Z"), now, &err));
    assert_false(future_may_change("Prices", at("2031-03-24T15:00:01Z"), now, &err));
    assert_int_equal(err.kind, ERROR_REFUSED);
    assert_non_null(strstr(err.text, "Prices can be set for 5 years ahead"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_past_is_closed_from_some_day_on),
        cmocka_unit_test(the_future_is_open_for_five_years),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
