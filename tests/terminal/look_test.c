/* What goes to terminals of all kinds: widths, charsets, colours, and nothing that could harm. */
#include <ctype.h>
#include <stdlib.h>

#include "tests/support/sample_vt.h"
#include "tests/support/test.h"

static const char *const terms[] = {"xterm-256color", "xterm", "linux",          "ansi",
                                    "screen",         "vt100", "vt220",          "tmux",
                                    "rxvt",           "putty", "putty-256color", "xterm-mono"};
static const char *const themes[] = {"default", "mono", "high-contrast", "light", "dark"};

/* Draws a bit of everything. */
static void
exercise(struct sample_vt *sample)
{
    static const char *const keys[] = {"\x1b[B\x1b[B", "e",       "f", "\x1b", "x",
                                       "\x1b",         ":days\r", "q"};

    for (size_t i = 0; i < countof(keys); i++) {
        vt_type(sample->vt, keys[i]);
        vt_wait_idle(sample->vt);
    }
}

/* Names that are hard to measure: what is behind them begins where it does in every other row. */
static void
columns_stand_in_line_behind_any_name(void **state)
{
    static const char *const environment[] = {"SAMPLE_NAMES=wide", NULL};
    struct sample_vt sample;

    (void)state;
    sample_vt_open(&sample, &(struct sample_config){.environment = environment});
    vt_wait_idle(sample.vt);
    for (int row = 2; row < 22; row++) {
        static const char *const states[] = {"ready", "waiting", "open", "closed"};
        const char *wanted = states[(100 + row - 2) % 4];

        for (size_t i = 0; i < strlen(wanted); i++)
            check(vt_cell(sample.vt, row, 30 + (int)i).text[0] == wanted[i], "row %d: %s", row,
                  vt_row(sample.vt, row));
    }
    check(strstr(vt_screen(sample.vt), "heart"), "%s", vt_screen(sample.vt));
    check(strstr(vt_screen(sample.vt), "soft"), "%s", vt_screen(sample.vt));
    sample_vt_close(&sample);
}

static void
nothing_from_data_reaches_the_terminal_but_glyphs(void **state)
{
    static const char *const environment[] = {"SAMPLE_NAMES=wide", NULL};
    static const char *const banned[] = {"\x1b[5;91m",   "\xe2\x80\xae", "\xc2\x9b", "\xe2\x80\x8d",
                                         "\xef\xb8\x8f", "\xc2\xad",     "\x1b]",    "\x1bP"};
    struct sample_vt sample;
    const char *output;
    size_t length;

    (void)state;
    sample_vt_open(&sample, &(struct sample_config){.environment = environment});
    exercise(&sample);
    output = vt_output(sample.vt, &length);
    for (size_t i = 0; i < countof(banned); i++)
        check(!memmem(output, length, banned[i], strlen(banned[i])), "%zu", i);
    sample_vt_close(&sample);
}

static void
without_utf_8_no_byte_of_it_is_sent(void **state)
{
    static const char *const environment[] = {"LC_ALL=C", "SAMPLE_NAMES=wide", NULL};

    (void)state;
    for (size_t t = 0; t < countof(terms); t++) {
        struct sample_vt sample;
        const char *output;
        size_t length;

        sample_vt_open(&sample, &(struct sample_config){terms[t], 24, 80, environment, false});
        exercise(&sample);
        output = vt_output(sample.vt, &length);
        for (size_t i = 0; i < length; i++)
            check(!(output[i] & 0x80), "%s: byte %02x", terms[t], output[i] & 0xff);
        sample_vt_close(&sample);
    }
}

static void
borders_are_lines_where_the_terminal_has_them(void **state)
{
    static const char *const utf8[] = {"LC_ALL=C.UTF-8", NULL};
    static const char *const ascii[] = {"LC_ALL=C", NULL};

    (void)state;
    for (size_t t = 0; t < countof(terms); t++) {
        for (int is_utf8 = 0; is_utf8 < 2; is_utf8++) {
            struct sample_vt sample;
            struct vt_cell corner;

            sample_vt_open(
                &sample, &(struct sample_config){terms[t], 24, 80, is_utf8 ? utf8 : ascii, false});
            vt_type(sample.vt, "x");
            vt_wait_text(sample.vt, "Sure");
            vt_wait_idle(sample.vt);
            corner = vt_cell(sample.vt, 17, 0);
            check(strcmp(corner.text, "\xe2\x94\x8c") == 0
                      || (!is_utf8 && strcmp(corner.text, "+") == 0),
                  "%s %d: %s", terms[t], is_utf8, vt_screen(sample.vt));
            sample_vt_close(&sample);
        }
    }
}

/* Whether an escape sequence of the output sets a colour. */
static bool
has_color(const char *output, size_t length)
{
    for (size_t i = 0; i + 2 < length; i++) {
        if (output[i] != '\x1b' || output[i + 1] != '[')
            continue;
        for (i += 2; i < length && (isdigit((unsigned char)output[i]) || output[i] == ';'); i++)
            if ((output[i] == '3' || output[i] == '4') && isdigit((unsigned char)output[i + 1])
                && !isdigit((unsigned char)output[i - 1]) && output[i + 1] != '9'
                && memchr(&output[i], 'm', 8))
                return true;
    }
    return false;
}

