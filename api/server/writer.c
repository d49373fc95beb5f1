#include "api/server/writer.h"

#include <poll.h>
#include <stdlib.h>

#include "api/base/error.h"
#include "api/base/memory.h"
#include "api/base/queue.h"
#include "api/base/thread.h"
#include "api/server/timers.h"

/*
 * Group commit: the thread takes all jobs that wait, runs each between two marks, commits once, and
 * only then hands them back. While it waits for the disk the next group gathers.
 */

enum {
    GROUP_MOST = 128,
    JOB_MS = 5000
};

struct writer {
    struct storage *storage;
    const struct property *property;
    struct clock *clock;
    struct queue *jobs;
    pthread_t thread;
    bool has_thread;
    struct timers_due due;
};

/* Of a job that waits for nothing but the timers. */
static const struct write_row tick_row;

struct job *
job_new(const struct write_row *row, json_t *body, void *owner, struct queue *done)
{
    struct job *job = memory_new(sizeof(*job));

    job->row = row;
    job->body = body;
    job->owner = owner;
    job->done = done;
    return job;
}

void
job_free(struct job *job)
{
    json_decref(job->body);
    free(job->answer);
    free(job);
}

static bool
run_rule(struct job *job, struct transaction *tx)
{
    const struct record_type *type;
    struct codec codec = {tx->arena, ""};
    void *request;

    if (!job->row->run)
        return true;
    type = record_type(job->row->request);
    request = arena_new(tx->arena, type->size);
    return codec_decode(codec, type, job->body, request, &job->error)
           && job->row->run(tx, request, &job->error);
}

static struct transaction
begin_transaction(struct writer *writer, struct arena *arena, const json_t *body)
{
    return (struct transaction){
        .storage = writer->storage,
        .arena = arena,
        .property = writer->property,
        .now = clock_tick(writer->clock),
        .work = clock_work(writer->clock),
        .body = body,
        .answer = json_object(),
        .due = &writer->due,
    };
}

/* Between the marks: false leaves nothing of it behind. */
static bool
run_job(struct writer *writer, struct job *job)
{
    struct arena arena = {0};
    struct transaction tx = begin_transaction(writer, &arena, job->body);
    bool ok = run_rule(job, &tx);

    job->is_empty = json_object_size(tx.answer) == 0;
    job->is_cut = tx.is_cut;
    if (ok)
        job->answer = codec_print(tx.answer);
    json_decref(tx.answer);
    arena_clear(&arena);
    return ok;
}

/* How long until `due_ms`; 0: it is past, INT64_MAX: for ever. */
static int64_t
wait_until(int64_t due_ms, struct instant now)
{
    if (due_ms == INT64_MAX)
        return due_ms;
    return due_ms > now.ms ? due_ms - now.ms : 0;
}

int64_t
writer_wait_ms(const struct writer *writer)
{
    int64_t business_ms =
        wait_until(atomic_load(&writer->due.business_ms), clock_now(writer->clock));
    int64_t work_ms = wait_until(atomic_load(&writer->due.work_ms), clock_work(writer->clock));

    if (business_ms && instant_is_set(writer->clock->frozen))
        business_ms = INT64_MAX; // a frozen clock moves with what is written alone
    return business_ms < work_ms ? business_ms : work_ms;
}

/* What is due by now, before anybody asks for more. */
static bool
run_timers(struct writer *writer, struct error *err)
{
    struct arena arena = {0};
    struct transaction tx;
    bool ok;

    if (writer_wait_ms(writer))
        return true;
    atomic_store(&writer->due.business_ms, INT64_MAX); // a failure is not tried again and again
    atomic_store(&writer->due.work_ms, INT64_MAX);
    tx = begin_transaction(writer, &arena, NULL);
    storage_limit(writer->storage, JOB_MS);
    ok = timers_run(&tx, err) && timers_next(writer->storage, &writer->due, err);
    json_decref(tx.answer);
    arena_clear(&arena);
    return ok;
}

