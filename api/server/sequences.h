/* The numbers that profiles and cash movements are given, one after the other. */
#pragma once

#include "api/server/transaction.h"

/* The next number of Customer, Company or CashierTransaction, which is moved on. */
MUST_USE bool sequences_next(struct transaction *tx, const char *name, int64_t *number,
                             struct error *err);
