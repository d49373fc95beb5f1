#include "api/server/stay_terms.h"

#include <string.h>

#include "api/base/error.h"
#include "api/rules/charges.h"
#include "api/rules/reservations.h"
#include "api/server/amounts.h"
#include "api/server/currencies.h"
#include "api/server/restrictions.h"

static const char *
named(struct transaction *tx, const char *prefix, const char *member)
{
    return arena_print(tx->arena, "%s%s", prefix, member);
}

static bool
find_rate(struct stay_terms *terms, const struct reservation *stay, const char *prefix,
          struct error *err)
{
    struct transaction *tx = terms->tx;

    if (!transaction_get(tx, ENTITY_rate, stay->rate_id, named(tx, prefix, "RateId"), &terms->rate,
                         err))
        return false;
    return uuid_equal(terms->rate.service_id, stay->service_id)
           || error_set(err, ERROR_INPUT, "Invalid %sRateId: it is no rate of the service.",
                        prefix);
}

static void
find_shape(struct stay_terms *terms, const struct reservation *stay)
{
    const struct age_category_list *ages = &terms->tx->property->age_categories;

    terms->shape.when = (struct interval){stay->start_utc, stay->end_utc};
    terms->shape.persons =
        reservation_persons(&stay->person_counts, ages, age_classification_unknown);
    terms->shape.adults = reservation_persons(&stay->person_counts, ages, AGE_ADULT);
    terms->shape.start_offset = services_start_offset(&terms->service);
}

bool
stay_terms_find(struct transaction *tx, const struct reservation *stay, const char *prefix,
                struct stay_terms *terms, struct error *err)
{
    struct interval when = {stay->start_utc, stay->end_utc};

    *terms = (struct stay_terms){.tx = tx, .currency = property_currency(&tx->property->settings)};
    if (!services_get(tx, stay->service_id, "ServiceId", &terms->service, err)
        || !time_units_of_stay(terms->service.time_unit, when, prefix, &terms->shape.units, err)
        || !services_category(tx, &terms->service, stay->requested_category_id,
                              named(tx, prefix, "RequestedCategoryId"), &terms->category, err)
        || !find_rate(terms, stay, prefix, err)
        || !services_house(tx, &terms->service, &terms->house, err)
        || !prices_find(tx, &terms->rate, &terms->shape.units, &terms->pricing, err))
        return false;
    find_shape(terms, stay);
    terms->night = product_of_nights(&terms->house.products);
    return true;
}

/* From the currency of prices to that of the stay. */
static bool
convert(const struct stay_terms *terms, const char *from, struct decimal *value, struct error *err)
{
    struct money money = {.amount = *value};

    memcpy(money.currency, from, strnlen(from, sizeof(money.currency) - 1));
    if (!currencies_convert(terms->tx->storage, terms->tx->property, money, terms->currency, &money,
                            err))
        return false;
    *value = money.amount;
    return true;
}

bool
stay_terms_prices(const struct stay_terms *terms, const struct decimal **prices, struct error *err)
{
    int count = terms->shape.units.count;
    struct decimal *rows = arena_new(terms->tx->arena, (size_t)count * sizeof(*rows));

    for (int i = 0; i < count; i++)
        if (!rate_unit_price(&terms->pricing.terms, &terms->category,
                             time_units_start(&terms->shape.units, i), terms->shape.persons,
                             &rows[i], err)
            || !convert(terms, terms->pricing.terms.currency, &rows[i], err))
            return false;
    *prices = rows;
    return true;
}

static bool
is_given(const struct amount_parameters *given)
{
    return given && *given->currency;
}

/* As the request says, once and as many times as it is charged. */
static bool
price_given(const struct stay_terms *terms, const struct amount_parameters *given,
            struct taxation *taxation, struct stay_line *line, struct error *err)
{
    struct arena *arena = terms->tx->arena;
    int64_t count = line->charge.count;

    if (!amount_of_request(arena, taxation, given, 1, &line->unit_amount, err))
        return false;
    if (strcmp(line->unit_amount.currency, terms->currency) != 0)
        return error_set(err, ERROR_INPUT, "Invalid %s.Currency: the stay is charged in %s.",
                         taxation->member, terms->currency);
    taxation->units = count;
    return amount_of_request(arena, taxation, given, count, &line->amount, err);
}

static bool
price_own(const struct stay_terms *terms, const struct amount *price, struct taxation *taxation,
          struct stay_line *line, struct error *err)
{
    struct arena *arena = terms->tx->arena;
    int64_t count = line->charge.count;

    if (!amount_of_price(arena, taxation, price, 1, &line->unit_amount, err))
        return false;
    taxation->units = count;
    return amount_of_price(arena, taxation, price, count, &line->amount, err);
}

bool
stay_terms_night(const struct stay_terms *terms, int unit, const struct night_price *price,
                 struct stay_line *line, struct error *err)
{
    struct amount own = {.currency = terms->currency, .net = price->own, .gross = price->own};
    struct taxation taxation;

    *line = (struct stay_line){.charge = stay_charge_night(&terms->shape, unit, terms->night)};
    taxation = amounts_taxation(terms->tx, line->charge.consumed, price->member);
    if (terms->night)
        own.taxes = terms->night->price.taxes;
    return is_given(price->given) ? price_given(terms, price->given, &taxation, line, err)
                                  : price_own(terms, &own, &taxation, line, err);
}

bool
stay_terms_product(const struct stay_terms *terms, const struct stay_charge *charge,
                   const struct amount_parameters *given, const char *member,
                   struct stay_line *line, struct error *err)
{
    struct taxation taxation = amounts_taxation(terms->tx, charge->consumed, member);
    struct amount own = charge->product->price;

    *line = (struct stay_line){.charge = *charge};
    if (is_given(given))
        return price_given(terms, given, &taxation, line, err);
    if (!convert(terms, own.currency, &own.net, err)
        || !convert(terms, own.currency, &own.gross, err))
        return false;
    own.currency = terms->currency;
    return price_own(terms, &own, &taxation, line, err);
}

bool
stay_terms_again(const struct stay_terms *terms, const struct stay_charge *charge,
                 const struct amount *unit, const char *member, struct stay_line *line,
                 struct error *err)
{
    struct taxation taxation = amounts_taxation(terms->tx, charge->consumed, member);

    *line = (struct stay_line){.charge = *charge};
    return price_own(terms, unit, &taxation, line, err);
}

bool
stay_terms_check_rate(const struct stay_terms *terms, const struct reservation *stay,
                      const struct decimal *prices, struct error *err)
{
    struct transaction *tx = terms->tx;
    struct booking booking = {
        .rate = &terms->rate,
        .rates = terms->pricing.line,
        .category = &terms->category,
        .when = terms->shape.when,
        .units = terms->shape.units,
        .persons = terms->shape.persons,
        .prices = prices,
        .has_voucher = uuid_is_set(stay->voucher_id),
        .is_of_block = uuid_is_set(stay->availability_block_id),
    };
    struct restriction_list restrictions;

    return booking_may_have_rate(&booking, err)
           && restrictions_find(tx, &booking, &restrictions, err)
           && booking_may_pass(&restrictions, &booking, tx->now, err);
}

struct stay_facts
stay_terms_facts(const struct stay_terms *terms, const struct reservation *stay)
{
    return (struct stay_facts){
        .rate = &terms->rate,
        .category = &terms->category,
        .business_segment_id = stay->business_segment_id,
        .travel_agency_id = stay->travel_agency_id,
        .origin = stay->origin,
        .units = terms->shape.units.count,
    };
}
