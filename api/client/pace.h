/*
 * The property's limit kept by ourselves: so many requests in a sliding window, of which a share is
 * kept for the user's own keys. Pure but for what it remembers: `now_ms` is monotonic.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "api/client/client.h"

/*
 * When the last `limit` requests were sent, or answered: a ring, oldest at `next`. `limit` 0: no
 * limit.
 */
struct pace {
    int64_t *sent_ms;
    size_t limit;
    size_t next;
    int64_t window_ms;
};

/* `limit` requests in `seconds`. *Gives*: pace_clear(). */
void pace_init(struct pace *pace, int limit, int seconds);
void pace_clear(struct pace *pace);

/* How long a request must still wait; 0: not at all. */
int64_t pace_wait_ms(const struct pace *pace, enum request_priority priority, int64_t now_ms);

/* One is sent now. Returns its place, for pace_end(). */
size_t pace_count(struct pace *pace, int64_t now_ms);

/*
 * Its answer came. The property counted it at some moment between the two, so only a window behind
 * its end is it sure to count no more.
 */
void pace_end(struct pace *pace, size_t place, int64_t now_ms);
