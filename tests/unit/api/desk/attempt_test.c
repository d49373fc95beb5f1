/* When a read that failed is asked again. */
#include "api/desk/attempt.h"

#include "tests/support/test.h"

static struct error
failure(enum error_kind kind, int status)
{
    return (struct error){.kind = kind, .status = status, .text = "why"};
}

static void
pauses_grow_and_end_with_an_answer(void **state)
{
    static const int64_t pauses_ms[] = {5000, 10000, 20000, 40000, 60000, 60000};
    struct error cut = failure(ERROR_UNREACHABLE, 0);
    struct attempt attempt = {0};

    (void)state;
    assert_true(attempt_may(&attempt, 0));
    for (size_t i = 0; i < sizeof(pauses_ms) / sizeof(pauses_ms[0]); i++) {
        attempt_end(&attempt, &cut, 1000);
        assert_true(attempt_has_failed(&attempt));
        assert_string_equal(attempt.error.text, "why");
        assert_false(attempt_may(&attempt, 1000 + pauses_ms[i] - 1));
        assert_true(attempt_may(&attempt, 1000 + pauses_ms[i]));
    }
    attempt_end(&attempt, &(struct error){0}, 2000);
    assert_false(attempt_has_failed(&attempt));
    assert_true(attempt_may(&attempt, 0));
    attempt_end(&attempt, &cut, 0);
    assert_true(attempt_may(&attempt, pauses_ms[0])); // from the beginning
}

static void
what_does_not_heal_waits_for_the_user(void **state)
{
    static const struct {
        enum error_kind kind;
        int status;
        bool heals;
    } rows[] = {
        {ERROR_UNREACHABLE, 0, true}, {ERROR_TIMEOUT, 408, true},
        {ERROR_TIMEOUT, 0, true},     {ERROR_BUSY, 429, true},
        {ERROR_DEFECT, 500, true},    {ERROR_UNREACHABLE, 503, true},
        {ERROR_INPUT, 400, false},    {ERROR_PERMISSION, 401, false},
        {ERROR_REFUSED, 403, false},  {ERROR_NOT_FOUND, 404, false},
        {ERROR_DEFECT, 0, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct error err = failure(rows[i].kind, rows[i].status);
        struct attempt attempt = {0};

        attempt_end(&attempt, &err, 0);
        check(attempt_may(&attempt, INT64_MAX - 1) == rows[i].heals, "%d", rows[i].status);
        attempt_hurry(&attempt);
        check(attempt_may(&attempt, 0), "%d", rows[i].status);
        check(attempt_has_failed(&attempt), "%d: it hasn't been answered yet", rows[i].status);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pauses_grow_and_end_with_an_answer),
        cmocka_unit_test(what_does_not_heal_waits_for_the_user),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
