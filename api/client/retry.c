#include "api/client/retry.h"

enum {
    FIRST_BACKOFF_MS = 500,
    FIRST_THROTTLE_MS = 2000,
    LONGEST_BACKOFF_MS = 30000,
    LONGEST_TOLD_MS = 300000, /* whoever says more has another clock or another mind */
    THROTTLE_JITTER_MS = 1000,
};

static enum verdict
judge_read(enum exchange_end end, int status)
{
    if (end != EXCHANGE_ANSWERED)
        return end == EXCHANGE_HOPELESS ? VERDICT_FAILED : VERDICT_REPEAT;
    if (status >= 200 && status < 300)
        return VERDICT_DONE;
    if (status == 408)
        return VERDICT_SHRINK;
    if (status == 429)
        return VERDICT_WAIT;
    return status >= 500 ? VERDICT_REPEAT : VERDICT_REFUSED;
}

/* Whatever isn't known to be done or not done is unknown: money must not go twice. */
static enum verdict
judge_write(enum exchange_end end, int status, bool is_sent)
{
    if (!is_sent)
        return VERDICT_NOT_SENT;
    if (end != EXCHANGE_ANSWERED)
        return VERDICT_UNKNOWN;
    if (status >= 200 && status < 300)
        return VERDICT_DONE;
    if (status == 429)
        return VERDICT_NOT_SENT;
    return status >= 400 && status < 500 && status != 408 ? VERDICT_REFUSED : VERDICT_UNKNOWN;
}

enum verdict
retry_judge(enum operation_kind kind, enum exchange_end end, int status, bool is_sent)
{
    return kind == OPERATION_READ ? judge_read(end, status) : judge_write(end, status, is_sent);
}

int64_t
retry_doubled_ms(int64_t first, int64_t longest, int attempt)
{
    int64_t full = first;

    while (--attempt > 0 && full < longest)
        full *= 2;
    return full < longest ? full : longest;
}

int64_t
retry_jittered_ms(int64_t full, uint32_t random)
{
    return full / 2 + (int64_t)(random % (uint32_t)(full / 2 + 1));
}

int64_t
retry_backoff_ms(int attempt, uint32_t random)
{
    return retry_jittered_ms(retry_doubled_ms(FIRST_BACKOFF_MS, LONGEST_BACKOFF_MS, attempt),
                             random);
}

int64_t
retry_throttle_ms(int64_t told_ms, int attempt, uint32_t random)
{
    if (told_ms < 0)
        return retry_jittered_ms(retry_doubled_ms(FIRST_THROTTLE_MS, LONGEST_BACKOFF_MS, attempt),
                                 random);
    return (told_ms < LONGEST_TOLD_MS ? told_ms : LONGEST_TOLD_MS)
           + (int64_t)(random % (THROTTLE_JITTER_MS + 1));
}
