/*
 * The last known records in state.db, one table a kind: what the next start shows at once, and what
 * is read on while the property is out of reach. A cache: another build's layout drops it.
 */
#pragma once

#include "api/client/client.h"
#include "api/client/state.h"

/*
 * Makes the tables, anew where another layout left them. Errors: ERROR_DISK.
 */
MUST_USE bool snapshot_prepare(struct state *state, struct error *err);

/*
 * Keeps the records of `count` batches as they were at the property's `now`. One that the table has
 * in a newer form stays, unless that form is of the property's future: its clock was set back.
 * Nothing is kept when another build has taken the tables over.
 * Errors  ERROR_DISK; then none of them is kept.
 */
MUST_USE bool snapshot_store(struct state *state, const struct batch *batches, size_t count,
                             struct instant now, struct error *err);

typedef void (*snapshot_fn)(void *context, struct result *result);

/*
 * Calls `take`, which *takes* each result, with all records of a kind in parts. Its server_date is
 * when records were last stored.
 * Errors  ERROR_DISK; what was given until then is good.
 */
MUST_USE bool snapshot_load(struct state *state, enum record_id kind, snapshot_fn take,
                            void *context, struct error *err);

/* Errors: ERROR_DISK. */
MUST_USE bool snapshot_forget(struct state *state, enum record_id kind, struct uuid key,
                              struct error *err);
