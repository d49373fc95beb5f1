/* The prompt: editing, history, completion, texts of several lines, pastes, and what goes on. */
#include <signal.h>
#include <stdlib.h>

#include "tests/support/sample_vt.h"
#include "tests/support/test.h"

static const char *const ticking[] = {"SAMPLE_TICKS=1", NULL};

static void
start(struct sample_vt *sample)
{
    sample_vt_open(sample, &(struct sample_config){0});
    vt_wait_idle(sample->vt);
}

/* Opens the command line, types, and checks the line and the cell of its cursor. */
static void
check_line(const char *keys, const char *line, int cursor)
{
    struct sample_vt sample;

    start(&sample);
    vt_type(sample.vt, ":");
    vt_wait_idle(sample.vt);
    vt_type(sample.vt, keys);
    vt_wait_text(sample.vt, line);
    vt_wait_idle(sample.vt);
    check_text(vt_row(sample.vt, 23), line, "%s", keys);
    assert_int_equal(vt_cursor(sample.vt).row, 23);
    check(vt_cursor(sample.vt).column == cursor, "%s: %d", line, vt_cursor(sample.vt).column);
    sample_vt_close(&sample);
}

static void
whole_characters_are_moved_over_and_erased(void **state)
{
    (void)state;
    check_line("12\xe4\xb8\x89\xe5\x9b\x9b\xe4\xba\x94\xe5\x85\xad\x1b[D\x1b[D\x1b[D\x7f",
               ":12\xe5\x9b\x9b\xe4\xba\x94\xe5\x85\xad", 3);
    check_line("12\u4e09\u56db56\x1b[D\x1b[D\x1b[D\x7f", ":12\u56db56", 3);
    check_line("\xe3\x81\xb2\xe3\x82\x89\xe3\x81\x8c\xe3\x81\xaa\x7f",
               ":\xe3\x81\xb2\xe3\x82\x89\xe3\x81\x8c", 7);
    check_line("a\xc3\x9f\x7f", ":a", 2);
    check_line("xe\xcc\x81\x7f", ":x", 2);
    check_line("e\xcc\x81z\x1b[D\x1b[D\x1b[3~", ":z", 1);
    check_line("abc\x1b[D\x1b[D-", ":a-bc", 3);
    check_line("abc\x01x\x05z", ":xabcz", 6);
    check_line("one two\x17three", ":one three", 10);
}

static void
history_gives_lines_back_whole(void **state)
{
    struct sample_vt sample;

    (void)state;
    start(&sample);
    vt_type(sample.vt, ":say \xe3\x81\xb2\xe3\x82\x89 e\xcc\x81\r");
    sample_vt_wait_log(&sample, "say \xe3\x81\xb2\xe3\x82\x89 e\xcc\x81");
    vt_type(sample.vt, ":say two\r");
    sample_vt_wait_log(&sample, "say two");
    vt_type(sample.vt, ":\x1b[A\x1b[A");
    vt_wait_text(sample.vt, ":say \xe3\x81\xb2");
    vt_type(sample.vt, "!\r");
    sample_vt_wait_log(&sample, "say \xe3\x81\xb2\xe3\x82\x89 e\xcc\x81!");
    sample_vt_close(&sample);
}

static void
escape_keeps_what_was_typed(void **state)
{
    struct sample_vt sample;

    (void)state;
    start(&sample);
    vt_type(sample.vt, ":say half");
    vt_wait_text(sample.vt, ":say half");
    vt_type(sample.vt, "\x1b");
    vt_wait_text(sample.vt, "q quit");
    assert_int_equal(sample_vt_count(&sample, "say half"), 0);
    vt_type(sample.vt, "n"); // another prompt has another text
    vt_wait_text(sample.vt, "Note:");
    vt_type(sample.vt, "draft");
    vt_wait_text(sample.vt, "Note: draft");
    vt_type(sample.vt, "\x03"); // Ctrl-C never loses one
    sample_vt_wait_log(&sample, "note (left)");
    vt_type(sample.vt, ":");
    vt_wait_text(sample.vt, ":say half");
    vt_type(sample.vt, " done\r");
    sample_vt_wait_log(&sample, "say half done");
    vt_type(sample.vt, "n");
    vt_wait_text(sample.vt, "Note: draft");
    vt_type(sample.vt, "\x13");
    sample_vt_wait_log(&sample, "note draft");
    vt_type(sample.vt, ":");
    vt_wait_gone(sample.vt, "q quit");
    vt_wait_idle(sample.vt);
    check_text(vt_row(sample.vt, 23), ":", "sent");
    sample_vt_close(&sample);
}

