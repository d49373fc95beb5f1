#include "api/base/decimal.h"

#include <locale.h>
#include <math.h>

#include "tests/support/locales.h"
#include "tests/support/test.h"

static struct decimal
number(const char *text)
{
    struct decimal value = {0};

    check(decimal_parse(text, '.', &value), "%s", text);
    return value;
}

static const char *
written(struct decimal value)
{
    static char text[DECIMAL_TEXT_SIZE];

    return decimal_text(value, text);
}

static void
texts_are_read_with_all_their_digits(void **state)
{
    static const struct {
        const char *text;
        int64_t units;
        uint8_t scale;
        const char *written;
    } rows[] = {
        {"0", 0, 0, "0"},
        {"-0", 0, 0, "0"},
        {"12.50", 1250, 2, "12.50"},
        {"-12.50", -1250, 2, "-12.50"},
        {"+1", 1, 0, "1"},
        {".5", 5, 1, "0.5"},
        {"-.05", -5, 2, "-0.05"},
        {"5.", 5, 0, "5"},
        {"00012", 12, 0, "12"},
        {"0.03987512", 3987512, 8, "0.03987512"},
        {"5.7425", 57425, 4, "5.7425"},
        {"1234567890.12", 123456789012, 2, "1234567890.12"},
        {"1e2", 100, 0, "100"},
        {"1E2", 100, 0, "100"},
        {"1.25e1", 125, 1, "12.5"},
        {"1.25e+2", 125, 0, "125"},
        {"1.25e3", 1250, 0, "1250"},
        {"125e-2", 125, 2, "1.25"},
        {"0e-40", 0, 0, "0"},
        {"9223372036854775807", INT64_MAX, 0, "9223372036854775807"},
        {"-9223372036854775807", -INT64_MAX, 0, "-9223372036854775807"},
        {"0.000000000000000001", 1, 18, "0.000000000000000001"},
        {"9.223372036854775807", INT64_MAX, 18, "9.223372036854775807"},
        {"1.0000000000000000000000", 1000000000000000000, 18, "1.000000000000000000"},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct decimal value = number(rows[i].text);

        check(value.units == rows[i].units && value.scale == rows[i].scale, "%s", rows[i].text);
        check_text(written(value), rows[i].written, "%s", rows[i].text);
    }
}

static void
what_is_no_number_or_too_long_is_refused(void **state)
{
    static const char *const rows[] = {
        "",
        "-",
        "+",
        ".",
        "-.",
        "e5",
        "1e",
        "1e+",
        "1e-",
        "1e2.5",
        "1.2.3",
        "1,5",
        "12a",
        " 1",
        "1 ",
        "--1",
        "0x10",
        "nan",
        "inf",
        "1e41",
        "1e-41",
        "1e99999999999999999999",
        "9223372036854775808",
        "-9223372036854775808",
        "1e19",
        "0.0000000000000000001",
        "123456789012345678901234567890",
        "1e400",
        "5e-324",
        "92233720368547758.0700001",
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct decimal value = {7, 1};

        check(!decimal_parse(rows[i], '.', &value), "%s", rows[i]);
        check(value.units == 7 && value.scale == 1, "%s changed it", rows[i]);
    }
}

static void
the_decimal_sign_is_the_caller_s(void **state)
{
    struct decimal value;

    (void)state;
    assert_true(decimal_parse("12,50", ',', &value));
    assert_int_equal(value.units, 1250);
    assert_false(decimal_parse("12.50", ',', &value));
}

static void
rounding_is_half_away_from_zero(void **state)
{
    static const struct {
        const char *value;
        uint8_t scale;
        const char *rounded; /* NULL: it doesn't fit */
    } rows[] = {
        {"1.005", 2, "1.01"},
        {"2.675", 2, "2.68"},
        {"-815.955", 2, "-815.96"},
        {"0.5", 0, "1"},
        {"-0.5", 0, "-1"},
        {"0.49", 0, "0"},
        {"1.0005", 3, "1.001"},
        {"1.0004999", 3, "1.000"},
        {"12", 2, "12.00"},
        {"0", 18, "0.000000000000000000"},
        {"9.223372036854775807", 0, "9"},
        {"9.999999999999999999", 0, NULL}, // no int64
        {"9223372036854775807", 0, "9223372036854775807"},
        {"9223372036854775807", 1, NULL},
        {"-9223372036854775807", 1, NULL},
        {"1", 19, NULL},
        {"1", 255, NULL},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct decimal value;
        struct decimal rounded = {7, 0};

        if (!decimal_parse(rows[i].value, '.', &value))
            continue;
        check(decimal_round(value, rows[i].scale, &rounded) == (rows[i].rounded != NULL), "%s",
              rows[i].value);
        check_text(written(rounded), rows[i].rounded ? rows[i].rounded : "7", "%s", rows[i].value);
    }
}

