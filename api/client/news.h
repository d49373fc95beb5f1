/* Answers to what the worker asks by itself: what is new in them goes out. */
#pragma once

#include "api/client/worker.h"

/* A result for them. *Gives*: result_free(). */
MUST_USE struct result *news_new(const struct worker *worker, enum operation_id operation,
                                 const struct call *call);

/* Keeps its records, and hands it over. *Takes* the result. */
void news_send(struct worker *worker, struct result *result);

/*
 * Hands over what is new in the call's page, in parts.
 * Errors  false: it cannot be read.
 */
MUST_USE bool news_take(struct worker *worker, const struct call *call, struct error *err);
