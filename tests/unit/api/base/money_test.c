#include "api/base/money.h"

#include <locale.h>

#include "api/base/error.h"
#include "tests/support/locales.h"
#include "tests/support/test.h"

static struct money
money(const char *amount, const char *currency)
{
    struct money value = {0};

    check(decimal_parse(amount, '.', &value.amount), "%s", amount);
    strcpy(value.currency, currency);
    return value;
}

static void
amounts_round_to_their_currency_s_digits(void **state)
{
    static const struct {
        const char *amount;
        const char *currency;
        const char *rounded;
    } rows[] = {
        {"815.95500", "EUR", "815.96"}, // 8180.00 x 9.975 %
        {"1.005", "EUR", "1.01"},        {"2.675", "CZK", "2.68"},
        {"-815.955", "USD", "-815.96"},  {"0.5", "JPY", "1"},
        {"1.0005", "KWD", "1.001"},      {"12", "EUR", "12.00"},
        {"2084.5622", "GBP", "2084.56"}, {"805.18409", "GBP", "805.18"},
        {"1.00005", "CLF", "1.0001"},    {"1.005", "", "1.01"},
        {"1.005", "XYZ", "1.01"},
    };
    char text[MONEY_TEXT_SIZE];

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct money rounded;

        assert_true(money_round(money(rows[i].amount, rows[i].currency), &rounded));
        check_text(decimal_text(rounded.amount, text), rows[i].rounded, "%s %s", rows[i].amount,
                   rows[i].currency);
        assert_string_equal(rounded.currency, rows[i].currency);
    }
}

static void
unlike_currencies_never_add(void **state)
{
    static const struct {
        const char *a, *a_currency, *b, *b_currency;
        const char *sum; /* NULL: refused */
    } rows[] = {
        {"1.50", "EUR", "2.25", "EUR", "3.75 EUR"},
        {"1.50", "EUR", "2.25", "CZK", NULL},
        {"0", "", "2.25", "EUR", "2.25 EUR"},
        {"2.25", "EUR", "0", "", "2.25 EUR"},
        {"0", "EUR", "2.25", "CZK", NULL},
        {"1", "", "2.25", "EUR", NULL},
        {"2.25", "EUR", "1", "", NULL},
        {"0", "", "0", "", "0.00"},
        {"9223372036854775807", "EUR", "1", "EUR", NULL},
    };
    char text[MONEY_TEXT_SIZE];

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct money sum = {.currency = "old"};

        check(money_add(money(rows[i].a, rows[i].a_currency), money(rows[i].b, rows[i].b_currency),
                        &sum)
                  == (rows[i].sum != NULL),
              "row %zu", i);
        if (rows[i].sum)
            check_text(money_text(sum, text), rows[i].sum, "row %zu", i);
        else
            check_text(sum.currency, "old", "row %zu", i);
    }
}

static void
shares_add_up_and_the_first_take_the_extra_units(void **state)
{
    static const struct {
        const char *amount;
        const char *currency;
        size_t count;
        const char *shares;
    } rows[] = {
        {"230.87", "EUR", 2, "115.44 115.43 "},
        {"16.61", "EUR", 2, "8.31 8.30 "},
        {"100.00", "EUR", 3, "33.34 33.33 33.33 "},
        {"-0.01", "EUR", 3, "-0.01 0.00 0.00 "},
        {"0.05", "EUR", 7, "0.01 0.01 0.01 0.01 0.01 0.00 0.00 "},
        {"1000", "JPY", 3, "334 333 333 "},
        {"-100.00", "EUR", 3, "-33.34 -33.33 -33.33 "},
        {"10", "KWD", 3, "3.334 3.333 3.333 "},
        {"0", "EUR", 2, "0.00 0.00 "},
        {"7.00", "EUR", 1, "7.00 "},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct money parts[8];
        struct money total = {0};
        char list[200] = "";
        char text[MONEY_TEXT_SIZE];

        assert_true(money_split(money(rows[i].amount, rows[i].currency), rows[i].count, parts));
        for (size_t k = 0; k < rows[i].count; k++) {
            strcat(strcat(list, money_amount_text(parts[k], text)), " ");
            assert_true(money_add(total, parts[k], &total));
        }
        check_text(list, rows[i].shares, "%s in %zu", rows[i].amount, rows[i].count);
        check(decimal_compare(total.amount, money(rows[i].amount, "").amount) == 0, "%s in %zu",
              rows[i].amount, rows[i].count);
    }
}

static void
what_cannot_be_shared_is_refused(void **state)
{
    struct money parts[2];

    (void)state;
    assert_false(money_split(money("1", "EUR"), 0, parts));
    assert_false(money_split(money("9223372036854775807", "EUR"), 2, parts));
}

