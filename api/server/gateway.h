/*
 * The payment gateway that this server simulates: no money moves. What comes of a payment is chosen
 * by its amount's last two minor digits (cents; of a currency without, its last two digits), or by
 * a word in the card's stored token, which goes first; never by a card number:
 *
 *     41  declined  refused: the card was declined
 *     42  funds     refused: there is not enough on it
 *     43  pending   Pending, Charged after GATEWAY_SETTLE_MS, by clock_work()
 *     44  fails     Pending, Failed after GATEWAY_SETTLE_MS
 *     45  verify    Verifying, Charged after GATEWAY_SETTLE_MS
 *     46  unknown   Charged, but the connection breaks off before the answer
 *
 * Everything else is Charged at once. Refunds go by the same rules. Pure.
 */
#pragma once

#include "api/schema/desk.h"

struct error;

enum {
    GATEWAY_SETTLE_MS = 60 * 1000
};

struct gateway_outcome {
    enum payment_state state;
    enum payment_state settled; /* what it comes to later, where it isn't Charged yet */
    bool is_cut;
};

/* Errors: ERROR_REFUSED, as above. `token` is "" where there is no card. */
MUST_USE bool gateway_judge(struct money amount, const char *token, struct gateway_outcome *outcome,
                            struct error *err);
