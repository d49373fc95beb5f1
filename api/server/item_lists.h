/* Charges and payments by whom or what they are of, as 2022 asked for them. */
#pragma once

#include "api/server/transaction.h"

/*
 * customers/getOpenItems of 2022: open charges and payments of each customer that is known.
 * Source  Connector API, Customers, "Get customers open items".
 */
MUST_USE bool customers_get_open_items(struct transaction *tx, const struct customer_items *request,
                                       struct error *err);

/*
 * reservations/getAllItems of 2022: charges of each reservation that is known, and payments for it;
 * Open and Closed ones unless states are given.
 * Source  Connector API, Reservations, "Get all reservation items".
 */
MUST_USE bool reservations_get_all_items(struct transaction *tx,
                                         const struct reservation_items *request,
                                         struct error *err);
