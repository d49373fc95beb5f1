#include "api/server/gateway.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/error.h"

static const struct {
    int digits;
    const char *word;
    struct gateway_outcome outcome;
    const char *refusal; /* NULL: it isn't refused */
} rules[] = {
    {41, "declined", {0}, "The card was declined: ask for another one."},
    {42, "funds", {0}, "There is not enough on the card: ask for another one or a smaller amount."},
    {43, "pending", {PAYMENT_PENDING, PAYMENT_CHARGED, false}, NULL},
    {44, "fails", {PAYMENT_PENDING, PAYMENT_FAILED, false}, NULL},
    {45, "verify", {PAYMENT_VERIFYING, PAYMENT_CHARGED, false}, NULL},
    {46, "unknown", {PAYMENT_CHARGED, PAYMENT_CHARGED, true}, NULL},
};

enum {
    NO_RULE = countof(rules)
};

/* The last two minor digits of an amount. */
static int
last_digits(struct money amount)
{
    struct money rounded;

    if (!money_round(amount, &rounded))
        return 0;
    return (int)llabs(rounded.amount.units % 100);
}

static size_t
find_rule(struct money amount, const char *token)
{
    int digits = last_digits(amount);

    for (size_t i = 0; i < countof(rules); i++)
        if (strstr(token, rules[i].word))
            return i;
    for (size_t i = 0; i < countof(rules); i++)
        if (rules[i].digits == digits)
            return i;
    return NO_RULE;
}

bool
gateway_judge(struct money amount, const char *token, struct gateway_outcome *outcome,
              struct error *err)
{
    size_t rule = find_rule(amount, token);

    *outcome = (struct gateway_outcome){PAYMENT_CHARGED, PAYMENT_CHARGED, false};
    if (rule == NO_RULE)
        return true;
    if (rules[rule].refusal)
        return error_set(err, ERROR_REFUSED, "%s", rules[rule].refusal);
    *outcome = rules[rule].outcome;
    return true;
}
