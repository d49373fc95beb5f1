/* Small facts by name in state.db: what was last read, the last profile. */
#pragma once

#include "api/client/state.h"

/* Sets one; `value` NULL removes it. Errors: ERROR_DISK. */
MUST_USE bool fact_set(struct state *state, const char *name, const char *value, struct error *err);

/* Calls `take` for each. Errors: ERROR_DISK. */
MUST_USE bool fact_walk(struct state *state,
                        void (*take)(void *context, const char *name, const char *value),
                        void *context, struct error *err);
