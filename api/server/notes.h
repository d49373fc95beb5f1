/* Notes on reservations and orders. */
#pragma once

#include "api/server/transaction.h"

/* serviceOrderNotes/add. Errors: ERROR_INPUT, neither a reservation nor an order. */
MUST_USE bool service_order_notes_add(struct transaction *tx, const struct notes_add *request,
                                      struct error *err);

/* Puts one note on a service order, and into a list that there may be; an empty text puts none. */
MUST_USE bool notes_put(struct transaction *tx, struct uuid order, const char *text, json_t *added,
                        struct error *err);
