/* What a bill and an account come to: taxes, net and gross, and what is owed in each currency. */
#pragma once

#include "views/app.h"

/*
 * Taxes of a bill's items by code, as the property reckoned them; at most `size`, returns how many.
 */
struct tax_sum {
    const char *code; /* NULL: items without a tax code are in no sum */
    struct decimal value;
};
size_t folio_taxes(const struct app *app, const struct bill *bill, struct tax_sum *sums,
                   size_t size);

/* Charges of a bill that count: net and gross; and what was paid. In the bill's first currency. */
struct bill_totals {
    struct money net;
    struct money gross;
    struct money paid;
};
struct bill_totals folio_totals(const struct app *app, const struct bill *bill);

/* What the account owes in each currency, the house's first; at most `size`, returns how many. */
size_t folio_owed(const struct app *app, struct uuid account, struct money *owed, size_t size);

/*
 * In the house's currency, by the property's exchange rates; false: there is no rate.
 */
MUST_USE bool folio_exchange(const struct app *app, struct money value, struct money *result);