/* False: the storage failed, and with it the whole group. */
static bool
run_marked(struct writer *writer, struct job *job, struct error *err)
{
    if (!storage_mark(writer->storage, err))
        return false;
    storage_limit(writer->storage, JOB_MS);
    job->ok = run_job(writer, job);
    return job->ok ? storage_keep(writer->storage, err) : storage_undo(writer->storage, err);
}

static bool
run_all(struct writer *writer, struct job *const *group, size_t count, struct error *err)
{
    for (size_t i = 0; i < count; i++)
        if (!run_marked(writer, group[i], err))
            return false;
    return true;
}

static void
fail_all(struct job *const *group, size_t count, const struct error *err)
{
    for (size_t i = 0; i < count; i++) {
        group[i]->ok = false;
        group[i]->error = *err;
    }
}

/* All of them in one transaction; it also remembers the clock, which must not go back. */
static void
run_group(struct writer *writer, struct job *const *group, size_t count)
{
    struct storage *storage = writer->storage;
    struct error err = {0};

    if (!count && writer_wait_ms(writer))
        return;
    if (storage_begin(storage, &err) && run_timers(writer, &err)
        && run_all(writer, group, count, &err)
        && storage_remember(storage, "clock", clock_now(writer->clock).ms, &err)
        && storage_commit(storage, &err))
        return;
    storage_rollback(storage);
    fail_all(group, count, &err);
}

/* Waits for the first job, then takes those that have come meanwhile. False at the end. */
static bool
gather(struct writer *writer, struct job **group, size_t *count)
{
    struct pollfd wait = {queue_fd(writer->jobs), POLLIN, 0};

    *count = 0;
    while (poll(&wait, 1, -1) < 0)
        ;
    while (*count < GROUP_MOST) {
        struct job *job = queue_take(writer->jobs);

        if (!job)
            break;
        if (!job->row)
            return false;
        group[(*count)++] = job;
    }
    return true;
}

static void *
work(void *context)
{
    struct writer *writer = context;
    struct job *group[GROUP_MOST];
    size_t count;
    bool go_on;

    thread_name(THREAD_STORAGE);
    do {
        go_on = gather(writer, group, &count);
        if (count)
            run_group(writer, group, count);
        for (size_t i = 0; i < count; i++)
            queue_put(group[i]->done, group[i]);
    } while (go_on);
    return NULL;
}

struct writer *
writer_start(struct storage *storage, const struct property *property, struct clock *clock,
             struct error *err)
{
    struct writer *writer = memory_new(sizeof(*writer));

    writer->storage = storage;
    writer->property = property;
    writer->clock = clock;
    writer->jobs = queue_new();
    if (timers_next(storage, &writer->due, err)) {
        run_group(writer, NULL, 0); // what ran out while nobody served
        writer->has_thread = writer->jobs && storage_is_durable(storage)
                             && thread_start(&writer->thread, work, writer);
        if (writer->jobs && writer->has_thread == storage_is_durable(storage))
            return writer;
        error_set(err, ERROR_DEFECT,
                  "The writer cannot start: no descriptors or threads are left.");
    }
    writer_stop(writer);
    return NULL;
}

void
writer_stop(struct writer *writer)
{
    static struct job end; // one without a row

    if (!writer)
        return;
    if (writer->has_thread) {
        queue_put(writer->jobs, &end);
        pthread_join(writer->thread, NULL);
    }
    queue_free(writer->jobs, NULL);
    free(writer);
}

void
writer_put(struct writer *writer, struct job *job)
{
    if (writer->has_thread) {
        queue_put(writer->jobs, job);
        return;
    }
    run_group(writer, &job, 1);
    queue_put(job->done, job);
}

void
writer_tick(struct writer *writer, struct queue *done)
{
    writer_put(writer, job_new(&tick_row, json_object(), NULL, done));
}
