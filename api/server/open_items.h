/* What customers owe and have paid that stands on no closed bill. */
#pragma once

#include "api/server/transaction.h"

/*
 * customers/getOpenItems of 2022: open charges and payments of each customer that is known.
 * Source  Connector API, Customers, "Get customers open items".
 */
MUST_USE bool customers_get_open_items(struct transaction *tx, struct error *err);
