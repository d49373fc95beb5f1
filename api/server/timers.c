#include "api/server/timers.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/error.h"
#include "api/base/log.h"
#include "api/base/memory.h"
#include "api/server/commands.h"
#include "api/server/payments.h"
#include "api/server/releases.h"
#include "api/server/resource_blocks.h"

static const struct {
    const char *kind;
    bool (*go_on)(struct transaction *tx, struct uuid id, struct instant due, struct error *err);
    /* Those that may want a timer, and setting one; NULL: they have theirs always. */
    void (*waiting)(const struct transaction *tx, struct query *query);
    bool (*wait)(struct transaction *tx, struct uuid id, struct error *err);
    bool is_work; /* goes by clock_work() */
} kinds[] = {
    {"DeviceCommand", commands_go_on, NULL, NULL, true},
    {"Payment", payments_go_on, NULL, NULL, true},
    {"Reservation", releases_go_on, releases_waiting, releases_wait, false},
    {"ResourceBlock", resource_blocks_go_on, resource_blocks_waiting, resource_blocks_wait, false},
};

/* countof(kinds): none of them. */
static size_t
find_kind(const char *name)
{
    size_t kind = 0;

    while (kind < countof(kinds) && (!name || strcmp(kinds[kind].kind, name) != 0))
        kind++;
    return kind;
}

static void
note_due(struct timers_due *due, size_t kind, struct instant at)
{
    _Atomic int64_t *ms =
        kind < countof(kinds) && kinds[kind].is_work ? &due->work_ms : &due->business_ms;

    if (at.ms < atomic_load(ms))
        atomic_store(ms, at.ms);
}

bool
timers_drop(struct transaction *tx, struct uuid id, struct error *err)
{
    return storage_delete(tx->storage, ENTITY_timer, id, err);
}

bool
timers_set(struct transaction *tx, const char *kind, struct uuid id, struct instant due,
           struct error *err)
{
    json_t *timer = json_pack("{s:o, s:s, s:o}", "Id", codec_uuid(id), "Kind", kind, "DueUtc",
                              codec_instant(due));

    if (!timers_drop(tx, id, err)) {
        json_decref(timer);
        return false;
    }
    note_due(tx->due, find_kind(kind), due);
    return transaction_add(tx, ENTITY_timer, timer, err);
}

/* A timer as it is kept. */
struct timer {
    struct uuid id;
    size_t kind; /* row of `kinds`; countof(kinds): none of them */
    struct instant due;
};

struct timers {
    struct timer *rows;
    size_t count;
    size_t capacity;
    struct error *err;
};

static bool
take_timer(void *context, const struct storage_row *row)
{
    struct timers *timers = context;
    json_t *body = records_parse(row->body, row->length, timers->err);
    const char *kind = json_string_value(json_object_get(body, "Kind"));
    const char *due = json_string_value(json_object_get(body, "DueUtc"));
    struct timer timer = {.id = row->id, .kind = find_kind(kind)};

    if (!body)
        return false;
    if (!due || !instant_parse(due, &timer.due))
        timer.due = (struct instant){1};
    json_decref(body);
    timers->rows =
        memory_grow(timers->rows, timers->count, &timers->capacity, sizeof(*timers->rows));
    timers->rows[timers->count++] = timer;
    return true;
}

/* The earliest first. */
static int
compare_timers(const void *a, const void *b)
{
    const struct timer *x = a;
    const struct timer *y = b;

    if (x->due.ms != y->due.ms)
        return x->due.ms < y->due.ms ? -1 : 1;
    return memcmp(&x->id, &y->id, sizeof(x->id));
}

static bool
run_timer(struct transaction *tx, const struct timer *timer, struct error *err)
{
    struct error own = {0};
    bool ok;

    if (!timers_drop(tx, timer->id, err) || !storage_mark(tx->storage, err))
        return false;
    ok = timer->kind < countof(kinds) && kinds[timer->kind].go_on(tx, timer->id, timer->due, &own);
    if (!ok)
        log_line(LOG_LEVEL_ERROR, "timer failed: %s", own.text);
    return ok ? storage_keep(tx->storage, err) : storage_undo(tx->storage, err);
}