/* What was meant for one must not be offered for another. */
static void
a_draft_belongs_to_what_it_was_written_for(void **state)
{
    struct sample_vt sample;

    (void)state;
    start(&sample);
    vt_type(sample.vt, "N");
    vt_wait_text(sample.vt, "Note:");
    vt_type(sample.vt, "to the first");
    vt_wait_text(sample.vt, "Note: to the first");
    vt_type(sample.vt, "\x1b");
    vt_wait_text(sample.vt, "q quit");
    vt_type(sample.vt, "\x1b[BN");
    vt_wait_text(sample.vt, "Note:");
    vt_wait_idle(sample.vt);
    check_text(vt_row(sample.vt, 22), "Note:", "%s", vt_screen(sample.vt));
    vt_type(sample.vt, "\x03");
    vt_wait_text(sample.vt, "q quit");
    vt_type(sample.vt, "\x1b[AN");
    vt_wait_text(sample.vt, "Note: to the first");
    sample_vt_close(&sample);
}

static void
tab_completes_as_far_as_it_can_and_then_lists(void **state)
{
    struct sample_vt sample;

    (void)state;
    start(&sample);
    vt_type(sample.vt, ":pai\t");
    vt_wait_text(sample.vt, ":paint");
    vt_type(sample.vt, "d\t");
    vt_wait_text(sample.vt, ":paint \"dark blue\"");
    vt_type(sample.vt, "w\t");
    vt_wait_text(sample.vt, "\"dark blue\" with=");
    vt_type(sample.vt, "da\t");
    vt_wait_text(sample.vt, "with=\"dark blue\"");
    vt_type(sample.vt, "\x17\x17\x17with=re\t");
    vt_wait_text(sample.vt, "with=red");
    vt_wait_idle(sample.vt);
    vt_type(sample.vt, "\t");
    vt_wait_text(sample.vt, "with=reddish");
    check_text(vt_row(sample.vt, 22), "with=reddish", "%s", vt_screen(sample.vt));
    check_text(vt_row(sample.vt, 21), "with=red", "%s", vt_screen(sample.vt));
    vt_type(sample.vt, " ");
    vt_wait_gone(sample.vt, "with=reddish");
    vt_type(sample.vt, "\r");
    sample_vt_wait_log(&sample, "act dark blue");
    vt_type(sample.vt, ":xyz\t");
    vt_wait_text(sample.vt, ":xyz");
    vt_wait_idle(sample.vt);
    assert_int_equal(vt_bells(sample.vt), 1);
    vt_type(sample.vt, "\x15help-k\t");
    vt_wait_text(sample.vt, ":help-keys");
    sample_vt_close(&sample);
}

static void
a_long_line_scrolls_and_stays_whole(void **state)
{
    struct sample_vt sample;
    char text[301];
    char line[400];

    (void)state;
    for (size_t i = 0; i < sizeof(text) - 1; i++)
        text[i] = (char)('a' + i % 26);
    text[sizeof(text) - 1] = '\0';
    start(&sample);
    vt_type(sample.vt, ":say ");
    vt_type(sample.vt, text);
    vt_wait_text(sample.vt, text + 250);
    vt_wait_idle(sample.vt);
    assert_int_equal(vt_cursor(sample.vt).row, 23);
    assert_int_equal(vt_cursor(sample.vt).column, 79);
    vt_type(sample.vt, "\x01");
    vt_wait_text(sample.vt, ":say abc");
    vt_type(sample.vt, "\r");
    snprintf(line, sizeof(line), "say %s", text);
    sample_vt_wait_log(&sample, line);
    sample_vt_close(&sample);
}

