#include "tests/support/vt.h"

#include <signal.h>
#include <stdlib.h>

#include "api/base/instant.h"
#include "tests/support/golden.h"
#include "tests/support/test.h"

/* A shell that runs `script` on a terminal of its own. */
static struct vt *
shell(const char *script)
{
    const char *const argv[] = {"/bin/sh", "-c", script, NULL};

    return vt_open(&(struct vt_config){.argv = argv});
}

static void
what_a_program_writes_is_on_the_screen(void **state)
{
    struct vt *vt = shell("printf 'one\\n\\n  three   \\n'; exit 3");

    (void)state;
    assert_int_equal(vt_wait_exit(vt), 3);
    assert_string_equal(vt_screen(vt), "one\n\n  three\n");
    assert_string_equal(vt_row(vt, 2), "  three");
    assert_string_equal(vt_row(vt, 23), "");
    assert_true(vt_has_text(vt, "three"));
    assert_false(vt_has_text(vt, "four"));
    vt_close(vt);
}

static void
all_of_a_long_output_is_read_before_the_end_is_told(void **state)
{
    struct vt *vt = shell("i=0; while [ $i -lt 2000 ]; do i=$((i+1)); echo line $i; done");

    (void)state;
    assert_int_equal(vt_wait_exit(vt), 0);
    assert_string_equal(vt_row(vt, 22), "line 2000");
    assert_string_equal(vt_row(vt, 0), "line 1978");
    vt_close(vt);
}

static void
ends_by_signal_and_programs_that_are_none_have_the_shell_s_codes(void **state)
{
    static const char *const none[] = {"/nonexistent/program", NULL};
    struct vt *vt = shell("kill -TERM $$");

    (void)state;
    assert_int_equal(vt_wait_exit(vt), 128 + SIGTERM);
    vt_close(vt);
    vt = vt_open(&(struct vt_config){.argv = none});
    assert_int_equal(vt_wait_exit(vt), 127);
    assert_string_equal(vt_row(vt, 0), "/nonexistent/program: No such file or directory");
    vt_close(vt);
    vt_close(NULL);
}

static void
keys_reach_the_program(void **state)
{
    struct vt *vt = shell("cat");

    (void)state;
    vt_type(vt, "abc\r");
    vt_wait_text(vt, "abc\nabc"); // the echo, and cat's
    vt_type(vt, "\x04");
    assert_int_equal(vt_wait_exit(vt), 0);
    vt_close(vt);
}

/* More than the terminal holds, to a program that answers each byte. */
static void
many_keys_reach_a_program_that_writes_meanwhile(void **state)
{
    static char keys[50001];
    struct vt *vt = shell("stty raw -echo; echo ready; head -c 50000 | tr x y; echo done");

    (void)state;
    memset(keys, 'x', sizeof(keys) - 1);
    vt_wait_text(vt, "ready");
    vt_type(vt, keys);
    assert_int_equal(vt_wait_exit(vt), 0);
    assert_true(vt_has_text(vt, "yyyydone"));
    vt_close(vt);
}

static void
keys_have_the_terminal_s_sequences(void **state)
{
    struct vt *vt = shell("stty raw -echo; printf ready; head -c 11 | od -An -c");

    (void)state;
    vt_wait_text(vt, "ready");
    vt_press(vt, VTERM_KEY_UP, VTERM_MOD_NONE);
    vt_press(vt, VTERM_KEY_FUNCTION(2), VTERM_MOD_NONE);
    vt_press(vt, VTERM_KEY_PAGEDOWN, VTERM_MOD_NONE);
    vt_type(vt, "q");
    assert_int_equal(vt_wait_exit(vt), 0);
    assert_true(vt_has_text(vt, "033   [   A 033   O   Q 033   [   6   ~   q"));
    vt_close(vt);
}

static void
idle_is_when_what_was_typed_was_taken_and_answered(void **state)
{
    struct vt *vt = shell("stty raw -echo; printf 'ready '; exec dd bs=1 2>/dev/null");
    char expected[80] = "ready ";

    (void)state;
    vt_wait_text(vt, "ready");
    for (int i = 0; i < 70; i++) {
        char key[2] = {(char)('a' + i % 26), '\0'};

        strcat(expected, key);
        vt_type(vt, key);
        vt_wait_idle(vt);
        assert_string_equal(vt_row(vt, 0), expected);
    }
    vt_close(vt);
}

static void
idle_waits_for_a_program_that_is_busy(void **state)
{
    struct vt *vt = shell("i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; printf done; read x");

    (void)state;
    vt_wait_idle(vt);
    assert_true(vt_has_text(vt, "done"));
    vt_close(vt);
}

static void
idle_comes_to_a_program_that_takes_no_keys(void **state)
{
    struct vt *vt = shell("stty raw -echo; printf ready; exec sleep 1000");

    (void)state;
    vt_wait_text(vt, "ready");
    vt_type(vt, "x");
    vt_wait_idle(vt);
    assert_string_equal(vt_row(vt, 0), "ready");
    vt_close(vt);
}

