/* What is known of a command beyond the API's form of it: how far it is, what was said of it. */
#pragma once

#include "api/server/transaction.h"

/* Sets a member of its report: Progress, Notes, Fails. *Takes* the value. */
MUST_USE bool command_report_set(struct transaction *tx, struct uuid command, const char *member,
                                 json_t *value, struct error *err);

/* Whether a member is true. */
MUST_USE bool command_report_has(struct transaction *tx, struct uuid command, const char *member,
                                 bool *is_true, struct error *err);
