/* Charges: orders of products and of other items. */
#pragma once

#include "api/server/transaction.h"

/*
 * orders/add: an order with an item for each product or custom item; for a product with StartUtc
 * and EndUtc that is charged by time unit, one for each night.
 * Errors  ERROR_INPUT, naming the member; ERROR_REFUSED: too long ago, a closed bill.
 * Source  Connector API, Orders, "Add order".
 */
MUST_USE bool orders_add(struct transaction *tx, const struct order_add *request,
                         struct error *err);

/*
 * That there is such an order, of products or a reservation, or none is named.
 * Errors  as transaction_get().
 */
MUST_USE bool orders_check(struct transaction *tx, struct uuid id, const char *member,
                           struct error *err);