static void
no_cell_hides_its_text_on_any_terminal_in_any_theme(void **state)
{
    (void)state;
    for (size_t t = 0; t < countof(terms); t++) {
        for (size_t i = 0; i < countof(themes); i++) {
            char theme[64];
            const char *const environment[] = {theme, NULL};
            struct sample_vt sample;

            snprintf(theme, sizeof(theme), "SAMPLE_THEME=%s", themes[i]);
            sample_vt_open(&sample, &(struct sample_config){terms[t], 24, 80, environment, false});
            vt_type(sample.vt, "e");
            vt_wait_text(sample.vt, "refused");
            vt_type(sample.vt, "f");
            vt_wait_text(sample.vt, "Reason");
            vt_wait_idle(sample.vt);
            for (int row = 0; row < 24; row++) {
                for (int column = 0; column < 80; column++) {
                    struct vt_cell cell = vt_cell(sample.vt, row, column);

                    check(cell.foreground == VT_COLOR_DEFAULT || cell.foreground != cell.background,
                          "%s %s: %d,%d", terms[t], themes[i], row, column);
                }
            }
            vt_type(sample.vt, "\x1b");
            vt_wait_gone(sample.vt, "Reason");
            vt_type(sample.vt, "q");
            assert_int_equal(vt_wait_exit(sample.vt), 0);
            sample_vt_close(&sample);
        }
    }
}

/* How many cells have another colour than normal text, which is far below the title. */
static int
count_colored(struct vt *vt)
{
    int normal = vt_cell(vt, 12, 1).foreground;
    int count = 0;

    for (int row = 0; row < 24; row++) {
        for (int column = 0; column < 80; column++) {
            struct vt_cell cell = vt_cell(vt, row, column);

            check(cell.foreground != cell.background, "%d,%d: %s", row, column, vt_screen(vt));
            count += cell.foreground != normal;
        }
    }
    return count;
}

/* A terminal that has few pairs of colours shows what is beyond them as normal text. */
static void
without_a_pair_left_it_is_as_normal_text(void **state)
{
    static const int pairs[] = {2, 3, 64}; // normal text, the title too, all
    int colored[countof(pairs)];

    (void)state;
    for (size_t i = 0; i < countof(pairs); i++) {
        struct folder folder;
        char database[128];
        char make[400];
        const char *const environment[] = {"SAMPLE_THEME=dark", database, NULL};
        struct sample_vt sample;

        folder_open(&folder);
        snprintf(database, sizeof(database), "TERMINFO=%s", folder.path);
        snprintf(make, sizeof(make),
                 "printf 'few,\\n\\tpairs#%d, use=xterm-256color,\\n' | tic -x -o %s -", pairs[i],
                 folder.path);
        assert_int_equal(system(make), 0);
        sample_vt_open(&sample, &(struct sample_config){"few", 24, 80, environment, false});
        vt_type(sample.vt, "e");
        vt_wait_text(sample.vt, "refused");
        vt_wait_idle(sample.vt);
        colored[i] = count_colored(sample.vt);
        sample_vt_close(&sample);
        folder_close(&folder);
    }
    assert_int_equal(colored[0], 0);
    assert_true(colored[1] > 0 && colored[1] < colored[2]);
}

static void
no_color_sends_none(void **state)
{
    static const char *const mono[] = {"NO_COLOR=1", "SAMPLE_THEME=dark", NULL};
    static const char *const dark[] = {"SAMPLE_THEME=dark", NULL};
    static const struct {
        const char *term;
        const char *const *environment;
        bool has_color;
    } rows[] = {
        {"xterm-256color", mono, false}, {"vt100", dark, false}, {"xterm-mono", dark, false},
        {"xterm-256color", dark, true},  {"linux", dark, true},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct sample_vt sample;
        const char *output;
        size_t length;

        sample_vt_open(&sample,
                       &(struct sample_config){rows[i].term, 24, 80, rows[i].environment, false});
        exercise(&sample);
        output = vt_output(sample.vt, &length);
        check(has_color(output, length) == rows[i].has_color, "row %zu", i);
        sample_vt_close(&sample);
    }
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_stand_in_line_behind_any_name),
        cmocka_unit_test(nothing_from_data_reaches_the_terminal_but_glyphs),
        cmocka_unit_test(without_utf_8_no_byte_of_it_is_sent),
        cmocka_unit_test(borders_are_lines_where_the_terminal_has_them),
        cmocka_unit_test(no_cell_hides_its_text_on_any_terminal_in_any_theme),
        cmocka_unit_test(without_a_pair_left_it_is_as_normal_text),
        cmocka_unit_test(no_color_sends_none),
    };
    int code;

    return sample_vt_runs(argc, argv, &code) ? code : cmocka_run_group_tests(tests, NULL, NULL);
}
