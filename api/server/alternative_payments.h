/* Payments by other means than cards: iDEAL, wallets, direct debit. */
#pragma once

#include "api/server/transaction.h"

/*
 * payments/addAlternative: Pending until the guest has done their part, for which the simulated
 * gateway takes GATEWAY_SETTLE_MS. There is no page of a bank here: a guest who has to be sent to
 * one is sent straight to the RedirectUrl.
 * Errors  ERROR_REFUSED: a method that the property doesn't take; what the gateway refuses.
 *         ERROR_INPUT: what the method needs, an unknown identifier, an amount that isn't positive.
 * Source  Connector API, Payments, "Add alternative payment"; Method and RedirectUrl are of 2022.
 */
MUST_USE bool payments_add_alternative(struct transaction *tx,
                                       const struct alternative_payment *request,
                                       struct error *err);
