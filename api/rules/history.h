/* How far back things can still be changed, and how far ahead. Pure. */
#pragma once

#include "api/base/zone.h"

struct error;

enum {
    YEARS_AHEAD = 5
};

/*
 * Whether what is at `at` can be changed at `now`: not before the editable history, an ISO 8601
 * duration; one that can't be read sets no limit. `what` is said of: "The accounts".
 * Errors  ERROR_REFUSED, with the first instant that can.
 */
MUST_USE bool history_may_change(const char *history, const char *what, struct instant at,
                                 struct instant now, struct error *err);

/* Whether `at` is at most YEARS_AHEAD from now. Errors: ERROR_REFUSED. */
MUST_USE bool future_may_change(const char *what, struct instant at, struct instant now,
                                struct error *err);
