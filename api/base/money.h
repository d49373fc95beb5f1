/* An amount in a currency, at the currency's own digits (ISO 4217). */
#pragma once

#include "api/base/decimal.h"

struct error;

enum {
    MONEY_TEXT_SIZE = 40
};

struct money {
    struct decimal amount;
    char currency[4]; /* "EUR"; "" is unknown */
};

/* Digits after the point: JPY 0, EUR 2, KWD 3; 2 for a code that isn't in the table. */
uint8_t money_digits(const char *currency);

/* To the currency's digits, half away from zero; false when it doesn't fit. */
MUST_USE bool money_round(struct money value, struct money *rounded);

/* Unlike currencies never add: false, as on overflow. A zero of no currency adds to any. */
MUST_USE bool money_add(struct money a, struct money b, struct money *sum);

/*
 * `value` in `count` parts that add up exactly: at the currency's digits, the first parts take the
 * extra units (100.00 EUR in 3 is 33.34 + 33.33 + 33.33). False when it doesn't fit; count > 0.
 */
MUST_USE bool money_split(struct money value, size_t count, struct money *parts);

/*
 * `12.50 EUR` at the currency's digits, for people, with the user's decimal sign; returns `text`.
 */
const char *money_text(struct money value, char text[MONEY_TEXT_SIZE]);
const char *money_amount_text(struct money value,
                              char text[MONEY_TEXT_SIZE]); /* without the code */

/* The user's decimal sign (LC_NUMERIC), '.' by default. */
char money_point(void);

/*
 * Reads an AMOUNT of the command line: `12.50`, `12.50 EUR`, a sum `120+35.5-4`, with the user's
 * decimal sign or a point, and no more digits than the currency has. `currency` is taken where the
 * text has none.
 * Errors  ERROR_USAGE, with the text.
 */
MUST_USE bool money_parse(const char *text, const char *currency, struct money *value,
                          struct error *err);
