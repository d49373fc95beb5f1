#include "tui/timers.h"

#include <stdlib.h>

#include "api/base/memory.h"

struct timer {
    int64_t at_ms;
    unsigned number; /* they grow: of two with the same time the older goes first */
    void (*fire)(void *context);
    void *context;
};

/* A binary heap: each row is due no later than the two at 2i + 1 and 2i + 2. */
struct timers {
    struct timer *rows;
    size_t count;
    size_t capacity;
    unsigned last_number;
};

struct timers *
timers_new(void)
{
    return memory_new(sizeof(struct timers));
}

void
timers_free(struct timers *timers)
{
    if (!timers)
        return;
    free(timers->rows);
    free(timers);
}

static bool
is_before(const struct timer *a, const struct timer *b)
{
    return a->at_ms < b->at_ms || (a->at_ms == b->at_ms && a->number < b->number);
}

static void
swap(struct timer *a, struct timer *b)
{
    struct timer kept = *a;

    *a = *b;
    *b = kept;
}

static void
sift_up(struct timers *timers, size_t at)
{
    while (at && is_before(&timers->rows[at], &timers->rows[(at - 1) / 2])) {
        swap(&timers->rows[at], &timers->rows[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
}

static void
sift_down(struct timers *timers, size_t at)
{
    for (;;) {
        size_t first = at;

        for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < timers->count; child++)
            if (is_before(&timers->rows[child], &timers->rows[first]))
                first = child;
        if (first == at)
            return;
        swap(&timers->rows[at], &timers->rows[first]);
        at = first;
    }
}

unsigned
timers_add(struct timers *timers, int64_t at_ms, void (*fire)(void *context), void *context)
{
    if (!++timers->last_number) // 0 is none
        timers->last_number = 1;
    timers->rows =
        memory_grow(timers->rows, timers->count, &timers->capacity, sizeof(*timers->rows));
    timers->rows[timers->count] = (struct timer){at_ms, timers->last_number, fire, context};
    sift_up(timers, timers->count++);
    return timers->last_number;
}

static void
remove_row(struct timers *timers, size_t at)
{
    timers->rows[at] = timers->rows[--timers->count];
    if (at >= timers->count)
        return;
    sift_up(timers, at);
    sift_down(timers, at);
}

void
timers_cancel(struct timers *timers, unsigned number)
{
    for (size_t i = 0; i < timers->count; i++) {
        if (timers->rows[i].number != number)
            continue;
        remove_row(timers, i);
        return;
    }
}

int64_t
timers_next_ms(const struct timers *timers)
{
    return timers->count ? timers->rows[0].at_ms : -1;
}

/* Those added while firing wait for the next round, lest one that is always due keep us here. */
bool
timers_fire(struct timers *timers, int64_t now_ms)
{
    unsigned last = timers->last_number;
    bool has_fired = false;

    while (timers->count && timers->rows[0].at_ms <= now_ms && timers->rows[0].number <= last) {
        struct timer timer = timers->rows[0];

        remove_row(timers, 0);
        timer.fire(timer.context);
        has_fired = true;
    }
    return has_fired;
}
