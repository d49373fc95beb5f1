/*
 * One who listens to events: the server's end of a WebSocket. It speaks, the other listens; what
 * the other says is read for its pings, its pongs and its close alone.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "api/base/attributes.h"

struct subscriber;

struct subscriber_limits {
    size_t queue_bytes; /* that wait for a slow reader; one message may be larger */
    int stall_ms;       /* so long it may take nothing of what waits */
    int ping_ms;        /* after so much silence it is asked whether it is there */
    int silence_ms;     /* after so much it is not */
};

/*
 * Speaks over `fd`, which doesn't block and stays the caller's; `early` is what was read of it
 * already. *Keeps* the limits. *Gives*: subscriber_free().
 */
MUST_USE struct subscriber *subscriber_new(int fd, const char *early, size_t length,
                                           const struct subscriber_limits *limits);
void subscriber_free(struct subscriber *subscriber);

/* Puts a message behind those that wait; subscriber_run() sends. */
void subscriber_tell(struct subscriber *subscriber, const char *text, size_t length);

/* Says goodbye: what waits is not told any more. */
void subscriber_leave(struct subscriber *subscriber);

/*
 * Reads and writes what goes without waiting, and pings. False: it has ended, broke the protocol,
 * is silent or too slow. `now_ms` is monotonic.
 */
MUST_USE bool subscriber_run(struct subscriber *subscriber, int64_t now_ms);

/* Whether something waits to be written. */
bool subscriber_is_waiting(const struct subscriber *subscriber);
