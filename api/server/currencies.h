/* Currencies into each other, by the property's exchange rates. */
#pragma once

#include "api/server/property.h"

/*
 * The value in another currency, at its digits: by the rate from one to the other, or back, or by
 * way of the property's own currency.
 * Errors  ERROR_REFUSED: there is no rate.
 */
MUST_USE bool currencies_convert(struct storage *storage, const struct property *property,
                                 struct money value, const char *currency, struct money *converted,
                                 struct error *err);

/*
 * The same of an Amount: gross value and taxes are converted, and the net value is the rest. A copy
 * where it is in the currency already. *Gives*: json_decref().
 * Errors  NULL: also ERROR_DEFECT, it is no Amount.
 */
MUST_USE json_t *currencies_convert_amount(struct storage *storage, const struct property *property,
                                           const json_t *amount, const char *currency,
                                           struct error *err);
