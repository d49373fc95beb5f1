/*
 * What a bill says on paper, as texts in their order: who issues it, to whom, what for, the taxes
 * by rate, what was paid. Nothing here knows of fonts or pages.
 */
#pragma once

#include "api/server/bills.h"

/* How lines are put together; the API's PdfTemplate. */
struct bill_template {
    const char *name; /* Detailed, … */
    bool by_stay;     /* a heading for each reservation */
    bool by_date;     /* what was consumed on different days is not one line */
    bool with_guest;  /* the heading names the guest */
};

/* NULL: there is none of the name; "" is the default one. */
const struct bill_template *bill_template_find(const char *name);

/*
 * The document, an object:
 *     Title     "Invoice 2026-17"
 *     House, Owner    lists of lines
 *     Facts     [name, value]: dates, symbols
 *     Lines     [date, item, count, unit price, tax, amount], or [heading]
 *     Taxes     [rate, net, tax, gross]; none where the bill doesn't show them
 *     Payments  [date, how, amount]
 *     Totals    [name, amount], the last one is what is due
 *     Notes     text
 * *Gives*: json_decref(). Errors: NULL, those of the storage and of bill_sum().
 */
MUST_USE json_t *bill_document(struct transaction *tx, const struct bill *bill,
                               const struct bill_template *how, struct error *err);
