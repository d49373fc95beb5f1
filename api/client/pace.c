#include "api/client/pace.h"

#include <stdlib.h>

#include "api/base/memory.h"

enum {
    KEPT_SHARE = 10 /* a tenth of the limit is for keys, another for what is looked at */
};

/* A place that was never used lies before all time. */
static const int64_t NEVER = INT64_MIN / 2;

void
pace_init(struct pace *pace, int limit, int seconds)
{
    *pace = (struct pace){0};
    if (limit <= 0 || seconds <= 0)
        return;
    pace->limit = (size_t)limit;
    pace->window_ms = (int64_t)seconds * 1000;
    pace->sent_ms = memory_new(pace->limit * sizeof(*pace->sent_ms));
    for (size_t i = 0; i < pace->limit; i++)
        pace->sent_ms[i] = NEVER;
}

void
pace_clear(struct pace *pace)
{
    free(pace->sent_ms);
    *pace = (struct pace){0};
}

int64_t
pace_wait_ms(const struct pace *pace, enum request_priority priority, int64_t now_ms)
{
    size_t kept = pace->limit / KEPT_SHARE * (size_t)priority;
    int64_t wait_ms;

    if (!pace->limit)
        return 0;
    /* With `kept` places left free, the one that must have left the window is so much younger. */
    wait_ms = pace->sent_ms[(pace->next + kept) % pace->limit] + pace->window_ms - now_ms;
    return wait_ms > 0 ? wait_ms : 0;
}

size_t
pace_count(struct pace *pace, int64_t now_ms)
{
    size_t place = pace->next;

    if (!pace->limit)
        return 0;
    pace->sent_ms[place] = now_ms;
    pace->next = (place + 1) % pace->limit;
    return place;
}

void
pace_end(struct pace *pace, size_t place, int64_t now_ms)
{
    if (pace->limit)
        pace->sent_ms[place] = now_ms;
}
