#include "tui/pick.h"

#include "tests/support/test.h"

static void
digits_pick_by_the_digits_of_a_name(void **state)
{
    static const struct {
        const char *pick;
        const char *name;
        enum pick_match match;
    } rows[] = {
        {"412", "412", PICK_WHOLE}, {"412", "A-4.12b", PICK_WHOLE}, {"41", "412", PICK_BEGINNING},
        {"412", "41", PICK_NONE},   {"412", "0412", PICK_NONE},     {"4", "Suite", PICK_NONE},
        {"4", NULL, PICK_NONE},     {"4", "", PICK_NONE},           {"12", "1 and 2", PICK_WHOLE},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++)
        check(pick_match(rows[i].pick, rows[i].name) == rows[i].match, "row %zu", i);
}

static void
keys_add_digits_and_take_them_back(void **state)
{
    char pick[PICK_SIZE] = "";

    (void)state;
    assert_false(pick_key(pick, (struct key){KEYCODE_BACKSPACE}));
    assert_true(pick_key(pick, (struct key){'4'}));
    assert_true(pick_key(pick, (struct key){'1'}));
    assert_false(pick_key(pick, (struct key){'o'}));
    assert_false(pick_key(pick, (struct key){'1' | KEYCODE_ALT}));
    assert_string_equal(pick, "41");
    assert_true(pick_key(pick, (struct key){KEYCODE_BACKSPACE}));
    assert_string_equal(pick, "4");
    for (int i = 0; i < 2 * PICK_SIZE; i++)
        (void)pick_key(pick, (struct key){'9'});
    assert_int_equal(strlen(pick), PICK_SIZE - 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digits_pick_by_the_digits_of_a_name),
        cmocka_unit_test(keys_add_digits_and_take_them_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
