/* What the staff has to do. */
#pragma once

#include "api/server/transaction.h"

/*
 * tasks/add: Open; ClosedUtc, which the API always wants, is its last change until it is closed.
 * Errors  ERROR_INPUT: no name, no deadline, an unknown department or order.
 */
MUST_USE bool tasks_add(struct transaction *tx, const struct task_add *request, struct error *err);

/*
 * tasks/close: all or none. Errors: ERROR_INPUT, an unknown one; ERROR_REFUSED, one that is done.
 */
MUST_USE bool tasks_close(struct transaction *tx, const struct tasks_close *request,
                          struct error *err);
