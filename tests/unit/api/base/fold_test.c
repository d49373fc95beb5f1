#include "api/base/fold.h"

#include <locale.h>
#include <stdlib.h>

#include "tests/support/locales.h"
#include "tests/support/test.h"

static void
keys_have_no_case_accents_or_punctuation(void **state)
{
    static const struct {
        const char *text;
        const char *key;
    } rows[] = {
        {"", ""},
        {"Novak", "novak"},
        {"Nov\u00e1kov\u00e1", "novakova"},
        {"NOVA\u0301K", "novak"},
        {"O'Neill", "oneill"},
        {"O\u2019Neill", "oneill"},
        {"Ja\u0308ger-M\u00fcller", "jager muller"},
        {"  van  der   Berg. ", "van der berg"},
        {"S\u00f8ren \u00d8rsted", "soren orsted"},
        {"\u0141ukasz", "lukasz"},
        {"Stra\u00dfe", "strasse"},
        {"STRA\u1e9eE", "strasse"},
        {"\u00c6ther \u0153uvre", "aether oeuvre"},
        {"\u0130stanbul", "istanbul"},
        {"\u0131\u015f\u0131k", "isik"},
        {"\u0395\u03bb\u03bb\u03ac\u03c2", "\u03b5\u03bb\u03bb\u03b1\u03c3"},
        {"\u041f\u0443\u0448\u043a\u0438\u043d", "\u043f\u0443\u0448\u043a\u0438\u043d"},
        {"\u674e\u5c0f\u9f8d", "\u674e\u5c0f\u9f8d"},
        {"\uff21\uff22\uff23", "abc"},
        {"\ufb01ne", "fine"},
        {"x\u00b2 5\u00bd", "x2 51 2"},
        {"a\u00adb\u200bc", "a b c"},
        {"#412, floor 4", "412 floor 4"},
        {"\xff\xfe", ""},
    };
    char key[64];

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        size_t length = fold_text(rows[i].text, key, sizeof(key));

        check_text(key, rows[i].key, "\"%s\"", rows[i].text);
        assert_int_equal(length, strlen(rows[i].key));
    }
}

static void
letters_keep_blanks_and_punctuation(void **state)
{
    static const struct {
        const char *text;
        const char *key;
    } rows[] = {
        {"", ""},
        {"Jan.Novak@Example.COM", "jan.novak@example.com"},
        {"Nov\u00e1k  Jr.", "novak  jr."},
        {"O'Neill", "o'neill"},
        {"STRASSE", "strasse"},
        {"Stra\u00dfe", "strasse"},
        {"\u0141ukasz \u00d8", "lukasz o"},
        {"\u674e\u5c0f\u9f8d", "\u674e\u5c0f\u9f8d"},
    };
    char key[64];

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        size_t length = fold_letters(rows[i].text, key, sizeof(key));

        check_text(key, rows[i].key, "\"%s\"", rows[i].text);
        assert_int_equal(length, strlen(rows[i].key));
    }
    assert_int_equal(fold_letters("a\u00e1\u674e", key, 5), 2); // cut at a whole character
    assert_string_equal(key, "aa");
}

/* In a Turkish locale tolower('I') is no i: keys must not follow the user's language. */
static void
keys_and_orders_are_the_same_in_every_locale(void **state)
{
    static const char *const locales[] = {"C", "C.UTF-8", "tr_TR.UTF-8", "cs_CZ.ISO-8859-2"};
    char key[64];

    (void)state;
    for (size_t i = 0; i < countof(locales); i++) {
        assert_non_null(setlocale(LC_ALL, locales[i]));
        fold_text("IVAN Nov\u00e1k", key, sizeof(key));
        check_text(key, "ivan novak", "%s", locales[i]);
        check(fold_compare_natural("INN", "inn") == 0, "%s", locales[i]);
    }
    setlocale(LC_ALL, "C.UTF-8");
}

static void
keys_are_cut_to_the_buffer_at_a_whole_letter(void **state)
{
    (void)state;
    for (size_t size = 1; size < 16; size++) {
        char *key = malloc(size); // on the heap, so that a write beyond its end is seen
        size_t length = fold_text("ab \u03b5\u03b5 \u00df\u674ex", key, size);

        check(length == strlen(key) && length < size, "%zu bytes", size);
        check(strncmp("ab \u03b5\u03b5 ss\u674ex", key, length) == 0, "%zu bytes: \"%s\"", size,
              key);
        check(!length || key[length - 1] != ' ', "%zu bytes", size);
        free(key);
    }
}

static void
words_of_the_query_are_found_and_better_ones_score_higher(void **state)
{
    static const struct {
        const char *key;
        const char *query;
        int score;
    } rows[] = {
        {"jan novak", "", 1},          {"jan novak", "novak", 5},
        {"jan novak", "nov", 4},       {"jan novak", "ova", 2},
        {"jan novak", "jan novak", 9}, {"jan novak", "novak jan", 9},
        {"jan novak", "  novak  ", 5}, {"jan novak", "jan x", 0},
        {"jan novak", "novaks", 0},    {"", "a", 0},
        {"banana an", "an", 5},        {"xab ab", "ab", 5},
        {"anna xan", "an", 4},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++)
        check(fold_match(rows[i].key, rows[i].query) == rows[i].score, "\"%s\" in \"%s\": %d",
              rows[i].query, rows[i].key, fold_match(rows[i].key, rows[i].query));
}

static int
sign(int number)
{
    return (number > 0) - (number < 0);
}

static void
numbers_in_names_are_ordered_by_value(void **state)
{
    static const struct {
        const char *a;
        const char *b;
        int order;
    } rows[] = {
        {"2", "10", -1},
        {"101", "101", 0},
        {"101", "101a", -1},
        {"101B", "101a", 1},
        {"Room 9", "room 10", -1},
        {"a10b2", "a10b10", -1},
        {"007", "7", 0},
        {"007", "8", -1},
        {"", "1", -1},
        {"", "", 0},
        {"x", "1", 1},
        {"0", "00", 0},
        {"99999999999999999999998", "99999999999999999999999", -1},
        {"\u00e9", "z", 1},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        check(sign(fold_compare_natural(rows[i].a, rows[i].b)) == rows[i].order, "%s, %s",
              rows[i].a, rows[i].b);
        check(sign(fold_compare_natural(rows[i].b, rows[i].a)) == -rows[i].order, "%s, %s",
              rows[i].b, rows[i].a);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_have_no_case_accents_or_punctuation),
        cmocka_unit_test(letters_keep_blanks_and_punctuation),
        cmocka_unit_test(keys_and_orders_are_the_same_in_every_locale),
        cmocka_unit_test(keys_are_cut_to_the_buffer_at_a_whole_letter),
        cmocka_unit_test(words_of_the_query_are_found_and_better_ones_score_higher),
        cmocka_unit_test(numbers_in_names_are_ordered_by_value),
    };

    locales_open();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
