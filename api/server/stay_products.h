/* Products that are added to a stay later. */
#pragma once

#include "api/server/transaction.h"

/*
 * reservations/addProduct: charges on the owner's account, one a unit for what is charged so.
 * Errors  ERROR_INPUT, naming the member: no product of the service, times beyond the stay;
 *         ERROR_REFUSED: the stay is over or canceled, it is not sold any more.
 * Source  Connector API, Reservations, "Add reservation product".
 */
MUST_USE bool reservations_add_product(struct transaction *tx,
                                       const struct reservation_product *request,
                                       struct error *err);
