/*
 * Payments on the books: those taken outside (cash, bank, vouchers), and what all have in common.
 */
#pragma once

#include "api/server/accounts.h"
#include "api/server/gateway.h"

/*
 * payments/addExternal: money in (positive) or paid back (negative), on the books at once with the
 * sign turned round; cash moves in the cash desk's book too.
 * Errors  those of payment_may_be() and bill_may_take(); ERROR_INPUT, an unknown identifier, what
 *         looks like a card number.
 * Source  Connector API, Payments, "Add external payment".
 */
MUST_USE bool payments_add_external(struct transaction *tx, const struct external_payment *request,
                                    struct error *err);

/* A payment to be put on the books. Identifiers that are none, and "" texts, are left out. */
struct payment_entry {
    struct account account;
    struct uuid bill; /* that is named; none: the account's default open bill, if it has one */
    struct uuid reservation;
    struct uuid category;
    struct money amount; /* as it was paid: positive is in */
    const char *type;    /* CreditCardPayment, … */
    const char *kind;    /* Payment, Refund */
    const char *origin;  /* NULL: Api */
    enum payment_state state;
    const char *notes;
    const char *identifier;
};

/*
 * What a request pays, positive or negative; exactly one of gross and net value says it.
 * Errors  ERROR_INPUT.
 */
MUST_USE bool payments_take_amount(const struct amount_parameters *given, struct money *amount,
                                   struct error *err);

/* The same of money that goes in, in a currency that the property takes. */
MUST_USE bool payments_take_positive(const struct transaction *tx,
                                     const struct amount_parameters *given, struct money *amount,
                                     struct error *err);

/*
 * That no text of a request has a card number in it: `texts` are pairs of a member's name and its
 * text, ended by NULL.
 * Errors  ERROR_INPUT, with the member alone.
 */
MUST_USE bool payments_check_texts(const char *const *texts, struct error *err);

/*
 * Writes it, in the currency of its bill, and sets `id`. *Takes* `data`, its PaymentData.
 * Errors  those of bills_choose() and currencies_convert(); ERROR_INPUT, an unknown identifier.
 */
MUST_USE bool payments_put(struct transaction *tx, const struct payment_entry *entry, json_t *data,
                           struct uuid *id, struct error *err);

/* Has what is not Charged yet go on later. */
MUST_USE bool payments_settle_later(struct transaction *tx, struct uuid id,
                                    const struct gateway_outcome *outcome, struct error *err);

/* A payment under way came at `due` to what the gateway meant it to. */
MUST_USE bool payments_go_on(struct transaction *tx, struct uuid id, struct instant due,
                             struct error *err);
