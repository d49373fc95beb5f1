/* Restrictions as they were read for a span of days, and what they keep out. Inside of the desk. */
#pragma once

#include "api/desk/wish.h"

struct restricted {
    struct restriction **rows;
    size_t count;
    size_t capacity;
};

/* Those of an answer, added. */
void restricted_take(struct restricted *restrictions, const struct result *result);
void restricted_clear(struct restricted *restrictions);

/*
 * Whether they let a stay in the category pass, as far as is known: what goes by prices of single
 * nights the property judges alone.
 * Errors  ERROR_REFUSED: the one that doesn't.
 */
MUST_USE bool restricted_pass(const struct desk *desk, const struct restricted *restrictions,
                              const struct wish *wish, const struct resource_category *category,
                              struct error *err);
