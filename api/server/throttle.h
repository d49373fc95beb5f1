/* How often a token may ask: so many requests in so many seconds, sliding. */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The times of the last requests, in a ring; `{0}` lets everything pass. */
struct throttle {
    int64_t *times_ms;
    size_t most;
    size_t next;
    int64_t window_ms;
    pthread_mutex_t lock;
};

void throttle_init(struct throttle *throttle, int requests, int seconds);
void throttle_clear(struct throttle *throttle);

/*
 * 0: it may, and counts; else after how many seconds to ask again. `now_ms` is monotonic. Any
 * thread.
 */
int throttle_take(struct throttle *throttle, int64_t now_ms);
