#include "tui/decoder.h"

#include <stdlib.h>

#include "api/base/buffer.h"
#include "tests/support/test.h"

/* Each byte sequence that a terminal sends, and the keys that it is, by their names. */
static const struct {
    const char *bytes;
    const char *keys; /* names, each with a blank behind it */
} rows[] = {
    {"a", "a "},
    {"\r", "Enter "},
    {"\n", "Enter "},
    {"\t", "Tab "},
    {"\x7f", "Backspace "},
    {"\b", "Backspace "},
    {"\x13", "Ctrl-S "},
    {"\x03", "Ctrl-C "},
    {"\x1c", "Ctrl-\\ "},
    {"\xc3\xa9", "\xc3\xa9 "},
    {"\xe6\x97\xa5\xe6\x9c\xac", "\xe6\x97\xa5 \xe6\x9c\xac "},
    {"\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80 "},
    /* invalid: a lone continuation, an overlong form, a surrogate, a broken character, a C1 */
    {"a\x80z", "a z "},
    {"\xc0\xafz", "z "},
    {"\xed\xa0\x80z", "z "},
    {"\xe6\x97z", "z "},
    {"\xffz", "z "},
    {"\xc2\x9bz", "z "},
    /* xterm, normal and application mode */
    {"\x1b[A\x1b[B\x1b[C\x1b[D", "Up Down Right Left "},
    {"\x1bOA\x1bOB\x1bOC\x1bOD", "Up Down Right Left "},
    {"\x1b[H\x1b[F\x1bOH\x1bOF", "Home End Home End "},
    {"\x1bOP\x1bOQ\x1bOR\x1bOS", "F1 F2 F3 F4 "},
    {"\x1b[15~\x1b[17~\x1b[24~", "F5 F6 F12 "},
    {"\x1b[2~\x1b[3~\x1b[5~\x1b[6~", "Insert Delete PgUp PgDn "},
    {"\x1b[Z", "Shift-Tab "},
    {"\x1b[1;5A\x1b[1;3D\x1b[1;7C\x1b[1;2B", "Ctrl-Up Alt-Left Ctrl-Alt-Right Down "},
    {"\x1b[1;5P\x1b[15;5~", "Ctrl-F1 Ctrl-F5 "},
    {"\x1bO5A", "Ctrl-Up "},
    {"\x1b[27;3;13~\x1b[13;3u", "Alt-Enter Alt-Enter "},
    {"\x1b[97;5u\x1b[27u", "Ctrl-A Esc "},
    /* PuTTY, vt220, linux, rxvt */
    {"\x1b[11~\x1b[12~\x1b[13~\x1b[14~", "F1 F2 F3 F4 "},
    {"\x1b[1~\x1b[4~", "Home End "},
    {"\x1b[[A\x1b[[B\x1b[[C\x1b[[D\x1b[[E", "F1 F2 F3 F4 F5 "},
    {"\x1b[7~\x1b[8~", "Home End "},
    {"\x1b[3^\x1bOa\x1b[a\x1b[23$", "Ctrl-Delete Ctrl-Up Up F11 "},
    /* the application keypad */
    {"\x1bOp\x1bOy\x1bOM\x1bOn\x1bOk", "0 9 Enter . + "},
    /* Alt, and the F-keys of keyboards without any */
    {"\x1bx\x1b\r\x1b\xc3\xa9", "Alt-x Alt-Enter Alt-\xc3\xa9 "},
    {"\x1b"
     "1\x1b"
     "9\x1b"
     "0\x1b-\x1b=",
     "F1 F9 F10 F11 F12 "},
    {"\x1b\x1b[B", "Esc Down "},
    /* swallowed: unknown CSI and SS3, mice, answers, strings */
    {"\x1b[99~z", "z "},
    {"\x1bO\x7fz", "Backspace z "},
    {"\x1bOwz", "7 z "},
    {"\x1bO~z", "z "},
    {"\x1b[?62;1;2cz", "z "},
    {"\x1b[<0;10;20Mz", "z "},
    {"\x1b[M !!z", "z "},
    {"\x1b[12;40Rz", "z "},
    {"\x1b]0;title\x07z", "z "},
    {"\x1b]0;title\x1b\\z", "z "},
    {"\x1bP1$r0m\x1b\\z", "z "},
    {"\x1b[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18;19;20;21;22;23;24;25;26;27;28Az", "z "},
    {"\x1b[1\x1b[A", "Up "},
    {"\x1b[1\rz", "Enter z "},
    {"\x1b]0;mistake\rz", "z "},
    /* pastes, with what must not come through */
    {"\x1b[200~one\rtwo\r\nthree\x1b[31m\x07\x1b[201~z", "Paste<one\ntwo\nthree[31m> z "},
    {"\x1b[200~\x1b[201~", "Paste<> "},
    {"\x1b[200~a\x1b[201\x1b[201~", "Paste<a[201> "},
    {"\x1b[200~\xff\xe6\x97\xa5\x1b[201~", "Paste<\xef\xbf\xbd\xe6\x97\xa5> "},
};

