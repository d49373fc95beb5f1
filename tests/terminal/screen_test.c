/* The screen's own: keys to commands, views, messages, help, lock, cards. */
#include "tests/support/sample_vt.h"
#include "tests/support/test.h"

#define ROW_100 "act 11000000-0000-0000-0000-000064000000"
#define ROW_101 "act 11000000-0000-0000-0000-000065000000"

static void
start(struct sample_vt *sample)
{
    sample_vt_open(sample, &(struct sample_config){0});
    vt_wait_idle(sample->vt);
}

static void
f_keys_of_every_keyboard_open_their_view(void **state)
{
    static const char *const keys[] = {"\x1bOR", "\x1b[13~", "\x1b[[C", "\x1b[1;1R", "\0333", "`3"};

    (void)state;
    for (size_t i = 0; i < countof(keys); i++) {
        struct sample_vt sample;

        start(&sample);
        vt_type(sample.vt, keys[i]);
        vt_wait_text(sample.vt, "Days");
        vt_type(sample.vt, "q");
        vt_wait_text(sample.vt, "Rows");
        sample_vt_close(&sample);
    }
}

static void
a_key_that_is_not_bound_says_so_until_the_next(void **state)
{
    static const struct {
        const char *keys;
        const char *words;
    } rows[] = {
        {"w", "w does nothing here."},       {"\x1b[15~", "F5 does nothing here."},
        {"`w", "w does nothing here."},      {"\x1bx", "Alt-x does nothing here."},
        {"`", "` and a digit is an F-key."}, {"\x1b[D", "left does nothing in this view."},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct sample_vt sample;

        start(&sample);
        vt_type(sample.vt, rows[i].keys);
        vt_wait_text(sample.vt, rows[i].words);
        vt_wait_idle(sample.vt); // an error goes with a key behind its frame
        vt_type(sample.vt, "\x1b[B");
        vt_wait_gone(sample.vt, rows[i].words);
        sample_vt_close(&sample);
    }
}

static void
an_error_rings_and_stays_until_a_key(void **state)
{
    struct sample_vt sample;

    (void)state;
    start(&sample);
    vt_type(sample.vt, "e");
    vt_wait_text(sample.vt, "It is refused, as it always is.");
    vt_wait_idle(sample.vt);
    assert_int_equal(vt_bells(sample.vt), 1);
    vt_type(sample.vt, "\x1b[B");
    vt_wait_gone(sample.vt, "It is refused");
    vt_type(sample.vt, ":nonsense\r");
    vt_wait_text(sample.vt, "No command is called `nonsense`");
    vt_type(sample.vt, ":sa hello\r"); // a beginning that only one has
    sample_vt_wait_log(&sample, "say hello");
    sample_vt_close(&sample);
}

static void
a_message_goes_with_the_first_key_that_answers_to_it(void **state)
{
    struct sample_vt sample;

    (void)state;
    start(&sample);
    vt_type(sample.vt, ":say hello\r\x1b[B"); // typed ahead: nobody has seen it
    vt_wait_text(sample.vt, "hello");
    vt_wait_idle(sample.vt);
    assert_non_null(strstr(vt_screen(sample.vt), "hello"));
    vt_type(sample.vt, "\x1b[B");
    vt_wait_gone(sample.vt, "hello");
    sample_vt_close(&sample);
}

static void
work_shows_how_far_it_is_when_it_takes_long(void **state)
{
    struct sample_vt sample;

    (void)state;
    start(&sample);
    vt_type(sample.vt, ":work short 1 2\r:work\r:say hello\r");
    vt_wait_text(sample.vt, "hello");
    vt_wait_idle(sample.vt);
    assert_null(strstr(vt_screen(sample.vt), "short"));
    vt_type(sample.vt, ":work loading 3 10\r");
    vt_wait_text(sample.vt, "loading 3/10");
    vt_type(sample.vt, ":say hello\r");
    vt_wait_text(sample.vt, "hello");
    assert_non_null(strstr(vt_screen(sample.vt), "loading 3/10")); // beside the message
    vt_type(sample.vt, ":work loading 4 10\r");
    vt_wait_text(sample.vt, "loading 4/10");
    vt_type(sample.vt, ":work\r");
    vt_wait_gone(sample.vt, "loading");
    sample_vt_close(&sample);
}

