/* Answers of the property, good and bad. */
#include "api/base/buffer.h"
#include "api/base/error.h"
#include "api/client/answer.h"
#include "tests/support/cmocka.h"

#include <stdlib.h>
#include <string.h>

struct decoded {
    struct arena arena;
    struct batch batches[RESULT_BATCHES];
    struct error err;
};

static bool
decode(enum operation_id operation, const char *text, struct decoded *decoded)
{
    struct answer *answer;
    bool ok;

    *decoded = (struct decoded){0};
    answer = answer_parse(operation, text, strlen(text), &decoded->err);
    if (!answer)
        return false;
    ok = answer_decode(answer, (struct answer_part){0, 100}, "en-US", &decoded->arena,
                       decoded->batches, &decoded->err);
    answer_free(answer);
    return ok;
}

static void
null_and_absent_dates_are_none(void **state)
{
    struct decoded decoded;
    const struct bill *bills;

    (void)state;
    assert_true(decode(OP_bills_get_all,
                       "{\"Bills\":[{\"DueUtc\":null,\"PaidUtc\":\"2026-03-24T09:00:00Z\"},"
                       "{\"DueUtc\":\"2026-03-24T09:00:00Z\"}]}",
                       &decoded));
    bills = decoded.batches[0].rows;
    assert_int_equal(decoded.batches[0].count, 2);
    assert_false(instant_is_set(bills[0].due_utc));
    assert_true(instant_is_set(bills[0].paid_utc));
    assert_false(instant_is_set(bills[1].paid_utc));
    arena_clear(&decoded.arena);
}

static void
numbers_are_texts_with_their_zeros(void **state)
{
    struct decoded decoded;
    const struct reservation *stays;

    (void)state;
    assert_true(decode(OP_reservations_get_all_2023,
                       "{\"Reservations\":[{\"Number\":\"00123\"},{\"Number\":123}]}", &decoded));
    stays = decoded.batches[0].rows;
    assert_string_equal(stays[0].number, "00123");
    assert_string_equal(stays[1].number, "123");
    arena_clear(&decoded.arena);
}

struct bad {
    enum operation_id operation;
    const char *text;
    const char *says;
    enum error_kind kind;
};

static const struct bad bads[] = {
    {OP_bills_get_all, "<html>", "bills/getAll", ERROR_UNREACHABLE},
    {OP_bills_get_all, "", "bills/getAll", ERROR_UNREACHABLE},
    {OP_bills_get_all, "[]", "it is no object", ERROR_UNREACHABLE},
    {OP_bills_get_all, "{\"Bills\":[{\"Id\":7}]}", "bill.Id is no identifier", ERROR_DEFECT},
    {OP_bills_get_all, "{\"Bills\":{}}", "bills/getAll", ERROR_DEFECT},
    {OP_bills_get_all, "{\"Bills\":[7]}", "bill is no object", ERROR_DEFECT},
    {OP_bills_get_all, "{\"Bills\":[],\"Cursor\":7}", "Cursor is no text", ERROR_DEFECT},
    {OP_products_get_all, "{\"Products\":[{\"Price\":{\"GrossValue\":\"7\"}}]}",
     "amount.GrossValue is no number", ERROR_DEFECT},
    {OP_products_get_all, "{\"Products\":[{\"Price\":{\"GrossValue\":9223372036854775808}}]}",
     "products/getAll", ERROR_UNREACHABLE},
    {OP_products_get_all, "{\"Products\":[{\"Price\":{\"GrossValue\":1e400}}]}", "products/getAll",
     ERROR_UNREACHABLE},
    {OP_products_get_all, "{\"Products\":[{\"Price\":{\"GrossValue\":5e-324}}]}",
     "amount.GrossValue", ERROR_DEFECT},
    {OP_products_get_all, "{\"Products\":[{\"Ordering\":1.5}]}",
     "product.Ordering is no whole number", ERROR_DEFECT},
    {OP_customers_get_all, "{\"Customers\":[{\"LastName\":\"\\ud800\"}]}", "customers/getAll",
     ERROR_UNREACHABLE},
    {OP_customers_get_all, "{\"Customers\":[{\"LastName\":\"\xff\"}]}", "customers/getAll",
     ERROR_UNREACHABLE},
    {OP_customers_get_all, "{\"Customers\":[{\"LastName\":\"\xc0\xaf\"}]}", "customers/getAll",
     ERROR_UNREACHABLE},
    {OP_configuration_get, "{\"NowUtc\":7}", "configuration.NowUtc is no instant", ERROR_DEFECT},
};

static void
bad_answers_name_operation_and_member(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(bads); i++) {
        struct decoded decoded;

        assert_false(decode(bads[i].operation, bads[i].text, &decoded));
        assert_int_equal(decoded.err.kind, bads[i].kind);
        assert_non_null(strstr(decoded.err.text, bads[i].says));
        assert_non_null(strstr(decoded.err.text, operation_of(bads[i].operation)->path));
        arena_clear(&decoded.arena);
    }
}

