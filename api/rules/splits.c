#include "api/rules/splits.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/error.h"

/*
 * Shares are rounded on the running total of the lines, and a line gets the difference: so the sum
 * is rounded once, and no line is off by more than one unit.
 */

enum {
    WAYS_MOST = 64,
    NIGHTS_MOST = 10000
};

static bool
refuse_size(struct error *err)
{
    return error_set(err, ERROR_REFUSED, "What is split is too large to add up.");
}

/* Reading */

static bool
refuse_text(const char *text, struct error *err)
{
    return error_set(err, ERROR_USAGE,
                     "\"%.30s\" is no share: write 50%%, 1/3, an amount, or nights as 2n.", text);
}

/* `12.5` before the sign that ends it. */
static bool
read_number(const char *text, size_t length, struct decimal *number)
{
    char copy[32];

    if (!length || length >= sizeof(copy))
        return false;
    memcpy(copy, text, length);
    copy[length] = '\0';
    return decimal_parse(copy, strchr(copy, '.') ? '.' : money_point(), number);
}

/* More than nothing, less than all. */
static bool
is_proper(const struct split *split)
{
    return decimal_sign(split->part) > 0 && decimal_compare(split->part, split->whole) < 0;
}

static bool
parse_fraction(const char *text, struct split *split)
{
    const char *slash = strchr(text, '/');
    size_t length = strlen(text);

    split->kind = SPLIT_FRACTION;
    split->whole = (struct decimal){100, 0};
    if (!slash)
        return read_number(text, length - 1, &split->part) && is_proper(split);
    return read_number(text, (size_t)(slash - text), &split->part)
           && read_number(slash + 1, strlen(slash + 1), &split->whole) && is_proper(split)
           && split->part.scale == 0 && split->whole.scale == 0;
}

static bool
parse_nights(const char *text, struct split *split)
{
    char *end;

    split->kind = SPLIT_NIGHTS;
    split->nights = strtol(text, &end, 10);
    return end != text && (*end == 'n' || *end == 'N') && !end[1] && split->nights > 0
           && split->nights <= NIGHTS_MOST;
}

bool
split_parse(const char *text, const char *currency, struct split *split, struct error *err)
{
    size_t length = strlen(text);
    char last = length ? text[length - 1] : '\0';

    *split = (struct split){0};
    if (last == '%' || strchr(text, '/'))
        return parse_fraction(text, split) || refuse_text(text, err);
    if ((last == 'n' || last == 'N') && strspn(text, "0123456789") == length - 1)
        return parse_nights(text, split) || refuse_text(text, err);
    split->kind = SPLIT_AMOUNT;
    if (!money_parse(text, currency, &split->amount, NULL)
        || decimal_sign(split->amount.amount) == 0)
        return refuse_text(text, err);
    return true;
}

/* Taking */

static bool
check_currencies(const struct split_line *lines, size_t count, struct error *err)
{
    for (size_t i = 1; i < count; i++)
        if (strcmp(lines[i].amount.currency, lines[0].amount.currency) != 0)
            return error_set(err, ERROR_REFUSED,
                             "The lines are in %s and %s: split those of one currency at a time.",
                             lines[0].amount.currency, lines[i].amount.currency);
    return true;
}

/* value * part / whole, at the currency's digits, half away from zero. */
static bool
fraction_of(struct money value, struct decimal part, struct decimal whole, struct money *result)
{
    struct decimal product;

    *result = value;
    return decimal_multiply(value.amount, part, &product)
           && decimal_divide(product, whole, money_digits(value.currency), &result->amount);
}

/* What goes of a total is what doesn't stay of it: the rest takes the extra unit. */
static bool
fraction_gone(struct money total, const struct split *split, struct money *gone)
{
    struct decimal left;
    struct money stays;

    *gone = total;
    return decimal_subtract(split->whole, split->part, &left)
           && fraction_of(total, left, split->whole, &stays)
           && decimal_subtract(total.amount, stays.amount, &gone->amount);
}

static bool
take_fraction(const struct split *split, const struct split_line *lines, size_t count,
              struct money *parts, struct error *err)
{
    struct money total = {0};
    struct decimal before = {0};

