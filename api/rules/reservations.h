/* The house's rules for reservations: who may be checked in, checked out, moved. Pure. */
#pragma once

#include "api/base/error.h"
#include "api/schema/desk.h"

/*
 * Whether a guest can be checked in at `now`. `room` is NULL when none is assigned.
 * Errors  ERROR_REFUSED, naming what to mend.
 * Source  Connector API, Reservations, "Start reservation".
 */
MUST_USE bool reservation_may_start(const struct reservation *res, const struct resource *room,
                                    struct instant now, struct error *err);

/*
 * Whether the guest can be checked out at `now`, but for the bills.
 * Errors  ERROR_REFUSED, naming what to mend.
 * Source  Connector API, Reservations, "Process reservation".
 */
MUST_USE bool reservation_may_process(const struct reservation *res, struct instant now,
                                      struct error *err);
