/*
 * The house's rules for new stays: by which rate, when, for how many, and what restricts it. Pure.
 */
#pragma once

#include "api/rules/time_units.h"

struct error;

/* A stay that somebody wants, as the rules see it. */
struct booking {
    const struct rate *rate;
    struct uuid_list rates; /* the rate, and those that it stands on */
    const struct resource_category *category;
    struct interval when;
    struct time_units units;
    int64_t persons;
    const struct decimal *prices; /* of each unit */
    bool has_voucher;             /* one that opens the rate */
    bool is_of_block;             /* it is picked up from an availability block */
};

/*
 * Whether the rate can be booked: it is on sale, open to all or by a voucher, and not a block's.
 * Errors  ERROR_REFUSED, with the remedy.
 */
MUST_USE bool booking_may_have_rate(const struct booking *booking, struct error *err);

/*
 * Whether a stay can be then: it begins in what the house lets be edited of the past or later, and
 * is over in some years.
 * Errors  ERROR_REFUSED.
 */
MUST_USE bool booking_may_be_then(const struct configuration *property, struct interval when,
                                  struct instant now, struct error *err);

/* Whether the category has places for all. Errors: ERROR_REFUSED, with how many it has. */
MUST_USE bool category_may_house(const struct resource_category *category, int64_t persons,
                                 struct error *err);

/*
 * Whether a restriction keeps the booking out at `now`: its conditions are met, and no exception
 * lets it through. Exceptions are advance, length and price; of each the least and the most make a
 * range, and to be in one of the ranges that are given is enough.
 */
bool restriction_keeps_out(const struct restriction *restriction, const struct booking *booking,
                           struct instant now);

/*
 * Whether all of them let it through.
 * Errors  ERROR_REFUSED, naming the day and what would be let through.
 */
MUST_USE bool booking_may_pass(const struct restriction_list *restrictions,
                               const struct booking *booking, struct instant now,
                               struct error *err);
