/* What stands on bills: moved from one to another, taken back. */
#pragma once

#include "api/server/bills.h"

/*
 * accountingItems/update: charges and payments to another bill of their account, or with AccountId
 * to a bill of another account. All or none; answers them in the forms of 2022.
 * Errors  ERROR_INPUT: "Invalid AccountingItemId" for what isn't there, comes twice or may not
 *         move; a bill of another account. ERROR_REFUSED: a closed bill, one in another currency.
 * Source  Connector API, Accounting items, "Update accounting items".
 */
MUST_USE bool accounting_items_update(struct transaction *tx, const struct items_update *request,
                                      struct error *err);

/*
 * orderItems/cancel: what is on a closed bill is rebated on an open one. All or none.
 * Errors  those of item_may_be_canceled(); ERROR_INPUT: there is none.
 */
MUST_USE bool order_items_cancel(struct transaction *tx, const struct items_cancel *request,
                                 struct error *err);
