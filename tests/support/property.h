/*
 * A small property for tests, in the API's own form: a hotel in Prague of ten rooms, priced gross,
 * on 24 March 2026 at 16:00. Its entities have names, from which their identifiers are made.
 */
#pragma once

#include "api/server/demo.h"

#define PROPERTY_NOW "2026-03-24T15:00:00Z"

struct instant property_now(void);

/* Emits all of it, as demo_generate() would. */
MUST_USE bool property_emit(demo_emit_fn emit, void *context, struct error *err);

/* Emits one entity, written as JSON with $names in place of identifiers. */
MUST_USE bool property_emit_text(demo_emit_fn emit, void *context, const char *type,
                                 const char *text, struct error *err);

/* The identifier of `room101`, `stay1`, `guest1`, … */
struct uuid property_id(const char *name);

/*
 * A text in which each $name is the identifier of that name. *Gives*: free().
 */
MUST_USE char *property_text(const char *text);
