#include "api/base/decimal.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const int64_t powers[] = {
    1,
    10,
    100,
    1000,
    10000,
    100000,
    1000000,
    10000000,
    100000000,
    1000000000,
    10000000000,
    100000000000,
    1000000000000,
    10000000000000,
    100000000000000,
    1000000000000000,
    10000000000000000,
    100000000000000000,
    1000000000000000000,
};

/* Wide enough for the product of two int64. */
typedef int wide __attribute__((mode(TI)));

/* Up to here one more digit fits. */
static const wide wide_limit = (wide)1 << 123;

static bool
narrow(wide units, int scale, struct decimal *value)
{
    while (scale > DECIMAL_SCALE_MAX || units > INT64_MAX || units < -INT64_MAX) {
        if (scale == 0 || units % 10 != 0)
            return false;
        units /= 10;
        scale--;
    }
    *value = (struct decimal){(int64_t)units, (uint8_t)scale};
    return true;
}

/* a / b, half away from zero; b > 0 */
static wide
divide_rounded(wide a, wide b)
{
    wide quotient = a / b;
    wide rest = a % b;

    if (rest < 0)
        rest = -rest;
    if (rest >= b - rest)
        quotient += a < 0 ? -1 : 1;
    return quotient;
}

static bool
apply_exponent(wide units, int scale, long exponent, struct decimal *value)
{
    for (; exponent > 0 && scale > 0; exponent--)
        scale--;
    for (; exponent > 0; exponent--) {
        if (units > INT64_MAX || units < -INT64_MAX)
            return false;
        units *= 10;
    }
    for (; exponent < 0; exponent++) {
        if (units == 0 || scale > 2 * DECIMAL_SCALE_MAX)
            break;
        scale++;
    }
    return narrow(units, scale, value);
}

bool
decimal_parse(const char *text, char point, struct decimal *value)
{
    bool negative = *text == '-';
    bool any = false;
    wide units = 0;
    int scale = -1;
    char *end;
    long exponent = 0;

    if (*text == '-' || *text == '+')
        text++;
    for (; isdigit((unsigned char)*text) || (*text == point && scale < 0); text++) {
        if (*text == point) {
            scale = 0;
            continue;
        }
        if (units > wide_limit)
            return false;
        units = units * 10 + (*text - '0');
        scale += scale >= 0;
        any = true;
    }
    if (any && (*text == 'e' || *text == 'E')) {
        if (!isdigit((unsigned char)text[1 + (text[1] == '-' || text[1] == '+')]))
            return false;
        exponent = strtol(text + 1, &end, 10);
        text = end;
        if (exponent > 40 || exponent < -40)
            return false;
    }
    return any && !*text
           && apply_exponent(negative ? -units : units, scale < 0 ? 0 : scale, exponent, value);
}

const char *
decimal_text(struct decimal value, char text[DECIMAL_TEXT_SIZE])
{
    char digits[DECIMAL_TEXT_SIZE];
    uint64_t size = value.units < 0 ? -(uint64_t)value.units : (uint64_t)value.units;
    int whole;

    /* At least one digit stands before the point. */
    whole = snprintf(digits, sizeof(digits), "%0*llu", value.scale + 1, (unsigned long long)size)
            - value.scale;
    snprintf(text, DECIMAL_TEXT_SIZE, "%s%.*s%s%s", value.units < 0 ? "-" : "", whole, digits,
             value.scale ? "." : "", digits + whole);
    return text;
}

struct decimal
decimal_reduce(struct decimal value)
{
    while (value.scale > 0 && value.units % 10 == 0) {
        value.units /= 10;
        value.scale--;
    }
    return value;
}

bool
decimal_round(struct decimal value, uint8_t scale, struct decimal *rounded)
{
    if (scale > DECIMAL_SCALE_MAX)
        return false;
    if (scale >= value.scale) {
        wide units = (wide)value.units * powers[scale - value.scale];

        if (units > INT64_MAX || units < -INT64_MAX)
            return false;
        *rounded = (struct decimal){(int64_t)units, scale};
        return true;
    }
    *rounded = (struct decimal){
        (int64_t)divide_rounded(value.units, powers[value.scale - scale]),
        scale,
    };
    return true;
}

bool
decimal_add(struct decimal a, struct decimal b, struct decimal *sum)
{
    uint8_t scale = a.scale > b.scale ? a.scale : b.scale;
    wide units = (wide)a.units * powers[scale - a.scale] + (wide)b.units * powers[scale - b.scale];

    return narrow(units, scale, sum);
}

bool
decimal_subtract(struct decimal a, struct decimal b, struct decimal *difference)
{
    return decimal_add(a, decimal_negate(b), difference);
}

bool
decimal_multiply(struct decimal a, struct decimal b, struct decimal *product)
{
    struct decimal result;

    if (!narrow((wide)a.units * b.units, a.scale + b.scale, &result))
        return false;
    *product = decimal_reduce(result);
    return true;
}

bool
decimal_divide(struct decimal a, struct decimal b, uint8_t scale, struct decimal *quotient)
{
    int shift = scale + b.scale - a.scale;
    wide top = a.units;
    wide bottom = b.units;

    if (b.units == 0 || scale > DECIMAL_SCALE_MAX)
        return false;
    for (; shift > 0; shift--) {
        if (top > wide_limit || top < -wide_limit)
            return false;
        top *= 10;
    }
    for (; shift < 0; shift++)
        bottom *= 10;
    if (bottom < 0) {
        top = -top;
        bottom = -bottom;
    }
    top = divide_rounded(top, bottom);
    if (top > INT64_MAX || top < -INT64_MAX)
        return false;
    *quotient = (struct decimal){(int64_t)top, scale};
    return true;
}

int
decimal_compare(struct decimal a, struct decimal b)
{
    uint8_t scale = a.scale > b.scale ? a.scale : b.scale;
    wide left = (wide)a.units * powers[scale - a.scale];
    wide right = (wide)b.units * powers[scale - b.scale];

    return (left > right) - (left < right);
}

int
decimal_sign(struct decimal value)
{
    return (value.units > 0) - (value.units < 0);
}

struct decimal
decimal_negate(struct decimal value)
{
    value.units = -value.units;
    return value;
}

bool
decimal_from_double(double number, struct decimal *value)
{
    char text[40];

    if (!isfinite(number))
        return false;
    snprintf(text, sizeof(text), "%.15g", number);
    for (char *c = text; *c; c++)
        if (*c == ',') // printf follows the user's locale
            *c = '.';
    return decimal_parse(text, '.', value);
}

double
decimal_to_double(struct decimal value)
{
    /*
     * Not strtod(), which reads the user's decimal sign; the division of two exact doubles rounds
     * once.
     */
    if (value.units < (int64_t)1 << 53 && value.units > -((int64_t)1 << 53) && value.scale <= 22)
        return (double)value.units / (double)powers[value.scale];
    return (double)((long double)value.units / (long double)powers[value.scale]);
}
