/*
 * What a time unit costs by a rate: the rate's own prices or those of the rate that it stands on,
 * the category, how many persons, and by how much the rate differs. Pure.
 *
 * A unit costs (price of the category + persons beyond its capacity x ExtraUnitAdjustment + places
 * that stay empty x EmptyUnitAdjustment) x (1 + RelativeAdjustment) + AbsoluteAdjustment, the last
 * two once for each rate on the way from the one that has prices. The category's price is its own,
 * where it has one; else base price x (1 + RelativeValue) + AbsoluteValue, the base being the price
 * of its parent category or the rate's. In a house that prices net all of them are net.
 */
#pragma once

#include "api/rules/time_units.h"

struct error;

struct rate_terms {
    const char *name;              /* of the rate, for errors */
    const char *currency;          /* of all values */
    struct rate_price_list prices; /* of the rate that has prices */
    struct category_adjustment_list categories;
    struct rate_adjustment_list steps; /* from there to the rate itself, which is the last */
};

/* How many units of the interval have no price that was given for them. */
int rate_terms_lacking(const struct rate_terms *terms, const struct time_units *units);

/*
 * The rate's price of the unit that begins at `start`, for no category. A unit without a price of
 * its own has that of the last one before it that has, else of the first one after.
 * Errors  ERROR_REFUSED: the rate has no prices, or it is too large.
 */
MUST_USE bool rate_base_price(const struct rate_terms *terms, struct instant start,
                              struct decimal *price, struct error *err);

/*
 * The price of a unit of the category for so many persons; those for whom it has no place don't
 * count. Zero persons: as many as its capacity.
 * Errors  as rate_base_price().
 */
MUST_USE bool rate_unit_price(const struct rate_terms *terms,
                              const struct resource_category *category, struct instant start,
                              int64_t persons, struct decimal *price, struct error *err);
