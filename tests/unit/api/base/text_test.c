#include "api/base/text.h"

#include <locale.h>
#include <stdlib.h>
#include <wchar.h>

#include "tests/support/locales.h"
#include "tests/support/test.h"

static void
code_points_are_read_and_written_and_what_is_none_is_replaced(void **state)
{
    static const struct {
        const char *bytes;
        uint32_t code_point;
        size_t read;
    } rows[] = {
        {"a", 'a', 1},
        {"\xc3\xa9", 0xe9, 2},
        {"\xe4\xb8\x89x", 0x4e09, 3},
        {"\xf0\x9f\x98\x80", 0x1f600, 4},
        {"\xf4\x8f\xbf\xbf", 0x10ffff, 4},
        {"\xff", TEXT_REPLACEMENT, 1},
        {"\x80", TEXT_REPLACEMENT, 1},
        {"\xc0\xaf", TEXT_REPLACEMENT, 1},         // overlong
        {"\xe0\x80\xaf", TEXT_REPLACEMENT, 1},     // overlong
        {"\xed\xa0\x80", TEXT_REPLACEMENT, 1},     // surrogate
        {"\xf4\x90\x80\x80", TEXT_REPLACEMENT, 1}, // beyond U+10FFFF
        {"\xc3", TEXT_REPLACEMENT, 1},             // cut
        {"\xe4\xb8", TEXT_REPLACEMENT, 1},
        {"\xf0\x9f\x98", TEXT_REPLACEMENT, 1},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        uint32_t code_point = 0;
        char bytes[4];
        size_t read = text_decode(rows[i].bytes, strlen(rows[i].bytes), &code_point);

        check(code_point == rows[i].code_point, "row %zu: U+%04X", i, code_point);
        check(read == rows[i].read, "row %zu: %zu bytes", i, read);
        if (code_point != TEXT_REPLACEMENT) {
            assert_int_equal(text_encode(code_point, bytes), read);
            assert_memory_equal(bytes, rows[i].bytes, read);
        }
    }
}

static void
what_is_no_code_point_is_written_as_the_replacement(void **state)
{
    static const uint32_t rows[] = {0xd800, 0xdfff, 0x110000, UINT32_MAX};
    char bytes[4];

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        assert_int_equal(text_encode(rows[i], bytes), 3);
        assert_memory_equal(bytes, "\xef\xbf\xbd", 3);
    }
}

static void
cleaning_takes_controls_and_replaces_bytes_that_are_no_text(void **state)
{
    static const struct {
        const char *bytes;
        const char *clean;
    } rows[] = {
        {"", ""},
        {"Nov\xc3\xa1k", "Nov\xc3\xa1k"},
        {"a\tb\nc", "a\tb\nc"},
        {"a\r\nb", "a\nb"},
        {"\x1b[31mred\x07", "[31mred"},
        {"a\x7f\xc2\x80\xc2\x9f\xc2\xa0z", "a\xc2\xa0z"}, // DEL and C1 go, NBSP stays
        {"\xff\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
        {"ok\xe4\xb8", "ok\xef\xbf\xbd\xef\xbf\xbd"},
        {"\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
        {"\xe2\x80\xae"
         "abc",
         "\xe2\x80\xae"
         "abc"}, // for text_glyph() to drop
    };
    char clean[100];

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        size_t length = strlen(rows[i].bytes);
        size_t written = text_clean(rows[i].bytes, length, clean);

        check_text(clean, rows[i].clean, "row %zu", i);
        assert_int_equal(written, strlen(rows[i].clean));
        check(text_is_clean(rows[i].bytes, length) == (strcmp(rows[i].bytes, rows[i].clean) == 0),
              "row %zu", i);
        check(text_is_clean(clean, written), "row %zu", i);
    }
    assert_int_equal(text_clean("a\0b", 3, clean), 2);
    assert_false(text_is_clean("a\0b", 3));
}

static void
a_half_character_is_cut_off_the_end(void **state)
{
    static const struct {
        const char *text;
        const char *cut;
    } rows[] = {
        {"", ""},
        {"abc", "abc"},
        {"ab\xc3\xa9", "ab\xc3\xa9"},
        {"ab\xc3", "ab"},
        {"ab\xe4\xb8\x89", "ab\xe4\xb8\x89"},
        {"ab\xe4\xb8", "ab"},
        {"ab\xe4", "ab"},
        {"ab\xf0\x9f\x98\x80", "ab\xf0\x9f\x98\x80"},
        {"ab\xf0\x9f\x98", "ab"},
        {"ab\xf0\x9f", "ab"},
        {"ab\xf0", "ab"},
        {"\xf0", ""},
        {"\x80", ""},
    };
    char text[16];

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        strcpy(text, rows[i].text);
        text_trim_partial(text);
        check_text(text, rows[i].cut, "row %zu", i);
    }
}

