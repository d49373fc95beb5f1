/* The list on the screen: what shows, what the cursor stands on, what an action gets. */
#include <stdlib.h>

#include "tests/support/sample_vt.h"
#include "tests/support/test.h"

#define ROW_100 "act 11000000-0000-0000-0000-000064000000"
#define ROW_101 "act 11000000-0000-0000-0000-000065000000"
#define ROW_9999 "act 11000000-0000-0000-0000-00000f270000"
#define ROW_412 "act 11000000-0000-0000-0000-00009c010000"

static void
start(struct sample_vt *sample)
{
    sample_vt_open(sample, &(struct sample_config){0});
    vt_wait_idle(sample->vt);
}

/* Types, and waits until all of it has been dealt with. */
static void
type(struct sample_vt *sample, const char *keys)
{
    vt_type(sample->vt, keys);
    vt_wait_idle(sample->vt);
}

static void
the_cursor_and_its_marker_stand_on_the_selected_row(void **state)
{
    struct sample_vt sample;

    (void)state;
    start(&sample);
    type(&sample, "\x1b[B\x1b[B\x1b[B");
    assert_int_equal(vt_cursor(sample.vt).row, 5);
    assert_int_equal(vt_cursor(sample.vt).column, 0);
    assert_string_equal(vt_cell(sample.vt, 5, 0).text, ">");
    assert_true(vt_cell(sample.vt, 5, 6).reverse);
    assert_false(vt_cell(sample.vt, 5, 12).reverse); // a short field, not the row
    assert_string_equal(vt_cell(sample.vt, 4, 0).text, " ");
    assert_false(vt_cell(sample.vt, 4, 6).reverse);
    sample_vt_close(&sample);
}

static void
an_action_gets_the_record_that_was_selected(void **state)
{
    static const char *const changes[] = {"A", "T", "AAA"};

    (void)state;
    for (size_t i = 0; i < countof(changes); i++) {
        struct sample_vt sample;

        start(&sample);
        type(&sample, "\x1b[B");
        vt_type(sample.vt, changes[i]); // rows come in above, the order turns
        vt_type(sample.vt, "i");
        sample_vt_wait_log(&sample, ROW_101);
        vt_wait_idle(sample.vt);
        assert_int_equal(sample_vt_count(&sample, ROW_100), 0);
        check(strstr(vt_row(sample.vt, vt_cursor(sample.vt).row), ">    101"), "%s",
              vt_screen(sample.vt));
        sample_vt_close(&sample);
    }
}

static void
a_record_that_is_gone_gets_nothing_and_that_is_said(void **state)
{
    struct sample_vt sample;

    (void)state;
    start(&sample);
    vt_type(sample.vt, "R"); // the first row goes, which is selected
    vt_type(sample.vt, "ii");
    vt_wait_text(sample.vt, "Nothing was done");
    vt_wait_idle(sample.vt);
    assert_string_equal(vt_cell(sample.vt, 2, 0).text, "?");
    assert_int_equal(sample_vt_count(&sample, ROW_101), 0);
    type(&sample, "\x1b[B");
    vt_type(sample.vt, "i");
    sample_vt_wait_log(&sample, ROW_101);
    sample_vt_close(&sample);
}

static void
digits_and_a_letter_act_on_that_row_or_on_what_was_typed(void **state)
{
    struct sample_vt sample;

    (void)state;
    start(&sample);
    type(&sample, "412");
    assert_non_null(strstr(vt_row(sample.vt, 1), "412_"));
    vt_type(sample.vt, "i");
    sample_vt_wait_log(&sample, ROW_412);
    vt_wait_idle(sample.vt);
    assert_null(strstr(vt_row(sample.vt, 1), "412_"));
    vt_type(sample.vt, "99999i");
    sample_vt_wait_log(&sample, "act 99999");
    type(&sample, "55");
    vt_type(sample.vt, "\x1b"); // takes the digits back
    vt_wait_gone(sample.vt, "55_");
    vt_type(sample.vt, "i");
    vt_wait_idle(sample.vt);
    assert_int_equal(sample_vt_count(&sample, "act 55"), 0);
    sample_vt_close(&sample);
}

static void
digits_go_with_the_key_behind_them_even_one_that_does_nothing(void **state)
{
    static const char *const keys[] = {"w", "`3q", ":say done\r", "\x1b[15~"};

    (void)state;
    for (size_t i = 0; i < countof(keys); i++) {
        struct sample_vt sample;

        start(&sample);
        type(&sample, "99999");
        vt_type(sample.vt, keys[i]);
        vt_wait_gone(sample.vt, "99999_");
        vt_type(sample.vt, "i");
        sample_vt_wait_log(&sample, ROW_9999); // which they had gone to
        assert_int_equal(sample_vt_count(&sample, "act 99999"), 0);
        sample_vt_close(&sample);
    }
}

