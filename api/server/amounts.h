/* Amounts in the API's form. */
#pragma once

#include "api/rules/taxes.h"
#include "api/rules/totals.h"
#include "api/server/transaction.h"

/* An Amount with TaxValues and Breakdown. */
MUST_USE json_t *amount_json(const struct amount *amount);

/* What amounts of the currency come to, as one. */
MUST_USE json_t *amount_total_json(const struct amount_total *total, const char *currency);

/* An ExtendedAmount without tax: of a payment. */
MUST_USE json_t *money_json(struct money value);

/* What taxes depend on for something consumed at `at`; `member` is what errors name. */
struct taxation amounts_taxation(const struct transaction *tx, struct instant at,
                                 const char *member);
