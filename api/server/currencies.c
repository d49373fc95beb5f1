#include "api/server/currencies.h"

#include <string.h>

#include "api/base/error.h"
#include "api/rules/charges.h"
#include "api/server/amounts.h"

/* The rate between two currencies; 0 when it isn't there. */
static bool
find_rate(struct storage *storage, const char *from, const char *to, struct decimal *rate,
          struct error *err)
{
    struct query query = {.entity = ENTITY_exchange_rate};
    json_t *rates;

    query_add(&query, COLUMN_exchange_rate_source_currency, CONDITION_TEXTS)->texts =
        (struct text_list){&from, 1};
    query_add(&query, COLUMN_exchange_rate_target_currency, CONDITION_TEXTS)->texts =
        (struct text_list){&to, 1};
    rates = records_bodies(storage, &query, err);
    if (!rates)
        return false;
    if (!codec_decimal(json_object_get(json_array_get(rates, 0), "Value"), rate))
        *rate = (struct decimal){0, 0};
    json_decref(rates);
    return true;
}

/* What an amount becomes. */
struct conversion {
    struct storage *storage;
    const char *currency;
    uint8_t digits;
};

/* By a rate of the pair. `is_known` says whether there is one. */
static bool
convert_pair(const struct conversion *to, struct money value, struct money *converted,
             bool *is_known, struct error *err)
{
    struct decimal rate;
    struct decimal back;
    struct decimal product;

    *converted = value;
    *is_known = true;
    if (strcmp(value.currency, to->currency) == 0)
        return true;
    if (!find_rate(to->storage, value.currency, to->currency, &rate, err)
        || !find_rate(to->storage, to->currency, value.currency, &back, err))
        return false;
    memset(converted->currency, 0, sizeof(converted->currency));
    strncpy(converted->currency, to->currency, sizeof(converted->currency) - 1);
    if (decimal_sign(rate) > 0)
        *is_known = decimal_multiply(value.amount, rate, &product)
                    && decimal_round(product, to->digits, &converted->amount);
    else
        *is_known = decimal_sign(back) > 0
                    && decimal_divide(value.amount, back, to->digits, &converted->amount);
    return true;
}

enum {
    BETWEEN_DIGITS = 8 /* of an amount that is only on its way */
};

bool
currencies_convert(struct storage *storage, const struct property *property, struct money value,
                   const char *currency, struct money *converted, struct error *err)
{
    const struct conversion to = {storage, currency, money_digits(currency)};
    const struct conversion by_own = {storage, property_currency(&property->settings),
                                      BETWEEN_DIGITS};
    struct money between;
    bool is_known;

    if (!convert_pair(&to, value, converted, &is_known, err))
        return false;
    if (is_known)
        return true;
    if (!convert_pair(&by_own, value, &between, &is_known, err)
        || (is_known && !convert_pair(&to, between, converted, &is_known, err)))
        return false;
    return is_known
           || error_set(err, ERROR_REFUSED,
                        "The property has no exchange rate from %s to %.8s: set one first.",
                        value.currency, currency);
}

static bool
convert_parts(struct storage *storage, const struct property *property, struct amount *amount,
              const char *currency, struct tax_value *taxes, struct error *err)
{
    struct money part = amount_gross(amount);
    struct money converted;

    if (!currencies_convert(storage, property, part, currency, &converted, err))
        return false;
    amount->gross = amount->net = converted.amount;
    for (size_t i = 0; i < amount->taxes.count; i++) {
        taxes[i] = amount->taxes.rows[i];
        part.amount = taxes[i].value;
        if (!currencies_convert(storage, property, part, currency, &converted, err))
            return false;
        taxes[i].value = converted.amount;
        if (!decimal_subtract(amount->net, converted.amount, &amount->net))
            return error_set(err, ERROR_REFUSED, "An amount is too large in %.8s.", currency);
    }
    amount->taxes.rows = taxes;
    amount->currency = currency;
    return true;
}

json_t *
currencies_convert_amount(struct storage *storage, const struct property *property,
                          const json_t *body, const char *currency, struct error *err)
{
    struct arena arena = {0};
    struct codec codec = {&arena, ""};
    struct amount amount;
    json_t *converted = NULL;

    if (!codec_decode(codec, record_type(RECORD_amount), body, &amount, err))
        err->kind = ERROR_DEFECT;
    else if (strcmp(amount.currency, currency) == 0)
        converted = json_deep_copy(body);
    else if (convert_parts(storage, property, &amount, currency,
                           arena_new(&arena, (amount.taxes.count + 1) * sizeof(struct tax_value)),
                           err))
        converted = amount_json(&amount);
    arena_clear(&arena);
    return converted;
}
