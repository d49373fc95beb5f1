/* Taxes and rounding. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "api/base/error.h"

#include "api/rules/taxes.h"

static const char *const on_state[] = {"STATE"};
static const char *const on_both[] = {"STATE", "CITY"};

static const struct interval until_2025[] = {{{0}, {1767222000000}}}; // 2025-12-31T23:00:00Z
static const struct interval from_2026[] = {{{1767222000000}, {0}}};

/* code, taxation, strategy, value, currency, bases, validity */
static const struct tax_rate rates[] = {
    {"S21", "VAT", "Relative", {21, 2}, "", {NULL, 0}, {NULL, 0}},
    {"Z0", "VAT", "Relative", {0, 0}, "", {NULL, 0}, {NULL, 0}},
    {"Q", "VAT", "Relative", {9975, 5}, "", {NULL, 0}, {NULL, 0}},
    {"FOOD", "VAT", "Relative", {19, 2}, "", {NULL, 0}, {until_2025, 1}},
    {"FOOD", "VAT", "Relative", {7, 2}, "", {NULL, 0}, {from_2026, 1}},
    {"OLD", "VAT", "Relative", {19, 2}, "", {NULL, 0}, {until_2025, 1}},
    {"ST", "STATE", "Relative", {6, 2}, "", {NULL, 0}, {NULL, 0}},
    {"CT", "CITY", "Flat", {250, 2}, "USD", {NULL, 0}, {NULL, 0}},
    {"DEP", "DEP", "Dependent", {10, 2}, "", {on_state, 1}, {NULL, 0}},
    {"DEP2", "DEP", "Dependent", {10, 2}, "", {on_both, 2}, {NULL, 0}},
};

static struct taxation
taxation_of(enum pricing_mode pricing)
{
    struct taxation taxation = {
        .rates = {rates, countof(rates)},
        .pricing = pricing,
        .at = {1774353600000}, // March 2026
        .units = 1,
        .member = "UnitAmount",
    };

    return taxation;
}

static struct decimal
number(const char *text)
{
    struct decimal value;

    assert_true(decimal_parse(text, '.', &value));
    return value;
}

static void
expect_number(struct decimal value, const char *text)
{
    if (decimal_compare(value, number(text)) != 0) {
        char found[DECIMAL_TEXT_SIZE];

        fail_msg("%s, not %s", decimal_text(value, found), text);
    }
}

static struct money
money(const char *text, const char *currency)
{
    struct money value = {.amount = number(text)};

    memcpy(value.currency, currency, 4);
    return value;
}

struct tax_case {
    const char *value, *currency;
    const char *codes[3];
    const char *gross, *net;
    const char *taxes[3];
};

static struct text_list
codes_of(const struct tax_case *row)
{
    struct text_list codes = {row->codes, 0};

    while (codes.count < 3 && row->codes[codes.count])
        codes.count++;
    return codes;
}

static void
expect_amount(const struct tax_case *row, const struct amount *amount)
{
    struct decimal sum = amount->net;

    expect_number(amount->gross, row->gross);
    expect_number(amount->net, row->net);
    assert_int_equal(amount->taxes.count, codes_of(row).count);
    for (size_t i = 0; i < amount->taxes.count; i++) {
        expect_number(amount->taxes.rows[i].value, row->taxes[i]);
        assert_true(decimal_add(sum, amount->taxes.rows[i].value, &sum));
    }
    assert_int_equal(decimal_compare(sum, amount->gross), 0);
}