static void
copies_fit_and_say_whether_they_are_whole(void **state)
{
    static const struct {
        size_t size;
        const char *copy;
        bool whole;
    } rows[] = {
        {1, "", false},
        {2, "a", false},
        {3, "a", false}, // half of the e with an acute
        {4, "a\xc3\xa9", false},
        {6, "a\xc3\xa9", false},
        {7, "a\xc3\xa9\xe4\xb8\x89", true},
        {8, "a\xc3\xa9\xe4\xb8\x89", true},
    };
    char copy[8];

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        bool whole = text_copy(copy, rows[i].size, "a\xc3\xa9\xe4\xb8\x89");

        check_text(copy, rows[i].copy, "%zu bytes", rows[i].size);
        check(whole == rows[i].whole, "%zu bytes", rows[i].size);
    }
}

/* The glyphs of a text as `bytes:cells` with a `|` behind each. */
static const char *
glyphs(const char *text, char *list, size_t size)
{
    struct glyph glyph;
    size_t length = 0;

    list[0] = '\0';
    while (text_glyph(&text, &glyph))
        length += (size_t)snprintf(list + length, size - length, "%s:%d|", glyph.bytes,
                                   glyph.width_cells);
    assert_int_equal(*text, '\0');
    return list;
}

static const struct {
    const char *what;
    const char *text;
    const char *utf8;
    const char *ascii;
} glyph_rows[] = {
    {"nothing", "", "", ""},
    {"plain", "R 4", "R:1| :1|4:1|", "R:1| :1|4:1|"},
    {"letter composed", "\u00e9", "\u00e9:1|", "e:1|"},
    {"letter and mark", "e\u0301", "\u00e9:1|", "e:1|"},
    {"two marks", "e\u0323\u0302x", "\u1ec7:1|x:1|", "e:1|x:1|"},
    {"mark that composes with nothing", "x\u0301", "x\u0301:1|", "x:1|"},
    {"mark without a letter", "\u0301a", "\ufffd:1|a:1|", "?:1|a:1|"},
    {"sharp s", "\u00df", "\u00df:1|", "?:1|"},
    {"wide", "\u4e09\u56db", "\u4e09:2|\u56db:2|", "?:1|?:1|"},
    {"hiragana", "\u3072\u3089", "\u3072:2|\u3089:2|", "?:1|?:1|"},
    {"full width letter", "\uff21", "\uff21:2|", "A:1|"},
    {"heart and variation selector", "\u2764\ufe0f.", "\u2764:1|.:1|", "?:1|.:1|"},
    {"two flags", "\U0001f1e8\U0001f1ff\U0001f1e9\U0001f1ea", "C:1|Z:1|D:1|E:1|",
     "C:1|Z:1|D:1|E:1|"},
    {"family joined by ZWJ", "\U0001f468\u200d\U0001f469\u200d\U0001f467",
     "\U0001f468:2|\U0001f469:2|\U0001f467:2|", "?:1|?:1|?:1|"},
    {"skin tone", "\U0001f44d\U0001f3fd", "\U0001f44d:2|\U0001f3fd:2|", "?:1|?:1|"},
    {"keycap", "1\ufe0f\u20e3", "1\u20e3:1|", "1:1|"},
    {"newer than this libc", "\U0001fae9.", "\ufffd:1|.:1|", "?:1|.:1|"},
    {"Thai sara am", "\u0e19\u0e33.", "\u0e19:1|\u0e33:1|.:1|", "?:1|?:1|.:1|"},
    {"Hangul jamo", "\u1112\u1161.", "\ud558:2|.:1|", "?:1|.:1|"},
    {"Hangul jamo with a final", "\u1112\u1161\u11ab", "\ud55c:2|", "?:1|"},
    {"soft hyphen", "a\u00adb", "a:1|b:1|", "a:1|b:1|"},
    {"escape sequence", "a\x1b[31mb", "a:1|[:1|3:1|1:1|m:1|b:1|", "a:1|[:1|3:1|1:1|m:1|b:1|"},
    {"C1 control",
     "a\xc2\x9b"
     "2Jb",
     "a:1|2:1|J:1|b:1|", "a:1|2:1|J:1|b:1|"},
    {"bidirectional override", "\u202ea\u202c\u2066b\u2069", "a:1|b:1|", "a:1|b:1|"},
    {"zero width", "a\u200bb\ufeffc\u2060", "a:1|b:1|c:1|", "a:1|b:1|c:1|"},
    {"nothing but zero width", "\u200b\u200d\ufeff", "", ""},
    {"Mongolian variation selector", "\u1820\u180b.", "\u1820:1|.:1|", "?:1|.:1|"},
    {"Khmer inherent vowel", "\u1780\u17b4.", "\u1780:1|.:1|", "?:1|.:1|"},
    {"Hangul filler", "a\u3164\uffa0\u115fb", "a:1|b:1|", "a:1|b:1|"},
    {"tag characters", "\U0001f3f4\U000e0067\U000e0062\U000e007f", "\U0001f3f4:2|", "?:1|"},
    {"blanks", "a\tb\nc\rd\u00a0e\u3000f\u2028g",
     "a:1| :1|b:1| :1|c:1| :1|d:1| :1|e:1| :1|f:1| :1|g:1|",
     "a:1| :1|b:1| :1|c:1| :1|d:1| :1|e:1| :1|f:1| :1|g:1|"},
    {"private use and noncharacter", "\ue000\uffff", "\ufffd:1|\ufffd:1|", "?:1|?:1|"},
    {"no UTF-8", "\xff\xc0\xaf", "\ufffd:1|\ufffd:1|\ufffd:1|", "?:1|?:1|?:1|"},
    {"cut at its end", "a\xe4\xb8", "a:1|\ufffd:1|\ufffd:1|", "a:1|?:1|?:1|"},
    {"Devanagari vowel sign", "\u0915\u093f.", "\u0915:1|\u093f:1|.:1|", "?:1|?:1|.:1|"},
};

