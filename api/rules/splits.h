/*
 * Charges in parts that add up to them to the last minor unit: a share, a percentage, an amount, or
 * nights of them; and a whole bill shared evenly. Pure.
 */
#pragma once

#include "api/base/money.h"

struct error;

enum split_kind {
    SPLIT_NONE = 0,
    SPLIT_FRACTION, /* `50%`, `12.5%`, `1/3` */
    SPLIT_NIGHTS,   /* `2n`: of the units */
    SPLIT_AMOUNT,   /* `120.00`, `120+35.5` */
};

struct split {
    enum split_kind kind;
    struct decimal part, whole; /* of a fraction: 1 of 3, 12.5 of 100 */
    int64_t nights;
    struct money amount;
};

/*
 * Reads a SHARE; `currency` is taken where an amount has none.
 * Errors  ERROR_USAGE: what it is not, and what it may be.
 */
MUST_USE bool split_parse(const char *text, const char *currency, struct split *split,
                          struct error *err);

/* A charge that is split: what it comes to, and for how many units (nights). */
struct split_line {
    struct money amount;
    int64_t units;
};

/*
 * What goes over of each line, into parts[count]; the rest stays. All lines together give up what
 * the split says, rounded once: what stays takes the extra unit. An amount or nights are taken off
 * the lines in their order.
 * Errors  ERROR_REFUSED: unlike currencies, more than there is, a sum that is too large.
 */
MUST_USE bool split_take(const struct split *split, const struct split_line *lines, size_t count,
                         struct money *parts, struct error *err);

/*
 * Every line in `ways` parts, parts[line * ways + way]: they add up to the line, and no way comes
 * to more than one minor unit more than another. The first ways take the extra units.
 * Errors  as split_take().
 */
MUST_USE bool split_evenly(const struct split_line *lines, size_t count, size_t ways,
                           struct money *parts, struct error *err);
