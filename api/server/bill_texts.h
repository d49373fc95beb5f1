/* Amounts, rates and ways to pay in the words of a printed bill, the same in every locale. */
#pragma once

#include "api/server/transaction.h"

enum {
    BILL_AMOUNT_SIZE = 48
};

/* `12 345.60`, at the currency's digits, without its code. Returns `text`. */
const char *bill_amount_text(struct money value, char text[BILL_AMOUNT_SIZE]);

/* `21 %`, or the amount of a flat tax; the code itself when it is unknown. In the arena. */
const char *bill_tax_text(const struct transaction *tx, const char *code);

/*
 * A person's name: as it is said in Europe, or family name first, without a blank, where it is
 * written in Chinese, Japanese or Korean letters. In the arena.
 */
const char *bill_person_text(struct arena *arena, const char *first, const char *last,
                             const char *second_last);

/* How a payment was made: `Cash`, `Wire transfer`, `Visa ****1111`. In the arena. */
MUST_USE bool bill_payment_text(struct transaction *tx, const struct payment *payment,
                                const char **text, struct error *err);