typedef bool (*operation_fn)(struct decimal a, struct decimal b, struct decimal *result);

static bool
divide_to_2(struct decimal a, struct decimal b, struct decimal *result)
{
    return decimal_divide(a, b, 2, result);
}

static bool
divide_to_18(struct decimal a, struct decimal b, struct decimal *result)
{
    return decimal_divide(a, b, 18, result);
}

static void
arithmetic_is_exact_or_says_no(void **state)
{
    static const struct {
        operation_fn operation;
        const char *a;
        const char *b;
        const char *result; /* NULL: overflow */
    } rows[] = {
        {decimal_add, "0.1", "0.2", "0.3"},
        {decimal_add, "1.50", "1.5", "3.00"},
        {decimal_add, "1", "-1.00", "0.00"},
        {decimal_add, "9223372036854775807", "0", "9223372036854775807"},
        {decimal_add, "9223372036854775807", "1", NULL},
        {decimal_add, "-9223372036854775807", "-1", NULL},
        {decimal_add, "9223372036854775807", "0.1", NULL},
        {decimal_add, "9223372036854775807", "-9223372036854775807", "0"},
        {decimal_add, "9223372036854775807", "0.000000000000000000", "9223372036854775807"},
        {decimal_add, "9223372036854775807", "9.223372036854775807", NULL},
        {decimal_subtract, "5", "7.25", "-2.25"},
        {decimal_subtract, "-9223372036854775807", "9223372036854775807", NULL},
        {decimal_multiply, "8180.00", "0.09975", "815.955"},
        {decimal_multiply, "1.50", "2", "3"},
        {decimal_multiply, "-0.5", "0.5", "-0.25"},
        {decimal_multiply, "3037000500", "3037000500", NULL},
        {decimal_multiply, "9223372036854775807", "9223372036854775807", NULL},
        {decimal_multiply, "9223372036854775807", "1.000000000000000000", "9223372036854775807"},
        {decimal_multiply, "0.000000001", "0.000000001", "0.000000000000000001"},
        {decimal_multiply, "0.000000001", "0.0000000001", NULL},
        {decimal_multiply, "0", "9223372036854775807", "0"},
        {divide_to_2, "10", "3", "3.33"},
        {divide_to_2, "20", "3", "6.67"},
        {divide_to_2, "-20", "3", "-6.67"},
        {divide_to_2, "20", "-3", "-6.67"},
        {divide_to_2, "0.01", "2", "0.01"},
        {divide_to_2, "-0.01", "2", "-0.01"},
        {divide_to_2, "815.96", "1.09975", "741.95"},
        {divide_to_2, "1", "0", NULL},
        {divide_to_2, "1", "0.00", NULL},
        {divide_to_2, "0", "-5", "0.00"},
        {divide_to_2, "9223372036854775807", "1", NULL},
        {divide_to_2, "9223372036854775807", "0.000000000000000001", NULL},
        {divide_to_2, "0.000000000000000001", "9223372036854775807", "0.00"},
        {divide_to_18, "1", "3", "0.333333333333333333"},
        {divide_to_18, "9223372036854775807", "9223372036854775807", "1.000000000000000000"},
        {divide_to_18, "9223372036854775807", "9.223372036854775807", NULL},
        {divide_to_18, "9", "0.000000000000000001", NULL},
        {divide_to_18, "-9223372036854775807", "0.000000000000000001", NULL},
        {divide_to_18, "100", "0.000000000000000001", NULL},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct decimal result = {7, 0};
        bool done = rows[i].operation(number(rows[i].a), number(rows[i].b), &result);

        check(done == (rows[i].result != NULL), "row %zu: %s, %s", i, rows[i].a, rows[i].b);
        check_text(written(result), rows[i].result ? rows[i].result : "7", "row %zu: %s, %s", i,
                   rows[i].a, rows[i].b);
    }
}

