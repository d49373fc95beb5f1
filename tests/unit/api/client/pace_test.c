/* The property's limit, kept by ourselves. */
#include "api/client/pace.h"
#include "tests/support/cmocka.h"

/* Sends as many as go at `now_ms`; returns how many. */
static int
burst(struct pace *pace, enum request_priority priority, int64_t now_ms)
{
    int sent = 0;

    while (sent < 1000 && pace_wait_ms(pace, priority, now_ms) == 0) {
        (void)pace_count(pace, now_ms);
        sent++;
    }
    return sent;
}

static void
a_tenth_is_kept_for_keys(void **state)
{
    struct pace pace;

    (void)state;
    pace_init(&pace, 200, 30);
    assert_int_equal(burst(&pace, REQUEST_BEHIND, 1000), 160);
    assert_int_equal(burst(&pace, REQUEST_FOR_VIEW, 1000), 20);
    assert_int_equal(burst(&pace, REQUEST_FOR_KEY, 1000), 20);
    assert_int_equal(burst(&pace, REQUEST_FOR_KEY, 30999), 0);
    assert_int_equal(pace_wait_ms(&pace, REQUEST_FOR_KEY, 30999), 1);
    assert_int_equal(burst(&pace, REQUEST_FOR_KEY, 31000), 200);
    pace_clear(&pace);
}

/* The property may have counted it as late as that. */
static void
it_counts_until_a_window_behind_its_answer(void **state)
{
    struct pace pace;
    size_t place;

    (void)state;
    pace_init(&pace, 10, 30);
    place = pace_count(&pace, 1000);
    assert_int_equal(burst(&pace, REQUEST_FOR_KEY, 1000), 9);
    pace_end(&pace, place, 1500);
    assert_int_equal(burst(&pace, REQUEST_FOR_KEY, 31000), 0);
    assert_int_equal(pace_wait_ms(&pace, REQUEST_FOR_KEY, 31000), 500);
    assert_int_equal(burst(&pace, REQUEST_FOR_KEY, 31500), 10);
    pace_clear(&pace);
}

/* However requests are spread, no window of 30 s has more than 200. */
static void
the_window_slides(void **state)
{
    enum {
        SENT_MOST = 4000
    };
    static int64_t sent_ms[SENT_MOST];
    struct pace pace;
    int sent = 0;

    (void)state;
    pace_init(&pace, 200, 30);
    for (int64_t now_ms = 0; now_ms < 300000 && sent < SENT_MOST; now_ms += 37) {
        enum request_priority priority = (enum request_priority)(now_ms % 3);

        if (pace_wait_ms(&pace, priority, now_ms) > 0)
            continue;
        pace_count(&pace, now_ms);
        sent_ms[sent++] = now_ms;
        if (sent > 200)
            assert_true(sent_ms[sent - 1] - sent_ms[sent - 201] >= 30000);
    }
    assert_true(sent > 1800); // and it is used
    pace_clear(&pace);
}

static void
no_limit_waits_for_nothing(void **state)
{
    struct pace pace;

    (void)state;
    pace_init(&pace, 0, 0);
    assert_int_equal(burst(&pace, REQUEST_BEHIND, 0), 1000);
    pace_clear(&pace);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tenth_is_kept_for_keys),
        cmocka_unit_test(it_counts_until_a_window_behind_its_answer),
        cmocka_unit_test(the_window_slides),
        cmocka_unit_test(no_limit_waits_for_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
