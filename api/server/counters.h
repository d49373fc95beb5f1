/* The number series of bills, without gaps; of reservations and blocks. */
#pragma once

#include "api/server/transaction.h"

/*
 * The next number of a counter, which is moved on: the one that is named, else the default one for
 * bills; of several that are default, the one that bills of this type had last. *Valid until* the
 * transaction's end.
 * Errors  ERROR_INPUT: it is no counter for bills. ERROR_REFUSED: the property has none.
 */
MUST_USE const char *counters_next(struct transaction *tx, enum bill_type bill, struct uuid named,
                                   struct uuid *counter, struct error *err);

/*
 * The next number of the property's counter of a type (ServiceOrderCounter), which is made where
 * there is none. One that something has already, by its column of numbers, is passed over. *Valid
 * until* the transaction's end; NULL on failure.
 */
MUST_USE const char *counters_take(struct transaction *tx, const char *type, enum column_id numbers,
                                   struct error *err);

/* A value in a counter's format: `{0}`, `{0:D5}` and `{0:00000}` stand for it. In the arena. */
MUST_USE const char *counter_text(struct arena *arena, const char *format, int64_t value);