static void
glyphs_are_what_cells_can_show(void **state)
{
    char list[300];

    (void)state;
    setlocale(LC_ALL, "C.UTF-8");
    for (size_t i = 0; i < countof(glyph_rows); i++)
        check_text(glyphs(glyph_rows[i].text, list, sizeof(list)), glyph_rows[i].utf8, "%s",
                   glyph_rows[i].what);
}

static void
without_utf_8_each_glyph_is_one_ascii_character(void **state)
{
    char list[300];

    (void)state;
    setlocale(LC_ALL, "C");
    for (size_t i = 0; i < countof(glyph_rows); i++)
        check_text(glyphs(glyph_rows[i].text, list, sizeof(list)), glyph_rows[i].ascii, "%s",
                   glyph_rows[i].what);
    assert_non_null(setlocale(LC_ALL, "cs_CZ.ISO-8859-2"));
    assert_false(text_locale_is_utf8());
    for (size_t i = 0; i < countof(glyph_rows); i++)
        check_text(glyphs(glyph_rows[i].text, list, sizeof(list)), glyph_rows[i].ascii, "%s",
                   glyph_rows[i].what);
    setlocale(LC_ALL, "C.UTF-8");
    assert_true(text_locale_is_utf8());
}

/* Backspace takes whole characters: the glyph before a place begins where glyphs are counted to. */
static void
glyph_boundaries_are_those_of_characters(void **state)
{
    static const struct {
        const char *text;
        size_t offsets[8];
    } rows[] = {
        {"12\u4e09\u56db56", {1, 2, 5, 8, 9, 10}},
        {"\u3072\u3089\u304c\u306a", {3, 6, 9, 12}},
        {"ae\u0301b", {1, 4, 5}},
        {"a\u200db", {4, 5}}, // what shows nothing belongs to the character before it
    };

    (void)state;
    setlocale(LC_ALL, "C.UTF-8");
    for (size_t i = 0; i < countof(rows); i++) {
        const char *at = rows[i].text;
        struct glyph glyph;

        for (size_t k = 0; text_glyph(&at, &glyph); k++)
            check((size_t)(at - rows[i].text) == rows[i].offsets[k], "row %zu, glyph %zu", i, k);
        assert_int_equal(*at, '\0');
    }
}