static void
flow_control_is_off_unless_the_terminal_needs_it(void **state)
{
    static const char *const kept[] = {"SAMPLE_FLOW=1", NULL};

    (void)state;
    for (int is_kept = 0; is_kept < 2; is_kept++) {
        struct sample_vt sample;

        sample_vt_open(&sample, &(struct sample_config){.environment = is_kept ? kept : NULL});
        assert_int_equal(!!(vt_modes(sample.vt).c_iflag & IXON), is_kept);
        sample_vt_close(&sample);
    }
}

static void
the_terminal_s_printer_gets_text_and_nothing_that_ends_it(void **state)
{
    static const char wanted[] = "\x1b[5ione\r\ntwo[4ithree\xef\xbf\xbd\f\x1b[4i";
    struct sample_vt sample;
    const char *output;
    size_t length;

    (void)state;
    start(&sample);
    vt_mark(sample.vt);
    vt_type(sample.vt, ":print\r");
    vt_wait_text(sample.vt, "q quit");
    vt_wait_idle(sample.vt);
    output = vt_output(sample.vt, &length);
    assert_non_null(memmem(output, length, wanted, sizeof(wanted) - 1));
    sample_vt_close(&sample);
}

static void
repeat_does_the_last_action_on_what_is_selected_now(void **state)
{
    struct sample_vt sample;

    (void)state;
    start(&sample);
    vt_type(sample.vt, ".");
    vt_wait_text(sample.vt, "Nothing was done yet");
    vt_type(sample.vt, "i\x1b[BC."); // moving and saying are no actions
    sample_vt_wait_log(&sample, ROW_101);
    assert_int_equal(sample_vt_count(&sample, ROW_100), 1);
    assert_int_equal(sample_vt_count(&sample, "say C"), 1);
    vt_type(sample.vt, ":act . 7\r");
    sample_vt_wait_log(&sample, ROW_101);
    vt_wait_text(sample.vt, "q quit");
    sample_vt_close(&sample);
}

static void
f1_lists_the_keys_of_where_it_was_pressed(void **state)
{
    struct sample_vt sample;

    (void)state;
    start(&sample);
    vt_type(sample.vt, "\x1bOP");
    vt_wait_text(sample.vt, "What it does");
    vt_wait_text(sample.vt, "Acts on rows.");
    vt_wait_text(sample.vt, "rows"); // where
    for (int i = 0; i < 60 && !vt_has_text(sample.vt, "actions apply to marked rows."); i++) {
        vt_type(sample.vt, "\x1b[B"); // below the list all of what its column cuts
        vt_wait_idle(sample.vt);
    }
    assert_true(vt_has_text(sample.vt, "actions apply to marked rows."));
    vt_type(sample.vt, "\x1b[6~\x1b[F");
    vt_wait_text(sample.vt, "suspend");
    vt_type(sample.vt, "\x1b");
    vt_wait_text(sample.vt, "20000 rows");
    sample_vt_close(&sample);
}

static void
views_stack_and_tab_goes_round(void **state)
{
    struct sample_vt sample;

    (void)state;
    start(&sample);
    vt_type(sample.vt, "`3");
    vt_wait_text(sample.vt, "Days");
    vt_type(sample.vt, "\t");
    vt_wait_text(sample.vt, "Rows");
    vt_type(sample.vt, "\t");
    vt_wait_text(sample.vt, "Days");
    vt_type(sample.vt, "`3"); // it is there: no second one
    vt_type(sample.vt, "\x1b");
    vt_wait_text(sample.vt, "Rows");
    vt_type(sample.vt, "\x1b[15~");
    vt_wait_text(sample.vt, "F5 does nothing here.");
    vt_type(sample.vt, "\x1b"); // Esc never ends the program
    vt_wait_gone(sample.vt, "F5 does nothing here.");
    vt_type(sample.vt, "C");
    sample_vt_wait_log(&sample, "say C");
    vt_type(sample.vt, "q");
    assert_int_equal(vt_wait_exit(sample.vt), 0);
    sample_vt_close(&sample);
}