static void
take_keys(struct decoder *decoder, int64_t now_ms, struct buffer *names)
{
    struct key key;
    char name[KEY_NAME_SIZE];

    while (decoder_next(decoder, now_ms, &key)) {
        buffer_add_text(names, key_label(key, name));
        if (key.code == KEYCODE_PASTE)
            buffer_print(names, "<%s>", decoder_paste(decoder));
        buffer_add_char(names, ' ');
    }
}

static void
sequences_of_all_terminals_are_their_keys(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct decoder *decoder = decoder_new(NULL);
        struct buffer names = {0};

        decoder_feed(decoder, rows[i].bytes, strlen(rows[i].bytes), 1000);
        take_keys(decoder, 1000, &names);
        check_text(buffer_text(&names), rows[i].keys, "row %zu", i);
        buffer_clear(&names);
        decoder_free(decoder);
    }
}

static void
every_split_in_two_and_three_gives_the_same_keys(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        size_t length = strlen(rows[i].bytes);

        for (size_t a = 0; a <= length; a++) {
            for (size_t b = a; b <= length; b++) {
                struct decoder *decoder = decoder_new(NULL);
                struct buffer names = {0};

                decoder_feed(decoder, rows[i].bytes, a, 1000);
                take_keys(decoder, 1000, &names);
                decoder_feed(decoder, rows[i].bytes + a, b - a, 1000);
                take_keys(decoder, 1000, &names);
                decoder_feed(decoder, rows[i].bytes + b, length - b, 1000);
                take_keys(decoder, 1000, &names);
                check_text(buffer_text(&names), rows[i].keys, "row %zu split at %zu, %zu", i, a, b);
                buffer_clear(&names);
                decoder_free(decoder);
            }
        }
    }
}

/* Two feeds, the second so long after the first. */
static void
check_torn(const char *first, const char *second, int64_t gap_ms, const char *expected)
{
    struct decoder *decoder = decoder_new(NULL);
    struct buffer names = {0};

    decoder_feed(decoder, first, strlen(first), 1000);
    take_keys(decoder, 1000, &names);
    for (int64_t now = 1000; now <= 1000 + gap_ms; now += 5)
        take_keys(decoder, now, &names);
    decoder_feed(decoder, second, strlen(second), 1000 + gap_ms);
    for (int64_t now = 1000 + gap_ms; now <= 1000 + gap_ms + 50; now += 5)
        take_keys(decoder, now, &names);
    check_text(buffer_text(&names), expected, "%s|%s after %d ms", first + 1, second, (int)gap_ms);
    buffer_clear(&names);
    decoder_free(decoder);
}

static void
a_torn_sequence_is_never_read_as_letters(void **state)
{
    static const int gaps_ms[] = {30, 200, 900, 5000};

    (void)state;
    for (size_t i = 0; i < countof(gaps_ms); i++) {
        check_torn("\x1bO", "C", gaps_ms[i], "Right ");
        check_torn("\x1b[", "C", gaps_ms[i], "Right ");
        check_torn("\x1b[1;", "5C", gaps_ms[i], "Ctrl-Right ");
        check_torn("\x1b[[", "A", gaps_ms[i], "F1 ");
        check_torn("\xe6\x97", "\xa5", gaps_ms[i], "\xe6\x97\xa5 ");
    }
    /* Torn behind ESC: Escape went out already, the tail is swallowed. */
    check_torn("\x1b", "OC", 30, "Esc ");
    check_torn("\x1b", "[C", 30, "Esc ");
    check_torn("\x1b", "[15~", 900, "Esc ");
    check_torn("\x1b", "OCx", 900, "Esc x ");
}

