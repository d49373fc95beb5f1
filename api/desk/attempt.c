#include "api/desk/attempt.h"

#include "api/client/retry.h"

enum {
    FIRST_PAUSE_MS = 5000, /* the client itself repeats a read before it gives up */
    LONGEST_PAUSE_MS = 60000,
};

void
attempt_end(struct attempt *attempt, const struct error *err, int64_t now_ms)
{
    if (err->kind == ERROR_NONE) {
        *attempt = (struct attempt){0};
        return;
    }
    attempt->error = *err;
    attempt->failures++;
    attempt->again_ms =
        error_may_heal(err)
            ? now_ms + retry_doubled_ms(FIRST_PAUSE_MS, LONGEST_PAUSE_MS, attempt->failures)
            : INT64_MAX;
}

void
attempt_hurry(struct attempt *attempt)
{
    attempt->again_ms = 0;
}
