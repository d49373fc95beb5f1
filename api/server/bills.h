/* Writes to bills. */
#pragma once

#include "api/rules/bills.h"
#include "api/server/accounts.h"

/* bills/add: empty open bills. Errors: ERROR_INPUT, an account that isn't there. */
MUST_USE bool bills_add(struct transaction *tx, const struct bills_add *request, struct error *err);

/*
 * bills/close: Open becomes Closed, with the next number of its counter and all that stands on it.
 * Errors  those of bill_may_close(); ERROR_INPUT, what only an invoice has on a receipt.
 */
MUST_USE bool bills_close(struct transaction *tx, const struct bill_close *request,
                          struct error *err);

/* What stands on a bill. */
MUST_USE bool bills_lines(struct transaction *tx, struct uuid bill, struct bill_lines *lines,
                          struct error *err);

/* The open bills of an account. */
MUST_USE bool bills_open(struct transaction *tx, struct uuid account, struct bill_list *bills,
                         struct error *err);

/* The currency of what stands on a bill, in the arena; NULL when it is empty. */
MUST_USE bool bills_currency(struct transaction *tx, struct uuid bill, const char **currency,
                             struct error *err);

/* Where a charge or a payment is to go. */
struct bill_choice {
    struct uuid account;
    struct uuid named;    /* BillId of the request; none */
    const char *currency; /* a bill in another one is passed over; NULL: any will do */
};

/*
 * The bill that is named, else the account's oldest open one, else none.
 * Errors  those of bill_may_take(); ERROR_REFUSED: the named one is in another currency.
 */
MUST_USE bool bills_choose(struct transaction *tx, const struct bill_choice *choice,
                           struct uuid *bill, struct error *err);

/* Closes a bill that is paid as a receipt, by the default counter. */
MUST_USE bool bills_close_paid(struct transaction *tx, const struct bill *bill,
                               const struct bill_lines *lines, struct error *err);
