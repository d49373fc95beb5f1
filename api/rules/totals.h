/* Amounts of one currency added up, with what each tax code comes to. Pure. */
#pragma once

#include "api/base/arena.h"
#include "api/schema/desk.h"

struct error;

struct tax_total {
    const char *code;
    struct decimal net, value; /* of the amounts that the code is on */
};

/* `{0}` is an empty one. */
struct amount_total {
    struct decimal net, gross;
    struct tax_total *taxes; /* in the order in which codes came up */
    size_t count, capacity;
};

/*
 * Adds an amount; its codes are lent.
 * Errors  ERROR_REFUSED: the sum is too large.
 */
MUST_USE bool amount_total_add(struct arena *arena, struct amount_total *total,
                               const struct amount *amount, struct error *err);