/* What can be read is read right. */
static void
odd_numbers_are_read(void **state)
{
    struct decoded decoded;
    const struct product *products;
    char text[DECIMAL_TEXT_SIZE];

    (void)state;
    assert_true(decode(OP_products_get_all,
                       "{\"Products\":[{\"Price\":{\"GrossValue\":1E2,\"NetValue\":-0}},"
                       "{\"Ordering\":1.0,\"Price\":{\"GrossValue\":1234567890.12}}]}",
                       &decoded));
    products = decoded.batches[0].rows;
    assert_string_equal(decimal_text(products[0].price.gross, text), "100");
    assert_int_equal(decimal_sign(products[0].price.net), 0);
    assert_int_equal(products[1].ordering, 1);
    assert_string_equal(decimal_text(products[1].price.gross, text), "1234567890.12");
    arena_clear(&decoded.arena);
}

static void
a_hundred_thousand_brackets_are_refused(void **state)
{
    size_t length = 100000;
    char *text = malloc(length + 1);
    struct decoded decoded;

    (void)state;
    memset(text, '[', length);
    text[length] = '\0';
    assert_false(decode(OP_customers_get_all, text, &decoded));
    assert_int_equal(decoded.err.kind, ERROR_UNREACHABLE);
    free(text);
}

static void
refusals_are_the_property_s_words(void **state)
{
    static const char refusal[] =
        "{\"Message\":\"Room 412 \\u001b[31mis dirty.\",\"RequestId\":\"abc-1\"}";
    struct error err;

    (void)state;
    answer_refusal(OP_reservations_start, 403, refusal, strlen(refusal), &err);
    assert_int_equal(err.kind, ERROR_REFUSED);
    assert_int_equal(err.status, 403);
    assert_string_equal(err.text, "Room 412 [31mis dirty.");
    assert_string_equal(err.request_id, "abc-1");
    answer_refusal(OP_reservations_start, 502, "<html>", 6, &err);
    assert_int_equal(err.kind, ERROR_DEFECT);
    assert_string_equal(err.text,
                        "reservations/start: the property answered 502 without a reason.");
    answer_refusal(OP_reservations_start, 400, "{\"Message\":7}", 13, &err);
    assert_string_equal(err.text,
                        "reservations/start: the property answered 400 without a reason.");
}

struct creation {
    enum operation_id operation;
    const char *text;
    const char *created;
};

#define ID_A "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa"
#define ID_B "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb"

static const struct creation creations[] = {
    {OP_payments_add_external, "{\"ExternalPaymentId\":\"" ID_A "\"}", ID_A},
    {OP_customers_add, "{\"CompanyId\":\"" ID_B "\",\"Id\":\"" ID_A "\"}", ID_A},
    {OP_bills_add, "{\"Bills\":[{\"AccountId\":\"" ID_B "\",\"Id\":\"" ID_A "\"}]}", ID_A},
    {OP_reservations_add,
     "{\"Reservations\":[{\"Identifier\":\"" ID_B "\",\"Reservation\":{\"Id\":\"" ID_A "\"}}]}",
     ID_A},
    {OP_reservations_add_product, "{\"ItemIds\":[\"" ID_A "\",\"" ID_B "\"]}", ID_A},
    {OP_reservations_start, "{}", ""},
    {OP_reservations_start, "{\"ExternalPaymentId\":7,\"Ids\":[[[]]]}", ""},
};

static void
the_first_identifier_is_what_was_created(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(creations); i++) {
        struct error err;
        struct answer *answer = answer_parse(creations[i].operation, creations[i].text,
                                             strlen(creations[i].text), &err);
        char text[UUID_TEXT_SIZE];

        assert_string_equal(uuid_text(answer_created(answer), text), creations[i].created);
        answer_free(answer);
    }
}

static void
joined_pages_are_one_answer(void **state)
{
    static const char one[] = "{\"Customers\":[{\"N\":0.03987512}],\"Documents\":null,"
                              "\"Cursor\":\"a\"}";
    static const char two[] = "{\"Customers\":[{\"N\":2}],\"Documents\":[3],\"Cursor\":\"b\"}";
    struct error err;
    struct answer *answer = answer_parse(OP_customers_get_all, one, strlen(one), &err);
    struct answer *page = answer_parse(OP_customers_get_all, two, strlen(two), &err);
    char *text;

    (void)state;
    answer_join(answer, page);
    text = answer_print(answer);
    assert_string_equal(text, "{\"Customers\":[{\"N\":0.03987512},{\"N\":2}],\"Documents\":[3],"
                              "\"Cursor\":null}");
    free(text);
    answer_free(page);
    answer_free(answer);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(null_and_absent_dates_are_none),
        cmocka_unit_test(numbers_are_texts_with_their_zeros),
        cmocka_unit_test(bad_answers_name_operation_and_member),
        cmocka_unit_test(odd_numbers_are_read),
        cmocka_unit_test(a_hundred_thousand_brackets_are_refused),
        cmocka_unit_test(refusals_are_the_property_s_words),
        cmocka_unit_test(the_first_identifier_is_what_was_created),
        cmocka_unit_test(joined_pages_are_one_answer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