/* A line at 300 baud: 33 ms a byte. */
static void
a_line_that_tears_everywhere_swallows_all_of_it(void **state)
{
    static const char bytes[] = "\x1bOC\x1b[15~x";
    struct decoder *decoder = decoder_new(NULL);
    struct buffer names = {0};
    int64_t now = 1000;

    (void)state;
    for (size_t i = 0; i < sizeof(bytes) - 1; i++) {
        decoder_feed(decoder, &bytes[i], 1, now);
        for (int64_t end = now + 33; now < end; now++)
            take_keys(decoder, now, &names);
    }
    assert_string_equal(buffer_text(&names), "Esc Esc x ");
    buffer_clear(&names);
    decoder_free(decoder);
}

static void
escape_and_then_typing_is_both(void **state)
{
    (void)state;
    check_torn("\x1b", "i", 30, "Esc i ");
    check_torn("\x1b", "O", 200, "Esc O ");
    check_torn("\x1b", "[", 200, "Esc [ ");
    check_torn("\x1b", "OC", 1500, "Esc O C ");
    check_torn("\x1b", "x[C", 30, "Esc x [ C ");
}

static void
a_lone_escape_acts_after_its_time_and_not_before(void **state)
{
    struct decoder *decoder = decoder_new(NULL);
    struct key key;

    (void)state;
    assert_int_equal(decoder_deadline_ms(decoder), -1);
    decoder_feed(decoder, "\x1b", 1, 1000);
    assert_false(decoder_next(decoder, 1000, &key));
    assert_int_equal(decoder_deadline_ms(decoder), 1000 + DECODER_ESCAPE_MS);
    assert_false(decoder_next(decoder, 1000 + DECODER_ESCAPE_MS - 1, &key));
    assert_true(decoder_next(decoder, 1000 + DECODER_ESCAPE_MS, &key));
    assert_int_equal(key.code, KEYCODE_ESCAPE);
    assert_int_equal(decoder_deadline_ms(decoder), -1);
    decoder_free(decoder);
}

static void
an_alt_bracket_hit_by_mistake_does_not_make_the_keyboard_deaf(void **state)
{
    (void)state;
    check_torn("\x1b]", "i", 30, "Alt-] i ");
    check_torn("\x1b]x", "i", 2500, "i ");
    check_torn("\x1b[200~x", "\x1b", 10, "");
    check_torn("\x1b[200~x\x1b", "i", 700, "Paste<x> i ");
}

static void
a_paste_without_end_is_bounded(void **state)
{
    struct decoder *decoder = decoder_new(NULL);
    struct key key;
    char bytes[1024];

    (void)state;
    memset(bytes, 'x', sizeof(bytes));
    decoder_feed(decoder, "\x1b[200~", 6, 1000);
    for (int i = 0; i < 1024; i++) {
        assert_false(decoder_next(decoder, 1000, &key));
        decoder_feed(decoder, bytes, sizeof(bytes), 1000);
    }
    assert_false(decoder_next(decoder, 1000, &key));
    decoder_feed(decoder, "\x1b[201~", 6, 1000);
    assert_true(decoder_next(decoder, 1000, &key));
    assert_int_equal(strlen(decoder_paste(decoder)), 64 * 1024);
    decoder_free(decoder);
}

static void
a_terminal_s_own_sequences_go_first(void **state)
{
    struct decoder *decoder = decoder_new("vt52");
    struct buffer names = {0};

    (void)state;
    decoder_feed(decoder,
                 "\x1b"
                 "A\x1b"
                 "D",
                 4, 1000);
    take_keys(decoder, 1000, &names);
    assert_string_equal(buffer_text(&names), "Up Left ");
    buffer_clear(&names);
    decoder_free(decoder);
    decoder = decoder_new("no-such-terminal");
    decoder_feed(decoder, "\x1b[A", 3, 1000);
    take_keys(decoder, 1000, &names);
    assert_string_equal(buffer_text(&names), "Up ");
    buffer_clear(&names);
    decoder_free(decoder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sequences_of_all_terminals_are_their_keys),
        cmocka_unit_test(every_split_in_two_and_three_gives_the_same_keys),
        cmocka_unit_test(a_torn_sequence_is_never_read_as_letters),
        cmocka_unit_test(a_line_that_tears_everywhere_swallows_all_of_it),
        cmocka_unit_test(escape_and_then_typing_is_both),
        cmocka_unit_test(a_lone_escape_acts_after_its_time_and_not_before),
        cmocka_unit_test(an_alt_bracket_hit_by_mistake_does_not_make_the_keyboard_deaf),
        cmocka_unit_test(a_paste_without_end_is_bounded),
        cmocka_unit_test(a_terminal_s_own_sequences_go_first),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
