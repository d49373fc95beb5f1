/* What the ends of exchanges say of the connection. */
#include "api/client/status.h"

#include "tests/support/test.h"

/* An exchange: when it began, of which operation, and how it ended. */
struct end {
    int64_t begun_ms;
    enum operation_id operation;
    bool is_sent;
    int status;             /* 0: no answer */
    enum client_status now; /* behind it */
    bool is_news;
};

#define BILLS OP_bills_get_all
#define ITEMS OP_order_items_get_all
#define HOUSE OP_configuration_get

static void
play(const char *what, const struct end *ends, size_t count)
{
    struct status status = {0};

    for (size_t i = 0; i < count; i++) {
        const struct end *end = &ends[i];
        struct exchange exchange = {
            .operation = end->operation,
            .end = end->status ? EXCHANGE_ANSWERED : EXCHANGE_BROKEN,
            .is_sent = end->is_sent,
            .status = end->status,
            .begun_ms = end->begun_ms,
        };
        struct error err = {
            .kind = end->status ? error_from_http_status(end->status) : ERROR_UNREACHABLE,
        };
        bool is_news = status_note(&status, &exchange, &err);

        check(status.now == end->now, "%s, %zu: %d", what, i, (int)status.now);
        check(is_news == end->is_news, "%s, %zu", what, i);
    }
}

#define PLAY(what, ...)                                                                            \
    do {                                                                                           \
        const struct end ends[] = {__VA_ARGS__};                                                   \
        play(what, ends, sizeof(ends) / sizeof(ends[0]));                                          \
    } while (0)

static void
no_connection_is_told_at_once(void **state)
{
    (void)state;
    PLAY("at first", {1, BILLS, false, 0, CLIENT_UNREACHABLE, true},
         {2, BILLS, false, 0, CLIENT_UNREACHABLE, false},
         {3, BILLS, true, 200, CLIENT_CONNECTED, true});
    PLAY("later", {1, BILLS, true, 200, CLIENT_CONNECTED, true},
         {2, ITEMS, false, 0, CLIENT_UNREACHABLE, true});
}

static void
one_operation_that_fails_says_nothing_of_the_others(void **state)
{
    (void)state;
    PLAY("500", {1, BILLS, true, 200, CLIENT_CONNECTED, true},
         {2, ITEMS, true, 500, CLIENT_CONNECTED, false},
         {3, ITEMS, true, 500, CLIENT_CONNECTED, false},
         {4, BILLS, true, 200, CLIENT_CONNECTED, false},
         {5, ITEMS, true, 0, CLIENT_CONNECTED, false});
}

static void
two_that_fail_are_an_outage(void **state)
{
    (void)state;
    PLAY("500 and a cut", {1, BILLS, true, 200, CLIENT_CONNECTED, true},
         {2, ITEMS, true, 500, CLIENT_CONNECTED, false},
         {3, BILLS, true, 0, CLIENT_UNREACHABLE, true},
         {4, HOUSE, true, 200, CLIENT_CONNECTED, true},
         {5, BILLS, true, 500, CLIENT_CONNECTED, false});
    PLAY("nothing was ever answered", {1, BILLS, true, 503, CLIENT_UNREACHABLE, true});
    PLAY("the one that was answered last", {1, BILLS, true, 200, CLIENT_CONNECTED, true},
         {2, BILLS, true, 503, CLIENT_UNREACHABLE, true});
}

static void
a_late_failure_is_no_news(void **state)
{
    (void)state;
    PLAY("begun before", {5, BILLS, true, 200, CLIENT_CONNECTED, true},
         {4, ITEMS, false, 0, CLIENT_CONNECTED, false});
}

static void
tokens_are_refused_by_the_configuration_alone(void **state)
{
    (void)state;
    PLAY("401", {1, BILLS, true, 401, CLIENT_CONNECTED, true},
         {2, HOUSE, true, 401, CLIENT_REFUSED, true}, {3, BILLS, true, 401, CLIENT_REFUSED, false},
         {4, HOUSE, true, 200, CLIENT_CONNECTED, true});
}

static void
what_was_under_way_ends_no_throttling(void **state)
{
    struct error err = {0};
    struct status status = {0};
    struct exchange exchange = {.operation = BILLS,
                                .end = EXCHANGE_ANSWERED,
                                .is_sent = true,
                                .status = 200,
                                .begun_ms = 1};

    (void)state;
    assert_true(status_throttle(&status, 5));
    assert_false(status_note(&status, &exchange, &err));
    assert_int_equal(status.now, CLIENT_THROTTLED);
    exchange.begun_ms = 5;
    assert_true(status_note(&status, &exchange, &err));
    assert_int_equal(status.now, CLIENT_CONNECTED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_connection_is_told_at_once),
        cmocka_unit_test(one_operation_that_fails_says_nothing_of_the_others),
        cmocka_unit_test(two_that_fail_are_an_outage),
        cmocka_unit_test(a_late_failure_is_no_news),
        cmocka_unit_test(tokens_are_refused_by_the_configuration_alone),
        cmocka_unit_test(what_was_under_way_ends_no_throttling),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