static void
gross_holds_its_taxes(void **state)
{
    static const struct tax_case rows[] = {
        {"121.00", "EUR", {"S21"}, "121.00", "100.00", {"21.00"}},
        {"100.00", "EUR", {"S21"}, "100.00", "82.64", {"17.36"}},
        {"-100.00", "EUR", {"S21"}, "-100.00", "-82.64", {"-17.36"}},
        {"100.00", "EUR", {"Z0"}, "100.00", "100.00", {"0"}},
        {"100.00", "EUR", {NULL}, "100.00", "100.00", {NULL}},
        {"107.00", "EUR", {"FOOD"}, "107.00", "100.00", {"7.00"}},
        {"1000", "JPY", {"S21"}, "1000", "826", {"174"}},
        {"1.210", "KWD", {"S21"}, "1.210", "1.000", {"0.210"}},
        {"8995.955", "EUR", {"Q"}, "8995.955", "8179.995", {"815.96"}},
        {"102.50", "USD", {"CT"}, "102.50", "100.00", {"2.50"}},
        {"150000000", "VND", {"S21"}, "150000000", "123966942", {"26033058"}},
        {"900000000000.00",
         "EUR",
         {"S21"},
         "900000000000.00",
         "743801652892.56",
         {"156198347107.44"}},
    };
    struct taxation taxation = taxation_of(PRICING_GROSS);
    struct arena arena = {0};

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct text_list codes = codes_of(&rows[i]);
        struct amount amount;
        struct error err;

        if (!amount_from_gross(&arena, &taxation, money(rows[i].value, rows[i].currency), &codes,
                               &amount, &err))
            fail_msg("row %zu: %s", i, err.text);
        expect_amount(&rows[i], &amount);
    }
    arena_clear(&arena);
}

static void
taxes_come_on_top_of_net(void **state)
{
    static const struct tax_case rows[] = {
        {"8180.00", "EUR", {"Q"}, "8995.96", "8180.00", {"815.96"}},
        {"100.00", "EUR", {"S21"}, "121.00", "100.00", {"21.00"}},
        {"100.00", "USD", {"ST", "CT"}, "108.50", "100.00", {"6.00", "2.50"}},
        {"100.00", "USD", {"DEP", "ST"}, "116.60", "100.00", {"6.00", "10.60"}},
        {"100.00", "USD", {"ST", "CT", "DEP2"}, "119.35", "100.00", {"6.00", "2.50", "10.85"}},
        {"-0.10", "EUR", {"S21"}, "-0.12", "-0.10", {"-0.02"}},
    };
    struct taxation taxation = taxation_of(PRICING_NET);
    struct arena arena = {0};

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct text_list codes = codes_of(&rows[i]);
        struct amount amount;
        struct error err;

        if (!amount_from_net(&arena, &taxation, money(rows[i].value, rows[i].currency), &codes,
                             &amount, &err))
            fail_msg("row %zu: %s", i, err.text);
        expect_amount(&rows[i], &amount);
    }
    arena_clear(&arena);
}

static void
precision_may_exceed_the_currency(void **state)
{
    struct taxation taxation = taxation_of(PRICING_NET);
    const char *codes[] = {"Q"};
    struct arena arena = {0};
    struct amount amount;

    (void)state;
    taxation.precision = (struct optional_int){PRESENCE_SET, 5};
    assert_true(amount_from_net(&arena, &taxation, money("8072.0452", "USD"),
                                &(struct text_list){codes, 1}, &amount, NULL));
    expect_number(amount.taxes.rows[0].value, "805.18651");
    arena_clear(&arena);
}

static void
a_flat_tax_is_due_for_each_unit(void **state)
{
    struct taxation taxation = taxation_of(PRICING_NET);
    const char *codes[] = {"CT"};
    struct arena arena = {0};
    struct amount amount;

    (void)state;
    taxation.units = 3;
    assert_true(amount_from_net(&arena, &taxation, money("30.00", "USD"),
                                &(struct text_list){codes, 1}, &amount, NULL));
    expect_number(amount.gross, "37.50");
    arena_clear(&arena);
}

