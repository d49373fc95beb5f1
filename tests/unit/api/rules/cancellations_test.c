/* What a cancellation costs: when, of what, how much; the largest policy counts. */
#include "api/rules/cancellations.h"

#include "api/base/error.h"
#include "tests/support/test.h"

static struct instant
at(const char *text)
{
    struct instant value;

    assert_true(instant_parse(text, &value));
    return value;
}

static const struct decimal nights[] = {{10000, 2}, {12000, 2}, {8050, 2}};

static struct cancellation
three_nights(void)
{
    return (struct cancellation){
        .start_utc = at("2026-03-24T14:00:00Z"),
        .currency = "EUR",
        .units = nights,
        .unit_count = countof(nights),
        .products = {3000, 2},
    };
}

enum {
    UNITS = 1 << FEE_EXTENT_UNITS,
    PRODUCTS = 1 << FEE_EXTENT_PRODUCTS,
    ALL = 1 << FEE_EXTENT_EVERYTHING,
};

static void
a_fee_is_due_by_its_policy(void **state)
{
    static const struct {
        enum fee_applicability when;
        const char *offset;
        uint32_t extent;
        int units_most; /* -1: all */
        int absolute, relative_percent;
        const char *now, *fee;
    } rows[] = {
        {FEE_FROM_CREATION, "", UNITS, 1, 0, 100, "2026-01-01T00:00:00Z", "100.00"},
        {FEE_FROM_CREATION, "", UNITS, 2, 0, 50, "2026-01-01T00:00:00Z", "110.00"},
        {FEE_FROM_CREATION, "", UNITS, -1, 0, 100, "2026-01-01T00:00:00Z", "300.50"},
        {FEE_FROM_CREATION, "", UNITS, -1, 0, 33, "2026-01-01T00:00:00Z", "99.17"}, // 99.165
        {FEE_FROM_CREATION, "", PRODUCTS, -1, 0, 100, "2026-01-01T00:00:00Z", "30.00"},
        {FEE_FROM_CREATION, "", UNITS | PRODUCTS, 1, 0, 100, "2026-01-01T00:00:00Z", "130.00"},
        {FEE_FROM_CREATION, "", ALL, -1, 0, 100, "2026-01-01T00:00:00Z", "330.50"},
        {FEE_FROM_CREATION, "", 0, -1, 25, 100, "2026-01-01T00:00:00Z", "25.00"},
        {FEE_FROM_CREATION, "", UNITS, 1, 25, 10, "2026-01-01T00:00:00Z", "35.00"},
        /* from a day before the start: to the millisecond, by the hotel's clock */
        {FEE_FROM_START, "-P0M1DT0H0M0S", UNITS, 1, 0, 100, "2026-03-23T13:59:59Z", "0"},
        {FEE_FROM_START, "-P0M1DT0H0M0S", UNITS, 1, 0, 100, "2026-03-23T14:00:00Z", "100.00"},
        {FEE_FROM_START, "", UNITS, 1, 0, 100, "2026-03-24T13:59:59Z", "0"},
        {FEE_FROM_START, "PT2H", UNITS, 1, 0, 100, "2026-03-24T15:59:59Z", "0"},
        {FEE_FROM_START_DATE, "-P1D", UNITS, 1, 0, 100, "2026-03-22T22:59:59Z", "0"},
        {FEE_FROM_START_DATE, "-P1D", UNITS, 1, 0, 100, "2026-03-22T23:00:00Z", "100.00"},
        {FEE_FROM_START, "soon", UNITS, 1, 0, 100, "2026-03-25T00:00:00Z", "0"},
        {fee_applicability_unknown, "", UNITS, 1, 0, 100, "2026-03-25T00:00:00Z", "0"},
    };
    struct cancellation what = three_nights();

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct cancellation_policy policy = {
            .is_active = true,
            .applicability = rows[i].when,
            .offset = rows[i].offset,
            .extent = rows[i].extent,
            .units_most = {rows[i].units_most < 0 ? PRESENCE_NULL : PRESENCE_SET,
                           rows[i].units_most},
            .absolute = {rows[i].absolute, 0},
            .currency = "EUR",
            .relative = {rows[i].relative_percent, 2},
        };
        struct cancellation_policy_list list = {&policy, 1};
        struct decimal fee;
        struct error err;
        char text[DECIMAL_TEXT_SIZE];

        assert_true(cancellation_fee(&list, &what, at(rows[i].now), &fee, &err));
        check_text(decimal_text(fee, text), rows[i].fee, "row %zu", i);
        policy.is_active = false;
        assert_true(cancellation_fee(&list, &what, at(rows[i].now), &fee, &err));
        assert_int_equal(fee.units, 0);
    }
}

static void
the_largest_fee_counts(void **state)
{
    struct cancellation_policy rows[] = {
        {.is_active = true,
         .applicability = FEE_FROM_CREATION,
         .offset = "",
         .currency = "EUR",
         .absolute = {20, 0}},
        {.is_active = true,
         .applicability = FEE_FROM_CREATION,
         .offset = "",
         .currency = "EUR",
         .absolute = {50, 0}},
        {.is_active = true,
         .applicability = FEE_FROM_CREATION,
         .offset = "",
         .currency = "CZK",
         .absolute = {900, 0}}, // not in the stay's currency
    };
    struct cancellation_policy_list list = {rows, countof(rows)};
    struct cancellation what = three_nights();
    struct decimal fee;
    struct error err;

    (void)state;
    assert_true(cancellation_fee(&list, &what, at("2026-03-25T00:00:00Z"), &fee, &err));
    assert_int_equal(decimal_compare(fee, (struct decimal){50, 0}), 0);
    list.count = 0;
    assert_true(cancellation_fee(&list, &what, at("2026-03-25T00:00:00Z"), &fee, &err));
    assert_int_equal(fee.units, 0);
}

static int
set_zone(void **state)
{
    (void)state;
    return zone_set("Europe/Prague", NULL) ? 0 : -1;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fee_is_due_by_its_policy),
        cmocka_unit_test(the_largest_fee_counts),
    };

    return cmocka_run_group_tests(tests, set_zone, NULL);
}
