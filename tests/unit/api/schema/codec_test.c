#include "api/schema/codec.h"

#include <locale.h>
#include <malloc.h>
#include <stdlib.h>

#include "api/base/error.h"
#include "api/base/instant.h"
#include "api/base/text.h"
#include "tests/support/locales.h"
#include "tests/support/test.h"

static json_t *
parsed(const char *text)
{
    struct error err = {0};
    json_t *value = codec_parse(text, strlen(text), CODEC_ANSWER, &err);

    check(value, "%s: %s", text, err.text);
    return value;
}

static void
documents_are_read_or_refused_with_the_place(void **state)
{
    static const struct {
        const char *text;
        bool request;
        bool answer;
    } rows[] = {
        {"{}", true, true},
        {"[]", true, true},
        {" {\"a\": [1, 2.5, null, true, \"x\"]} ", true, true},
        {"{\"a\":1,\"a\":2}", false, true},
        {"{\"a\":\"\\u0000\"}", false, true},
        {"{\"a\":9223372036854775807}", true, true},
        {"", false, false},
        {" ", false, false},
        {"7", false, false},
        {"null", false, false},
        {"{\"a\":1,}", false, false},
        {"[1,]", false, false},
        {"{'a':1}", false, false},
        {"{a:1}", false, false},
        {"{\"a\":01}", false, false},
        {"{\"a\":NaN}", false, false},
        {"{\"a\":1}x", false, false},
        {"{\"a\":1", false, false},
        {"{\"a\":\"x", false, false},
        {"/* */{}", false, false},
        {"{\"a\":9223372036854775808}", false, false},
        {"{\"a\":1e400}", false, false},
        {"{\"a\":\"\\ud800\"}", false, false},
        {"{\"a\":\"\\udc00\\ud800\"}", false, false},
        {"{\"a\":\"\xff\"}", false, false},
        {"{\"a\":\"\xc0\xaf\"}", false, false},
        {"{\"a\":\"\x1b\"}", false, false},
        {"\xef\xbb\xbf{}", false, false},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        for (int side = 0; side < 2; side++) {
            enum codec_source source = side ? CODEC_ANSWER : CODEC_REQUEST;
            struct error err = {0};
            json_t *value = codec_parse(rows[i].text, strlen(rows[i].text), source, &err);

            check((value != NULL) == (side ? rows[i].answer : rows[i].request), "%s, side %d: %s",
                  rows[i].text, side, err.text);
            check(value || err.kind == ERROR_INPUT, "%s", rows[i].text);
            check(value || (strstr(err.text, "Invalid JSON: ") && strstr(err.text, "(line ")), "%s",
                  err.text);
            check(text_is_clean(err.text, strlen(err.text)), "%s", rows[i].text);
            json_decref(value);
        }
    }
}

static void
length_counts_not_a_nul(void **state)
{
    struct error err = {0};
    json_t *value = codec_parse("{}xyz", 2, CODEC_REQUEST, &err);

    (void)state;
    check(value, "%s", err.text);
    json_decref(value);
    assert_null(codec_parse("{}\0", 3, CODEC_REQUEST, &err));
    assert_null(codec_parse(NULL, 0, CODEC_REQUEST, &err));
}

