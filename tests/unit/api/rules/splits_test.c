/* Parts of charges add up to the last minor unit, whatever is split and however. */
#include <stdlib.h>
#include <string.h>

#include "api/base/error.h"
#include "api/base/hash.h"
#include "api/rules/splits.h"
#include "tests/support/test.h"

enum {
    CASES = 20000,
    LINES_MOST = 24,
    WAYS_MOST = 7
};

static const char *const currencies[] = {"JPY", "EUR", "KWD"};

static struct money
money_of(const char *text)
{
    struct money value;
    struct error err = {0};

    check(money_parse(text, "EUR", &value, &err), "%s: %s", text, err.text);
    return value;
}

static struct split
split_of(const char *text)
{
    struct split split;
    struct error err = {0};

    check(split_parse(text, "EUR", &split, &err), "%s: %s", text, err.text);
    return split;
}

static void
a_share_is_written_as_people_say_it(void **state)
{
    static const char *const wrong[] = {"",  "0%", "100%", "3/3",   "0/2",
                                        "n", "0n", "half", "1.5/3", "0"};
    struct split split;

    (void)state;
    assert_int_equal(split_of("50%").kind, SPLIT_FRACTION);
    assert_int_equal(split_of("12.5%").part.units, 125);
    assert_int_equal(split_of("1/3").whole.units, 3);
    assert_int_equal(split_of("2n").nights, 2);
    assert_int_equal(split_of("120+35.5").amount.amount.units, 1555);
    assert_string_equal(split_of("1000 JPY").amount.currency, "JPY");
    for (size_t i = 0; i < countof(wrong); i++)
        check(!split_parse(wrong[i], "EUR", &split, NULL), "\"%s\" is taken", wrong[i]);
}

/* What stays takes the extra unit. */
static void
a_part_is_taken_of_lines(void **state)
{
    static const struct {
        const char *share, *lines[3], *parts[3];
        int64_t units;
    } cases[] = {
        {"50%", {"230.87"}, {"115.43"}, 1},
        {"50%", {"16.61"}, {"8.30"}, 1},
        {"1/3", {"100.00"}, {"33.33"}, 1},
        {"50%", {"-0.01"}, {"0.00"}, 1},
        {"50%", {"0.01", "0.01", "0.01"}, {"0.00", "0.01", "0.00"}, 1},
        {"12.5%", {"80.00", "-8.00"}, {"10.00", "-1.00"}, 1},
        {"30", {"100.00", "20.00"}, {"30.00", "0.00"}, 1},
        {"120+5", {"100.00", "50.00"}, {"100.00", "25.00"}, 1},
        {"-3", {"10.00", "-2.00", "-5.00"}, {"0.00", "-2.00", "-1.00"}, 1},
        {"1n", {"100.00"}, {"33.33"}, 3},
        {"4n", {"90.00", "60.00"}, {"90.00", "20.00"}, 3},
        {"1/3", {"1000 JPY"}, {"333 JPY"}, 1},
        {"1/3", {"1.000 KWD"}, {"0.333 KWD"}, 1},
    };

    (void)state;
    for (size_t i = 0; i < countof(cases); i++) {
        struct split split = split_of(cases[i].share);
        struct split_line lines[3];
        struct money parts[3];
        struct error err = {0};
        size_t count = 0;

        for (; count < 3 && cases[i].lines[count]; count++)
            lines[count] = (struct split_line){money_of(cases[i].lines[count]), cases[i].units};
        check(split_take(&split, lines, count, parts, &err), "case %zu: %s", i, err.text);
        for (size_t k = 0; k < count; k++)
            check(decimal_compare(parts[k].amount, money_of(cases[i].parts[k]).amount) == 0,
                  "case %zu, line %zu", i, k);
    }
}

static void
more_than_there_is_is_not_taken(void **state)
{
    static const struct {
        const char *share, *text;
    } cases[] = {{"101", "1.00 EUR less"},
                 {"3n", "There are 2 nights"},
                 {"-1", "less than that"},
                 {"5 USD", "The lines are in EUR"}};
    struct split_line line = {money_of("100.00"), 2};
    struct split_line mixed[] = {line, {money_of("1 JPY"), 1}};
    struct split half = split_of("50%");
    struct money parts[2];
    struct error err;

    (void)state;
    for (size_t i = 0; i < countof(cases); i++) {
        struct split split = split_of(cases[i].share);

        assert_false(split_take(&split, &line, 1, parts, &err));
        check(strstr(err.text, cases[i].text), "%s", err.text);
    }
    assert_false(split_take(&half, mixed, 2, parts, &err));
    assert_non_null(strstr(err.text, "one currency at a time"));
}

