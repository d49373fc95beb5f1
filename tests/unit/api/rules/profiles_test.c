/* E-mails and files of profiles. */
#include "tests/support/test.h"

#include "api/base/error.h"
#include "api/rules/profiles.h"

static void
emails_have_two_sides(void **state)
{
    static const struct {
        const char *text;
        bool is_valid;
    } rows[] = {
        {"anna@example.com", true},
        {"a@b", true},
        {"@example.com", false},
        {"anna@", false},
        {"anna", false},
        {"anna@@example.com", false},
        {"an na@example.com", false},
        {"", false},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++)
        check(email_is_valid(rows[i].text) == rows[i].is_valid, "%s", rows[i].text);
}

static void
files_are_what_they_say(void **state)
{
    static const struct {
        const char *type, *bytes;
        size_t length;
        const char *refusal; /* NULL: none */
    } rows[] = {
        {"application/pdf", "%PDF-1.4", 8, NULL},
        {"image/gif", "GIF89a..", 8, NULL},
        {"image/tiff", "MM\0*....", 8, NULL},
        {"image/png", "\x89PNG\r\n\x1a\n.", 9, NULL},
        {"image/jpeg", "\xff\xd8\xff\xe0", 4, NULL},
        {"image/png", "%PDF-1.4", 8, "no file of the type image/png"},
        {"application/pdf", "%PDF-", 5, "no file of the type"},
        {"application/pdf", "", 0, "no file of the type"},
        {"text/html", "<html>", 6, "Invalid Type"},
        {"", "x", 1, "Invalid Type"},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct error err = {0};
        bool ok = file_may_be_attached(rows[i].type, rows[i].bytes, rows[i].length, &err);

        check(ok == !rows[i].refusal, "%s", rows[i].type);
        check(ok || strstr(err.text, rows[i].refusal), "%s", err.text);
    }
}

static void
blanks_say_nothing(void **state)
{
    (void)state;
    assert_true(text_says_something(" x"));
    assert_false(text_says_something(" \t\n"));
    assert_false(text_says_something(""));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(emails_have_two_sides),
        cmocka_unit_test(files_are_what_they_say),
        cmocka_unit_test(blanks_say_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
