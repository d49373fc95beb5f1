/* Payment cards, of which nobody keeps the whole number. Pure. */
#pragma once

#include "api/base/zone.h"

struct error;

/*
 * Whether a text has what looks like a whole card number: 13 to 19 digits, blanks or dashes among
 * them, whose check digit is right.
 */
bool text_has_card_number(const char *text);

/*
 * Whether a text that many read may be kept.
 * Errors  ERROR_REFUSED: it has a whole card number.
 */
MUST_USE bool text_is_without_card(const char *text, struct error *err);

/*
 * Whether a number is obfuscated: of its digits at most the first six and the last four, `*` in
 * between; or just the last four.
 * Source  Connector API, Payments, "Add credit card payment".
 */
bool card_number_is_obfuscated(const char *number);

/* The last month of a card: MM/YYYY, and yyyy-MM of tokenized ones. */
struct card_expiry {
    int year, month;
};

MUST_USE bool card_expiry_parse(const char *text, struct card_expiry *expiry);
bool card_is_expired(struct card_expiry expiry, struct instant now);

/* `07/2028`. */
enum {
    CARD_EXPIRY_SIZE = 16
};
const char *card_expiry_text(struct card_expiry expiry, char text[CARD_EXPIRY_SIZE]);
