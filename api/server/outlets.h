/* Bills of the restaurant and the bar, that a point of sale hands over. */
#pragma once

#include "api/server/transaction.h"

/*
 * outletBills/add: closed bills with their items; what pays them is negative.
 * Errors  ERROR_INPUT: an outlet, account or category that isn't there, no items, a payment that is
 *         not negative, a tax code or currency that is none, naming the member.
 */
MUST_USE bool outlet_bills_add(struct transaction *tx, const struct outlet_bills_add *request,
                               struct error *err);
