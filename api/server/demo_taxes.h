/*
 * Amounts with their taxes, as a gross-priced Czech house writes them; and the tax environments
 * that the API offers. All of the generator's tax arithmetic is here.
 */
#pragma once

#include "api/server/demo_hotel.h"

enum demo_tax {
    TAX_NONE, /* outside the tax: no code, no breakdown line */
    TAX_REDUCED,
    TAX_STANDARD,
    TAX_COUNT,
};

/* The tax in a gross value, both in the currency's minor units, half away from zero. Pure. */
int64_t demo_tax_of(int64_t gross, enum demo_tax tax);

/* The type Amount, `gross` in minor units of 2 digits. *Gives*: entity_put(). */
MUST_USE json_t *demo_amount_new(const char *currency, int64_t gross, enum demo_tax tax);

/* The type ExtendedAmount: with the older members beside. */
MUST_USE json_t *demo_extended_amount_new(const char *currency, int64_t gross, enum demo_tax tax);

/* TaxEnvironment, Taxation and TaxRate. */
void demo_taxes_emit(struct demo_hotel *hotel);

/* The house's own environment. */
const char *demo_tax_environment(void);
