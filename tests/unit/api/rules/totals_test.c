/* Amounts that add up, with their taxes by code. */
#include "api/rules/totals.h"

#include "api/base/error.h"
#include "tests/support/test.h"

static struct decimal
number(const char *text)
{
    struct decimal value;

    check(decimal_parse(text, '.', &value), "%s", text);
    return value;
}

static void
expect(struct decimal value, const char *text)
{
    char found[DECIMAL_TEXT_SIZE];

    check(decimal_compare(value, number(text)) == 0, "%s, not %s", decimal_text(value, found),
          text);
}

static struct amount
amount(const char *net, const char *gross, const struct tax_value *taxes, size_t count)
{
    return (struct amount){"EUR", number(net), number(gross), {taxes, count}};
}

static void
taxes_are_added_up_by_code(void **state)
{
    const struct tax_value low[] = {{"LOW", number("12.86")}};
    const struct tax_value both[] = {{"HIGH", number("2.10")}, {"LOW", number("1.20")}};
    const struct amount rows[] = {amount("107.14", "120", low, 1), amount("10", "13.3", both, 2),
                                  amount("4", "4", NULL, 0)};
    struct arena arena = {0};
    struct amount_total total = {0};
    struct error err;

    (void)state;
    for (size_t i = 0; i < countof(rows); i++)
        assert_true(amount_total_add(&arena, &total, &rows[i], &err));
    expect(total.net, "121.14");
    expect(total.gross, "137.3");
    assert_int_equal(total.count, 2);
    assert_string_equal(total.taxes[0].code, "LOW");
    expect(total.taxes[0].net, "117.14");
    expect(total.taxes[0].value, "14.06");
    assert_string_equal(total.taxes[1].code, "HIGH");
    expect(total.taxes[1].net, "10");
    expect(total.taxes[1].value, "2.1");
    arena_clear(&arena);
}

/* More codes than there is room for at first. */
static void
many_codes_have_a_place_each(void **state)
{
    static const char *const codes[] = {"A", "B", "C", "D", "E", "F", "G", "H", "I"};
    struct arena arena = {0};
    struct amount_total total = {0};
    struct error err;

    (void)state;
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < countof(codes); i++) {
            const struct tax_value tax = {codes[i], {(int64_t)i, 0}};
            struct amount row = amount("1", "1", &tax, 1);

            assert_true(amount_total_add(&arena, &total, &row, &err));
        }
    assert_int_equal(total.count, countof(codes));
    for (size_t i = 0; i < countof(codes); i++) {
        assert_string_equal(total.taxes[i].code, codes[i]);
        assert_int_equal(total.taxes[i].value.units, 2 * i);
    }
    arena_clear(&arena);
}

static void
a_sum_too_large_is_refused(void **state)
{
    struct amount most = amount("1000000000000", "1000000000000", NULL, 0);
    struct arena arena = {0};
    struct amount_total total = {0};
    struct error err;

    (void)state;
    assert_true(amount_total_add(&arena, &total, &most, &err));
    assert_false(amount_total_add(&arena, &total, &most, &err));
    assert_int_equal(err.kind, ERROR_REFUSED);
    arena_clear(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(taxes_are_added_up_by_code),
        cmocka_unit_test(many_codes_have_a_place_each),
        cmocka_unit_test(a_sum_too_large_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
