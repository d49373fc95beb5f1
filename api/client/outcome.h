/* How calls end: with what became of a write in the journal, and a result for who asked. */
#pragma once

#include "api/client/worker.h"

/* Notes what became of a write; of a read nothing. `why` may be NULL. */
void outcome_settle(struct worker *worker, const struct call *call, enum journal_outcome outcome,
                    const struct error *why);

/* The call is over with an error, which goes to who asked. *Takes* the call. */
void outcome_fail(struct worker *worker, struct call *call, const struct error *err);

/*
 * A write is over that the property may have done: nobody may send it again before that is known.
 * *Takes* the call.
 */
void outcome_unknown(struct worker *worker, struct call *call, const struct error *why);
