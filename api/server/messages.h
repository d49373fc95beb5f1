/* Messages to guests. */
#pragma once

#include "api/server/transaction.h"

/* messages/add: what an integration writes is from the Application. Errors: an unknown thread. */
MUST_USE bool messages_add(struct transaction *tx, const struct messages_add *request,
                           struct error *err);