static void
a_text_of_several_lines_grows_and_ctrl_s_sends_it(void **state)
{
    struct sample_vt sample;

    (void)state;
    start(&sample);
    vt_type(sample.vt, "none\rtwo\rthree");
    vt_wait_text(sample.vt, "three");
    vt_wait_idle(sample.vt);
    check_text(vt_row(sample.vt, 20), "Note: one", "%s", vt_screen(sample.vt));
    check_text(vt_row(sample.vt, 21), "      two", "%s", vt_screen(sample.vt));
    check_text(vt_row(sample.vt, 22), "      three", "%s", vt_screen(sample.vt));
    assert_non_null(strstr(vt_row(sample.vt, 23), "Ctrl-S sends"));
    assert_int_equal(vt_cursor(sample.vt).column, 11);
    vt_type(sample.vt, "\x1b[A\x1b[A\x1b[D!");
    vt_wait_text(sample.vt, "on!e");
    vt_type(sample.vt, "\x1b[B\x1b[B");
    vt_wait_idle(sample.vt);
    assert_int_equal(vt_cursor(sample.vt).row, 22);
    assert_int_equal(vt_cursor(sample.vt).column, 9);
    vt_type(sample.vt, "\x1b\r"); // Alt-Enter
    sample_vt_wait_log(&sample, "note on!e");
    sample_vt_wait_log(&sample, "two");
    sample_vt_wait_log(&sample, "three");
    vt_type(sample.vt, "n1\r2\r3\r4\r5\r6\r7\r8");
    vt_wait_text(sample.vt, "8");
    vt_wait_idle(sample.vt);
    check_text(vt_row(sample.vt, 17), "Note: 3", "%s", vt_screen(sample.vt));
    check_text(vt_row(sample.vt, 22), "      8", "%s", vt_screen(sample.vt));
    vt_type(sample.vt, "\x13"); // Ctrl-S: the terminal's flow control is off
    sample_vt_wait_log(&sample, "8");
    vt_wait_text(sample.vt, "q quit");
    sample_vt_close(&sample);
}

static void
a_paste_is_text_and_never_keys(void **state)
{
    struct sample_vt sample;

    (void)state;
    start(&sample);
    vt_type(sample.vt, "\x1b[200~iii\r\x1b[201~");
    vt_wait_text(sample.vt, "pasted");
    vt_wait_idle(sample.vt);
    assert_int_equal(sample_vt_count(&sample, "act 11000000-0000-0000-0000-000064000000"), 0);
    vt_type(sample.vt, ":say \x1b[200~one\rtwo\x1b[31m\x1b[201~");
    vt_wait_text(sample.vt, ":say one two[31m");
    vt_type(sample.vt, "\r");
    sample_vt_wait_log(&sample, "say one two[31m");
    vt_type(sample.vt, "n\x1b[200~one\rtwo\x1b[201~");
    vt_wait_text(sample.vt, "      two");
    vt_type(sample.vt, "\x13");
    sample_vt_wait_log(&sample, "note one");
    sample_vt_wait_log(&sample, "two");
    sample_vt_close(&sample);
}

static void
a_paste_of_thousands_of_characters_is_taken_whole(void **state)
{
    struct sample_vt sample;
    char text[12001] = "";
    char line[12100];

    (void)state;
    for (size_t i = 0; i + 3 < sizeof(text); i += 3)
        memcpy(text + i, i / 3 % 10 ? "abc" : "\xe6\x97\xa5", 3);
    start(&sample);
    vt_type(sample.vt, ":say \x1b[200~");
    vt_type(sample.vt, text);
    vt_type(sample.vt, "\x1b[201~\x01\x05!\r");
    snprintf(line, sizeof(line), "say %s!", text);
    sample_vt_wait_log(&sample, line);
    vt_type(sample.vt, "n\x1b[200~");
    for (int i = 0; i < 500; i++)
        vt_type(sample.vt, "line\r");
    vt_type(sample.vt, "\x1b[201~last");
    vt_wait_text(sample.vt, "last");
    vt_type(sample.vt, "\x13");
    sample_vt_wait_log(&sample, "last");
    assert_int_equal(sample_vt_count(&sample, "line"), 499);
    sample_vt_close(&sample);
}

static void
history_is_searched_as_libedit_does(void **state)
{
    struct sample_vt sample;

    (void)state;
    start(&sample);
    vt_type(sample.vt, ":say apple\r");
    sample_vt_wait_log(&sample, "say apple");
    vt_type(sample.vt, ":say pear\r");
    sample_vt_wait_log(&sample, "say pear");
    vt_type(sample.vt, ":\x12"
                       "appl\r\r");
    vt_wait_text(sample.vt, "q quit");
    vt_wait_idle(sample.vt);
    assert_int_equal(sample_vt_count(&sample, "say apple"), 2);
    sample_vt_close(&sample);
}

