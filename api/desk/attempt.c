#include "api/desk/attempt.h"

enum {
    FIRST_PAUSE_MS = 5000, /* the client itself repeats a read before it gives up */
    LONGEST_PAUSE_MS = 60000,
};

/* What may be otherwise the next time, though nobody here does anything. */
static bool
may_heal(const struct error *err)
{
    return err->kind == ERROR_UNREACHABLE || err->kind == ERROR_TIMEOUT || err->kind == ERROR_BUSY
           || err->status >= 500;
}

static int64_t
pause_ms(int failures)
{
    int64_t pause = FIRST_PAUSE_MS;

    while (--failures > 0 && pause < LONGEST_PAUSE_MS)
        pause *= 2;
    return pause < LONGEST_PAUSE_MS ? pause : LONGEST_PAUSE_MS;
}

void
attempt_end(struct attempt *attempt, const struct error *err, int64_t now_ms)
{
    if (err->kind == ERROR_NONE) {
        *attempt = (struct attempt){0};
        return;
    }
    attempt->error = *err;
    attempt->failures++;
    attempt->again_ms = may_heal(err) ? now_ms + pause_ms(attempt->failures) : INT64_MAX;
}

void
attempt_hurry(struct attempt *attempt)
{
    attempt->again_ms = 0;
}
