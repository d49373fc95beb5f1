/* An error's way to the client: its status, its words, and nothing of our inside. */
#include "api/base/error.h"
#include "api/server/exchange.h"
#include "tests/support/test.h"

static const struct {
    enum error_kind kind;
    int status;
    bool is_told; /* in its own words */
} kinds[] = {
    {ERROR_USAGE, 400, true},    {ERROR_INPUT, 400, true},     {ERROR_PERMISSION, 401, true},
    {ERROR_REFUSED, 403, true},  {ERROR_NOT_FOUND, 404, true}, {ERROR_TIMEOUT, 408, true},
    {ERROR_CONFLICT, 409, true}, {ERROR_TOO_LARGE, 413, true}, {ERROR_BUSY, 429, true},
    {ERROR_DEFECT, 500, false},  {ERROR_DISK, 500, false},     {ERROR_UNREACHABLE, 503, false},
    {ERROR_UNKNOWN, 503, false},
};

static void
errors_have_the_api_s_form(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
        struct exchange exchange = {.request_id = "3fa85f64-5717-4562-b3fc-2c963f66afa6"};
        struct error err;
        const char *text;

        error_set(&err, kinds[i].kind, "Room \"412\" of /var/lib/hotel.db.");
        buffer_add_text(&exchange.answer, "{\"Half\":[");
        exchange_refuse(&exchange, &err);
        text = buffer_text(&exchange.answer);
        check(exchange.status == kinds[i].status, "%zu: %d", i, exchange.status);
        check((strstr(text, "\"Message\":\"Room \\\"412\\\" of /var") != NULL) == kinds[i].is_told,
              "%s", text);
        check((strstr(text, "hotel.db") != NULL) == kinds[i].is_told, "%s", text);
        check(strstr(text, "\"RequestId\":\"3fa85f64-5717-4562-b3fc-2c963f66afa6\""), "%s", text);
        assert_null(strstr(text, "Half")); // what was begun is gone
        buffer_clear(&exchange.answer);
    }
}

static void
nothing_is_no_content_where_that_is_wanted(void **state)
{
    struct exchange exchange = {.wants_minimal = true};

    (void)state;
    buffer_add_text(&exchange.answer, "{}");
    exchange_accept(&exchange, true);
    assert_int_equal(exchange.status, 204);
    assert_int_equal(exchange.answer.length, 0);
    exchange.wants_minimal = false;
    buffer_add_text(&exchange.answer, "{}");
    exchange_accept(&exchange, true);
    assert_int_equal(exchange.status, 200);
    assert_string_equal(buffer_text(&exchange.answer), "{}");
    buffer_clear(&exchange.answer);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errors_have_the_api_s_form),
        cmocka_unit_test(nothing_is_no_content_where_that_is_wanted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
