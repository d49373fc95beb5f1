/* What an outcome means: reads are repeated, writes never. */
#include "api/base/attributes.h"
#include "api/client/retry.h"
#include "tests/support/cmocka.h"

struct outcome {
    enum exchange_end end;
    int status;
    bool is_sent;
    enum verdict read;
    enum verdict write;
};

static const struct outcome outcomes[] = {
    {EXCHANGE_ANSWERED, 200, true, VERDICT_DONE, VERDICT_DONE},
    {EXCHANGE_ANSWERED, 204, true, VERDICT_DONE, VERDICT_DONE},
    {EXCHANGE_ANSWERED, 302, true, VERDICT_REFUSED, VERDICT_UNKNOWN},
    {EXCHANGE_ANSWERED, 400, true, VERDICT_REFUSED, VERDICT_REFUSED},
    {EXCHANGE_ANSWERED, 401, true, VERDICT_REFUSED, VERDICT_REFUSED},
    {EXCHANGE_ANSWERED, 403, true, VERDICT_REFUSED, VERDICT_REFUSED},
    {EXCHANGE_ANSWERED, 404, true, VERDICT_REFUSED, VERDICT_REFUSED},
    {EXCHANGE_ANSWERED, 408, true, VERDICT_SHRINK, VERDICT_UNKNOWN},
    {EXCHANGE_ANSWERED, 409, true, VERDICT_REFUSED, VERDICT_REFUSED},
    {EXCHANGE_ANSWERED, 413, true, VERDICT_REFUSED, VERDICT_REFUSED},
    {EXCHANGE_ANSWERED, 429, true, VERDICT_WAIT, VERDICT_NOT_SENT},
    {EXCHANGE_ANSWERED, 500, true, VERDICT_REPEAT, VERDICT_UNKNOWN},
    {EXCHANGE_ANSWERED, 503, true, VERDICT_REPEAT, VERDICT_UNKNOWN},
    {EXCHANGE_BROKEN, 0, false, VERDICT_REPEAT, VERDICT_NOT_SENT},
    {EXCHANGE_BROKEN, 0, true, VERDICT_REPEAT, VERDICT_UNKNOWN},
    {EXCHANGE_LATE, 0, false, VERDICT_REPEAT, VERDICT_NOT_SENT},
    {EXCHANGE_LATE, 0, true, VERDICT_REPEAT, VERDICT_UNKNOWN},
    {EXCHANGE_HOPELESS, 0, false, VERDICT_FAILED, VERDICT_NOT_SENT},
    {EXCHANGE_HOPELESS, 0, true, VERDICT_FAILED, VERDICT_UNKNOWN},
};

static void
writes_are_never_repeated(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(outcomes); i++) {
        const struct outcome *outcome = &outcomes[i];

        assert_int_equal(
            retry_judge(OPERATION_READ, outcome->end, outcome->status, outcome->is_sent),
            outcome->read);
        assert_int_equal(
            retry_judge(OPERATION_WRITE, outcome->end, outcome->status, outcome->is_sent),
            outcome->write);
        assert_int_equal(
            retry_judge(OPERATION_MONEY, outcome->end, outcome->status, outcome->is_sent),
            outcome->write);
    }
}

static void
back_off_doubles_up_to_half_a_minute(void **state)
{
    (void)state;
    assert_int_equal(retry_backoff_ms(1, 0), 250);
    assert_int_equal(retry_backoff_ms(1, 250), 500);
    assert_int_equal(retry_backoff_ms(2, 500), 1000);
    assert_int_equal(retry_backoff_ms(4, 0), 2000);
    assert_int_equal(retry_backoff_ms(60, 0), 15000);
    assert_true(retry_backoff_ms(60, UINT32_MAX) <= 30000);
}

static void
throttling_waits_as_told_and_spreads(void **state)
{
    (void)state;
    assert_int_equal(retry_throttle_ms(1000, 1, 0), 1000);
    assert_int_equal(retry_throttle_ms(1000, 1, 1000), 2000);
    assert_int_equal(retry_throttle_ms(-1, 1, 0), 1000);
    assert_int_equal(retry_throttle_ms(-1, 1, 1000), 2000);
    assert_int_equal(retry_throttle_ms(-1, 2, 0), 2000);
    assert_int_equal(retry_throttle_ms(INT64_MAX, 1, 0), 300000);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_are_never_repeated),
        cmocka_unit_test(back_off_doubles_up_to_half_a_minute),
        cmocka_unit_test(throttling_waits_as_told_and_spreads),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