static void
requests_are_checked(void **state)
{
    static const struct {
        const char *refusal;
        enum pricing_mode pricing;
        const char *gross, *net, *currency, *codes[3];
    } rows[] = {
        {NULL, PRICING_GROSS, "1", NULL, "EUR", {"S21"}},
        {NULL, PRICING_GROSS, "1", NULL, "EUR", {NULL}},
        {NULL, PRICING_NET, NULL, "1", "USD", {"ST", "CT"}},
        {"just one of them", PRICING_GROSS, NULL, NULL, "EUR", {"S21"}},
        {"just one of them", PRICING_GROSS, "1", "1", "EUR", {"S21"}},
        {"give GrossValue", PRICING_GROSS, NULL, "1", "EUR", {"S21"}},
        {"give NetValue", PRICING_NET, "1", NULL, "EUR", {"S21"}},
        {"one code at most", PRICING_GROSS, "1", NULL, "EUR", {"S21", "Z0"}},
        {"UnitAmount.TaxCodes: NONE is no tax code", PRICING_GROSS, "1", NULL, "EUR", {"NONE"}},
        {"OLD is no tax code", PRICING_GROSS, "1", NULL, "EUR", {"OLD"}},
        {"another currency", PRICING_GROSS, "1", NULL, "EUR", {"CT"}},
        {"UnitAmount.Currency", PRICING_GROSS, "1", NULL, "EURO", {"S21"}},
        {"UnitAmount.Currency", PRICING_GROSS, "1", NULL, "", {"S21"}},
        {"too large", PRICING_GROSS, "92233720368547758.07", NULL, "EUR", {"S21"}},
    };
    struct arena arena = {0};

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct taxation taxation = taxation_of(rows[i].pricing);
        struct amount_parameters wanted = {.currency = rows[i].currency,
                                           .tax_codes = {rows[i].codes, 0}};
        struct amount amount;
        struct error err = {0};

        while (wanted.tax_codes.count < 3 && rows[i].codes[wanted.tax_codes.count])
            wanted.tax_codes.count++;
        if (rows[i].gross)
            wanted.gross = (struct optional_decimal){PRESENCE_SET, number(rows[i].gross)};
        if (rows[i].net)
            wanted.net = (struct optional_decimal){PRESENCE_SET, number(rows[i].net)};
        assert_int_equal(amount_of_request(&arena, &taxation, &wanted, 1, &amount, &err),
                         rows[i].refusal == NULL);
        if (rows[i].refusal && !strstr(err.text, rows[i].refusal))
            fail_msg("row %zu: \"%s\" lacks \"%s\"", i, err.text, rows[i].refusal);
    }
    arena_clear(&arena);
}

static void
a_line_is_taxed_as_a_whole(void **state)
{
    struct taxation taxation = taxation_of(PRICING_GROSS);
    struct tax_value of_price[] = {{"S21", {17, 2}}};
    struct amount price = {"EUR", {83, 2}, {100, 2}, {of_price, 1}};
    struct arena arena = {0};
    struct amount amount;

    (void)state;
    assert_true(amount_of_price(&arena, &taxation, &price, 3, &amount, NULL));
    expect_number(amount.gross, "3.00");
    expect_number(amount.net, "2.48");
    expect_number(amount.taxes.rows[0].value, "0.52");
    of_price[0].code = "";
    assert_true(amount_of_price(&arena, &taxation, &price, -1, &amount, NULL));
    expect_number(amount.net, "-1.00");
    assert_int_equal(amount.taxes.count, 0);
    arena_clear(&arena);
}

static void
money_rounds_half_away_from_zero(void **state)
{
    static const struct {
        const char *value, *currency, *rounded;
    } rows[] = {
        {"1.005", "EUR", "1.01"}, {"2.675", "EUR", "2.68"},   {"-815.955", "EUR", "-815.96"},
        {"0.5", "JPY", "1"},      {"1.0005", "KWD", "1.001"},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct money rounded;

        assert_true(money_round(money(rows[i].value, rows[i].currency), &rounded));
        expect_number(rounded.amount, rows[i].rounded);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gross_holds_its_taxes),
        cmocka_unit_test(taxes_come_on_top_of_net),
        cmocka_unit_test(precision_may_exceed_the_currency),
        cmocka_unit_test(a_flat_tax_is_due_for_each_unit),
        cmocka_unit_test(requests_are_checked),
        cmocka_unit_test(a_line_is_taxed_as_a_whole),
        cmocka_unit_test(money_rounds_half_away_from_zero),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
