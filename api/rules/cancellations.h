/* What a cancellation costs by the policies of a rate's group. Pure. */
#pragma once

#include "api/base/zone.h"
#include "api/schema/desk.h"

struct error;

/* What is given up: whole stays, or some of their nights. */
struct cancellation {
    struct instant start_utc; /* of the stay */
    const char *currency;
    const struct decimal *units; /* the price of each time unit, in their order */
    size_t unit_count;
    struct decimal products; /* all others together */
};

/*
 * The fee at `now`: the largest of those that apply; zero where none does. A policy takes its
 * absolute fee and a part of the price: of the first time units, of products, or of all.
 * Errors  ERROR_REFUSED: it is too large.
 */
MUST_USE bool cancellation_fee(const struct cancellation_policy_list *policies,
                               const struct cancellation *what, struct instant now,
                               struct decimal *fee, struct error *err);
