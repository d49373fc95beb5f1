/* Keys typed ahead of the screen: which act, and which must not. */
#include "tests/support/sample_vt.h"
#include "tests/support/test.h"

#define FIRST "act 11000000-0000-0000-0000-000064000000"
#define CARD "card -  "

static void
start(struct sample_vt *sample)
{
    sample_vt_open(sample, &(struct sample_config){0});
    vt_wait_idle(sample->vt);
}

static void
a_card_without_money_takes_keys_typed_ahead(void **state)
{
    struct sample_vt sample;

    (void)state;
    start(&sample);
    vt_type(sample.vt, "p\ri");
    sample_vt_wait_log(&sample, CARD);
    sample_vt_wait_log(&sample, FIRST);
    assert_int_equal(vt_bells(sample.vt), 0);
    sample_vt_close(&sample);
}

static void
a_card_with_money_drops_them_with_a_bell(void **state)
{
    struct sample_vt sample;

    (void)state;
    start(&sample);
    vt_type(sample.vt, "x\ri");
    vt_wait_text(sample.vt, "40.00");
    vt_wait_idle(sample.vt);
    assert_int_equal(sample_vt_count(&sample, CARD), 0);
    assert_int_equal(sample_vt_count(&sample, FIRST), 0);
    assert_int_equal(vt_bells(sample.vt), 1);
    vt_type(sample.vt, "\r"); // seen: this one is meant
    sample_vt_wait_log(&sample, CARD);
    vt_wait_gone(sample.vt, "40.00");
    sample_vt_close(&sample);
}

static void
keys_wait_for_facts_that_load_and_then_act(void **state)
{
    struct sample_vt sample;

    (void)state;
    start(&sample);
    vt_type(sample.vt, "S\ri");
    vt_wait_text(sample.vt, "Loading...");
    sample_vt_wait_log(&sample, CARD);
    sample_vt_wait_log(&sample, FIRST);
    sample_vt_close(&sample);
}

static void
keys_that_waited_are_dropped_when_the_facts_show_money(void **state)
{
    struct sample_vt sample;

    (void)state;
    start(&sample);
    vt_type(sample.vt, "s\ri");
    vt_wait_text(sample.vt, "40.00");
    vt_wait_idle(sample.vt);
    assert_int_equal(sample_vt_count(&sample, CARD), 0);
    assert_int_equal(sample_vt_count(&sample, FIRST), 0);
    assert_int_equal(vt_bells(sample.vt), 1);
    vt_type(sample.vt, "\r");
    sample_vt_wait_log(&sample, CARD);
    sample_vt_close(&sample);
}

static void
escape_leaves_a_card_that_loads_and_what_was_typed_before_is_gone(void **state)
{
    struct sample_vt sample;

    (void)state;
    start(&sample);
    vt_type(sample.vt, "s\r");
    vt_wait_text(sample.vt, "Loading...");
    vt_type(sample.vt, "\x1b");
    vt_wait_gone(sample.vt, "Loading...");
    vt_type(sample.vt, "i");
    sample_vt_wait_log(&sample, FIRST);
    assert_int_equal(sample_vt_count(&sample, CARD), 0);
    sample_vt_close(&sample);
}

static void
a_burst_of_keys_acts_whole_and_in_order(void **state)
{
    struct sample_vt sample;
    char keys[4 * 500 + 1] = "";

    (void)state;
    start(&sample);
    for (int i = 0; i < 500; i++)
        strcat(keys, "\x1b[B");
    vt_type(sample.vt, keys);
    vt_type(sample.vt, "i");
    sample_vt_wait_log(&sample, "act 11000000-0000-0000-0000-000058020000");
    sample_vt_close(&sample);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_card_without_money_takes_keys_typed_ahead),
        cmocka_unit_test(a_card_with_money_drops_them_with_a_bell),
        cmocka_unit_test(keys_wait_for_facts_that_load_and_then_act),
        cmocka_unit_test(keys_that_waited_are_dropped_when_the_facts_show_money),
        cmocka_unit_test(escape_leaves_a_card_that_loads_and_what_was_typed_before_is_gone),
        cmocka_unit_test(a_burst_of_keys_acts_whole_and_in_order),
    };
    int code;

    return sample_vt_runs(argc, argv, &code) ? code : cmocka_run_group_tests(tests, NULL, NULL);
}
