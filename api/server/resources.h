/* Writes to rooms. */
#pragma once

#include "api/server/transaction.h"

/*
 * resources/update: state, name, floor and so on of several rooms, all or none.
 * Errors  those of resource_may_become(); ERROR_INPUT, naming the member.
 */
MUST_USE bool resources_update(struct transaction *tx, const struct resource_updates *request,
                               struct error *err);
