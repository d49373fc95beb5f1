/* Payments by card: charged by the gateway, or taken elsewhere and only written down. */
#pragma once

#include "api/server/transaction.h"

/*
 * creditCards/charge: by the gateway (gateway.h), on the owner's default open bill.
 * Errors  ERROR_REFUSED: a card that is no Gateway card, disabled or expired; what the gateway
 *         refuses. ERROR_INPUT: an unknown card, an amount that is not positive.
 */
MUST_USE bool credit_cards_charge(struct transaction *tx, const struct card_charge *request,
                                  struct error *err);

/*
 * payments/addCreditCard: records a payment that was taken elsewhere. The card is kept, Terminal.
 * Errors  ERROR_INPUT: a number that is not obfuscated, an unknown type, an expiration that is
 *         none; and of the bill as for any payment.
 */
MUST_USE bool payments_add_credit_card(struct transaction *tx, const struct card_payment *request,
                                       struct error *err);
