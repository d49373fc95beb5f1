/* The business clock goes on and never back; the throttle slides; numbers have a format. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "api/server/clock.h"
#include "api/server/counters.h"
#include "api/server/throttle.h"

static void
a_frozen_clock_moves_with_each_write(void **state)
{
    struct clock clock;

    (void)state;
    clock_init(&clock, (struct instant){5000}, (struct instant){0});
    assert_int_equal(clock_now(&clock).ms, 5000);
    assert_int_equal(clock_tick(&clock).ms, 5001);
    assert_int_equal(clock_tick(&clock).ms, 5002);
    assert_int_equal(clock_now(&clock).ms, 5002);
    clock.began_ms -= 60000; // a minute ago
    assert_int_equal(clock_now(&clock).ms, 5002);
    assert_true(clock_work(&clock).ms >= 65002);
}

static void
a_restarted_clock_does_not_go_back(void **state)
{
    struct clock clock;

    (void)state;
    clock_init(&clock, (struct instant){5000}, (struct instant){5040});
    assert_int_equal(clock_now(&clock).ms, 5040);
    assert_int_equal(clock_tick(&clock).ms, 5041);
    clock_init(&clock, (struct instant){9000}, (struct instant){5040});
    assert_int_equal(clock_now(&clock).ms, 9000);
}

/* The machine's clock is set back an hour; UpdatedUtc goes on in order. */
static void
the_real_clock_orders_writes_too(void **state)
{
    struct clock clock;
    struct instant ahead = instant_add_ms(instant_now(), 3600000);
    struct instant first;
    struct instant second;

    (void)state;
    clock_init(&clock, (struct instant){0}, ahead);
    assert_int_equal(clock_tick(&clock).ms, ahead.ms + 1);
    clock_init(&clock, (struct instant){0}, (struct instant){0});
    first = clock_tick(&clock);
    second = clock_tick(&clock);
    assert_true(first.ms >= instant_now().ms - 60000);
    assert_true(instant_before(first, second));
}

static void
dates_are_those_of_http(void **state)
{
    static const struct {
        int64_t ms;
        const char *text;
    } rows[] = {
        {784111777000, "Sun, 06 Nov 1994 08:49:37 GMT"}, // RFC 9110
        {1774353600000, "Tue, 24 Mar 2026 12:00:00 GMT"},
        {1709251199999, "Thu, 29 Feb 2024 23:59:59 GMT"},
    };
    char text[CLOCK_DATE_SIZE];

    (void)state;
    for (size_t i = 0; i < countof(rows); i++)
        assert_string_equal(clock_date((struct instant){rows[i].ms}, text), rows[i].text);
}

static void
the_throttle_slides(void **state)
{
    struct throttle throttle;

    (void)state;
    throttle_init(&throttle, 3, 10);
    assert_int_equal(throttle_take(&throttle, 0), 0);
    assert_int_equal(throttle_take(&throttle, 4000), 0);
    assert_int_equal(throttle_take(&throttle, 4000), 0);
    assert_int_equal(throttle_take(&throttle, 4000), 6);
    assert_int_equal(throttle_take(&throttle, 9001), 1);
    assert_int_equal(throttle_take(&throttle, 10000), 0); // the first one has left the window
    assert_int_equal(throttle_take(&throttle, 10000), 4);
    assert_int_equal(throttle_take(&throttle, 14000), 0);
    throttle_clear(&throttle);
    throttle_init(&throttle, 0, 0);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(throttle_take(&throttle, 0), 0);
    throttle_clear(&throttle);
}

static void
counters_write_their_format(void **state)
{
    static const struct {
        const char *format;
        int64_t value;
        const char *text;
    } rows[] = {
        {"{0}", 7, "7"},
        {"R{0:D4}", 7, "R0007"},
        {"{0:00000}/26", 123, "00123/26"},
        {"INV-{0:D2}", 12345, "INV-12345"},
        {"", 7, "7"},
        {"bill ", 7, "bill 7"},
        {"{0:D99}", 7, "000000000000000007"},
        {"{0:X}", 7, "7"},
        {"{0", 7, "{07"},
        {"%s{0}%n", 7, "%s7%n"},
    };
    struct arena arena = {0};

    (void)state;
    for (size_t i = 0; i < countof(rows); i++)
        assert_string_equal(counter_text(&arena, rows[i].format, rows[i].value), rows[i].text);
    arena_clear(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_frozen_clock_moves_with_each_write),
        cmocka_unit_test(a_restarted_clock_does_not_go_back),
        cmocka_unit_test(the_real_clock_orders_writes_too),
        cmocka_unit_test(dates_are_those_of_http),
        cmocka_unit_test(the_throttle_slides),
        cmocka_unit_test(counters_write_their_format),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
