/* Who can be charged now: guests in the house, and paymasters. */
#pragma once

#include "api/server/transaction.h"

/*
 * customers/search: by name, or those of a room; each guest with the stay, in the form of 2022.
 * Source  Connector API, Customers, "Search customers".
 */
MUST_USE bool customers_search(struct transaction *tx, struct error *err);