    for (size_t i = 0; i < count; i++) {
        struct money gone;

        if (!money_add(total, lines[i].amount, &total) || !fraction_gone(total, split, &gone))
            return refuse_size(err);
        parts[i] = lines[i].amount;
        if (!decimal_subtract(gone.amount, before, &parts[i].amount))
            return refuse_size(err);
        before = gone.amount;
    }
    return true;
}

static bool
take_nights(const struct split *split, const struct split_line *lines, size_t count,
            struct money *parts, struct error *err)
{
    int64_t left = split->nights;

    for (size_t i = 0; i < count; i++) {
        int64_t units = lines[i].units > 0 ? lines[i].units : 1;
        int64_t taken = left < units ? left : units;
        struct split share = {.part = {taken, 0}, .whole = {units, 0}};

        if (!fraction_gone(lines[i].amount, &share, &parts[i]))
            return refuse_size(err);
        left -= taken;
    }
    return left == 0
           || error_set(err, ERROR_REFUSED, "There are %lld nights, not %lld.",
                        (long long)(split->nights - left), (long long)split->nights);
}

static bool
take_amount(const struct split *split, const struct split_line *lines, size_t count,
            struct money *parts, struct error *err)
{
    struct money left = split->amount;
    char text[MONEY_TEXT_SIZE];

    if (count && strcmp(left.currency, lines[0].amount.currency) != 0)
        return error_set(err, ERROR_REFUSED, "The lines are in %s: give the amount in it.",
                         lines[0].amount.currency);
    for (size_t i = 0; i < count; i++) {
        bool is_like = decimal_sign(lines[i].amount.amount) == decimal_sign(left.amount);
        bool is_enough = decimal_sign(left.amount) > 0
                             ? decimal_compare(lines[i].amount.amount, left.amount) >= 0
                             : decimal_compare(lines[i].amount.amount, left.amount) <= 0;

        parts[i] = left;
        if (!is_like)
            parts[i].amount = (struct decimal){0};
        else if (!is_enough)
            parts[i] = lines[i].amount;
        if (!decimal_subtract(left.amount, parts[i].amount, &left.amount))
            return refuse_size(err);
    }
    return decimal_sign(left.amount) == 0
           || error_set(err, ERROR_REFUSED, "The lines come to %s less than that.",
                        money_text(left, text));
}

bool
split_take(const struct split *split, const struct split_line *lines, size_t count,
           struct money *parts, struct error *err)
{
    if (!check_currencies(lines, count, err))
        return false;
    switch (split->kind) {
    case SPLIT_NONE:
        return error_set(err, ERROR_USAGE, "Say how much of it: 50%%, 1/3, an amount, or 2n.");
    case SPLIT_FRACTION:
        return take_fraction(split, lines, count, parts, err);
    case SPLIT_NIGHTS:
        return take_nights(split, lines, count, parts, err);
    case SPLIT_AMOUNT:
        return take_amount(split, lines, count, parts, err);
    }
    return false;
}

/* The first way takes what the others leave, so that a line with more digits adds up too. */
static bool
share_line(const struct split_line *line, const struct money *before, const struct money *after,
           size_t ways, struct money *parts)
{
    parts[0] = line->amount;
    for (size_t way = 1; way < ways; way++) {
        parts[way] = line->amount;
        if (!decimal_subtract(after[way].amount, before[way].amount, &parts[way].amount)
            || !decimal_subtract(parts[0].amount, parts[way].amount, &parts[0].amount))
            return false;
    }
    return true;
}

bool
split_evenly(const struct split_line *lines, size_t count, size_t ways, struct money *parts,
             struct error *err)
{
    struct money before[WAYS_MOST] = {0};
    struct money after[WAYS_MOST];
    struct money total = {0};

    if (ways < 2 || ways > WAYS_MOST)
        return error_set(err, ERROR_USAGE, "A bill is shared among 2 to %d.", WAYS_MOST);
    if (!check_currencies(lines, count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!money_add(total, lines[i].amount, &total) || !money_split(total, ways, after)
            || !share_line(&lines[i], before, after, ways, &parts[i * ways]))
            return refuse_size(err);
        memcpy(before, after, sizeof(before));
    }
    return true;
}
