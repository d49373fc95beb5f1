/*
 * The business clock: the real one, or frozen. It never goes back, and each write has an instant of
 * its own, so that UpdatedUtc puts changes in order.
 */
#pragma once

#include <stdatomic.h>

#include "api/base/instant.h"

struct clock {
    struct instant frozen; /* none: the real clock */
    int64_t began_ms;      /* monotonic */
    _Atomic int64_t last_ms;
};

/* `last` is the latest instant that was ever given out; none for new data. */
void clock_init(struct clock *clock, struct instant frozen, struct instant last);

/* What time it is. Any thread. */
struct instant clock_now(const struct clock *clock);

/*
 * What time it is for devices and banks: they take theirs also where the clock is frozen. Any
 * thread.
 */
struct instant clock_work(const struct clock *clock);

/* The instant of the next write: later than every one before. Thread: the writer. */
struct instant clock_tick(struct clock *clock);

enum {
    CLOCK_DATE_SIZE = 64
};

/* `Tue, 24 Mar 2026 12:00:00 GMT`, as the Date header wants it. Returns `text`. */
const char *clock_date(struct instant at, char text[CLOCK_DATE_SIZE]);
