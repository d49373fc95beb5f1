/* Payments that were taken outside: cash, bank, vouchers. */
#pragma once

#include "api/server/transaction.h"

/*
 * payments/addExternal: money in (positive) or paid back (negative), on the books at once with the
 * sign turned round.
 * Errors  those of payment_may_be() and bill_may_take(); ERROR_INPUT, an unknown identifier.
 * Source  Connector API, Payments, "Add external payment".
 */
MUST_USE bool payments_add_external(struct transaction *tx, const struct external_payment *request,
                                    struct error *err);
