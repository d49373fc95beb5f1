/* Money given back to the card or account that it came from. */
#pragma once

#include "api/server/transaction.h"

/*
 * payments/refund: of a charged payment by card or by other means, whole or in part; a payment of
 * its own, on the bill of the first while that is open, else as any payment of the account.
 * Errors  ERROR_INPUT: an unknown payment or one of another account, a value that is none.
 *         ERROR_REFUSED: a payment of another type, or not charged; more than is left of it; what
 *         the gateway refuses.
 */
MUST_USE bool payments_refund(struct transaction *tx, const struct payment_refund *request,
                              struct error *err);
