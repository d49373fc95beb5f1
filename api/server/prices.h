/* Prices of rates: what they stand on, reading and changing them. */
#pragma once

#include "api/rules/prices.h"
#include "api/server/services.h"

/* A rate with all that its prices stand on. */
struct pricing {
    struct rate_terms terms;
    struct uuid_list line; /* the rate itself, the one it stands on, and so on */
};

/*
 * The prices of a rate for some units.
 * Errors  those of the storage.
 */
MUST_USE bool prices_find(struct transaction *tx, const struct rate *rate,
                          const struct time_units *units, struct pricing *pricing,
                          struct error *err);

/*
 * The amount of a unit's price, taxed as the product of nights is; NULL: not taxed.
 * Errors  those of the taxes.
 */
MUST_USE bool prices_amount(const struct transaction *tx, const struct product *night,
                            struct money price, struct instant consumed, struct amount *amount,
                            struct error *err);

/*
 * rates/getPricing: base and category prices of each unit, for as many persons as a category's
 * capacity.
 * Errors  ERROR_INPUT, naming the member; ERROR_REFUSED: the rate has no prices.
 * Source  Connector API, Rates, "Get rate pricing".
 */
MUST_USE bool rates_get_pricing(struct transaction *tx, const struct pricing_filter *request,
                                struct error *err);

/*
 * rates/updatePrice: sets prices of a rate that stands on no other, or with no value takes what was
 * set away again.
 * Errors  ERROR_INPUT, naming the member; ERROR_REFUSED: a derived rate, too long ago, too far
 *         ahead.
 * Source  Connector API, Rates, "Update rate price".
 */
MUST_USE bool rates_update_price(struct transaction *tx, const struct price_updates *request,
                                 struct error *err);
