/*
 * Where charges can go, as options of a card: the account's open bills, a new one, other payers'.
 */
#pragma once

#include "views/app.h"

struct target {
    struct uuid bill;  /* none: a new bill ... */
    struct uuid payee; /* ... of theirs */
};

/* From a bill of an account; letters look for other payers. */
struct target_list {
    struct app *app;
    struct uuid account;
    struct uuid from; /* the bill that things are on; may be none */
    const char *letters;
};

void target_options(struct card *card, const struct target_list *list);

/*
 * The picked one.
 * Errors  ERROR_USAGE: nothing is picked.
 */
MUST_USE bool target_picked(const struct card *card, const struct target_list *list,
                            struct target *target, struct error *err);

/* A digit picks the bill of that number; false: it is no digit. */
bool target_key(struct card *card, struct key key);

/*
 * A target of a command: a BILL, `new`, or who gets a new one.
 * Errors  those of resolve_bill() and resolve_payer().
 */
MUST_USE bool resolve_target(struct app *app, const char *text, struct uuid account,
                             struct target *target, struct error *err);