static bool
select_timers(struct storage *storage, struct timers *timers, struct error *err)
{
    struct query query = {.entity = ENTITY_timer};

    timers->err = err;
    if (!storage_select(storage, &query, take_timer, timers, err))
        return false;
    if (timers->count)
        qsort(timers->rows, timers->count, sizeof(*timers->rows), compare_timers);
    return true;
}

static bool
is_due(const struct transaction *tx, const struct timer *timer)
{
    bool is_work = timer->kind < countof(kinds) && kinds[timer->kind].is_work;

    return !instant_before(is_work ? tx->work : tx->now, timer->due);
}

/* Those that are due; `any` says whether there were some. */
static bool
run_due(struct transaction *tx, bool *any, struct error *err)
{
    struct timers timers = {0};
    bool ok = select_timers(tx->storage, &timers, err);

    *any = false;
    for (size_t i = 0; ok && i < timers.count; i++) {
        if (!is_due(tx, &timers.rows[i]))
            continue;
        *any = true;
        ok = run_timer(tx, &timers.rows[i], err);
    }
    free(timers.rows);
    return ok;
}

bool
timers_run(struct transaction *tx, struct error *err)
{
    bool any = true;

    while (any) // some have set others that are due too
        if (!run_due(tx, &any, err))
            return false;
    return true;
}

struct ids {
    struct uuid *rows;
    size_t count;
    size_t capacity;
};

static bool
take_id(void *context, const struct storage_row *row)
{
    struct ids *ids = context;

    ids->rows = memory_grow(ids->rows, ids->count, &ids->capacity, sizeof(*ids->rows));
    ids->rows[ids->count++] = row->id;
    return true;
}

/* Has those of a kind wait that lie in the storage without a timer. */
static bool
watch(struct transaction *tx, size_t kind, struct error *err)
{
    struct query query = {0};
    struct ids ids = {0};
    bool ok;

    kinds[kind].waiting(tx, &query);
    ok = storage_select(tx->storage, &query, take_id, &ids, err);
    for (size_t i = 0; ok && i < ids.count; i++) {
        bool has_timer;

        ok = transaction_has(tx, ENTITY_timer, ids.rows[i], &has_timer, err)
             && (has_timer || kinds[kind].wait(tx, ids.rows[i], err));
    }
    free(ids.rows);
    return ok;
}

static bool
watch_all(struct transaction *tx, struct error *err)
{
    for (size_t i = 0; i < countof(kinds); i++)
        if (kinds[i].waiting && !watch(tx, i, err))
            return false;
    return true;
}

bool
timers_watch(struct storage *storage, const struct property *property, struct instant now,
             struct error *err)
{
    struct arena arena = {0};
    struct timers_due due = {INT64_MAX, INT64_MAX}; // the writer finds out itself
    struct transaction tx = {
        .storage = storage,
        .arena = &arena,
        .property = property,
        .now = now,
        .due = &due,
    };
    bool ok = storage_begin(storage, err);

    if (ok) {
        ok = watch_all(&tx, err) && storage_commit(storage, err);
        if (!ok)
            storage_rollback(storage);
    }
    arena_clear(&arena);
    return ok;
}

bool
timers_next(struct storage *storage, struct timers_due *due, struct error *err)
{
    struct timers timers = {0};
    bool ok = select_timers(storage, &timers, err);

    atomic_store(&due->business_ms, INT64_MAX);
    atomic_store(&due->work_ms, INT64_MAX);
    for (size_t i = 0; ok && i < timers.count; i++)
        note_due(due, timers.rows[i].kind, timers.rows[i].due);
    free(timers.rows);
    return ok;
}
