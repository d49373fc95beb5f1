/*
 * What is wrong, or looks so, with a bill that is to be closed for good: each finding with its
 * remedy. Pure: the store and the journal.
 */
#pragma once

#include "api/desk/desk.h"

enum lint_weight {
    LINT_WARNS = 0,
    LINT_BLOCKS /* it can't be closed so */
};

struct lint_finding {
    enum lint_weight weight;
    char text[160];
};

/* How it is to be closed. */
struct lint_closing {
    enum bill_type type;
    struct uuid payee; /* of an invoice; none: its owner */
};

enum {
    LINT_MOST = 12
};

/* The findings, those that block first; returns how many. *Cost*: as the lines of the account. */
size_t bill_lint(const struct desk *desk, struct uuid bill, const struct lint_closing *closing,
                 struct lint_finding findings[LINT_MOST]);

/* The smallest coin of a currency, in which cash is paid: 1 CZK, 0.05 CHF; 0: every unit is one. */
struct decimal cash_unit(const char *currency);