static bool
is_last_row(struct vt *vt, const void *text)
{
    return strcmp(vt_row(vt, 29), text) == 0;
}

static void
the_rest_goes_on_while_it_is_open(void **state)
{
    struct sample_vt sample;

    (void)state;
    sample_vt_open(&sample, &(struct sample_config){.environment = ticking});
    vt_type(sample.vt, ":say x");
    vt_wait_text(sample.vt, ":say x");
    sample_vt_wait_log(&sample, "tick 10");
    vt_resize(sample.vt, 30, 60);
    vt_wait_text(sample.vt, ":say x");
    vt_type(sample.vt, "y");
    check(vt_until(sample.vt, is_last_row, ":say xy", 10000), "%s", vt_screen(sample.vt));
    vt_type(sample.vt, "\x1b[19~");
    vt_wait_text(sample.vt, "Locked by a test.");
    vt_type(sample.vt, "word\r");
    vt_wait_text(sample.vt, ":say xy");
    vt_type(sample.vt, "\r");
    sample_vt_wait_log(&sample, "say xy");
    vt_wait_text(sample.vt, "q quit");
    vt_type(sample.vt, ":");
    kill(vt_pid(sample.vt), SIGTERM);
    assert_int_equal(vt_wait_exit(sample.vt), 128 + SIGTERM);
    assert_false(vt_is_alternate(sample.vt));
    sample_vt_close(&sample);
}

static bool
is_in_column(struct vt *vt, const void *column)
{
    return vt_cursor(vt).column == *(const int *)column;
}

/* Esc takes vi one character back; until it has, what is typed would belong to it. */
static void
type_escape(struct sample_vt *sample)
{
    int column = vt_cursor(sample->vt).column - 1;

    vt_type(sample->vt, "\x1b");
    assert_true(vt_until(sample->vt, is_in_column, &column, 10000));
}

static void
an_editrc_may_ask_for_vi(void **state)
{
    struct sample_vt sample;
    struct folder home;
    char path[96];
    char home_entry[96];
    FILE *file;
    const char *const environment[] = {home_entry, "EDITRC", NULL};

    (void)state;
    folder_open(&home);
    snprintf(path, sizeof(path), "%s/.editrc", home.path);
    snprintf(home_entry, sizeof(home_entry), "HOME=%s", home.path);
    file = fopen(path, "w");
    assert_non_null(file);
    fputs("bind -v\n", file);
    fclose(file);
    sample_vt_open(&sample, &(struct sample_config){.environment = environment});
    vt_type(sample.vt, ":say abc");
    vt_wait_text(sample.vt, ":say abc");
    type_escape(&sample);
    vt_type(sample.vt, "0xiX\r"); // to the beginning, a character away, another in
    vt_wait_text(sample.vt, "Xay");
    vt_type(sample.vt, ":say def");
    vt_wait_text(sample.vt, ":say def");
    type_escape(&sample);
    vt_type(sample.vt, "\x1b"); // twice leaves
    vt_wait_text(sample.vt, "q quit");
    sample_vt_close(&sample);
    folder_close(&home);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_characters_are_moved_over_and_erased),
        cmocka_unit_test(history_gives_lines_back_whole),
        cmocka_unit_test(escape_keeps_what_was_typed),
        cmocka_unit_test(a_draft_belongs_to_what_it_was_written_for),
        cmocka_unit_test(tab_completes_as_far_as_it_can_and_then_lists),
        cmocka_unit_test(a_long_line_scrolls_and_stays_whole),
        cmocka_unit_test(a_text_of_several_lines_grows_and_ctrl_s_sends_it),
        cmocka_unit_test(a_paste_is_text_and_never_keys),
        cmocka_unit_test(a_paste_of_thousands_of_characters_is_taken_whole),
        cmocka_unit_test(history_is_searched_as_libedit_does),
        cmocka_unit_test(the_rest_goes_on_while_it_is_open),
        cmocka_unit_test(an_editrc_may_ask_for_vi),
    };
    int code;

    return sample_vt_runs(argc, argv, &code) ? code : cmocka_run_group_tests(tests, NULL, NULL);
}
