#include "tui/frame.h"

#include <stdlib.h>

#include <vterm.h>

#include "tests/support/test.h"

enum {
    ROWS = 12,
    COLUMNS = 30
};

static void
frames_become_shorter(void **state)
{
    static const struct {
        const char *frame;
        const char *squeezed;
    } rows[] = {
        {"", ""},
        {"abc", "abc"},
        {"\x1b(B\x1b[ma", "a"},
        {"\x1b(B\x1b[0;7mabc\x1b(B\x1b[m d", "\x1b[7mabc\x1b[m d"},
        {"a\x1b(B\x1b[0;1m\x1b[33mb\x1b[39m\x1b(B\x1b[mc", "a\x1b[1;33mb\x1b[mc"},
        {"\x1b[33mab\x1b[39m\x1b(B\x1b[m", "\x1b[33mab"},
        {"\x1b[33m\x1b[5;1Hab\x1b[33m\r\x1b[Kc", "\x1b[5;1H\x1b[33mab\r\x1b[Kc"},
        {"\x1b[7ma\x1b[0;1mb", "\x1b[7ma\x1b[0;1mb"},
        {"\x1b[38;5;208;48;5;17ma\x1b[91;102mb", "\x1b[38;5;208;48;5;17ma\x1b[91;102mb"},
        {"\x1b[44ma\x1b[m\x1b[K", "\x1b[44ma\x1b[m\x1b[K"},
        {"\x1b[m\x0f"
         "a",
         "a"},
        {"\x1b[3;10r\x1b[1;12r", "\x1b[3;10r\x1b[r"},
        {"\x1b"
         "7\x1b[3;10r\x1b"
         "8\x1b[10d\n\n\x1b[1;12r\x1b[9;1Ha",
         "\x1b[3;10r\x1b[10d\n\n\x1b[r\x1b[9;1Ha"},
        /* not a scroll: the saved cursor is needed */
        {"\x1b"
         "7\x1b[3;10r\x1b"
         "8a",
         "\x1b"
         "7\x1b[3;10r\x1b"
         "8a"},
        /* what isn't known is left alone, and attributes set anew behind it */
        {"\x1b[1ma\x1b[53mb\x1b[1mc", "\x1b[1ma\x1b[53m\x1b[0;1mbc"},
        {"\x1b(0q\x1b(Ba", "\x1b(0q\x1b(Ba"},
        {"\x1b[?25l\x1b[?25h", "\x1b[?25l\x1b[?25h"},
        {"\x1b", "\x1b"},
        {"\x1b[12", "\x1b[12"},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct frame_state frame_state = {0};
        struct buffer frame = {0};
        struct buffer out = {0};

        buffer_add_text(&frame, rows[i].frame);
        frame_squeeze(&frame_state, &frame, ROWS, &out);
        check_text(buffer_text(&out), rows[i].squeezed, "row %zu", i);
        buffer_clear(&frame);
        buffer_clear(&out);
    }
}

static void
what_is_left_of_one_frame_is_known_in_the_next(void **state)
{
    struct frame_state frame_state = {0};
    struct buffer frame = {0};
    struct buffer out = {0};

    (void)state;
    buffer_add_text(&frame, "\x1b[7mab\x1b[m");
    frame_squeeze(&frame_state, &frame, ROWS, &out);
    assert_string_equal(buffer_text(&out), "\x1b[7mab");
    buffer_reset(&out);
    buffer_reset(&frame);
    buffer_add_text(&frame, "\rc");
    frame_squeeze(&frame_state, &frame, ROWS, &out);
    assert_string_equal(buffer_text(&out), "\r\x1b[mc");
    buffer_clear(&frame);
    buffer_clear(&out);
}

struct pair {
    VTerm *vterm;
    VTermScreen *screen;
};

static void
open_screen(struct pair *pair)
{
    pair->vterm = vterm_new(ROWS, COLUMNS);
    pair->screen = vterm_obtain_screen(pair->vterm);
    vterm_set_utf8(pair->vterm, 1);
    vterm_screen_reset(pair->screen, 1);
}

static unsigned seed;

