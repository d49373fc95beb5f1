/* What the shares of a bill come to, charge by charge, before anything is sent. */
#pragma once

#include "views/app.h"

/* In the arena; names are lent until the store changes. */
struct shares {
    size_t ways;
    size_t count; /* charges that are shared */
    const char **names;
    struct money *parts; /* parts[charge * ways + way] */
    struct money *sums;  /* of each way */
};

/*
 * Even shares of the bill's charges, as ACTION_SHARE makes them.
 * Errors  ERROR_REFUSED: nothing on it can be shared; those of split_evenly().
 */
MUST_USE bool shares_of_bill(const struct app *app, struct uuid bill, size_t ways,
                             struct arena *arena, struct shares *shares, struct error *err);