static void
texts_follow_the_user_s_decimal_sign(void **state)
{
    char text[MONEY_TEXT_SIZE];
    struct money value;
    struct error err;

    (void)state;
    assert_int_equal(money_point(), '.');
    assert_string_equal(money_text(money("1234567.5", "EUR"), text), "1234567.50 EUR");
    assert_string_equal(money_text(money("-0.005", "EUR"), text), "-0.01 EUR");
    assert_string_equal(money_text(money("12", ""), text), "12.00");
    assert_string_equal(money_text(money("9223372036854775807", "EUR"), text),
                        "9223372036854775807 EUR"); // can't be rounded: shown as it is
    assert_non_null(setlocale(LC_ALL, "de_DE.UTF-8"));
    assert_int_equal(money_point(), ',');
    assert_string_equal(money_text(money("1234.5", "EUR"), text), "1234,50 EUR");
    assert_true(money_parse("12,50", "EUR", &value, &err));
    assert_string_equal(money_text(value, text), "12,50 EUR");
    assert_true(money_parse("12.50", "EUR", &value, &err)); // a point is always one
    assert_string_equal(money_text(value, text), "12,50 EUR");
    assert_false(money_parse("1.234,50", "EUR", &value, &err));
    assert_non_null(strstr(err.text, "write 12,50, 12,50 EUR or 120+35,5."));
    assert_false(money_parse("1.500", "EUR", &value, &err)); // a thousand, there
    setlocale(LC_ALL, "C.UTF-8");
}

static void
amounts_of_the_command_line_are_read(void **state)
{
    static const struct {
        const char *text;
        const char *value;
    } rows[] = {
        {"12.50", "12.50 EUR"},
        {"12.50 EUR", "12.50 EUR"},
        {"12.50 czk", "12.50 CZK"},
        {"12.50CZK", "12.50 CZK"},
        {"120+35.5", "155.50 EUR"},
        {"120+35.5-4", "151.50 EUR"},
        {"-5", "-5.00 EUR"},
        {"+5", "5.00 EUR"},
        {"120 + 35.5 - 4", "151.50 EUR"},
        {"  7 ", "7.00 EUR"},
        {"1000 JPY", "1000 JPY"},
        {".5", "0.50 EUR"},
        {"5.7425 KWD", NULL},
        {"1.234", NULL},
        {"0.5 JPY", NULL},
        {"1.50 JPY", NULL},
        {"12.500", NULL}, // a thousand elsewhere
        {"12.50 EUR ", "12.50 EUR"},
    };
    char text[MONEY_TEXT_SIZE];

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct money value;
        struct error err = {0};
        bool read = money_parse(rows[i].text, "EUR", &value, &err);

        check(read == (rows[i].value != NULL), "\"%s\": %s", rows[i].text, err.text);
        if (rows[i].value)
            check_text(money_text(value, text), rows[i].value, "\"%s\"", rows[i].text);
        else
            check(strstr(err.text, "digits after the point"), "\"%s\": %s", rows[i].text, err.text);
    }
}

static void
what_is_no_amount_is_named_with_the_remedy(void **state)
{
    static const char *const rows[] = {
        "",
        " ",
        "EUR",
        "all",
        "12 50",
        "1 000",
        "1,000.50",
        "12,50",
        "5-",
        "--5",
        "5--3",
        "5+",
        "1..2",
        "1e3",
        "12 EU",
        "12 EURO",
        "12 EUR 3",
        "EUR 12",
        "12$",
        "12;",
        "+",
        "-",
        ".",
        "12.50 .5",
        "9223372036854775807+1",
        "11111111111111111111111111111111111111111111111111111111111111",
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct money value = {.currency = "old"};
        struct error err = {0};

        check(!money_parse(rows[i], "EUR", &value, &err), "\"%s\"", rows[i]);
        check(err.kind == ERROR_USAGE && strstr(err.text, rows[i]) && strstr(err.text, "write"),
              "\"%s\": %s", rows[i], err.text);
        check_text(value.currency, "old", "\"%s\"", rows[i]);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(amounts_round_to_their_currency_s_digits),
        cmocka_unit_test(unlike_currencies_never_add),
        cmocka_unit_test(shares_add_up_and_the_first_take_the_extra_units),
        cmocka_unit_test(what_cannot_be_shared_is_refused),
        cmocka_unit_test(texts_follow_the_user_s_decimal_sign),
        cmocka_unit_test(amounts_of_the_command_line_are_read),
        cmocka_unit_test(what_is_no_amount_is_named_with_the_remedy),
    };

    locales_open();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
