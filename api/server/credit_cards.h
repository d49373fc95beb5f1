/* Guests' cards: what is kept of them, and the gateway's tokens that stand for their numbers. */
#pragma once

#include "api/server/transaction.h"

/*
 * creditCards/addTokenized: a Gateway card, of which the storage's token is kept and never shown.
 * Errors  ERROR_INPUT: an unknown customer, an expiration that is none or over, a token that looks
 *         like a card number.
 */
MUST_USE bool credit_cards_add_tokenized(struct transaction *tx,
                                         const struct tokenized_card *request, struct error *err);

/* What a new card is like; "" texts are left out. */
struct card_entry {
    struct uuid customer;
    const char *kind; /* Gateway, Terminal */
    const char *type;
    const char *number; /* obfuscated */
    const char *expiration;
};

MUST_USE bool credit_cards_put(struct transaction *tx, const struct card_entry *entry,
                               struct uuid *id, struct error *err);

/* The token of a card, in the arena; "" for none, and for no card. */
MUST_USE bool credit_cards_token(struct transaction *tx, struct uuid card, const char **token,
                                 struct error *err);

/* Whether a card is the owner's or the booker's of a stay; no card is. */
MUST_USE bool credit_cards_is_theirs(struct transaction *tx, const struct reservation *stay,
                                     bool *is_theirs, struct error *err);

/* Writes the transaction that a charged payment of a card is, with the amount as it was paid. */
MUST_USE bool credit_cards_book(struct transaction *tx, struct uuid payment, struct money amount,
                                struct error *err);
