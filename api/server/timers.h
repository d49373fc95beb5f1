/*
 * What goes on by itself when the business clock has come to a time: a device that works on its
 * command, a payment under way, a room that goes out of order, a stay that nobody confirmed. A
 * timer is kept with the data, so that it survives a restart; the writer runs those that are due
 * before anything else.
 */
#pragma once

#include "api/server/transaction.h"

/*
 * Has the entity's `kind` (DeviceCommand, Payment, Reservation, ResourceBlock) go on at `due`; in
 * place of the timer that it had.
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

/* When the next one is due; none when there is none. */
MUST_USE bool timers_next(struct storage *storage, struct instant *next, struct error *err);
