/* Writes to bills. */
#pragma once

#include "api/rules/bills.h"
#include "api/server/accounts.h"

/* bills/add: empty open bills. Errors: ERROR_INPUT, an account that isn't there. */
MUST_USE bool bills_add(struct transaction *tx, const struct bills_add *request, struct error *err);

/*
 * bills/update: another owner, to whom goes what stands on it, another associated account.
 * Errors  ERROR_REFUSED: a closed one. ERROR_INPUT: a bill or account that isn't there.
 */
MUST_USE bool bills_update(struct transaction *tx, const struct bills_update *request,
                           struct error *err);

/*
 * bills/delete: all or none. What was canceled or failed leaves them.
 * Errors  those of bill_may_be_deleted(); ERROR_INPUT: there is none.
 */
MUST_USE bool bills_delete(struct transaction *tx, const struct bills_delete *request,
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
