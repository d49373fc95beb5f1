#include "api/base/error.h"

#include "api/base/text.h"
#include "tests/support/test.h"

static void
kinds_have_the_documented_status_exit_code_and_word(void **state)
{
    static const struct {
        enum error_kind kind;
        int status;
        int exit_code;
        const char *word;
    } rows[] = {
        {ERROR_NONE, 200, 0, "none"},           {ERROR_USAGE, 400, 2, "usage"},
        {ERROR_INPUT, 400, 1, "input"},         {ERROR_PERMISSION, 401, 1, "permission"},
        {ERROR_REFUSED, 403, 1, "refused"},     {ERROR_NOT_FOUND, 404, 1, "not found"},
        {ERROR_TIMEOUT, 408, 3, "timeout"},     {ERROR_CONFLICT, 409, 1, "conflict"},
        {ERROR_TOO_LARGE, 413, 1, "too large"}, {ERROR_BUSY, 429, 3, "busy"},
        {ERROR_DEFECT, 500, 3, "defect"},       {ERROR_UNREACHABLE, 503, 3, "unreachable"},
        {ERROR_UNKNOWN, 503, 4, "unknown"},     {ERROR_DISK, 500, 2, "disk"},
        {ERROR_CANCELED, 499, 1, "canceled"},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        assert_int_equal(error_http_status(rows[i].kind), rows[i].status);
        assert_int_equal(error_exit_code(rows[i].kind), rows[i].exit_code);
        assert_string_equal(error_kind_name(rows[i].kind), rows[i].word);
    }
}

static void
an_answer_s_status_is_the_kind_that_the_client_acts_on(void **state)
{
    static const struct {
        int status;
        enum error_kind kind;
    } rows[] = {
        {200, ERROR_NONE},        {204, ERROR_NONE},      {299, ERROR_NONE},
        {301, ERROR_UNREACHABLE}, {400, ERROR_INPUT},     {401, ERROR_PERMISSION},
        {403, ERROR_REFUSED},     {404, ERROR_NOT_FOUND}, {408, ERROR_TIMEOUT},
        {409, ERROR_CONFLICT},    {413, ERROR_TOO_LARGE}, {429, ERROR_BUSY},
        {500, ERROR_DEFECT},      {502, ERROR_DEFECT},    {503, ERROR_DEFECT},
        {100, ERROR_UNREACHABLE}, {0, ERROR_UNREACHABLE},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++)
        check(error_from_http_status(rows[i].status) == rows[i].kind, "%d", rows[i].status);
}

static void
guard_returns_false_with_or_without_a_place_for_the_text(void **state)
{
    struct error err = {.status = 403, .request_id = "old"};

    (void)state;
    assert_false(error_set(NULL, ERROR_INPUT, "No room %s.", "412"));
    assert_false(error_prefix(NULL, "file: "));
    assert_false(error_set(&err, ERROR_INPUT, "No room %s.", "412"));
    assert_int_equal(err.kind, ERROR_INPUT);
    assert_string_equal(err.text, "No room 412.");
    assert_int_equal(err.status, 0);
    assert_string_equal(err.request_id, "");
}

static void
prefix_adds_what_the_caller_knows(void **state)
{
    struct error err = {0};

    (void)state;
    error_set(&err, ERROR_USAGE, "No command \"chekin\".");
    err.status = 400;
    assert_false(error_prefix(&err, "%s:%d: ", "frontdeskrc", 7));
    assert_string_equal(err.text, "frontdeskrc:7: No command \"chekin\".");
    assert_int_equal(err.kind, ERROR_USAGE);
    assert_int_equal(err.status, 400);
}

static void
an_error_s_own_text_may_be_part_of_its_new_one(void **state)
{
    struct error err = {0};

    (void)state;
    error_set(&err, ERROR_DISK, "Disk full.");
    error_set(&err, ERROR_UNKNOWN, "The payment may be made: %s", err.text);
    assert_string_equal(err.text, "The payment may be made: Disk full.");
    error_prefix(&err, "%s Again: ", err.text);
    assert_string_equal(err.text, "The payment may be made: Disk full. Again: The payment may be "
                                  "made: Disk full.");
}

static void
long_texts_are_cut_at_a_whole_character(void **state)
{
    char text[4000] = "";
    struct error err;

    (void)state;
    for (size_t shift = 0; shift < 4; shift++) {
        memset(text, 'x', shift);
        for (size_t i = shift; i + 4 < sizeof(text); i += 3)
            memcpy(text + i, "\xe4\xb8\x89", 4);
        error_set(&err, ERROR_INPUT, "%s", text);
        assert_in_range(strlen(err.text), ERROR_TEXT_SIZE - 4, ERROR_TEXT_SIZE - 1);
        assert_true(text_is_clean(err.text, strlen(err.text)));
        error_prefix(&err, "%s", "and before it: ");
        assert_true(text_is_clean(err.text, strlen(err.text)));
    }
}

static void
what_came_from_outside_reaches_no_terminal(void **state)
{
    struct error err = {0};

    (void)state;
    error_set(&err, ERROR_INPUT, "\"%.4s\" is no date: \x1b[31m%s.", "ab\xc5\x99\xc5\x99", "\xff");
    assert_string_equal(err.text, "\"ab\xc5\x99\" is no date: [31m\xef\xbf\xbd.");
    error_set(&err, ERROR_INPUT, "\"%.3s\" is cut", "ab\xc5\x99");
    assert_string_equal(err.text, "\"ab\xef\xbf\xbd\" is cut");
    error_prefix(&err, "\x1b]0;%s\x07: ", "x");
    assert_string_equal(err.text, "]0;x: \"ab\xef\xbf\xbd\" is cut");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_have_the_documented_status_exit_code_and_word),
        cmocka_unit_test(an_answer_s_status_is_the_kind_that_the_client_acts_on),
        cmocka_unit_test(guard_returns_false_with_or_without_a_place_for_the_text),
        cmocka_unit_test(prefix_adds_what_the_caller_knows),
        cmocka_unit_test(an_error_s_own_text_may_be_part_of_its_new_one),
        cmocka_unit_test(long_texts_are_cut_at_a_whole_character),
        cmocka_unit_test(what_came_from_outside_reaches_no_terminal),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
