/* Comma-separated values: what is quoted, and what a spreadsheet must not run. */
#include <string.h>

#include "tests/support/cmocka.h"
#include "views/csv.h"

static void
expect(const char *const *fields, size_t count, const char *row)
{
    struct buffer text = {0};

    for (size_t i = 0; i < count; i++)
        csv_add(&text, fields[i]);
    csv_end(&text);
    assert_string_equal(buffer_text(&text), row);
    buffer_clear(&text);
}

#define EXPECT(row, ...)                                                                           \
    expect((const char *const[]){__VA_ARGS__},                                                     \
           sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *), row)

static void
fields_are_quoted_where_they_must_be(void **state)
{
    (void)state;
    EXPECT("a,b\r\n", "a", "b");
    EXPECT("\"Novák, Jan\",\"say \"\"no\"\"\"\r\n", "Novák, Jan", "say \"no\"");
    EXPECT("\"two\nlines\",\r\n", "two\nlines", "");
    EXPECT("\"\",\r\n", "", "");
}

static void
formulas_are_texts(void **state)
{
    (void)state;
    EXPECT("'=1+1,'@SUM(A1),'+x,'-cmd\r\n", "=1+1", "@SUM(A1)", "+x", "-cmd");
    EXPECT("-40.00,+7,-.5,-\r\n", "-40.00", "+7", "-.5", "-");
    EXPECT("\"'=A1,B1\"\r\n", "=A1,B1");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_quoted_where_they_must_be),
        cmocka_unit_test(formulas_are_texts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
