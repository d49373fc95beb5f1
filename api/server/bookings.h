/* New reservations: what they would cost, and making them. */
#pragma once

#include "api/server/transaction.h"

/*
 * reservations/price: what reservations/add would charge, whether or not it would take them.
 * Persons beyond the capacity don't count.
 * Errors  ERROR_INPUT, naming the member; ERROR_REFUSED: there is no price.
 * Source  Connector API, Reservations, "Price reservations".
 */
MUST_USE bool reservations_price(struct transaction *tx, const struct reservations_price *request,
                                 struct error *err);

/*
 * reservations/add: all of one group, all or none. Each has a number, its nights and products on
 * its owner's account, and a room where one is asked for.
 * Errors  ERROR_INPUT, naming the member; ERROR_REFUSED: a restriction, a rate that isn't for
 *         everybody, nothing left of the category, a room that is taken.
 * Source  Connector API, Reservations, "Add reservations".
 */
MUST_USE bool reservations_add(struct transaction *tx, const struct reservations_add *request,
                               struct error *err);