static void
a_locked_screen_shows_nothing_until_the_word(void **state)
{
    struct sample_vt sample;

    (void)state;
    start(&sample);
    vt_type(sample.vt, "\x1b[19~"); // F8
    vt_wait_text(sample.vt, "Locked by a test.");
    vt_wait_idle(sample.vt);
    assert_null(strstr(vt_screen(sample.vt), "Name"));
    assert_null(strstr(vt_screen(sample.vt), "Sample"));
    vt_type(sample.vt, "i\x1b\x03q:\r"); // nothing acts behind it
    vt_wait_idle(sample.vt);
    vt_type(sample.vt, "word");
    vt_wait_text(sample.vt, "****");
    assert_null(strstr(vt_screen(sample.vt), "word\n"));
    vt_type(sample.vt, "\r");
    vt_wait_text(sample.vt, "20000 rows");
    assert_int_equal(sample_vt_count(&sample, ROW_100), 0);
    vt_type(sample.vt, ":lock\r"); // without a word: any key
    vt_wait_text(sample.vt, "Press any key.");
    vt_type(sample.vt, "i");
    vt_wait_text(sample.vt, "20000 rows");
    assert_int_equal(sample_vt_count(&sample, ROW_100), 0);
    sample_vt_close(&sample);
}

static void
a_form_takes_what_is_typed_and_letters_never_get_behind_it(void **state)
{
    struct sample_vt sample;

    (void)state;
    start(&sample);
    vt_type(sample.vt, "f");
    vt_wait_text(sample.vt, "12.50");
    vt_type(sample.vt, "13\r");
    vt_wait_text(sample.vt, "13 is refused: type another amount.");
    vt_type(sample.vt, "\x7f"
                       "4\t"); // 14, and on to the kind
    vt_wait_gone(sample.vt, "13 is refused");
    vt_type(sample.vt, "v"); // by its first letter
    vt_wait_text(sample.vt, "< voucher >");
    vt_type(sample.vt, "\x1b[C");
    vt_wait_text(sample.vt, "< cash >");
    vt_type(sample.vt, "\ti ii \xe6\x97\xa5");
    vt_wait_text(sample.vt, "i ii \xe6\x97\xa5");
    vt_wait_idle(sample.vt);
    assert_int_equal(vt_cursor(sample.vt).column, 17);
    vt_type(sample.vt, "\x1b[Z\x1b[Z"); // back to the amount
    vt_wait_idle(sample.vt);
    assert_int_equal(vt_cursor(sample.vt).column, 12);
    vt_type(sample.vt, "\r");
    sample_vt_wait_log(&sample, "card - 14 i ii \xe6\x97\xa5");
    vt_wait_gone(sample.vt, "Reason");
    assert_int_equal(sample_vt_count(&sample, ROW_100), 0);
    vt_type(sample.vt, "x");
    vt_wait_text(sample.vt, "Sure");
    vt_wait_idle(sample.vt);
    vt_type(sample.vt, "ii"); // no action of the card, and none of the list behind
    vt_wait_idle(sample.vt);
    assert_int_equal(sample_vt_count(&sample, ROW_100), 0);
    assert_int_equal(vt_bells(sample.vt), 2);
    vt_type(sample.vt, "\x1b[19~"); // but the lock works
    vt_wait_text(sample.vt, "Locked by a test.");
    vt_type(sample.vt, "word\r");
    vt_wait_text(sample.vt, "Sure");
    sample_vt_close(&sample);
}

