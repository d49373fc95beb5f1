#include "api/base/money.h"

#include <ctype.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "api/base/error.h"

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

/* One term of a sum, sign included; moves `*text` behind it. */
static bool
parse_term(const char **text, struct decimal *term)
{
    char digits[48];
    char point = money_point();
    size_t length = strspn(*text, "+-");
    size_t set = length;

    if (length > 1)
        return false;
    while (
        set < sizeof(digits)
        && ((*text)[set] == '.' || (*text)[set] == point || isdigit((unsigned char)(*text)[set])))
        set++;
    if (set >= sizeof(digits) || set == length)
        return false;
    for (size_t i = 0; i < set; i++)
        digits[i] = (*text)[i] == point ? '.' : (*text)[i];
    digits[set] = '\0';
    *text += set;
    *text += strspn(*text, " ");
    return decimal_parse(digits, '.', term);
}

bool
money_parse(const char *text, const char *currency, struct money *value, struct error *err)
{
    const char *rest = text + strspn(text, " ");
    struct money sum = {0};
    bool any = false;

    while (isdigit((unsigned char)*rest) || strchr("+-.,", *rest ? *rest : 'x')) {
        struct decimal term;

        if (!parse_term(&rest, &term) || !decimal_add(sum.amount, term, &sum.amount))
            return error_set(err, ERROR_USAGE,
                             "\"%s\" is no amount: write 12.50, 12.50 EUR or 120+35.5.", text);
        any = true;
    }
    if (isalpha((unsigned char)rest[0]) && isalpha((unsigned char)rest[1])
        && isalpha((unsigned char)rest[2]) && !rest[3]) {
        for (int i = 0; i < 3; i++)
            sum.currency[i] = (char)toupper((unsigned char)rest[i]);
        rest += 3;
    } else {
        snprintf(sum.currency, sizeof(sum.currency), "%s", currency);
    }
    if (!any || *rest)
        return error_set(err, ERROR_USAGE,
                         "\"%s\" is no amount: write 12.50, 12.50 EUR or 120+35.5.", text);
    *value = sum;
    return true;
}
