/*
 * Who may pay a bill: the guest, also under another profile, those who stay with them or in the
 * same group, the company of the stay; and, by letters of their name, any guest of today and any
 * company.
 */
#pragma once

#include "views/app.h"

struct payer_row {
    struct uuid account;
    const char *role;   /* N_() `companion` */
    bool is_same_guest; /* under another profile */
};

enum {
    PAYERS_MOST = 24
};

/* Those near the account, itself first; returns how many. Each once. */
size_t payers_near(const struct app *app, struct uuid account, struct payer_row rows[PAYERS_MOST]);

/*
 * Which row of those near pays share `way` where nobody says: 0 the account itself, then those who
 * stay with it; behind them the account again.
 */
size_t payers_of_share(const struct payer_row *near, size_t count, size_t way);

/* The same whose names have the letters; behind them all others whose names do. "": those near. */
size_t payers_find(const struct app *app, struct uuid account, const char *letters,
                   struct payer_row rows[PAYERS_MOST]);

/*
 * A payer of a command: a RES, a guest's or company's id, or a company's name.
 * Errors  those of resolve_account(), ERROR_USAGE when a name fits several companies.
 */
MUST_USE bool resolve_payer(struct app *app, const char *text, struct uuid *account,
                            struct error *err);
