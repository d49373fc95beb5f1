/* How many, when, and in which way money is taken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "api/base/error.h"

#include "api/rules/charges.h"

static const struct currency_acceptance currencies[] = {
    {"GBP", false, true}, {"EUR", true, true}, {"USD", false, false}, {"JPY", false, true}};
static const char *const types[] = {"Cash", "Voucher"};
static const struct configuration property = {
    .accounting_history = "P0M7D",
    .currencies = {currencies, countof(currencies)},
    .external_payment_types = {types, countof(types)},
};

static void
counts_follow_the_charging_mode(void **state)
{
    /* A room of 2 persons for 2 nights */
    (void)state;
    assert_int_equal(charge_count(CHARGING_ONCE, 1, 2, 2), 1);
    assert_int_equal(charge_count(CHARGING_PER_TIME_UNIT, 1, 2, 2), 2);
    assert_int_equal(charge_count(CHARGING_PER_PERSON, 1, 2, 2), 2);
    assert_int_equal(charge_count(CHARGING_PER_PERSON_PER_TIME_UNIT, 1, 2, 2), 4);
    assert_int_equal(charge_count(charging_mode_unknown, 3, 2, 2), 3);
}

static void
history_is_editable_for_a_while(void **state)
{
    static const struct {
        const char *at;
        bool may;
    } rows[] = {
        {"2026-03-24T12:00:00Z", true},
        {"2026-04-24T12:00:00Z", true},
        {"2026-03-17T12:00:00Z", true},
        {"2026-03-17T11:59:59Z", false},
    };
    struct configuration boundless = property;
    struct instant now;
    struct instant at;
    struct error err;

    (void)state;
    assert_true(instant_parse("2026-03-24T12:00:00Z", &now));
    for (size_t i = 0; i < countof(rows); i++) {
        assert_true(instant_parse(rows[i].at, &at));
        assert_int_equal(charge_may_be_at(&property, at, now, &err), rows[i].may);
    }
    assert_non_null(strstr(err.text, "before 2026-03-17T12:00:00Z"));
    boundless.accounting_history = "abc"; // unknown, so the feature is off
    assert_true(charge_may_be_at(&boundless, at, now, &err));
}

static void
zero_and_optional_charges_are_inactive(void **state)
{
    struct reservation optional = {.state = RESERVATION_OPTIONAL};
    struct reservation inquired = {.state = RESERVATION_INQUIRED};
    struct reservation confirmed = {.state = RESERVATION_CONFIRMED};

    (void)state;
    assert_int_equal(charge_state((struct decimal){1, 2}, NULL), ACCOUNTING_OPEN);
    assert_int_equal(charge_state((struct decimal){-1, 2}, &confirmed), ACCOUNTING_OPEN);
    assert_int_equal(charge_state((struct decimal){1, 2}, &optional), ACCOUNTING_INACTIVE);
    assert_int_equal(charge_state((struct decimal){0, 2}, NULL), ACCOUNTING_INACTIVE);
    assert_int_equal(charge_state((struct decimal){1, 2}, &inquired), ACCOUNTING_INACTIVE);
}

static void
payments_are_checked(void **state)
{
    static const struct {
        const char *refusal;
        enum error_kind kind;
        const char *type;
        struct money amount;
    } rows[] = {
        {NULL, 0, "Cash", {{1250, 2}, "EUR"}},
        {NULL, 0, "Cash", {{-1250, 2}, "EUR"}},
        {NULL, 0, "Voucher", {{12, 0}, "JPY"}},
        {NULL, 0, "Cash", {{125000, 4}, "GBP"}},
        {"takes no USD", ERROR_INPUT, "Cash", {{1250, 2}, "USD"}},
        {"takes no XXX", ERROR_INPUT, "Cash", {{1250, 2}, "XXX"}},
        {"can't be zero", ERROR_INPUT, "Cash", {{0, 2}, "EUR"}},
        {"EUR has 2 digits", ERROR_INPUT, "Cash", {{12345, 3}, "EUR"}},
        {"too large", ERROR_INPUT, "Cash", {{-1000000000001, 0}, "EUR"}},
        {"JPY has 0 digits", ERROR_INPUT, "Cash", {{5, 1}, "JPY"}},
        {"type WireTransfer", ERROR_REFUSED, "WireTransfer", {{1250, 2}, "EUR"}},
        {"type ", ERROR_REFUSED, "", {{1250, 2}, "EUR"}},
    };

    (void)state;
    assert_string_equal(property_currency(&property), "EUR");
    for (size_t i = 0; i < countof(rows); i++) {
        struct error err = {0};

        assert_int_equal(payment_may_be(&property, rows[i].type, rows[i].amount, &err),
                         rows[i].refusal == NULL);
        assert_int_equal(err.kind, rows[i].kind);
        if (rows[i].refusal && !strstr(err.text, rows[i].refusal))
            fail_msg("\"%s\" lacks \"%s\"", err.text, rows[i].refusal);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_follow_the_charging_mode),
        cmocka_unit_test(history_is_editable_for_a_while),
        cmocka_unit_test(zero_and_optional_charges_are_inactive),
        cmocka_unit_test(payments_are_checked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
