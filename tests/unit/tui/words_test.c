#include "tui/words.h"

#include "tests/support/test.h"

static void
lines_fall_into_words_as_in_a_shell(void **state)
{
    static const struct {
        const char *line;
        const char *words; /* each in <> */
    } rows[] = {
        {"", ""},
        {"  \t ", ""},
        {"act 1  2\t3", "<act><1><2><3>"},
        {"say 'a  b' \"c 'd' e\"", "<say><a  b><c 'd' e>"},
        {"a\\ b c\\\"d", "<a b><c\"d>"},
        {"\"a\\\"b\\\\c\\d\"", "<a\"b\\c\\d>"},
        {"'a\\b'", "<a\\b>"},
        {"text=\"a b\"c", "<text=a bc>"},
        {"'' \"\"", "<><>"},
        {"end\\", "<end\\>"},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct arena arena = {0};
        struct error err = {0};
        const char *text = rows[i].line;
        char words[256] = "";

        for (char *word; (word = word_next(&text, &arena, &err));) {
            strcat(words, "<");
            strcat(strcat(words, word), ">");
        }
        check_text(words, rows[i].words, "%s", rows[i].line);
        assert_int_equal(err.kind, ERROR_NONE);
        arena_clear(&arena);
    }
}

static void
an_open_quote_is_named(void **state)
{
    static const char *const lines[] = {"'abc", "\"a b\\\"", "x\"", "a'b c"};

    (void)state;
    for (size_t i = 0; i < countof(lines); i++) {
        struct arena arena = {0};
        struct error err = {0};
        const char *text = lines[i];

        assert_null(word_next(&text, &arena, &err));
        check(err.kind == ERROR_USAGE && strstr(err.text, lines[i]), "%s", err.text);
        arena_clear(&arena);
    }
}

static void
a_quoted_word_reads_back_as_itself(void **state)
{
    static const struct {
        const char *word;
        const char *quoted;
    } rows[] = {
        {"abc", "abc"},       {"a b", "\"a b\""},     {"", "\"\""},
        {"it's", "\"it's\""}, {"a\"b", "\"a\\\"b\""}, {"a\\b", "\"a\\\\b\""},
        {"#12", "\"#12\""},   {"12/1.3", "12/1.3"},   {"\xc3\xa9t\xc3\xa9", "\xc3\xa9t\xc3\xa9"},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct arena arena = {0};
        const char *quoted = word_quote(rows[i].word, &arena);
        const char *text = quoted;

        check_text(quoted, rows[i].quoted, "%s", rows[i].word);
        check_text(word_next(&text, &arena, NULL), rows[i].word, "%s", quoted);
        check_text(text, "", "%s", quoted);
        arena_clear(&arena);
    }
}

static void
the_last_word_of_a_line_being_typed_is_found(void **state)
{
    static const struct {
        const char *line;
        const char *word;
        size_t start;
    } rows[] = {
        {"", "", 0},
        {"ac", "ac", 0},
        {"act ", "", 4},
        {"act 1", "1", 4},
        {"act \"a b", "a b", 4},
        {"act 'x' y=\"q r", "y=q r", 8},
        {"act  \t", "", 6},
        {"\xc3\xa9 \xc3\xa9", "\xc3\xa9", 3},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        char word[32];
        const char *start = word_last(rows[i].line, word, sizeof(word));

        check_text(word, rows[i].word, "%s", rows[i].line);
        check(start == rows[i].line + rows[i].start, "%s", rows[i].line);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_fall_into_words_as_in_a_shell),
        cmocka_unit_test(an_open_quote_is_named),
        cmocka_unit_test(a_quoted_word_reads_back_as_itself),
        cmocka_unit_test(the_last_word_of_a_line_being_typed_is_found),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
