/* Stays that nobody confirmed in time: at their ReleasedUtc the house has their rooms again. */
#pragma once

#include "api/server/transaction.h"

/*
 * Has the stay wait for its release, or not any more: to be called where its state or its release
 * may have changed.
 */
MUST_USE bool releases_follow(struct transaction *tx, const struct reservation *stay,
                              struct error *err);

/* Those that may wait for it; and has one that lies in the storage wait. */
void releases_waiting(const struct transaction *tx, struct query *query);
MUST_USE bool releases_wait(struct transaction *tx, struct uuid id, struct error *err);

/* A stay came to its release: it is canceled without a fee, if it still is unconfirmed. */
MUST_USE bool releases_go_on(struct transaction *tx, struct uuid id, struct instant due,
                             struct error *err);
