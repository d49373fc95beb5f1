#include "api/base/money.h"

#include <ctype.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "api/base/error.h"
#include "api/base/text.h"

/* ISO 4217: the currencies whose minor unit is not a hundredth. */
static const struct {
    char code[4];
    uint8_t digits;
} unusual[] = {
    {"BHD", 3}, {"BIF", 0}, {"CLF", 4}, {"CLP", 0}, {"DJF", 0}, {"GNF", 0}, {"IQD", 3},
    {"ISK", 0}, {"JOD", 3}, {"JPY", 0}, {"KMF", 0}, {"KRW", 0}, {"KWD", 3}, {"LYD", 3},
    {"OMR", 3}, {"PYG", 0}, {"RWF", 0}, {"TND", 3}, {"UGX", 0}, {"UYI", 0}, {"UYW", 4},
    {"VND", 0}, {"VUV", 0}, {"XAF", 0}, {"XOF", 0}, {"XPF", 0},
};

uint8_t
money_digits(const char *currency)
{
    for (size_t i = 0; i < countof(unusual); i++)
        if (strcmp(unusual[i].code, currency) == 0)
            return unusual[i].digits;
    return 2;
}

bool
money_round(struct money value, struct money *rounded)
{
    struct money result = value;

    if (!decimal_round(value.amount, money_digits(value.currency), &result.amount))
        return false;
    *rounded = result;
    return true;
}

bool
money_add(struct money a, struct money b, struct money *sum)
{
    struct money result = a.currency[0] || a.amount.units ? a : b;

    if (!decimal_add(a.amount, b.amount, &result.amount))
        return false;
    if (strcmp(a.currency, b.currency) != 0 && (a.currency[0] || a.amount.units)
        && (b.currency[0] || b.amount.units))
        return false;
    *sum = result;
    return true;
}

bool
money_split(struct money value, size_t count, struct money *parts)
{
    struct money whole;
    int64_t share;
    int64_t rest;

    if (!count || !money_round(value, &whole))
        return false;
    share = whole.amount.units / (int64_t)count;
    rest = whole.amount.units % (int64_t)count;
    for (size_t i = 0; i < count; i++) {
        parts[i] = whole;
        parts[i].amount.units = share;
        if ((int64_t)i < (rest < 0 ? -rest : rest))
            parts[i].amount.units += rest < 0 ? -1 : 1;
    }
    return true;
}

char
money_point(void)
{
    const char *point = localeconv()->decimal_point;

    return point[0] && !point[1] ? point[0] : '.';
}

const char *
money_amount_text(struct money value, char text[MONEY_TEXT_SIZE])
{
    struct money rounded;
    char digits[DECIMAL_TEXT_SIZE];
    char *point;

    decimal_text(money_round(value, &rounded) ? rounded.amount : value.amount, digits);
    point = strchr(digits, '.');
    if (point)
        *point = money_point();
    snprintf(text, MONEY_TEXT_SIZE, "%s", digits);
    return text;
}

const char *
money_text(struct money value, char text[MONEY_TEXT_SIZE])
{
    money_amount_text(value, text);
    if (value.currency[0]) {
        size_t length = strlen(text);

        snprintf(text + length, MONEY_TEXT_SIZE - length, " %s", value.currency);
    }
    return text;
}

/* One term of a sum; all but the first have a sign. Moves `*text` behind it. */
static bool
parse_term(const char **text, bool is_first, struct decimal *term)
{
    char digits[48];
    size_t length = 0;
    const char *at = *text;
    char point = money_point();

    if (*at == '+' || *at == '-') {
        digits[length++] = *at++;
        at += strspn(at, " ");
    } else if (!is_first) {
        return false;
    }
    for (; isdigit((unsigned char)*at) || *at == '.' || *at == point; at++) {
        if (length == sizeof(digits) - 1)
            return false;
        digits[length++] = *at == point ? '.' : *at;
    }
    digits[length] = '\0';
    *text = at + strspn(at, " ");
    return decimal_parse(digits, '.', term);
}

static bool
parse_sum(const char **text, struct decimal *sum)
{
    struct decimal term;
    bool is_first = true;

    *sum = (struct decimal){0};
    *text += strspn(*text, " ");
    do {
        if (!parse_term(text, is_first, &term) || !decimal_add(*sum, term, sum))
            return false;
        is_first = false;
    } while (**text == '+' || **text == '-');
    return true;
}

/* Three letters; none leave `currency` as it is. */
static bool
parse_currency(const char **text, char currency[4])
{
    char code[4] = "";
    size_t length = 0;

    for (; text_lower((*text)[length]) >= 'a' && text_lower((*text)[length]) <= 'z'; length++)
        if (length < 3)
            code[length] = (char)(text_lower((*text)[length]) - 'a' + 'A');
    *text += length;
    *text += strspn(*text, " ");
    if (length == 3)
        memcpy(currency, code, sizeof(code));
    return length == 3 || length == 0;
}

bool
money_parse(const char *text, const char *currency, struct money *value, struct error *err)
{
    const char *rest = text;
    struct money sum;
    uint8_t digits;

    snprintf(sum.currency, sizeof(sum.currency), "%s", currency);
    if (!parse_sum(&rest, &sum.amount) || !parse_currency(&rest, sum.currency) || *rest)
        return error_set(err, ERROR_USAGE,
                         "\"%s\" is no amount: write 12%c50, 12%c50 EUR or 120+35%c5.", text,
                         money_point(), money_point(), money_point());
    digits = money_digits(sum.currency);
    if (sum.amount.scale > digits) // 1.234 and 1.500 may have been meant as thousands
        return error_set(err, ERROR_USAGE,
                         "\"%s\" is no amount in %s: write at most %d digits after the point.",
                         text, sum.currency, digits);
    *value = sum;
    return true;
}
