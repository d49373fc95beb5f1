/*
 * Decimal numbers: an int64 and how many of its digits stand after the point. Money is never a
 * floating point number outside the codec.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "api/base/attributes.h"

enum {
    DECIMAL_SCALE_MAX = 18,
    DECIMAL_TEXT_SIZE = 24, /* sign, 19 digits, point, leading zero, NUL */
};

/* units / 10^scale; {0} is zero. 0 <= scale <= DECIMAL_SCALE_MAX. */
struct decimal {
    int64_t units;
    uint8_t scale;
};

/*
 * Reads `-12.50`, `1e2`, with `point` as the decimal sign; the whole text must be a number.
 * Errors  false: no number, or more digits than an int64 holds.
 */
MUST_USE bool decimal_parse(const char *text, char point, struct decimal *value);

/* Writes all its digits (`12.50` for {1250, 2}) with '.'; returns `text`. */
const char *decimal_text(struct decimal value, char text[DECIMAL_TEXT_SIZE]);

/* The same value without zeros at the end. */
struct decimal decimal_reduce(struct decimal value);

/* To `scale` digits, half away from zero; false when it doesn't fit. */
MUST_USE bool decimal_round(struct decimal value, uint8_t scale, struct decimal *rounded);

/* Exact; the sum has the larger scale, the product the sum of both (reduced). False on overflow. */
MUST_USE bool decimal_add(struct decimal a, struct decimal b, struct decimal *sum);
MUST_USE bool decimal_subtract(struct decimal a, struct decimal b, struct decimal *difference);
MUST_USE bool decimal_multiply(struct decimal a, struct decimal b, struct decimal *product);

/* a / b rounded to `scale` digits, half away from zero. False on overflow or b = 0. */
MUST_USE bool decimal_divide(struct decimal a, struct decimal b, uint8_t scale,
                             struct decimal *quotient);

/* -1, 0, 1; compares values, not digits: 1.0 equals 1. */
int decimal_compare(struct decimal a, struct decimal b);

/* -1, 0, 1 */
int decimal_sign(struct decimal value);
struct decimal decimal_negate(struct decimal value);

/* For the codec alone: JSON numbers are doubles there, of which 15 digits are right. */
MUST_USE bool decimal_from_double(double number, struct decimal *value);
double decimal_to_double(struct decimal value);
