#include "tests/support/model_lines.h"

#include "tests/support/test.h"

json_t *
model_charge(const char *account, const char *bill, struct decimal gross)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:o}", "Account", account, "Bill", bill, "State",
                     decimal_sign(gross) ? "Open" : "Inactive", "Payment", "", "Gross",
                     books_money(gross));
}

json_t *
model_payment(const char *account, const char *bill, struct decimal gross, const char *state)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:o}", "Account", account, "Bill", bill, "State",
                     strcmp(state, "Charged") == 0 ? "Open" : "Inactive", "Payment", state, "Gross",
                     books_money(gross));
}

bool
model_takes(const struct model_folio *folio, const char *bill, const char *account)
{
    const json_t *row = bill ? model_bill(folio, bill) : NULL;

    return !bill || (model_is(row, "State", "Open") && model_is(row, "Account", account));
}

struct decimal
model_euros(const char *currency, struct decimal value)
{
    static const struct decimal pound = {115, 2};
    static const struct decimal yen = {16025, 2};
    struct decimal euros = value;

    if (strcmp(currency, "GBP") == 0)
        assert_true(decimal_multiply(value, pound, &euros) && decimal_round(euros, 2, &euros));
    if (strcmp(currency, "JPY") == 0)
        assert_true(decimal_divide(value, yen, 2, &euros));
    return euros;
}

struct decimal
model_balance(const struct model_folio *folio, const char *bill, bool *is_settled)
{
    struct decimal sum = {0, 0};
    const char *id;
    json_t *line;

    *is_settled = true;
    json_object_foreach(json_object_get(folio->wanted, "Lines"), id, line)
    {
        if (!model_is(line, "Bill", bill))
            continue;
        if (model_is(line, "Payment", "Pending") || model_is(line, "Payment", "Verifying"))
            *is_settled = false;
        if (model_is(line, "State", "Open"))
            assert_true(decimal_add(sum, books_value(line), &sum));
    }
    return sum;
}

void
model_close(struct model_folio *folio, const char *bill)
{
    const char *id;
    json_t *line;

    json_object_set_new(model_bill(folio, bill), "State", json_string("Closed"));
    json_object_foreach(json_object_get(folio->wanted, "Lines"), id, line)
    {
        bool is_charge = model_is(line, "Payment", "") && !model_is(line, "State", "Canceled");

        if (!model_is(line, "Bill", bill))
            continue;
        if (model_is(line, "State", "Open") || (is_charge && model_is(line, "Gross", "0")))
            json_object_set_new(line, "State", json_string("Closed"));
        else if (is_charge)
            json_object_set_new(line, "Bill", json_string("")); // what doesn't count leaves
    }
}

bool
model_uses(const struct model_folio *folio, const char *bill)
{
    const char *id;
    json_t *line;

    json_object_foreach(json_object_get(folio->wanted, "Lines"), id, line)
    {
        if (model_is(line, "Bill", bill) && !model_is(line, "State", "Canceled")
            && !model_is(line, "Payment", "Failed"))
            return true;
    }
    return false;
}

void
model_forget(struct model_folio *folio, const char *bill)
{
    const char *id;
    json_t *line;

    json_object_foreach(json_object_get(folio->wanted, "Lines"), id, line)
    {
        if (model_is(line, "Bill", bill))
            json_object_set_new(line, "Bill", json_string(""));
    }
    json_object_del(json_object_get(folio->wanted, "Bills"), bill);
    for (size_t i = 0; i < json_array_size(folio->bills); i++)
        if (json_string_value(json_array_get(folio->bills, i)) == bill) {
            json_array_remove(folio->bills, i);
            return;
        }
}

enum {
    TRIES = 12
};

const char *
model_likely_line(struct model_folio *folio, model_apt_fn is_apt)
{
    const char *id = model_any_line(folio);

    for (int i = 0; id && !is_apt(folio, id) && i < TRIES; i++)
        id = model_any_line(folio);
    return id;
}

const char *
model_open_bill(struct model_folio *folio)
{
    const char *id = model_any_bill(folio);

    for (int i = 0; id && !model_is(model_bill(folio, id), "State", "Open") && i < TRIES / 4; i++)
        id = model_any_bill(folio);
    return id;
}
