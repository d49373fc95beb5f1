#include "api/server/amounts.h"

#include <string.h>

#include "api/base/error.h"

static void
add_tax(const char *code, struct decimal net, struct decimal value, json_t *values, json_t *items)
{
    json_array_append_new(values,
                          json_pack("{s:s, s:o}", "Code", code, "Value", codec_number(value)));
    json_array_append_new(items, json_pack("{s:s, s:o, s:o}", "TaxRateCode", code, "NetValue",
                                           codec_number(net), "TaxValue", codec_number(value)));
}

/* *Takes* the taxes. */
static json_t *
whole_json(const char *currency, struct decimal net, struct decimal gross, json_t *values,
           json_t *items)
{
    return json_pack("{s:s, s:o, s:o, s:o, s:{s:o}}", "Currency", currency, "NetValue",
                     codec_number(net), "GrossValue", codec_number(gross), "TaxValues", values,
                     "Breakdown", "Items", items);
}

json_t *
amount_json(const struct amount *amount)
{
    json_t *values = json_array();
    json_t *items = json_array();

    for (size_t i = 0; i < amount->taxes.count; i++)
        add_tax(amount->taxes.rows[i].code, amount->net, amount->taxes.rows[i].value, values,
                items);
    return whole_json(amount->currency, amount->net, amount->gross, values, items);
}

json_t *
amount_total_json(const struct amount_total *total, const char *currency)
{
    json_t *values = json_array();
    json_t *items = json_array();

    for (size_t i = 0; i < total->count; i++)
        add_tax(total->taxes[i].code, total->taxes[i].net, total->taxes[i].value, values, items);
    return whole_json(currency, total->net, total->gross, values, items);
}

json_t *
money_json(struct money value)
{
    struct amount amount = {
        .currency = value.currency,
        .net = value.amount,
        .gross = value.amount,
    };

    return amount_json(&amount);
}

struct taxation
amounts_taxation(const struct transaction *tx, struct instant at, const char *member)
{
    return (struct taxation){
        .rates = tx->property->rates,
        .pricing = tx->property->settings.pricing,
        .precision = tx->property->settings.tax_precision,
        .at = at,
        .units = 1,
        .member = member,
    };
}

/* The rate between two currencies among the rows of a query; 0 when it isn't there. */
struct rate_search {
    struct decimal value;
    struct error *err;
};

static bool
take_rate(void *context, const struct storage_row *row)
{
    struct rate_search *search = context;
    json_t *rate = records_parse(row->body, row->length, search->err);

    if (!rate)
        return false;
    if (!codec_decimal(json_object_get(rate, "Value"), &search->value))
        search->value = (struct decimal){0, 0};
    json_decref(rate);
    return true;
}

static bool
find_rate(struct transaction *tx, const char *from, const char *to, struct decimal *rate,
          struct error *err)
{
    struct query query = {.entity = ENTITY_exchange_rate};
    struct rate_search search = {.err = err};

    query_add(&query, COLUMN_exchange_rate_source_currency, CONDITION_TEXTS)->texts =
        (struct text_list){&from, 1};
    query_add(&query, COLUMN_exchange_rate_target_currency, CONDITION_TEXTS)->texts =
        (struct text_list){&to, 1};
    if (!storage_select(tx->storage, &query, take_rate, &search, err))
        return false;
    *rate = search.value;
    return true;
}

static bool
apply_rate(struct decimal amount, struct decimal rate, struct decimal back, uint8_t digits,
           struct decimal *result)
{
    struct decimal product;

    if (decimal_sign(rate) > 0)
        return decimal_multiply(amount, rate, &product) && decimal_round(product, digits, result);
    return decimal_sign(back) > 0 && decimal_divide(amount, back, digits, result);
}

bool
amounts_convert(struct transaction *tx, struct money value, const char *currency,
                struct money *converted, struct error *err)
{
    struct decimal rate;
    struct decimal back;

    *converted = value;
    if (strcmp(value.currency, currency) == 0)
        return true;
    if (!find_rate(tx, value.currency, currency, &rate, err)
        || !find_rate(tx, currency, value.currency, &back, err))
        return false;
    strncpy(converted->currency, currency, sizeof(converted->currency) - 1);
    return apply_rate(value.amount, rate, back, money_digits(currency), &converted->amount)
           || error_set(err, ERROR_REFUSED,
                        "The property has no exchange rate from %s to %s: set one first.",
                        value.currency, converted->currency);
}
