#include "api/desk/profile_mark.h"

#include <stdlib.h>
#include <string.h>

#include "api/schema/document.h"
#include "tests/support/test.h"

static const char *
mark_of(enum operation_id operation, const char *json)
{
    static char mark[PROFILE_MARK_SIZE];
    struct document *body = document_parse(json, NULL);

    assert_non_null(body);
    profile_mark(operation, body, mark);
    document_free(body);
    return mark;
}

static struct customer
guest(void)
{
    return (struct customer){
        .title = "",
        .first_name = "Anna",
        .last_name = "Novak",
        .second_last_name = "",
        .nationality = "",
        .language = "",
        .birth_date = "",
        .email = "a@b.cz",
        .phone = "+420 1",
        .notes = "",
    };
}

static void
a_record_shows_what_was_set(void **state)
{
    static const struct {
        const char *body;
        bool shows;
    } cases[] = {
        {"{\"CustomerId\":\"x\",\"Phone\":\"+420 1\"}", true},
        {"{\"Phone\":\"+420 2\"}", false},
        {"{\"Phone\":\"+420 1\",\"Email\":\"a@b.cz\"}", true},
        {"{\"Phone\":\"+420 1\",\"Email\":\"c@b.cz\"}", false},
        {"{\"FirstName\":\"+420 1\"}", false},           // another member's value
        {"{\"Phone\":\"+420 1\",\"Email\":null}", true}, // left alone
        {"{\"Occupation\":\"Cook\"}", true},             // none that the record has
    };
    struct customer record = guest();

    (void)state;
    for (size_t i = 0; i < countof(cases); i++)
        check(customer_has_mark(&record, mark_of(OP_customers_update, cases[i].body))
                  == cases[i].shows,
              "%s", cases[i].body);
    assert_true(profile_mark_tells(mark_of(OP_customers_add, cases[0].body)));
    assert_false(profile_mark_tells(mark_of(OP_customers_add, "{\"Occupation\":\"Cook\"}")));
}

static void
a_company_shows_what_was_set_or_emptied(void **state)
{
    struct company record = {.name = "Nova",
                             .tax_identifier = "",
                             .invoice_due = "",
                             .email = "",
                             .telephone = "1",
                             .credit_rating = "CreditOk"};

    (void)state;
    assert_true(company_has_mark(
        &record, mark_of(OP_companies_update, "{\"Telephone\":{\"Value\":\"1\"}}")));
    assert_true(company_has_mark(
        &record, mark_of(OP_companies_update, "{\"TaxIdentifier\":{\"Value\":null}}")));
    assert_false(company_has_mark(
        &record, mark_of(OP_companies_update, "{\"Telephone\":{\"Value\":null}}")));
    assert_true(company_has_mark(&record, mark_of(OP_companies_add, "{\"Name\":\"Nova\"}")));
    assert_true(company_has_mark(
        &record,
        mark_of(OP_companies_update, "{\"CreditRating\":{\"Basic\":{\"Value\":\"CreditOk\"}}}")));
}

#define ID "\"CustomerId\":\"00000000-0000-4000-8000-000000000001\""
#define COMPANY_ID "\"CompanyId\":\"00000000-0000-4000-8000-000000000001\""

/* body, what was there before, the body that puts it back, or the member that can't be. */
static const struct {
    enum operation_id operation;
    const char *body, *record, *inverse, *why;
} inverses[] = {
    {OP_customers_update, "{" ID ",\"Phone\":\"2\"}", "{\"Phone\":\"1\"}",
     "{" ID ",\"Phone\":\"1\"}", NULL},
    {OP_customers_update, "{" ID ",\"Phone\":\"2\"}", "{\"Phone\":null}", NULL, "Phone"},
    {OP_customers_update, "{" ID ",\"Address\":{\"City\":\"Brno\"}}",
     "{\"Address\":{\"City\":\"Graz\",\"Id\":\"x\"}}", "{" ID ",\"Address\":{\"City\":\"Graz\"}}",
     NULL},
    {OP_customers_update, "{" ID ",\"Address\":{\"City\":\"Brno\"}}", "{\"Address\":null}", NULL,
     "City"},
    {OP_customers_update, "{" ID ",\"Classifications\":[\"Returning\"]}",
     "{\"Classifications\":[]}", NULL, "Classifications"},
    {OP_customers_update, "{" ID ",\"Classifications\":[\"Returning\"]}",
     "{\"Classifications\":[\"Staff\"]}", "{" ID ",\"Classifications\":[\"Staff\"]}", NULL},
    {OP_customers_update, "{" ID ",\"ItalianFiscalCode\":{\"Value\":\"1\"}}", "{}",
     "{" ID ",\"ItalianFiscalCode\":{\"Value\":null}}", NULL},
    {OP_companies_update, "{" COMPANY_ID ",\"Name\":{\"Value\":\"B\"},\"Iata\":{\"Value\":null}}",
     "{\"Name\":\"A\",\"Iata\":\"7\"}",
     "{" COMPANY_ID ",\"Name\":{\"Value\":\"A\"},\"Iata\":{\"Value\":\"7\"}}", NULL},
    {OP_companies_update, "{" COMPANY_ID ",\"CreditRating\":{\"Basic\":{\"Value\":\"CreditOk\"}}}",
     "{\"CreditRating\":{\"Basic\":null}}", NULL, "Basic"},
};

static void
an_inverse_puts_back_what_was_there(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(inverses); i++) {
        struct document *body = document_parse(inverses[i].body, NULL);
        struct document *record = document_parse(inverses[i].record, NULL);
        const char *why;
        struct document *inverse =
            profile_inverse(operation_of(inverses[i].operation), body, record, &why);
        char *text = inverse ? document_print(inverse) : NULL;

        check(!inverses[i].inverse == !text && (!text || strcmp(text, inverses[i].inverse) == 0),
              "%s: %s", inverses[i].body, text ? text : "none");
        check(!inverses[i].why == !why && (!why || strcmp(why, inverses[i].why) == 0), "%s: %s",
              inverses[i].body, why ? why : "");
        free(text);
        document_free(inverse);
        document_free(record);
        document_free(body);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_shows_what_was_set),
        cmocka_unit_test(a_company_shows_what_was_set_or_emptied),
        cmocka_unit_test(an_inverse_puts_back_what_was_there),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
