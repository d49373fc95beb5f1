#include "tui/key.h"

#include "tests/support/test.h"

static const struct {
    const char *name; /* as it is shown */
    uint32_t code;
} keys[] = {
    {"i", 'i'},
    {"K", 'K'},
    {"*", '*'},
    {"-", '-'},
    {"<", '<'},
    {"Space", ' '},
    {"Enter", KEYCODE_ENTER},
    {"Esc", KEYCODE_ESCAPE},
    {"Tab", KEYCODE_TAB},
    {"Shift-Tab", KEYCODE_BACKTAB},
    {"PgUp", KEYCODE_PAGE_UP},
    {"F1", KEYCODE_F1},
    {"F12", KEYCODE_F12},
    {"Ctrl-S", 's' | KEYCODE_CTRL},
    {"Ctrl-Space", ' ' | KEYCODE_CTRL},
    {"Ctrl--", '-' | KEYCODE_CTRL},
    {"Alt-Enter", KEYCODE_ENTER | KEYCODE_ALT},
    {"Alt-D", 'D' | KEYCODE_ALT},
    {"Ctrl-Alt-X", 'x' | KEYCODE_CTRL | KEYCODE_ALT},
    {"Ctrl-Left", KEYCODE_LEFT | KEYCODE_CTRL},
    {"\xc3\xa9", 0xe9},
    {"\xe6\x97\xa5", 0x65e5},
};

static void
a_name_and_its_key_are_each_other_s(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(keys); i++) {
        char name[KEY_NAME_SIZE];
        struct key key = {0};

        check(key_parse(keys[i].name, &key) && key.code == keys[i].code, "%s", keys[i].name);
        check_text(key_label((struct key){keys[i].code}, name), keys[i].name, "%x", keys[i].code);
    }
}

static void
other_spellings_are_understood(void **state)
{
    static const struct {
        const char *name;
        uint32_t code;
    } rows[] = {
        {"C-M-x", 'x' | KEYCODE_CTRL | KEYCODE_ALT},
        {"M-Enter", KEYCODE_ENTER | KEYCODE_ALT},
        {"S-Tab", KEYCODE_BACKTAB},
        {"ctrl-s", 's' | KEYCODE_CTRL},
        {"ALT-x", 'x' | KEYCODE_ALT},
        {"C-S", 's' | KEYCODE_CTRL},
        {"c-s", 's' | KEYCODE_CTRL},
        {"enter", KEYCODE_ENTER},
        {"Return", KEYCODE_ENTER},
        {"f5", KEYCODE_F1 + 4},
        {"PageDown", KEYCODE_PAGE_DOWN},
        {"escape", KEYCODE_ESCAPE},
        {"M-C-x", 'x' | KEYCODE_CTRL | KEYCODE_ALT},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct key key = {0};

        check(key_parse(rows[i].name, &key) && key.code == rows[i].code, "%s", rows[i].name);
    }
}

static void
what_names_no_key_is_refused(void **state)
{
    static const char *const names[] = {
        "",     "F0",        "F13",  "F01",  "F1x",      "xy",   "C-",          "M-C-",
        "Entr", "C-Nothing", "\x01", "\x7f", "\xc2\x9b", "\xff", "F4294967297",
    };

    (void)state;
    for (size_t i = 0; i < countof(names); i++) {
        struct key key = {'?'};

        check(!key_parse(names[i], &key) && key.code == '?', "\"%s\"", names[i]);
    }
}

static void
only_characters_are_text(void **state)
{
    static const struct {
        uint32_t code;
        bool is_text;
    } rows[] = {
        {'a', true},
        {' ', true},
        {0xe9, true},
        {0x1f600, true},
        {0x1b, false},
        {0x7f, false},
        {0x9b, false},
        {KEYCODE_ENTER, false},
        {KEYCODE_F1, false},
        {'a' | KEYCODE_ALT, false},
        {'a' | KEYCODE_CTRL, false},
        {0, false},
        {KEYCODE_PASTE, false},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++)
        check(key_is_text((struct key){rows[i].code}) == rows[i].is_text, "%x", rows[i].code);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_and_its_key_are_each_other_s),
        cmocka_unit_test(other_spellings_are_understood),
        cmocka_unit_test(what_names_no_key_is_refused),
        cmocka_unit_test(only_characters_are_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
