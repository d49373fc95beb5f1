#include "api/server/throttle.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/memory.h"

void
throttle_init(struct throttle *throttle, int requests, int seconds)
{
    memset(throttle, 0, sizeof(*throttle));
    if (requests <= 0 || seconds <= 0)
        return;
    pthread_mutex_init(&throttle->lock, NULL);
    throttle->most = (size_t)requests;
    throttle->window_ms = (int64_t)seconds * 1000;
    throttle->times_ms = memory_new(throttle->most * sizeof(int64_t));
    for (size_t i = 0; i < throttle->most; i++)
        throttle->times_ms[i] = INT64_MIN / 2; // long ago
}

void
throttle_clear(struct throttle *throttle)
{
    if (throttle->most)
        pthread_mutex_destroy(&throttle->lock);
    free(throttle->times_ms);
    memset(throttle, 0, sizeof(*throttle));
}

static int
take(struct throttle *throttle, int64_t now_ms)
{
    int64_t *oldest = &throttle->times_ms[throttle->next];
    int64_t free_ms = *oldest + throttle->window_ms;

    if (free_ms > now_ms)
        return (int)((free_ms - now_ms + 999) / 1000);
    *oldest = now_ms;
    throttle->next = (throttle->next + 1) % throttle->most;
    return 0;
}

int
throttle_take(struct throttle *throttle, int64_t now_ms)
{
    int wait_s;

    if (!throttle->most)
        return 0;
    pthread_mutex_lock(&throttle->lock);
    wait_s = take(throttle, now_ms);
    pthread_mutex_unlock(&throttle->lock);
    return wait_s;
}
