/* Stays that are called off. */
#pragma once

#include "api/server/transaction.h"

struct cancellation_order {
    const char *reason; /* one of CancellationReason */
    bool charges_fee;
};

/*
 * Cancels a stay that may be: what was charged for it is taken back, its room and what it took of
 * an availability block are free again, its keys end, and it waits for no release.
 */
MUST_USE bool cancellations_make(struct transaction *tx, const struct reservation *stay,
                                 const struct cancellation_order *order, struct error *err);

/*
 * reservations/cancel: all or none. What was charged for them is taken back, and with
 * PostCancellationFee (2022: ChargeCancellationFee) the fee of the rate's policies put on the
 * owner's account. Their rooms and what they took of an availability block are free again, keys
 * end. No e-mail is sent: this property has none.
 * Errors  those of reservation_may_cancel(); ERROR_INPUT, naming ReservationIds; ERROR_REFUSED: a
 *         stay too long ago.
 * Source  Connector API, Reservations, "Cancel reservations".
 */
MUST_USE bool reservations_cancel(struct transaction *tx, const struct reservations_cancel *request,
                                  struct error *err);