static void
texts_are_waited_for_until_they_come_and_go(void **state)
{
    struct vt *vt = shell("printf 'busy'; read x; printf '\\033[H\\033[2Kready'; read x");

    (void)state;
    vt_wait_text(vt, "busy");
    vt_type(vt, "\r");
    vt_wait_gone(vt, "busy");
    vt_wait_text(vt, "ready");
    vt_close(vt);
}

static void
waiting_ends_at_its_deadline_or_with_the_program(void **state)
{
    struct vt *vt = shell("printf ready; read x");
    int64_t begin;

    (void)state;
    vt_wait_text(vt, "ready");
    assert_false(vt_until(vt, vt_has_text, "never", 50));
    begin = monotonic_ms();
    vt_type(vt, "\r");
    assert_false(vt_until(vt, vt_has_text, "never", 60000));
    assert_true(monotonic_ms() - begin < 30000);
    vt_close(vt);
}

static void
cells_have_their_attributes_and_colours(void **state)
{
    struct vt *vt = shell("printf '\\033[1;7;31mB\\033[0m\\033[4;5;48;5;200mU\\033[0mP"
                          "\\033[38;2;1;2;3mR\\033[0m\\346\\274\\242e\\314\\201'");
    struct vt_cell cell;

    (void)state;
    assert_int_equal(vt_wait_exit(vt), 0);
    cell = vt_cell(vt, 0, 0);
    assert_string_equal(cell.text, "B");
    assert_true(cell.bold && cell.reverse && !cell.underline && !cell.blink);
    assert_int_equal(cell.foreground, 1);
    assert_int_equal(cell.background, VT_COLOR_DEFAULT);
    cell = vt_cell(vt, 0, 1);
    assert_true(!cell.bold && !cell.reverse && cell.underline && cell.blink);
    assert_int_equal(cell.foreground, VT_COLOR_DEFAULT);
    assert_int_equal(cell.background, 200);
    cell = vt_cell(vt, 0, 2);
    assert_string_equal(cell.text, "P");
    assert_true(!cell.bold && !cell.reverse && !cell.underline);
    assert_int_equal(vt_cell(vt, 0, 3).foreground, VT_COLOR_RGB | 0x010203);
    cell = vt_cell(vt, 0, 4);
    assert_string_equal(cell.text, "\u6f22");
    assert_int_equal(cell.width_cells, 2);
    assert_string_equal(vt_cell(vt, 0, 5).text, "");
    assert_string_equal(vt_cell(vt, 0, 6).text, "e\u0301");
    assert_string_equal(vt_row(vt, 0), "BUPR\u6f22e\u0301");
    vt_close(vt);
}

static void
cursor_bell_and_alternate_screen_are_seen(void **state)
{
    struct vt *vt = shell("printf 'plain\\007\\007'; read x; printf '\\033[?1049h\\033[?25l"
                          "\\033[5;10Hother'; read x; printf '\\033[?25h\\033[?1049l'");

    (void)state;
    vt_wait_idle(vt);
    assert_int_equal(vt_bells(vt), 2);
    assert_false(vt_is_alternate(vt));
    assert_true(vt_cursor(vt).is_visible);
    assert_int_equal(vt_cursor(vt).row, 0);
    assert_int_equal(vt_cursor(vt).column, 5);
    vt_type(vt, "\r");
    vt_wait_text(vt, "other");
    assert_true(vt_is_alternate(vt));
    assert_false(vt_cursor(vt).is_visible);
    assert_int_equal(vt_cursor(vt).row, 4);
    assert_int_equal(vt_cursor(vt).column, 14);
    assert_false(vt_has_text(vt, "plain"));
    vt_type(vt, "\r");
    assert_int_equal(vt_wait_exit(vt), 0);
    assert_false(vt_is_alternate(vt));
    assert_true(vt_has_text(vt, "plain"));
    vt_close(vt);
}

static void
questions_to_the_terminal_are_answered(void **state)
{
    struct vt *vt = shell("stty raw -echo; printf '\\033[3;7H\\033[6n'; head -c 6 | od -An -c");

    (void)state;
    assert_int_equal(vt_wait_exit(vt), 0);
    assert_true(vt_has_text(vt, "033   [   3   ;   7   R"));
    vt_close(vt);
}

static void
sizes_reach_the_program_and_the_screen(void **state)
{
    const char *const argv[] = {
        "sh", "-c", "trap 'stty size; exit 0' WINCH; stty size; sleep 1000 & wait", NULL};
    struct vt *vt = vt_open(&(struct vt_config){.argv = argv, .rows = 12, .columns = 40});

    (void)state;
    vt_wait_text(vt, "12 40");
    vt_wait_idle(vt);
    vt_resize(vt, 50, 200);
    vt_wait_text(vt, "50 200");
    assert_string_equal(vt_row(vt, 49), "");
    assert_string_equal(vt_cell(vt, 49, 199).text, " ");
    vt_close(vt);
}

