/*
 * What goes on by itself when the business clock has come to a time: a room that goes out of order,
 * a stay that nobody confirmed; and, whether that clock stands or not, a device that works on its
 * command, a payment under way. A timer is kept with the data, so that it survives a restart; the
 * writer runs those that are due before anything else.
 */
#pragma once

#include <stdatomic.h>

#include "api/server/transaction.h"

/*
 * When the next timers are due; INT64_MAX: none is. Any thread.
 */
struct timers_due {
    _Atomic int64_t business_ms;
    _Atomic int64_t work_ms; /* by clock_work() */
};

/*
 * Has the entity's `kind` go on at `due`, in place of the timer that it had: a Reservation, a
 * ResourceBlock by the business clock, a DeviceCommand, a Payment by `tx->work`.
 */
MUST_USE bool timers_set(struct transaction *tx, const char *kind, struct uuid id,
                         struct instant due, struct error *err);
MUST_USE bool timers_drop(struct transaction *tx, struct uuid id, struct error *err);

/*
 * Runs those that are due, each kept or undone by itself.
 * Errors  of the storage. What a timer alone fails of is logged, and the timer is gone.
 */
MUST_USE bool timers_run(struct transaction *tx, struct error *err);

/*
 * Has what lies in the storage, of a demo hotel or of a file, go on by the clock: before anything
 * is served.
 */
MUST_USE bool timers_watch(struct storage *storage, const struct property *property,
                           struct instant now, struct error *err);

/* Finds out when the next ones are due. */
MUST_USE bool timers_next(struct storage *storage, struct timers_due *due, struct error *err);
