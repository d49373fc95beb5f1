#include "api/rules/charges.h"

#include <string.h>

#include "api/base/error.h"
#include "api/rules/history.h"
#include "api/rules/taxes.h"

int64_t
charge_count(enum charging_mode charging, int64_t count, int64_t nights, int64_t persons)
{
    switch (charging) {
    case CHARGING_PER_TIME_UNIT:
        return count * nights;
    case CHARGING_PER_PERSON:
        return count * persons;
    case CHARGING_PER_PERSON_PER_TIME_UNIT:
        return count * nights * persons;
    case CHARGING_ONCE:
    case charging_mode_unknown:
        break;
    }
    return count;
}

bool
charge_may_be_at(const struct configuration *property, struct instant at, struct instant now,
                 struct error *err)
{
    return history_may_change(property->accounting_history, "The accounts", at, now, err);
}

enum accounting_state
charge_state(struct decimal gross, const struct reservation *stay)
{
    bool is_open = !stay || stay->state == reservation_state_unknown
                   || stay->state >= RESERVATION_CONFIRMED; // the states before are the first ones

    if (decimal_sign(gross) == 0 || !is_open)
        return ACCOUNTING_INACTIVE;
    return ACCOUNTING_OPEN;
}

const char *
property_currency(const struct configuration *property)
{
    for (size_t i = 0; i < property->currencies.count; i++)
        if (property->currencies.rows[i].is_default)
            return property->currencies.rows[i].currency;
    return property->currencies.count ? property->currencies.rows[0].currency : "";
}

static bool
takes_currency(const struct configuration *property, const char *currency)
{
    for (size_t i = 0; i < property->currencies.count; i++)
        if (property->currencies.rows[i].is_enabled
            && strcmp(property->currencies.rows[i].currency, currency) == 0)
            return true;
    return false;
}

static bool
takes_type(const struct configuration *property, const char *type)
{
    for (size_t i = 0; i < property->external_payment_types.count; i++)
        if (strcmp(property->external_payment_types.rows[i], type) == 0)
            return true;
    return false;
}

bool
payment_amount_may_be(const struct configuration *property, struct money amount, struct error *err)
{
    struct money rounded;

    if (!takes_currency(property, amount.currency))
        return error_set(err, ERROR_INPUT, "Invalid Amount.Currency: this property takes no %s.",
                         amount.currency);
    if (decimal_sign(amount.amount) == 0)
        return error_set(err, ERROR_INPUT, "Invalid Amount.GrossValue: a payment can't be zero.");
    if (!amount_fits(amount.amount))
        return error_set(err, ERROR_INPUT, "Invalid Amount.GrossValue: it is too large.");
    if (!money_round(amount, &rounded) || decimal_compare(rounded.amount, amount.amount) != 0)
        return error_set(err, ERROR_INPUT,
                         "Invalid Amount.GrossValue: %s has %d digits behind the point.",
                         amount.currency, money_digits(amount.currency));
    return true;
}

bool
payment_may_be(const struct configuration *property, const char *type, struct money amount,
               struct error *err)
{
    if (!payment_amount_may_be(property, amount, err))
        return false;
    if (!takes_type(property, type))
        return error_set(err, ERROR_REFUSED,
                         "The property takes no payments of the type %.40s: choose another one.",
                         type);
    return true;
}
