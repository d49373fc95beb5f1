/*
 * A read that is wanted until it succeeds: when it may be asked again after it failed. What may
 * heal is asked again by itself, ever more rarely; a refusal only when the user asks. Pure.
 */
#pragma once

#include <stdint.h>

#include "api/base/error.h"

/* `{0}` has not failed. */
struct attempt {
    struct error error; /* of the last failure; ERROR_NONE: it did not fail, or succeeded since */
    int failures;
    int64_t again_ms; /* monotonic; INT64_MAX: when the user asks */
};

/* It was answered, with an error or ERROR_NONE. */
void attempt_end(struct attempt *attempt, const struct error *err, int64_t now_ms);

/* The user asks. */
void attempt_hurry(struct attempt *attempt);

static inline bool
attempt_has_failed(const struct attempt *attempt)
{
    return attempt->failures > 0;
}

/* Whether it may be asked now. */
static inline bool
attempt_may(const struct attempt *attempt, int64_t now_ms)
{
    return !attempt->failures || attempt->again_ms <= now_ms;
}
