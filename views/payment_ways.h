/*
 * How a payment can be taken: the types that the house takes from hand to hand, the guest's cards
 * on file, a card that a terminal took, and what is paid online.
 */
#pragma once

#include "views/app.h"

/* Their words, for a choice: `Cash`, `Card Visa 1111`, `Terminal`, `ApplePay`. In the arena. */
struct text_list payment_ways(const struct app *app, struct uuid account, struct arena *arena);

/* What a way wants to know besides the amount. */
enum payment_way_kind {
    WAY_EXTERNAL,
    WAY_CARD,     /* on file */
    WAY_TERMINAL, /* order.type: the brand, order.text: the last digits */
    WAY_ONLINE    /* order.text: an IBAN or an address, where it needs one */
};
enum payment_way_kind payment_way_kind(const char *way);

/* What the text of an online way is: N_() `IBAN`; NULL: it needs none. */
const char *payment_way_detail(const char *way);

/*
 * Makes it an order of that way: kind, card and type. `Card` alone is the first that may be
 * charged.
 * Errors  ERROR_NOT_FOUND: the guest has no such card.
 */
MUST_USE bool payment_way_take(const struct app *app, struct uuid account, const char *way,
                               struct action_order *order, struct error *err);

/* The brands that a terminal's payment can name. */
struct text_list payment_brands(void);

/* `Visa 1111, 05/2030`. Returns `text`. */
const char *payment_card_title(const struct credit_card *card, char *text, size_t size);
