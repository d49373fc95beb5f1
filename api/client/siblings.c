#include "api/client/siblings.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/memory.h"
#include "api/client/journal.h"
#include "api/client/worker.h"

/*
 * A look is two short reads of an index. It is had when the worker is awake anyway, and now and
 * then.
 */

enum {
    PAUSE_MS = 500,
    LONGEST_MS = 60000
};

void
siblings_start(struct siblings *siblings)
{
    siblings->is_on = true;
}

void
siblings_clear(struct siblings *siblings)
{
    free(siblings->unknown);
    *siblings = (struct siblings){0};
}

/* count: it is not among them. */
static size_t
find(const struct siblings *siblings, int64_t number)
{
    size_t at = 0;

    while (at < siblings->count && siblings->unknown[at] != number)
        at++;
    return at;
}

void
siblings_note(struct siblings *siblings, int64_t number, bool is_unknown)
{
    size_t at = find(siblings, number);

    if (is_unknown == (at < siblings->count))
        return;
    if (!is_unknown) {
        siblings->unknown[at] = siblings->unknown[--siblings->count];
        return;
    }
    siblings->unknown = memory_grow(siblings->unknown, siblings->count, &siblings->capacity,
                                    sizeof(*siblings->unknown));
    siblings->unknown[siblings->count++] = number;
}

/* What was told, and is not among what is unknown now. */
struct look {
    struct worker *worker;
    int64_t *gone;
    size_t count;
};

static void
see(void *context, int64_t number)
{
    struct look *look = context;
    size_t at = 0;

    while (at < look->count && look->gone[at] != number)
        at++;
    if (at < look->count)
        look->gone[at] = look->gone[--look->count];
    else
        worker_post_entry(look->worker, number);
}

static bool
look(struct worker *worker, struct error *err)
{
    const struct siblings *siblings = &worker->siblings;
    size_t bytes = siblings->count * sizeof(*siblings->unknown);
    struct look look = {worker, memory_resize(NULL, siblings->count + 1, sizeof(*look.gone)),
                        siblings->count};
    bool ok;

    if (bytes)
        memcpy(look.gone, siblings->unknown, bytes);
    ok = journal_sweep(worker->state, err)
         && journal_walk(worker->state, JOURNAL_UNKNOWNS, INT32_MAX, see, &look, err);
    for (size_t i = 0; ok && i < look.count; i++)
        worker_post_entry(worker, look.gone[i]);
    free(look.gone);
    return ok;
}

int64_t
siblings_look(struct worker *worker, int64_t now_ms)
{
    struct siblings *siblings = &worker->siblings;
    struct error err = {0};

    if (!worker->state || !siblings->is_on)
        return INT64_MAX;
    if (now_ms >= siblings->next_ms) {
        siblings->next_ms = now_ms + PAUSE_MS;
        worker_note_state(worker, look(worker, &err), &err);
    }
    return now_ms + LONGEST_MS;
}
