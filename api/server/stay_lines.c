#include "api/server/stay_lines.h"

#include <string.h>

#include "api/base/error.h"

enum {
    COUNT_MOST = 10000 /* of one product, for one stay */
};

static struct stay_line *
new_line(struct arena *arena, struct stay_lines *lines)
{
    lines->rows =
        arena_grow(arena, lines->rows, lines->count, &lines->capacity, sizeof(*lines->rows));
    return &lines->rows[lines->count++];
}

/* Nights */

bool
given_prices_check(const struct given_prices *given, int units, struct error *err)
{
    bool taken[STAY_UNITS_MOST] = {false};

    for (size_t i = 0; i < given->by_index->count; i++) {
        int64_t index = given->by_index->rows[i].index;

        if (index < 0 || index >= units)
            return error_set(err, ERROR_INPUT,
                             "Invalid %sTimeUnitPrices.Index: must be 0 to %d for this stay.",
                             given->prefix, units - 1);
        if (taken[index])
            return error_set(err, ERROR_INPUT, "Invalid %sTimeUnitPrices.Index: %d comes twice.",
                             given->prefix, (int)index);
        taken[index] = true;
    }
    return true;
}

bool
stay_lines_night(const struct stay_terms *terms, const struct given_prices *given, int unit,
                 struct decimal own, struct stay_line *line, struct error *err)
{
    struct arena *arena = terms->tx->arena;
    struct night_price price = {
        .own = own,
        .given = given->all,
        .member = arena_print(arena, "%sTimeUnitAmount", given->prefix),
    };

    for (size_t i = 0; i < given->by_index->count; i++)
        if (given->by_index->rows[i].index == unit) {
            price.given = &given->by_index->rows[i].amount;
            price.member = arena_print(arena, "%sTimeUnitPrices.Amount", given->prefix);
        }
    return stay_terms_night(terms, unit, &price, line, err);
}

bool
stay_lines_add_nights(const struct stay_terms *terms, const struct given_prices *given,
                      const struct decimal *prices, struct stay_lines *lines, struct error *err)
{
    int units = terms->shape.units.count;

    if (!given_prices_check(given, units, err))
        return false;
    for (int i = 0; i < units; i++)
        if (!stay_lines_night(terms, given, i, prices[i], new_line(terms->tx->arena, lines), err))
            return false;
    return true;
}

/* Products */

static bool
add_charges(const struct stay_terms *terms, const struct stay_product *wanted,
            const struct product_order *order, struct stay_lines *lines, struct error *err)
{
    const struct amount_parameters *given = order ? &order->unit_amount : NULL;
    const char *member = arena_print(terms->tx->arena, "%sUnitAmount", wanted->prefix);
    struct stay_charge_list charges;

    if (!stay_charges_of(terms->tx->arena, &terms->shape, wanted, &charges, err))
        return false;
    for (size_t i = 0; i < charges.count; i++) {
        struct stay_line *line = new_line(terms->tx->arena, lines);

        if (!stay_terms_product(terms, &charges.rows[i], given, member, line, err))
            return false;
        line->external_identifier = order ? order->external_identifier : NULL;
    }
    return true;
}

bool
stay_lines_add_along(const struct stay_terms *terms, const struct reservation *stay,
                     struct stay_lines *lines, struct error *err)
{
    const struct product_list *products = &terms->house.products;
    struct stay_facts facts = stay_terms_facts(terms, stay);

    for (size_t i = 0; i < products->count; i++) {
        struct stay_product wanted = {
            .product = &products->rows[i], .count = 1, .prefix = "Reservations."};

        if (product_comes_along(&terms->house, wanted.product, &facts)
            && !add_charges(terms, &wanted, NULL, lines, err))
            return false;
    }
    return true;
}

static bool
find_product(const struct stay_terms *terms, struct uuid id, const char *prefix,
             const struct product **product, struct error *err)
{
    const struct product_list *products = &terms->house.products;

    for (size_t i = 0; i < products->count; i++)
        if (uuid_equal(products->rows[i].id, id)) {
            *product = &products->rows[i];
            return (*product)->is_active
                   || error_set(err, ERROR_REFUSED,
                                "%.80s is not sold any more: choose another product.",
                                (*product)->name);
        }
    return error_set(err, ERROR_INPUT, "Invalid %sProductId: it is no product of the service.",
                     prefix);
}

bool
stay_lines_add_product(const struct stay_terms *terms, const struct product_order *order,
                       const char *prefix, struct stay_lines *lines, struct error *err)
{
    struct stay_product wanted = {
        .count = order->count.presence == PRESENCE_SET ? order->count.value : 1,
        .start_utc = order->start_utc,
        .end_utc = order->end_utc,
        .prefix = prefix,
    };

    if (!find_product(terms, order->product_id, prefix, &wanted.product, err))
        return false;
    if (wanted.count < 1 || wanted.count > COUNT_MOST)
        return error_set(err, ERROR_INPUT, "Invalid %sCount: must be 1 to %d.", prefix, COUNT_MOST);
    return add_charges(terms, &wanted, order, lines, err);
}