static void
marks_beyond_some_are_left_out(void **state)
{
    char text[200] = "a";
    const char *at = text;
    struct glyph glyph;

    (void)state;
    setlocale(LC_ALL, "C.UTF-8");
    for (int i = 0; i < 60; i++)
        strcat(text, i % 2 ? "\u0316" : "\u0334");
    strcat(text, "b");
    assert_true(text_glyph(&at, &glyph));
    assert_int_equal(glyph.width_cells, 1);
    assert_in_range(strlen(glyph.bytes), 2, sizeof(glyph.bytes) - 1);
    assert_string_equal(at, "b");
}

static void
texts_are_fitted_to_cells(void **state)
{
    static const struct {
        const char *locale;
        const char *text;
        int width;
        const char *fitted;
        int used;
    } rows[] = {
        {"C.UTF-8", "Nov\u00e1k", 5, "Nov\u00e1k", 5},
        {"C.UTF-8", "Nov\u00e1k", 9, "Nov\u00e1k", 5},
        {"C.UTF-8", "Nov\u00e1k", 4, "Nov\u2026", 4},
        {"C.UTF-8", "Nov\u00e1k", 1, "\u2026", 1},
        {"C.UTF-8", "Nov\u00e1k", 0, "", 0},
        {"C.UTF-8", "Nov\u00e1k", -3, "", 0},
        {"C.UTF-8", "", 5, "", 0},
        {"C.UTF-8", "\u4e09\u56db\u4e94", 6, "\u4e09\u56db\u4e94", 6},
        {"C.UTF-8", "\u4e09\u56db\u4e94", 5, "\u4e09\u56db\u2026", 5},
        {"C.UTF-8", "\u4e09\u56db\u4e94", 4, "\u4e09\u2026", 3}, // half of a wide one fits not
        {"C.UTF-8", "\u4e09", 1, "\u2026", 1},
        {"C.UTF-8", "e\u0301e\u0301", 2, "\u00e9\u00e9", 2},
        {"C", "Nov\u00e1k", 4, "Nov~", 4},
        {"C", "Nov\u00e1k", 5, "Novak", 5},
        {"C", "\u4e09\u56db\u4e94", 3, "???", 3},
    };
    char fitted[32];

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        setlocale(LC_ALL, rows[i].locale);
        memset(fitted, 'x', sizeof(fitted));
        check(text_fit(rows[i].text, rows[i].width, fitted, sizeof(fitted)) == rows[i].used,
              "row %zu", i);
        check_text(fitted, rows[i].fitted, "row %zu", i);
    }
}

