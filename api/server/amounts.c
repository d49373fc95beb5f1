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