static void
a_cut_line_hangs_the_program_up(void **state)
{
    struct vt *vt = shell("printf ready; exec sleep 1000");

    (void)state;
    vt_wait_text(vt, "ready");
    vt_hang_up(vt);
    assert_int_equal(vt_wait_exit(vt), 128 + SIGHUP);
    assert_true(vt_has_text(vt, "ready"));
    vt_close(vt);
}

static void
environment_is_the_test_s_but_for_what_changes_the_screen(void **state)
{
    const char *const argv[] = {
        "sh", "-c", "echo $TERM $ONE ${PATH:+path} ${COLUMNS-no} ${XDG_STATE_HOME-no} ${HOME-no}",
        NULL};
    const char *const environment[] = {"ONE=1", "HOME", NULL};
    struct vt *vt;

    (void)state;
    setenv("COLUMNS", "7", 1);
    setenv("XDG_STATE_HOME", "/somewhere", 1);
    vt = vt_open(&(struct vt_config){.argv = argv, .environment = environment, .term = "vt100"});
    assert_int_equal(vt_wait_exit(vt), 0);
    assert_string_equal(vt_row(vt, 0), "vt100 1 path no no no");
    vt_close(vt);
    vt = vt_open(&(struct vt_config){.argv = argv});
    assert_int_equal(vt_wait_exit(vt), 0);
    assert_memory_equal(vt_row(vt, 0), "xterm-256color path no no /", 27);
    vt_close(vt);
    unsetenv("COLUMNS");
    unsetenv("XDG_STATE_HOME");
}

static void
output_is_counted_from_a_mark(void **state)
{
    struct vt *vt = shell("stty -echo; printf abc; read x; printf 'x\\033[my'; read x");
    size_t length;

    (void)state;
    vt_wait_idle(vt);
    (void)vt_output(vt, &length);
    assert_int_equal(length, 3);
    vt_mark(vt);
    (void)vt_output(vt, &length);
    assert_int_equal(length, 0);
    assert_int_equal(vt_bursts(vt), 0);
    vt_type(vt, "\r");
    vt_wait_idle(vt);
    assert_string_equal(vt_output(vt, &length), "x\033[my");
    assert_int_equal(length, 5);
    assert_int_equal(vt_bursts(vt), 1);
    vt_close(vt);
}

static void
golden_screens_are_compared_with_their_file(void **state)
{
    struct vt *vt = shell("printf 'a golden screen\\n\\n   of three rows\\n'; read x");

    (void)state;
    vt_wait_idle(vt);
    golden_check(vt, "vt");
    vt_close(vt);
}

static void
golden_differences_are_told_by_line(void **state)
{
    static const struct {
        const char *expected, *actual, *difference;
    } rows[] = {
        {"a\nb\n", "a\nb\n", NULL},
        {"", "", NULL},
        {"a\nb\n", "a\nc\n", "-  1 |b\n+  1 |c\n"},
        {"a\nb\n", "a\n", "-  1 |b\n"},
        {"a\n", "a\nb\nc\n", "+  1 |b\n+  2 |c\n"},
        {"a\nbb\n", "a\nb\n", "-  1 |bb\n+  1 |b\n"},
        {"\n\nx\n", "\n\ny\n", "-  2 |x\n+  2 |y\n"},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        char *difference = golden_difference(rows[i].expected, rows[i].actual);

        check((difference == NULL) == (rows[i].difference == NULL), "row %zu", i);
        if (difference)
            check_text(difference, rows[i].difference, "row %zu", i);
        free(difference);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_program_writes_is_on_the_screen),
        cmocka_unit_test(all_of_a_long_output_is_read_before_the_end_is_told),
        cmocka_unit_test(ends_by_signal_and_programs_that_are_none_have_the_shell_s_codes),
        cmocka_unit_test(keys_reach_the_program),
        cmocka_unit_test(many_keys_reach_a_program_that_writes_meanwhile),
        cmocka_unit_test(keys_have_the_terminal_s_sequences),
        cmocka_unit_test(idle_is_when_what_was_typed_was_taken_and_answered),
        cmocka_unit_test(idle_waits_for_a_program_that_is_busy),
        cmocka_unit_test(idle_comes_to_a_program_that_takes_no_keys),
        cmocka_unit_test(texts_are_waited_for_until_they_come_and_go),
        cmocka_unit_test(waiting_ends_at_its_deadline_or_with_the_program),
        cmocka_unit_test(cells_have_their_attributes_and_colours),
        cmocka_unit_test(cursor_bell_and_alternate_screen_are_seen),
        cmocka_unit_test(questions_to_the_terminal_are_answered),
        cmocka_unit_test(sizes_reach_the_program_and_the_screen),
        cmocka_unit_test(a_cut_line_hangs_the_program_up),
        cmocka_unit_test(environment_is_the_test_s_but_for_what_changes_the_screen),
        cmocka_unit_test(output_is_counted_from_a_mark),
        cmocka_unit_test(golden_screens_are_compared_with_their_file),
        cmocka_unit_test(golden_differences_are_told_by_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