/* A buffer that is too small cuts as a narrow column does, and is never written beyond. */
static void
texts_are_fitted_to_bytes(void **state)
{
    (void)state;
    setlocale(LC_ALL, "C.UTF-8");
    for (size_t size = 1; size < 20; size++) {
        char *fitted = malloc(size); // on the heap, so that a write beyond its end is seen
        int used = text_fit("\u00e9\u00e9\u00e9\u00e9\u00e9", 9, fitted, size);

        check(strlen(fitted) < size, "%zu bytes", size);
        check(text_width(fitted) == used, "%zu bytes", size);
        if (size > 10)
            check_text(fitted, "\u00e9\u00e9\u00e9\u00e9\u00e9", "%zu bytes", size);
        else if (size > 3)
            check(strstr(fitted, "\u2026"), "%zu bytes", size);
        free(fitted);
    }
}

static void
width_is_the_sum_of_the_glyphs(void **state)
{
    (void)state;
    setlocale(LC_ALL, "C.UTF-8");
    assert_int_equal(text_width(""), 0);
    assert_int_equal(text_width("12\u4e09\u56db56"), 8);
    assert_int_equal(text_width("e\u0301\u200b"), 1);
}

static void
locale_is_the_environment_s_but_for_long_decimal_signs(void **state)
{
    static const struct {
        const char *locale, *decimal_point;
        bool is_utf8;
    } rows[] = {
        {"de_DE.UTF-8", ",", true}, {"ps_AF.UTF-8", ".", true}, {"cs_CZ.ISO-8859-2", ",", false},
        {"C", ".", false},          {"none_NONE", ".", false},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        setenv("LC_ALL", rows[i].locale, 1);
        setlocale(LC_ALL, "C");
        text_locale_start();
        check_text(localeconv()->decimal_point, rows[i].decimal_point, "%s", rows[i].locale);
        check(text_locale_is_utf8() == rows[i].is_utf8, "%s", rows[i].locale);
    }
    assert_non_null(setlocale(LC_ALL, "ps_AF.UTF-8")); // it is here, and would have another sign
    assert_int_equal(strlen(localeconv()->decimal_point), 2);
    setlocale(LC_ALL, "C.UTF-8");
}

static void
ascii_letters_are_compared_without_case_in_every_locale(void **state)
{
    (void)state;
    assert_non_null(setlocale(LC_ALL, "tr_TR.UTF-8"));
    assert_true(text_same("images/getURLs", "IMAGES/GetUrls"));
    assert_true(text_same("", ""));
    assert_false(text_same("a", ""));
    assert_false(text_same("", "a"));
    assert_false(text_same("ab", "abc"));
    assert_false(text_same("[", "{")); // 32 apart, like A and a
    assert_false(text_same("\u00e9", "\u00c9"));
    setlocale(LC_ALL, "C.UTF-8");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(code_points_are_read_and_written_and_what_is_none_is_replaced),
        cmocka_unit_test(what_is_no_code_point_is_written_as_the_replacement),
        cmocka_unit_test(cleaning_takes_controls_and_replaces_bytes_that_are_no_text),
        cmocka_unit_test(a_half_character_is_cut_off_the_end),
        cmocka_unit_test(copies_fit_and_say_whether_they_are_whole),
        cmocka_unit_test(glyphs_are_what_cells_can_show),
        cmocka_unit_test(without_utf_8_each_glyph_is_one_ascii_character),
        cmocka_unit_test(glyph_boundaries_are_those_of_characters),
        cmocka_unit_test(marks_beyond_some_are_left_out),
        cmocka_unit_test(texts_are_fitted_to_cells),
        cmocka_unit_test(texts_are_fitted_to_bytes),
        cmocka_unit_test(locale_is_the_environment_s_but_for_long_decimal_signs),
        cmocka_unit_test(ascii_letters_are_compared_without_case_in_every_locale),
        cmocka_unit_test(width_is_the_sum_of_the_glyphs),
    };

    locales_open();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
