#include "api/rules/cancellations.h"

#include <string.h>

#include "api/base/error.h"
#include "api/base/money.h"

/* From creation on, or from so long before or after the start, or the start's midnight. */
static bool
applies(const struct cancellation_policy *policy, const struct cancellation *what,
        struct instant now)
{
    struct instant origin = what->start_utc;
    struct duration offset = {0};

    if (!policy->is_active)
        return false;
    if (policy->applicability == FEE_FROM_START_DATE)
        origin = day_at(day_of(origin), 0);
    else if (policy->applicability != FEE_FROM_START)
        return policy->applicability == FEE_FROM_CREATION;
    return (!*policy->offset || duration_parse(policy->offset, &offset))
           && !instant_before(now, instant_add(origin, offset));
}

static bool
covers(const struct cancellation_policy *policy, enum fee_extent extent)
{
    return policy->extent & (1u << extent | 1u << FEE_EXTENT_EVERYTHING);
}

static bool
price_in_scope(const struct cancellation_policy *policy, const struct cancellation *what,
               struct decimal *price)
{
    size_t count = what->unit_count;

    if (policy->units_most.presence == PRESENCE_SET && policy->units_most.value >= 0
        && (size_t)policy->units_most.value < count)
        count = (size_t)policy->units_most.value;
    *price = covers(policy, FEE_EXTENT_PRODUCTS) ? what->products : (struct decimal){0, 0};
    for (size_t i = 0; covers(policy, FEE_EXTENT_UNITS) && i < count; i++)
        if (!decimal_add(*price, what->units[i], price))
            return false;
    return true;
}

/* An absolute fee in another currency than the stay's can't be reckoned with: it is passed over. */
static bool
fee_of(const struct cancellation_policy *policy, const struct cancellation *what,
       struct decimal *fee)
{
    struct decimal price;
    bool is_ours = !*policy->currency || strcmp(policy->currency, what->currency) == 0;

    return price_in_scope(policy, what, &price) && decimal_multiply(price, policy->relative, &price)
           && decimal_add(price, is_ours ? policy->absolute : (struct decimal){0, 0}, &price)
           && decimal_round(price, money_digits(what->currency), fee);
}

bool
cancellation_fee(const struct cancellation_policy_list *policies, const struct cancellation *what,
                 struct instant now, struct decimal *fee, struct error *err)
{
    *fee = (struct decimal){0, 0};
    for (size_t i = 0; i < policies->count; i++) {
        struct decimal one;

        if (!applies(&policies->rows[i], what, now))
            continue;
        if (!fee_of(&policies->rows[i], what, &one))
            return error_set(err, ERROR_REFUSED, "The cancellation fee is too large.");
        if (decimal_compare(one, *fee) > 0)
            *fee = one;
    }
    return true;
}
