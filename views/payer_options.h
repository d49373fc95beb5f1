/* Who may pay, as options of a card: those near the account, or whom letters find. */
#pragma once

#include "views/app.h"

/* With what an invoice needs of a company: tax number, contract, credit. */
void payer_options(struct card *card, const struct app *app, struct uuid account,
                   const char *letters);

/*
 * The picked one.
 * Errors  ERROR_USAGE: nobody is.
 */
MUST_USE bool payer_picked(const struct card *card, struct uuid *account, struct error *err);
