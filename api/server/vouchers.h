/* Voucher codes: what they open. */
#pragma once

#include "api/server/transaction.h"

/* Who uses a code, and for what. */
struct voucher_use {
    struct uuid rate_id;
    struct uuid company_id;
    struct uuid travel_agency_id;
    struct interval when; /* of the stay */
};

/*
 * The voucher of a code that opens the rate.
 * Errors  ERROR_INPUT, naming the member: there is no such code. ERROR_REFUSED: it is not valid for
 *         this.
 */
MUST_USE bool vouchers_find(struct transaction *tx, const char *code, const char *member,
                            const struct voucher_use *use, struct uuid *voucher, struct error *err);
