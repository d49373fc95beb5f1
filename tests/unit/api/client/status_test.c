/* How it stands with the property: changes alone, and no news of yesterday. */
#include "api/client/status.h"

#include "api/base/attributes.h"
#include "tests/support/cmocka.h"

struct step {
    enum exchange_end end;
    int status;
    enum error_kind kind;
    int64_t begun_ms;
    bool is_news;
    enum client_status now;
    enum operation_id operation;
};

static const struct step steps[] = {
    {EXCHANGE_ANSWERED, 200, ERROR_NONE, 10, true, CLIENT_CONNECTED, OP_bills_get_all},
    {EXCHANGE_ANSWERED, 403, ERROR_REFUSED, 20, false, CLIENT_CONNECTED, OP_bills_close},
    {EXCHANGE_ANSWERED, 408, ERROR_TIMEOUT, 30, false, CLIENT_CONNECTED, OP_bills_get_all},
    {EXCHANGE_ANSWERED, 401, ERROR_PERMISSION, 40, false, CLIENT_CONNECTED, OP_bills_get_all},
    /* One that had begun before the last good one: others went through meanwhile. */
    {EXCHANGE_LATE, 0, ERROR_TIMEOUT, 15, false, CLIENT_CONNECTED, OP_bills_get_all},
    {EXCHANGE_BROKEN, 0, ERROR_UNREACHABLE, 50, true, CLIENT_UNREACHABLE, OP_bills_get_all},
    {EXCHANGE_BROKEN, 0, ERROR_UNREACHABLE, 60, false, CLIENT_UNREACHABLE, OP_bills_get_all},
    {EXCHANGE_ANSWERED, 503, ERROR_DEFECT, 70, true, CLIENT_UNREACHABLE, OP_bills_get_all},
    {EXCHANGE_ANSWERED, 200, ERROR_NONE, 80, true, CLIENT_CONNECTED, OP_bills_get_all},
    /* A page of somebody's that answers everything. */
    {EXCHANGE_ANSWERED, 200, ERROR_UNREACHABLE, 90, true, CLIENT_UNREACHABLE, OP_bills_get_all},
    {EXCHANGE_ANSWERED, 302, ERROR_UNREACHABLE, 95, false, CLIENT_UNREACHABLE, OP_bills_get_all},
    {EXCHANGE_ANSWERED, 401, ERROR_PERMISSION, 100, true, CLIENT_REFUSED, OP_configuration_get},
    {EXCHANGE_ANSWERED, 401, ERROR_PERMISSION, 110, false, CLIENT_REFUSED, OP_bills_get_all},
    {EXCHANGE_ANSWERED, 200, ERROR_NONE, 120, true, CLIENT_CONNECTED, OP_configuration_get},
};

static void
changes_alone_are_told(void **state)
{
    struct status status = {0};

    (void)state;
    for (size_t i = 0; i < countof(steps); i++) {
        struct exchange exchange = {.operation = steps[i].operation,
                                    .end = steps[i].end,
                                    .status = steps[i].status,
                                    .begun_ms = steps[i].begun_ms};
        struct error err = {.kind = steps[i].kind};

        assert_int_equal(status_note(&status, &exchange, &err), steps[i].is_news);
        assert_int_equal(status.now, steps[i].now);
    }
}

static void
throttling_ends_with_the_next_answer(void **state)
{
    struct status status = {0};
    struct exchange busy = {.end = EXCHANGE_ANSWERED, .status = 429, .begun_ms = 10};
    struct exchange good = {.end = EXCHANGE_ANSWERED, .status = 200, .begun_ms = 20};
    struct error why = {.kind = ERROR_BUSY};
    struct error none = {0};

    (void)state;
    assert_false(status_note(&status, &busy, &why));
    assert_true(status_throttle(&status, 1000));
    assert_false(status_throttle(&status, 1000));
    assert_true(status_throttle(&status, 2000));
    assert_int_equal(status.until_ms, 2000);
    assert_true(status_note(&status, &good, &none));
    assert_int_equal(status.now, CLIENT_CONNECTED);
    assert_int_equal(status.until_ms, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes_alone_are_told),
        cmocka_unit_test(throttling_ends_with_the_next_answer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
