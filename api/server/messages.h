/* Messages to guests. */
#pragma once

#include "api/server/transaction.h"

/* messages/add: what an integration writes is from the Application. Errors: an unknown thread. */
MUST_USE bool messages_add(struct transaction *tx, const struct messages_add *request,
                           struct error *err);

/*
 * messageThreads/add: on behalf of a guest.
 * Errors  ERROR_INPUT: OriginalSender is no guest's identifier; an empty subject.
 */
MUST_USE bool message_threads_add(struct transaction *tx, const struct thread_add *request,
                                  struct error *err);
