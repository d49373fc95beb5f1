#include "tui/timers.h"

#include "tests/support/test.h"

struct log {
    struct timers *timers;
    char text[64];
};

static struct log fired;

static void
fire(void *context)
{
    strcat(fired.text, context);
}

/* One that is always due sets itself anew. */
static void
fire_again(void *context)
{
    fire(context);
    timers_add(fired.timers, 0, fire_again, context);
}

static void
start(void)
{
    fired = (struct log){.timers = timers_new()};
}

static void
the_next_one_is_first_and_equals_keep_their_order(void **state)
{
    (void)state;
    start();
    assert_int_equal(timers_next_ms(fired.timers), -1);
    timers_add(fired.timers, 50, fire, "e");
    timers_add(fired.timers, 10, fire, "a");
    timers_add(fired.timers, 30, fire, "c");
    timers_add(fired.timers, 10, fire, "b");
    timers_add(fired.timers, 40, fire, "d");
    assert_int_equal(timers_next_ms(fired.timers), 10);
    assert_false(timers_fire(fired.timers, 9));
    assert_true(timers_fire(fired.timers, 30));
    assert_string_equal(fired.text, "abc");
    assert_int_equal(timers_next_ms(fired.timers), 40);
    assert_true(timers_fire(fired.timers, 100));
    assert_string_equal(fired.text, "abcde");
    assert_int_equal(timers_next_ms(fired.timers), -1);
    timers_free(fired.timers);
}

static void
one_that_is_cancelled_never_fires(void **state)
{
    unsigned numbers[64];

    (void)state;
    start();
    for (int i = 0; i < 64; i++) // in no order
        numbers[i] = timers_add(fired.timers, i * 37 % 64, fire, i * 37 % 64 % 8 ? "" : "x");
    for (int i = 0; i < 64; i++)
        if (i * 37 % 64 % 16 == 0)
            timers_cancel(fired.timers, numbers[i]);
    timers_cancel(fired.timers, numbers[0]);
    timers_cancel(fired.timers, 0);
    assert_true(timers_fire(fired.timers, 100));
    assert_string_equal(fired.text, "xxxx");
    timers_free(fired.timers);
}

static void
one_that_sets_itself_anew_keeps_nobody_waiting(void **state)
{
    (void)state;
    start();
    timers_add(fired.timers, 0, fire_again, "x");
    assert_true(timers_fire(fired.timers, 5));
    assert_string_equal(fired.text, "x");
    assert_true(timers_fire(fired.timers, 5));
    assert_string_equal(fired.text, "xx");
    timers_free(fired.timers);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_next_one_is_first_and_equals_keep_their_order),
        cmocka_unit_test(one_that_is_cancelled_never_fires),
        cmocka_unit_test(one_that_sets_itself_anew_keeps_nobody_waiting),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
