/* What a stay is charged, put on its owner's account. */
#pragma once

#include "api/server/order_items.h"
#include "api/server/stay_terms.h"

struct stay_folio {
    const struct stay_terms *terms;
    const struct reservation *stay;
    struct account account;
    struct uuid bill; /* the owner's open one in the stay's currency; none */
};

MUST_USE bool stay_folio_open(const struct stay_terms *terms, const struct reservation *stay,
                              struct stay_folio *folio, struct error *err);

/* Adds a line; `id` is its item's identifier. Errors: those of order_items_add(). */
MUST_USE bool stay_folio_add(const struct stay_folio *folio, const struct stay_line *line,
                             struct uuid *id, struct error *err);
