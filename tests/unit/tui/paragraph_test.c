#include "tui/paragraph.h"

#include <locale.h>

#include "tests/support/test.h"
#include "tui/draw.h"

static void
texts_break_at_words(void **state)
{
    static const struct {
        const char *text;
        int columns;
        const char *lines; /* each in <> */
    } rows[] = {
        {"", 10, ""},
        {"one two three", 20, "<one two three>"},
        {"one two three", 7, "<one two><three>"},
        {"one two three", 8, "<one two><three>"},
        {"one two three", 3, "<one><two><thr><ee>"},
        {"one\ntwo\n\nthree", 20, "<one><two><><three>"},
        {"abcdefghij", 4, "<abcd><efgh><ij>"},
        {"abcdefghij", 0, "<a><b><c><d><e><f><g><h><i><j>"},
        {"\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e", 4, "<\xe6\x97\xa5\xe6\x9c\xac><\xe8\xaa\x9e>"},
        {"\xe6\x97\xa5", 1, "<\xe6\x97\xa5>"},
        {"a  b", 2, "<a><b>"},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        const char *text = rows[i].text;
        char lines[256] = "";
        char line[64];
        int count = 0;

        for (; paragraph_line(&text, rows[i].columns, line, sizeof(line)); count++) {
            strcat(strcat(lines, "<"), line);
            strcat(lines, ">");
        }
        check_text(lines, rows[i].lines, "\"%s\" in %d", rows[i].text, rows[i].columns);
        assert_int_equal(paragraph_rows(rows[i].text, rows[i].columns), count);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_break_at_words),
    };

    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
