/* Two profiles of one guest or company become one. */
#pragma once

#include "api/server/accounts.h"

/*
 * customers/merge of 2022, accounts/merge: what hangs on the sources (stays, bills with all that is
 * on them, cards, companions, files, …) moves to the target, which takes over what it lacked
 * itself. The sources stay, inactive, with the target as MergeTargetId. What a closed bill says
 * stays as it was.
 * Errors  ERROR_INPUT: an unknown profile, one of another type, the target among its sources.
 *         ERROR_REFUSED: a profile that is not active.
 * Source  Connector API, Accounts, "Merge accounts".
 */
MUST_USE bool customers_merge(struct transaction *tx, const struct customer_merge *request,
                              struct error *err);
MUST_USE bool accounts_merge(struct transaction *tx, const struct account_merges *request,
                             struct error *err);