static int
any(int count)
{
    seed = seed * 1103515245 + 12345;
    return (int)(seed >> 16) % count;
}

/* One of the things that curses writes. */
static void
add_piece(struct buffer *frame)
{
    int row = 1 + any(ROWS);

    switch (any(16)) {
    case 0:
        buffer_print(frame, "\033[%d;%dH", row, 1 + any(COLUMNS));
        break;
    case 1:
        buffer_print(frame, "\033(B\033[m");
        break;
    case 2:
        buffer_print(frame, "\033(B\033[0;%d;%dm", 1 + any(2) * 3, any(2) ? 7 : 5);
        break;
    case 3:
        buffer_print(frame, "\033[%dm", 30 + any(8));
        break;
    case 4:
        buffer_print(frame, "\033[%dm", 40 + any(8));
        break;
    case 5:
        buffer_print(frame, "\033[%d;5;%dm", any(2) ? 38 : 48, any(256));
        break;
    case 6:
        buffer_print(frame, any(2) ? "\033[39m" : "\033[49m");
        break;
    case 7:
        buffer_print(frame, "\033[%c", "KJ"[any(2)]);
        break;
    case 8:
        buffer_print(frame, "\033[%d%c", 1 + any(5), "XPL@M"[any(5)]);
        break;
    case 9:
        buffer_print(frame, "\0337\033[3;%dr\0338\033[%dd\n\033[1;%dr", ROWS - 2, ROWS - 2, ROWS);
        break;
    case 10:
        buffer_print(frame, "\0337\033[3;%dr\0338\033[3d\033M\033[1;%dr", ROWS - 2, ROWS);
        break;
    case 11:
        buffer_print(frame, "\r");
        break;
    case 12:
        buffer_print(frame, "\033(0qx\033(B");
        break;
    case 13:
        buffer_print(frame, "\033[%dm", 90 + any(8) + 10 * any(2));
        break;
    default:
        buffer_add_text(frame, any(4) ? &"a text "[any(6)] : "\xc3\xa9");
        break;
    }
}

static void
check_same(const struct pair *plain, const struct pair *squeezed, unsigned of_seed)
{
    for (int row = 0; row < ROWS; row++) {
        for (int column = 0; column < COLUMNS; column++) {
            VTermPos at = {row, column};
            VTermScreenCell a;
            VTermScreenCell b;

            vterm_screen_get_cell(plain->screen, at, &a);
            vterm_screen_get_cell(squeezed->screen, at, &b);
            check(a.chars[0] == b.chars[0] && a.attrs.bold == b.attrs.bold
                      && a.attrs.reverse == b.attrs.reverse && a.attrs.blink == b.attrs.blink
                      && a.attrs.underline == b.attrs.underline
                      && vterm_color_is_equal(&a.fg, &b.fg) && vterm_color_is_equal(&a.bg, &b.bg),
                  "seed %u: %d,%d", of_seed, row, column);
        }
    }
}

static void
the_screen_is_the_same(void **state)
{
    size_t before = 0;
    size_t after = 0;

    (void)state;
    for (unsigned first = 1; first <= 300; first++) {
        struct frame_state frame_state = {0};
        struct pair plain;
        struct pair squeezed;

        seed = first;
        open_screen(&plain);
        open_screen(&squeezed);
        for (int i = 0; i < 10; i++) {
            struct buffer frame = {0};
            struct buffer out = {0};

            for (int piece = 0; piece < 20; piece++)
                add_piece(&frame);
            frame_squeeze(&frame_state, &frame, ROWS, &out);
            vterm_input_write(plain.vterm, frame.text, frame.length);
            vterm_input_write(squeezed.vterm, buffer_text(&out), out.length);
            check_same(&plain, &squeezed, first);
            before += frame.length;
            after += out.length;
            buffer_clear(&frame);
            buffer_clear(&out);
        }
        vterm_free(plain.vterm);
        vterm_free(squeezed.vterm);
    }
    assert_true(after * 10 < before * 9);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_become_shorter),
        cmocka_unit_test(what_is_left_of_one_frame_is_known_in_the_next),
        cmocka_unit_test(the_screen_is_the_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