/* All pairs of awkward values through everything: nothing overflows unseen (UBSan watches). */
static void
no_pair_of_values_overflows_unseen(void **state)
{
    static const int64_t units[] = {
        0,         1,          -1,           9, 10, 12345, -99999, 3037000500, 1000000000000000000,
        INT64_MAX, -INT64_MAX, INT64_MAX - 1};
    struct decimal result;

    (void)state;
    for (size_t i = 0; i < countof(units) * 19; i++) {
        struct decimal a = {units[i / 19], (uint8_t)(i % 19)};

        for (size_t k = 0; k < countof(units) * 19; k++) {
            struct decimal b = {units[k / 19], (uint8_t)(k % 19)};
            uint8_t scale = (uint8_t)(k % 19);
            struct decimal back;

            if (decimal_add(a, b, &result) && decimal_subtract(result, b, &back))
                check(decimal_compare(back, a) == 0, "%s", written(a));
            if (decimal_divide(a, b, scale, &result))
                check(result.scale == scale, "%s", written(a));
            if (decimal_multiply(a, b, &result) && b.units && result.units
                && decimal_divide(result, b, a.scale, &back))
                check(decimal_compare(back, a) == 0, "%s", written(a));
            if (decimal_round(a, scale, &result))
                check(result.scale == scale, "%s", written(a));
            check(decimal_compare(a, b) == -decimal_compare(b, a), "%s", written(a));
        }
    }
}

static void
values_are_compared_not_digits(void **state)
{
    (void)state;
    assert_int_equal(decimal_compare(number("1.0"), number("1")), 0);
    assert_int_equal(decimal_compare(number("1.01"), number("1.1")), -1);
    assert_int_equal(decimal_compare(number("-1"), number("0.001")), -1);
    assert_int_equal(decimal_compare(number("9223372036854775807"), number("0.000000000000000001")),
                     1);
    assert_int_equal(decimal_sign(number("-0.01")), -1);
    assert_int_equal(decimal_sign(number("0.00")), 0);
    assert_int_equal(decimal_sign(number("3")), 1);
    assert_string_equal(written(decimal_negate(number("-0.10"))), "0.10");
    assert_string_equal(written(decimal_reduce(number("-12.500"))), "-12.5");
    assert_string_equal(written(decimal_reduce(number("100"))), "100");
    assert_string_equal(written(decimal_reduce(number("0.00"))), "0");
}

static void
doubles_of_the_wire_keep_their_digits_in_every_locale(void **state)
{
    static const char *const locales[] = {"C", "de_DE.UTF-8"};
    static const char *const rows[] = {
        "0.03987512", "5.7425",           "1234567890.12",   "0.1", "-815.955",
        "0.000001",   "123456789012.345", "999999999999999", "1e-7"};

    (void)state;
    for (size_t k = 0; k < countof(locales); k++) {
        assert_non_null(setlocale(LC_ALL, locales[k]));
        for (size_t i = 0; i < countof(rows); i++) {
            struct decimal value = number(rows[i]);
            struct decimal back;

            check(decimal_from_double(decimal_to_double(value), &back), "%s", rows[i]);
            check(decimal_compare(value, back) == 0, "%s in %s: %s", rows[i], locales[k],
                  written(back));
        }
    }
    setlocale(LC_ALL, "C.UTF-8");
}

static void
doubles_that_are_no_amount_are_refused(void **state)
{
    static const double rows[] = {NAN, INFINITY, -INFINITY, 1e300, 1e19, 5e-324, 1e-19};
    struct decimal value;

    (void)state;
    for (size_t i = 0; i < countof(rows); i++)
        check(!decimal_from_double(rows[i], &value), "%g", rows[i]);
    assert_true(decimal_from_double(-0.0, &value));
    assert_int_equal(value.units, 0);
    assert_true(decimal_from_double(1e18, &value));
    assert_true(value.units == 1000000000000000000);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_read_with_all_their_digits),
        cmocka_unit_test(what_is_no_number_or_too_long_is_refused),
        cmocka_unit_test(the_decimal_sign_is_the_caller_s),
        cmocka_unit_test(rounding_is_half_away_from_zero),
        cmocka_unit_test(arithmetic_is_exact_or_says_no),
        cmocka_unit_test(no_pair_of_values_overflows_unseen),
        cmocka_unit_test(values_are_compared_not_digits),
        cmocka_unit_test(doubles_of_the_wire_keep_their_digits_in_every_locale),
        cmocka_unit_test(doubles_that_are_no_amount_are_refused),
    };

    locales_open();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
