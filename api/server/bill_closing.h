/* The end of a bill: its number, and all that it says from then on. */
#pragma once

#include "api/server/bills.h"

/*
 * bills/close: Open becomes Closed, with the next number of its counter and all that stands on it;
 * the profiles it names are kept as they are now, but for what the request says of them. What an
 * invoice leaves unpaid becomes an InvoicePayment on it.
 * Errors  those of bill_may_close(); ERROR_INPUT, what only an invoice has on a receipt, what names
 *         nothing.
 * Source  Connector API, Bills, "Close bill".
 */
MUST_USE bool bills_close(struct transaction *tx, const struct bill_close *request,
                          struct error *err);

/* Closes a bill that is paid as a receipt, by the default counter. */
MUST_USE bool bills_close_paid(struct transaction *tx, const struct bill *bill,
                               const struct bill_lines *lines, struct error *err);
