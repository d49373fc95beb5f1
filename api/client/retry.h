/*
 * What becomes of a request after an exchange: done, refused, repeated, or of unknown outcome.
 * Pure. Reads are repeated, writes never.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "api/schema/schema.h"

/* How an exchange ended. */
enum exchange_end {
    EXCHANGE_OPEN = 0,
    EXCHANGE_ANSWERED, /* `status` says how */
    EXCHANGE_BROKEN,   /* no connection, or it was cut */
    EXCHANGE_LATE,     /* its time was over */
    EXCHANGE_HOPELESS, /* no use in trying again: a certificate, an endless answer */
};

enum verdict {
    VERDICT_DONE = 1,
    VERDICT_REFUSED,  /* the property said no: it stays so */
    VERDICT_NOT_SENT, /* a write that the property has not done for sure */
    VERDICT_UNKNOWN,  /* a write that the property may have done */
    VERDICT_FAILED,   /* a read that is not worth a repeat */
    VERDICT_REPEAT,   /* a read, after a back-off */
    VERDICT_SHRINK,   /* a read: ask for less */
    VERDICT_WAIT,     /* a read: when the property said, with everything else */
};

/* `is_sent`: whether a byte of the request may have reached the property. */
enum verdict retry_judge(enum operation_kind kind, enum exchange_end end, int status, bool is_sent);

/* What doubles with each attempt but the first, at most `longest`; and from half to all of it. */
int64_t retry_doubled_ms(int64_t first, int64_t longest, int attempt);
int64_t retry_jittered_ms(int64_t full, uint32_t random);

/*
 * How long to wait before attempt number `attempt` (1: the second try): doubles from half a second,
 * with jitter from `random`.
 */
int64_t retry_backoff_ms(int attempt, uint32_t random);

/*
 * How long after a 429: what the property told (`told_ms`; -1: nothing, then from one to two
 * seconds, doubling) with jitter of a second, so that many desks don't come back at once.
 */
int64_t retry_throttle_ms(int64_t told_ms, int attempt, uint32_t random);
