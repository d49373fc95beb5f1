/* Base64, there and back. */
#include "tests/support/test.h"

#include <stdlib.h>

#include "api/base/base64.h"

static void
what_the_standard_shows_goes_there_and_back(void **state)
{
    static const struct {
        const char *bytes, *text;
    } rows[] = {
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="},
        {"foobar", "Zm9vYmFy"},
        {"\xff\xef\xbe", "/+++"},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct buffer text = {0};
        struct buffer bytes = {0};

        base64_encode(rows[i].bytes, strlen(rows[i].bytes), &text);
        check_text(buffer_text(&text), rows[i].text, "%s", rows[i].bytes);
        check(base64_decode(rows[i].text, &bytes), "%s", rows[i].text);
        check_text(buffer_text(&bytes), rows[i].bytes, "%s", rows[i].text);
        buffer_clear(&text);
        buffer_clear(&bytes);
    }
}

static void
every_byte_survives(void **state)
{
    char all[256];
    struct buffer text = {0};
    struct buffer bytes = {0};

    (void)state;
    for (size_t i = 0; i < sizeof(all); i++)
        all[i] = (char)i;
    base64_encode(all, sizeof(all), &text);
    assert_true(base64_decode(buffer_text(&text), &bytes));
    assert_int_equal(bytes.length, sizeof(all));
    assert_memory_equal(bytes.text, all, sizeof(all));
    buffer_clear(&text);
    buffer_clear(&bytes);
}

static void
line_breaks_between_letters_are_passed_over(void **state)
{
    struct buffer bytes = {0};

    (void)state;
    assert_true(base64_decode("Zm9v\r\nYm\nFy\n", &bytes));
    assert_string_equal(buffer_text(&bytes), "foobar");
    buffer_clear(&bytes);
}

static void
anything_else_is_refused(void **state)
{
    static const char *const texts[] = {
        "Z",    "Zg",   "Zg=",  "Zm9v Zm9v", "Zm9v-_==", "Zg==Zg==",
        "====", "Z===", "Zh==", "Zm9=",      "=Zg=",     "Zm\xc3\xa9v",
    };

    (void)state;
    for (size_t i = 0; i < countof(texts); i++) {
        struct buffer bytes = {0};

        check(!base64_decode(texts[i], &bytes), "%s", texts[i]);
        buffer_clear(&bytes);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_standard_shows_goes_there_and_back),
        cmocka_unit_test(every_byte_survives),
        cmocka_unit_test(line_breaks_between_letters_are_passed_over),
        cmocka_unit_test(anything_else_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
