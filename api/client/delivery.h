/* A good answer becomes results: decoded in parts, kept in the snapshot, handed over. */
#pragma once

#include "api/client/worker.h"

/* Results that are made but not handed over yet. */
struct delivery {
    struct result **rows;
    size_t count;
};

/*
 * What the call's page gives; nothing, while pages are joined. *Takes* the page from the call.
 * *Gives*: delivery_send().
 * Errors  false: it cannot be read; `delivery` is empty.
 */
MUST_USE bool delivery_make(struct worker *worker, struct call *call,
                            const struct exchange *exchange, struct delivery *delivery,
                            struct error *err);

/* Hands it over, and keeps its records in the snapshot. */
void delivery_send(struct worker *worker, struct delivery *delivery);

/* A request ends without an answer. */
void delivery_fail(struct worker *worker, const struct call *call, const struct error *err);

/* Keeps a result's records in the snapshot, and notes that they are handed over. */
void delivery_keep(struct worker *worker, const struct result *result);