static void
escape_keeps_the_texts_of_a_card_for_the_same_row(void **state)
{
    struct sample_vt sample;

    (void)state;
    start(&sample);
    vt_type(sample.vt, "g99\t\tbecause");
    vt_wait_text(sample.vt, "because");
    vt_type(sample.vt, "\x1b");
    vt_wait_gone(sample.vt, "because");
    vt_type(sample.vt, "\x1b[Bg");
    vt_wait_text(sample.vt, "12.50");
    vt_wait_idle(sample.vt);
    assert_null(strstr(vt_screen(sample.vt), "because")); // another row
    vt_type(sample.vt, "\x1b");
    vt_wait_gone(sample.vt, "12.50");
    vt_type(sample.vt, "\x1b[Ag");
    vt_wait_text(sample.vt, "because");
    vt_wait_text(sample.vt, "12.50"); // an amount is proposed anew
    vt_type(sample.vt, "\r");
    sample_vt_wait_log(&sample, "card - 12.50 because");
    vt_type(sample.vt, "g");
    vt_wait_text(sample.vt, "12.50");
    vt_wait_idle(sample.vt);
    assert_null(strstr(vt_screen(sample.vt), "because")); // it was used
    sample_vt_close(&sample);
}

static void
options_scroll_and_are_picked_by_their_digits(void **state)
{
    struct sample_vt sample;

    (void)state;
    start(&sample);
    vt_type(sample.vt, "c");
    vt_wait_text(sample.vt, "> 100 a choice");
    vt_type(sample.vt, "127");
    vt_wait_text(sample.vt, "> 127 a choice");
    vt_type(sample.vt, "\x1b[B");
    vt_wait_text(sample.vt, "> 128 a choice");
    vt_type(sample.vt, "\r");
    sample_vt_wait_log(&sample, "card 128  ");
    sample_vt_close(&sample);
}

static void
a_card_fits_on_the_smallest_screen(void **state)
{
    struct sample_vt sample;

    (void)state;
    sample_vt_open(&sample, &(struct sample_config){.rows = 10, .columns = 40});
    vt_type(sample.vt, "c");
    vt_wait_text(sample.vt, "> 100 a choice");
    vt_wait_text(sample.vt, "Enter take it");
    vt_type(sample.vt, "\x1b");
    vt_wait_gone(sample.vt, "choice");
    vt_type(sample.vt, "f");
    vt_wait_text(sample.vt, "Reason");
    vt_wait_text(sample.vt, "Enter do it");
    vt_type(sample.vt, "\t\tbecause\r");
    sample_vt_wait_log(&sample, "card - 12.50 because");
    sample_vt_close(&sample);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(f_keys_of_every_keyboard_open_their_view),
        cmocka_unit_test(a_key_that_is_not_bound_says_so_until_the_next),
        cmocka_unit_test(an_error_rings_and_stays_until_a_key),
        cmocka_unit_test(a_message_goes_with_the_first_key_that_answers_to_it),
        cmocka_unit_test(work_shows_how_far_it_is_when_it_takes_long),
        cmocka_unit_test(flow_control_is_off_unless_the_terminal_needs_it),
        cmocka_unit_test(the_terminal_s_printer_gets_text_and_nothing_that_ends_it),
        cmocka_unit_test(repeat_does_the_last_action_on_what_is_selected_now),
        cmocka_unit_test(f1_lists_the_keys_of_where_it_was_pressed),
        cmocka_unit_test(views_stack_and_tab_goes_round),
        cmocka_unit_test(a_locked_screen_shows_nothing_until_the_word),
        cmocka_unit_test(a_form_takes_what_is_typed_and_letters_never_get_behind_it),
        cmocka_unit_test(escape_keeps_the_texts_of_a_card_for_the_same_row),
        cmocka_unit_test(options_scroll_and_are_picked_by_their_digits),
        cmocka_unit_test(a_card_fits_on_the_smallest_screen),
    };
    int code;

    return sample_vt_runs(argc, argv, &code) ? code : cmocka_run_group_tests(tests, NULL, NULL);
}
