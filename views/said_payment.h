/* A payment as the words of a command say it: type=, received=, card=, notes=. */
#pragma once

#include "tui/command.h"
#include "views/cards.h"
#include "views/tender.h"

struct said_payment {
    struct action_order order; /* its texts are the words', or stand below: not to be copied */
    char note[TENDER_NOTE_SIZE];
    char brand[24];
};

/*
 * An amount, or `all` that is owed. In `run` it waits for what it needs to know.
 * Errors  those of the words; ERROR_REFUSED: it isn't known, on several bills, or not covered.
 */
MUST_USE bool payment_as_said(struct app *app, const struct invocation *invocation,
                              const char *amount, const struct payer *payer,
                              struct said_payment *said, struct error *err);