static void
marks_take_the_action_and_escape_takes_marks(void **state)
{
    struct sample_vt sample;

    (void)state;
    start(&sample);
    type(&sample, "  ");
    check(strncmp(vt_row(sample.vt, 2), " *   100", 8) == 0, "%s", vt_row(sample.vt, 2));
    type(&sample, "A"); // they stay with their rows
    check(strncmp(vt_row(sample.vt, 2), " *   100", 8) == 0, "%s", vt_screen(sample.vt));
    vt_type(sample.vt, "i");
    sample_vt_wait_log(&sample, "marked 11000000-0000-0000-0000-000064000000");
    sample_vt_wait_log(&sample, "marked 11000000-0000-0000-0000-000065000000");
    vt_wait_idle(sample.vt);
    assert_null(strchr(vt_row(sample.vt, 2), '*'));
    type(&sample, " ");
    assert_non_null(strstr(vt_screen(sample.vt), " *   102"));
    vt_type(sample.vt, "\x1b");
    vt_wait_gone(sample.vt, " *   102");
    sample_vt_close(&sample);
}

static void
search_filters_while_it_is_typed_and_escape_ends_it(void **state)
{
    struct sample_vt sample;

    (void)state;
    start(&sample);
    vt_type(sample.vt, "/565");
    vt_wait_gone(sample.vt, "20000 rows");
    vt_type(sample.vt, "7");
    vt_wait_text(sample.vt, "4 rows");
    vt_type(sample.vt, "\r");
    vt_wait_text(sample.vt, "q quit");
    vt_type(sample.vt, "i"); // the first that is left
    sample_vt_wait_log(&sample, "act 11000000-0000-0000-0000-000067000000");
    vt_type(sample.vt, "\x1b");
    vt_wait_text(sample.vt, "20000 rows");
    vt_wait_text(sample.vt, ">    103"); // and it stays selected
    sample_vt_close(&sample);
}

static void
narrow_screens_drop_columns_by_rank_and_cut_what_is_long(void **state)
{
    static const struct {
        int columns;
        const char *shown;
        const char *dropped;
    } rows[] = {
        {80, "Remark", "xyzzy"},
        {58, "Amount", "Remark"},
        {45, "State", "Amount"},
        {40, "State", "Amount"},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct sample_vt sample;

        sample_vt_open(&sample, &(struct sample_config){.columns = rows[i].columns});
        vt_wait_idle(sample.vt);
        check(strstr(vt_row(sample.vt, 1), rows[i].shown), "%s", vt_screen(sample.vt));
        check(!strstr(vt_row(sample.vt, 1), rows[i].dropped), "%s", vt_screen(sample.vt));
        sample_vt_close(&sample);
    }
}

static void
a_card_over_the_list_leaves_nothing_behind(void **state)
{
    struct sample_vt sample;
    char *before;

    (void)state;
    start(&sample);
    before = strdup(vt_screen(sample.vt));
    type(&sample, "f");
    assert_non_null(strstr(vt_screen(sample.vt), "Reason"));
    vt_type(sample.vt, "\x1b");
    vt_wait_gone(sample.vt, "Reason");
    vt_wait_text(sample.vt, "quit");
    check_text(vt_screen(sample.vt), before, "after the card");
    type(&sample, "\x1bOP");
    type(&sample, "q");
    check_text(vt_screen(sample.vt), before, "after the keys");
    type(&sample, "\x0c");
    check_text(vt_screen(sample.vt), before, "drawn anew");
    free(before);
    sample_vt_close(&sample);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_cursor_and_its_marker_stand_on_the_selected_row),
        cmocka_unit_test(an_action_gets_the_record_that_was_selected),
        cmocka_unit_test(a_record_that_is_gone_gets_nothing_and_that_is_said),
        cmocka_unit_test(digits_and_a_letter_act_on_that_row_or_on_what_was_typed),
        cmocka_unit_test(digits_go_with_the_key_behind_them_even_one_that_does_nothing),
        cmocka_unit_test(marks_take_the_action_and_escape_takes_marks),
        cmocka_unit_test(search_filters_while_it_is_typed_and_escape_ends_it),
        cmocka_unit_test(narrow_screens_drop_columns_by_rank_and_cut_what_is_long),
        cmocka_unit_test(a_card_over_the_list_leaves_nothing_behind),
    };
    int code;

    return sample_vt_runs(argc, argv, &code) ? code : cmocka_run_group_tests(tests, NULL, NULL);
}
