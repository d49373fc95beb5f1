#include "tui/field.h"

#include <locale.h>

#include "tests/support/test.h"

/* Presses keys by name, in a list separated by blanks. */
static void
press(struct field *field, const char *names)
{
    char copy[256];
    char *rest = NULL;

    strcpy(copy, names);
    for (char *name = strtok_r(copy, " ", &rest); name; name = strtok_r(NULL, " ", &rest)) {
        struct key key;

        check(key_parse(name, &key), "%s", name);
        assert_true(field_key(field, key));
    }
}

static void
keys_edit_whole_characters(void **state)
{
    static const struct {
        const char *text;
        const char *keys;
        const char *result; /* the cursor is | */
    } rows[] = {
        {"", "a b c", "abc|"},
        {"12\xe4\xb8\x89\xe5\x9b\x9b\xe4\xba\x94\xe5\x85\xad", "Left Left Left Backspace",
         "12|\xe5\x9b\x9b\xe4\xba\x94\xe5\x85\xad"},
        {"\xe3\x81\xb2\xe3\x82\x89\xe3\x81\x8c\xe3\x81\xaa", "Backspace",
         "\xe3\x81\xb2\xe3\x82\x89\xe3\x81\x8c|"},
        {"\xc3\x9f", "Backspace", "|"},
        {"ae\xcc\x81", "Backspace", "a|"},
        {"e\xcc\x81"
         "b",
         "Home Delete", "|b"},
        {"e\xcc\x81"
         "b",
         "Left Left Right x", "e\xcc\x81x|b"},
        {"abc", "Home x", "x|abc"},
        {"abc", "Home Right C-k", "a|"},
        {"abc def  ", "C-w", "abc |"},
        {"abc", "C-u", "|"},
        {"abc", "Home Backspace End Delete", "abc|"},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct field field;
        char shown[128];

        field_set(&field, rows[i].text);
        press(&field, rows[i].keys);
        snprintf(shown, sizeof(shown), "%.*s|%s", (int)field.cursor, field.text,
                 field.text + field.cursor);
        check_text(shown, rows[i].result, "%s: %s", rows[i].text, rows[i].keys);
    }
}

static void
typing_takes_the_place_of_a_proposal_and_moving_keeps_it(void **state)
{
    struct field field;

    (void)state;
    field_preset(&field, "12.50");
    press(&field, "9 9");
    assert_string_equal(field.text, "99");
    field_preset(&field, "12.50");
    press(&field, "End 9");
    assert_string_equal(field.text, "12.509");
    field_preset(&field, "12.50");
    press(&field, "Backspace 1");
    assert_string_equal(field.text, "12.51");
    field_preset(&field, "12.50");
    field_insert(&field, "pasted");
    assert_string_equal(field.text, "pasted");
}

static void
what_is_put_in_is_clean_one_line_and_fits(void **state)
{
    struct field field = {0};
    char text[2 * FIELD_SIZE];

    (void)state;
    field_insert(&field, "a\nb\tc\x1b[31m\x07");
    assert_string_equal(field.text, "a b c[31m");
    memset(text, 'x', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    field_set(&field, text);
    assert_int_equal(strlen(field.text), FIELD_SIZE - 1);
    press(&field, "Backspace \xe6\x97\xa5"); // three bytes where one is free
    assert_int_equal(strlen(field.text), FIELD_SIZE - 2);
}

static void
other_keys_are_not_a_field_s(void **state)
{
    static const uint32_t codes[] = {KEYCODE_ENTER,     KEYCODE_TAB, KEYCODE_UP,
                                     KEYCODE_ESCAPE,    KEYCODE_F1,  'x' | KEYCODE_ALT,
                                     's' | KEYCODE_CTRL};
    struct field field = {0};

    (void)state;
    for (size_t i = 0; i < countof(codes); i++)
        assert_false(field_key(&field, (struct key){codes[i]}));
    assert_string_equal(field.text, "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_edit_whole_characters),
        cmocka_unit_test(typing_takes_the_place_of_a_proposal_and_moving_keeps_it),
        cmocka_unit_test(what_is_put_in_is_clean_one_line_and_fits),
        cmocka_unit_test(other_keys_are_not_a_field_s),
    };

    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
