/* Whose a stay is, and who pays for what is still to come of it. */
#pragma once

#include "api/server/transaction.h"

/*
 * reservations/updateCustomer: another owner, on whose account go the charges for what is to come;
 * what was had, and what stands on closed bills, stays. The card goes unless it is the new owner's
 * or the booker's.
 * Errors  ERROR_INPUT, naming the member; ERROR_REFUSED: the stay is over or canceled.
 * Source  Connector API, Reservations, "Update reservation customer".
 */
MUST_USE bool reservations_update_customer(struct transaction *tx,
                                           const struct reservation_customer *request,
                                           struct error *err);
