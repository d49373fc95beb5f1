/* Profiles of companies and travel agencies: making and changing them. */
#pragma once

#include "api/server/transaction.h"

/* companies/add; answers the profile. Errors: ERROR_INPUT, naming the member. */
MUST_USE bool companies_add(struct transaction *tx, const struct company_add *request,
                            struct error *err);

/*
 * companies/update by update values; answers the profile.
 * Errors  ERROR_INPUT, naming the member: also a name that would be cleared, a company as its own
 *         mother. ERROR_REFUSED: the profile was merged or deleted.
 */
MUST_USE bool companies_update(struct transaction *tx, const struct company_update *request,
                               struct error *err);
