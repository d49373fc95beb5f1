/*
 * From an account to the lines of its folio: items without a bill on top, then the open bills, then
 * the closed ones collapsed to their heading. No drawing: `run` prints the same lines. Valid until
 * the store changes; then folio_lines_refresh().
 */
#pragma once

#include "views/app.h"
#include "views/listing.h"

enum folio_line_kind {
    FOLIO_HEADING,
    FOLIO_ITEM,
    FOLIO_PAYMENT
};

struct folio_line {
    enum folio_line_kind kind;
    size_t bill_number;      /* N of RES/N; 0: on no bill */
    size_t number;           /* of the line on its bill, by creation; 0 for the heading */
    const struct bill *bill; /* NULL: on no bill */
    const struct order_item *item;
    const struct payment *payment;
    struct money balance; /* running, behind this line; of the whole bill on its heading */
};

struct folio_lines {
    struct app *app;
    struct uuid account;
    bool shows_closed; /* the lines of closed bills too */
    struct folio_line *rows;
    size_t count;
    size_t capacity;
};

void folio_lines_clear(struct folio_lines *lines);
void folio_lines_refresh(struct folio_lines *lines);

/* The id of the charge or payment that is line `number` of a bill; false: it has no such line. */
MUST_USE bool folio_line_id(const struct app *app, struct uuid bill, size_t number,
                            struct uuid *id);

/*
 * Taxes of a bill's items by code, as the property reckoned them; at most `size`, returns how many.
 */
struct tax_sum {
    const char *code; /* NULL: items without a tax code are in no sum */
    struct decimal value;
};
size_t folio_taxes(const struct app *app, const struct bill *bill, struct tax_sum *sums,
                   size_t size);

const struct list_class *folio_list_class(void);
const struct listing *folio_listing(void);
