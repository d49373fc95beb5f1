#include "api/server/amounts.h"

static json_t *
breakdown_json(const struct amount *amount)
{
    json_t *items = json_array();

    for (size_t i = 0; i < amount->taxes.count; i++) {
        const struct tax_value *tax = &amount->taxes.rows[i];

        json_array_append_new(items, json_pack("{s:s, s:o, s:o}", "TaxRateCode", tax->code,
                                               "NetValue", codec_number(amount->net), "TaxValue",
                                               codec_number(tax->value)));
    }
    return json_pack("{s:o}", "Items", items);
}

json_t *
amount_json(const struct amount *amount)
{
    json_t *taxes = json_array();

    for (size_t i = 0; i < amount->taxes.count; i++)
        json_array_append_new(taxes, json_pack("{s:s, s:o}", "Code", amount->taxes.rows[i].code,
                                               "Value", codec_number(amount->taxes.rows[i].value)));
    return json_pack("{s:s, s:o, s:o, s:o, s:o}", "Currency", amount->currency, "NetValue",
                     codec_number(amount->net), "GrossValue", codec_number(amount->gross),
                     "TaxValues", taxes, "Breakdown", breakdown_json(amount));
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
