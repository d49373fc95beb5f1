/* What the shares of a bill come to, before anything is sent. */
#pragma once

#include "views/app.h"

/*
 * The sums of `ways` even shares of the bill's charges, parts[ways].
 * Errors  ERROR_REFUSED: nothing on it can be shared.
 */
MUST_USE bool shares_of_bill(const struct app *app, struct uuid bill, size_t ways,
                             struct money *parts, struct error *err);