static void
even_shares_give_the_first_the_extra_units(void **state)
{
    static const struct {
        const char *line;
        size_t ways;
        const char *parts[WAYS_MOST];
    } cases[] = {
        {"230.87", 2, {"115.44", "115.43"}},
        {"16.61", 2, {"8.31", "8.30"}},
        {"100.00", 3, {"33.34", "33.33", "33.33"}},
        {"-0.01", 3, {"-0.01", "0", "0"}},
        {"0.05", 7, {"0.01", "0.01", "0.01", "0.01", "0.01", "0", "0"}},
        {"1000 JPY", 3, {"334 JPY", "333 JPY", "333 JPY"}},
    };

    (void)state;
    for (size_t i = 0; i < countof(cases); i++) {
        struct split_line line = {money_of(cases[i].line), 1};
        struct money parts[WAYS_MOST];
        struct error err = {0};

        check(split_evenly(&line, 1, cases[i].ways, parts, &err), "%s", err.text);
        for (size_t k = 0; k < cases[i].ways; k++)
            check(decimal_compare(parts[k].amount, money_of(cases[i].parts[k]).amount) == 0,
                  "%s in %zu, part %zu", cases[i].line, cases[i].ways, k);
    }
}

/* Random folios */

static uint64_t
next_random(uint64_t *seed)
{
    *seed = hash_bytes(HASH_START, seed, sizeof(*seed));
    return *seed;
}

static size_t
random_lines(uint64_t *seed, struct split_line lines[LINES_MOST])
{
    const char *currency = currencies[next_random(seed) % countof(currencies)];
    size_t count = 1 + next_random(seed) % LINES_MOST;

    for (size_t i = 0; i < count; i++) {
        lines[i].units = 1 + (int64_t)(next_random(seed) % 9);
        lines[i].amount.amount = (struct decimal){(int64_t)(next_random(seed) % 2000001) - 500000,
                                                  money_digits(currency)};
        snprintf(lines[i].amount.currency, sizeof(lines[i].amount.currency), "%s", currency);
    }
    return count;
}

static int64_t
units_of(struct decimal value, const struct split_line *line)
{
    struct decimal rounded;

    assert_true(decimal_round(value, money_digits(line->amount.currency), &rounded));
    assert_int_equal(decimal_compare(rounded, value), 0); // no digits behind the currency's
    return rounded.units;
}

static void
shares_of_any_folio_add_up(void **state)
{
    uint64_t seed = 7;

    (void)state;
    for (int round = 0; round < CASES; round++) {
        struct split_line lines[LINES_MOST];
        struct money parts[LINES_MOST * WAYS_MOST];
        int64_t sums[WAYS_MOST] = {0};
        size_t count = random_lines(&seed, lines);
        size_t ways = 2 + next_random(&seed) % (WAYS_MOST - 1);
        int64_t total = 0;

        assert_true(split_evenly(lines, count, ways, parts, NULL));
        for (size_t i = 0; i < count; i++) {
            int64_t left = units_of(lines[i].amount.amount, &lines[i]);

            total += left;
            for (size_t way = 0; way < ways; way++) {
                sums[way] += units_of(parts[i * ways + way].amount, &lines[i]);
                left -= units_of(parts[i * ways + way].amount, &lines[i]);
            }
            check(left == 0, "round %d, line %zu loses %lld", round, i, (long long)left);
        }
        for (size_t way = 0; way < ways; way++) {
            check(llabs(sums[way] - sums[0]) <= 1, "round %d: way %zu is uneven", round, way);
            total -= sums[way];
        }
        check(total == 0, "round %d loses %lld", round, (long long)total);
    }
}

static void
fractions_of_any_folio_are_rounded_once(void **state)
{
    uint64_t seed = 11;

    (void)state;
    for (int round = 0; round < CASES; round++) {
        struct split_line lines[LINES_MOST];
        struct money parts[LINES_MOST];
        size_t count = random_lines(&seed, lines);
        int64_t whole = 2 + (int64_t)(next_random(&seed) % 999);
        int64_t part = 1 + (int64_t)(next_random(&seed) % (uint64_t)(whole - 1));
        struct split split = {.kind = SPLIT_FRACTION, .part = {part, 0}, .whole = {whole, 0}};
        int64_t total = 0;
        int64_t gone = 0;

        assert_true(split_take(&split, lines, count, parts, NULL));
        for (size_t i = 0; i < count; i++) {
            int64_t line = units_of(lines[i].amount.amount, &lines[i]);
            int64_t taken = units_of(parts[i].amount, &lines[i]);

            total += line;
            gone += taken;
            check(llabs(taken * whole - line * part) <= 2 * whole, "round %d, line %zu", round, i);
        }
        check(llabs(gone * whole - total * part) * 2 <= whole, "round %d: %lld of %lld", round,
              (long long)gone, (long long)total);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_share_is_written_as_people_say_it),
        cmocka_unit_test(a_part_is_taken_of_lines),
        cmocka_unit_test(more_than_there_is_is_not_taken),
        cmocka_unit_test(even_shares_give_the_first_the_extra_units),
        cmocka_unit_test(shares_of_any_folio_add_up),
        cmocka_unit_test(fractions_of_any_folio_are_rounded_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
