/* Requests that several tables of steps make: lines to another bill, a payment, a bill closed. */
#pragma once

#include "api/desk/step.h"

struct item_move {
    struct uuid item; /* a charge or a payment */
    struct uuid account;
    struct uuid bill;
};

/* Begins the mark of a write whose first line is a payment; the bill's identifier follows. */
#define MOVED_PAYMENT_MARK "payment."

/* The moves from `*next` on, as many as one write takes; NULL: none is left. */
struct request *moves_request(struct action *action, const struct item_move *moves, size_t count,
                              size_t *next);

/* Reads at the action's end are of both accounts. */
void moves_reread(struct action *action, struct uuid from, struct uuid to);

/* A step: a new bill of the payee's, where the order names none. */
bool bill_for_payee(struct action *action, struct request **request, struct error *err);

/* Whether something on the account reverses the charge already. */
bool item_is_rebated(const struct desk *desk, const struct order_item *item);

struct posting_payment {
    struct uuid account;
    struct uuid bill;
    struct uuid reservation;
    struct money amount; /* negative: money back */
    const char *type;
    const char *notes;
};

/* An external payment. */
struct request *payment_request(struct action *action, const struct posting_payment *payment);

/*
 * A step behind a read of the payments: the answers said that they were taken; what the property
 * shows must be that, each once. Errors: those of echo_is_true().
 */
bool check_echo(struct action *action, struct request **request, struct error *err);

/* bills/close; `terms` may be NULL. */
struct request *close_request(struct action *action, struct uuid bill, enum bill_type type,
                              const struct closing_terms *terms);
