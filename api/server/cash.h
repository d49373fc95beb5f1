/* The cash desk: what came in and went out. */
#pragma once

#include "api/server/transaction.h"

/*
 * Writes a movement of cash for a payment: of the default cashier, who is the first one that is
 * active. A property without cashiers keeps no such book.
 */
MUST_USE bool cash_book(struct transaction *tx, struct uuid payment, struct money amount,
                        const char *notes, struct error *err);
