/*
 * Cash over the counter: what was received, in any currency that the house takes, and the change.
 */
#pragma once

#include "views/app.h"

struct tender {
    struct money received;
    struct money worth;  /* the same in the amount's currency, by the property's rate */
    struct money change; /* negative: it falls short */
};

/*
 * Reads what was received for an amount.
 * Errors  ERROR_USAGE: no amount. ERROR_REFUSED: a currency that the house has no rate for.
 */
MUST_USE bool tender_read(struct app *app, const char *text, struct money amount,
                          struct tender *tender, struct error *err);

/* Errors: ERROR_REFUSED, less was received than the amount. */
MUST_USE bool tender_covers(const struct tender *tender, struct error *err);

enum {
    TENDER_NOTE_SIZE = 160
};

/* What the payment says of it where it was another currency; else "". Returns `note`. */
const char *tender_note(const struct tender *tender, char note[TENDER_NOTE_SIZE]);