/* Deep and long documents come to an end soon, and leave no memory behind. */
static void
deep_and_long_documents_are_refused_or_read_in_time(void **state)
{
    enum {
        DEPTH = 100000,
        LONG = 50 << 20,
    };
    char *text = malloc(LONG + 16);
    struct error err = {0};
    int64_t begin = monotonic_ms();
    json_t *value;
    size_t before;

    (void)state;
    memset(text, '[', DEPTH);
    before = mallinfo2().uordblks;
    assert_null(codec_parse(text, DEPTH, CODEC_REQUEST, &err));
    assert_null(codec_parse(text, DEPTH, CODEC_ANSWER, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
    assert_true(monotonic_ms() - begin < 1000);
    memset(text, 'x', LONG);
    memcpy(text, "{\"a\":\"", 6);
    memcpy(text + LONG, "\"}", 2);
    value = codec_parse(text, LONG + 2, CODEC_ANSWER, &err);
    check(value, "%s", err.text);
    assert_int_equal(json_string_length(json_object_get(value, "a")), LONG - 6);
    json_decref(value);
    assert_in_range(mallinfo2().uordblks, 0, before + 100000);
    free(text);
}

static void
numbers_keep_their_digits_from_text_to_text_in_every_locale(void **state)
{
    static const char *const locales[] = {"C.UTF-8", "de_DE.UTF-8"};
    static const char numbers[] =
        "{\"a\":[0.03987512,5.7425,1234567890.12,-815.955,0,-1,9223372036854775807,100,0.1,12.5]}";

    (void)state;
    for (size_t i = 0; i < countof(locales); i++) {
        json_t *value;
        char *text;

        assert_non_null(setlocale(LC_ALL, locales[i]));
        value = parsed(numbers);
        text = codec_print(value);
        check_text(text, numbers, "%s", locales[i]);
        free(text);
        json_decref(value);
    }
    setlocale(LC_ALL, "C.UTF-8");
}

static void
decimals_are_numbers_and_back(void **state)
{
    static const struct {
        const char *number;
        const char *decimal; /* NULL: none */
        const char *printed;
    } rows[] = {
        {"12.50", "12.5", "12.5"},
        {"0.03987512", "0.03987512", "0.03987512"},
        {"1234567890.12", "1234567890.12", "1234567890.12"},
        {"1E2", "100", "100"},
        {"1.0", "1", "1"},
        {"-0", "0", "0"},
        {"-0.0", "0", "0"},
        {"9223372036854775807", "9223372036854775807", "9223372036854775807"},
        {"-9223372036854775808", NULL, NULL},
        {"1e19", NULL, NULL},
        {"5e-324", NULL, NULL},
        {"\"1\"", NULL, NULL},
        {"null", NULL, NULL},
        {"true", NULL, NULL},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        char json[64];
        char digits[DECIMAL_TEXT_SIZE];
        struct decimal decimal;
        json_t *value;
        json_t *number;
        char *text;
        bool read;

        snprintf(json, sizeof(json), "[%s]", rows[i].number);
        value = parsed(json);
        read = codec_decimal(json_array_get(value, 0), &decimal);
        json_decref(value);
        check(read == (rows[i].decimal != NULL), "%s", rows[i].number);
        if (!read)
            continue;
        check_text(decimal_text(decimal, digits), rows[i].decimal, "%s", rows[i].number);
        number = codec_number(decimal);
        text = codec_print(number);
        check_text(text, rows[i].printed, "%s", rows[i].number);
        free(text);
        json_decref(number);
    }
}

static void
whole_numbers_are_read_exactly_or_not_at_all(void **state)
{
    static const struct {
        const char *number;
        bool whole;
        int64_t value;
    } rows[] = {
        {"7", true, 7},
        {"-0", true, 0},
        {"1.0", true, 1},
        {"1E2", true, 100},
        {"1.5", false, 0},
        {"1e17", false, 0},
        {"-1e300", false, 0},
        {"\"7\"", false, 0},
        {"null", false, 0},
        {"9007199254740992.0", true, 9007199254740992},
        {"-9223372036854775808", true, INT64_MIN},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        char json[64];
        int64_t whole = 0;
        json_t *value;

        snprintf(json, sizeof(json), "[%s]", rows[i].number);
        value = parsed(json);
        check(codec_whole(json_array_get(value, 0), &whole) == rows[i].whole, "%s", rows[i].number);
        check(whole == rows[i].value, "%s", rows[i].number);
        json_decref(value);
    }
}

static void
values_are_found_by_path(void **state)
{
    json_t *value =
        parsed("{\"Data\":{\"Product\":{\"ProductId\":7}},\"List\":[{\"a\":1}],\"b.c\":2}");

    (void)state;
    assert_int_equal(json_integer_value(codec_find(value, "Data.Product.ProductId")), 7);
    assert_true(json_is_object(codec_find(value, "Data.Product")));
    assert_null(codec_find(value, "Data.Rebate.RebatedItemId"));
    assert_null(codec_find(value, "Data.Product.ProductId.x"));
    assert_null(codec_find(value, "List.a"));
    assert_null(codec_find(value, ""));
    assert_null(
        codec_find(value, "AVeryLongNameThatNoMemberOfTheApiHasBecauseItGoesOnAndOnAndOn.x"));
    assert_null(codec_find(NULL, "Data"));
    json_decref(value);
}

static void
identifiers_and_instants_that_are_none_are_null(void **state)
{
    json_t *none = codec_uuid((struct uuid){{0}});
    json_t *some = codec_uuid((struct uuid){{0xab}});

    (void)state;
    assert_true(json_is_null(none));
    assert_string_equal(json_string_value(some), "ab000000-0000-0000-0000-000000000000");
    json_decref(none);
    json_decref(some);
    none = codec_instant((struct instant){0});
    some = codec_instant((struct instant){1774342800000});
    assert_true(json_is_null(none));
    assert_string_equal(json_string_value(some), "2026-03-24T09:00:00Z");
    json_decref(none);
    json_decref(some);
}

static void
answers_have_their_rows(void **state)
{
    size_t count;
    const struct answer_row *rows = answer_rows(OP_companionships_get_all, &count);

    (void)state;
    assert_int_equal(count, 2);
    assert_string_equal(rows[0].member, "Companionships");
    assert_string_equal(rows[1].member, "Customers");
    (void)answer_rows(OP_bills_delete, &count);
    assert_int_equal(count, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_are_read_or_refused_with_the_place),
        cmocka_unit_test(length_counts_not_a_nul),
        cmocka_unit_test(deep_and_long_documents_are_refused_or_read_in_time),
        cmocka_unit_test(numbers_keep_their_digits_from_text_to_text_in_every_locale),
        cmocka_unit_test(decimals_are_numbers_and_back),
        cmocka_unit_test(whole_numbers_are_read_exactly_or_not_at_all),
        cmocka_unit_test(values_are_found_by_path),
        cmocka_unit_test(identifiers_and_instants_that_are_none_are_null),
        cmocka_unit_test(answers_have_their_rows),
    };

    locales_open();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
