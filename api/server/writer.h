/*
 * Writes, one after the other in the storage's own thread. Those that wait are done in one
 * transaction and share one wait for the disk; each is kept or undone by itself.
 */
#pragma once

#include "api/base/error.h"
#include "api/server/clock.h"
#include "api/server/transaction.h"

struct queue;
struct writer;

/* The rule function of a write: checks, changes, answers. */
typedef bool (*write_fn)(struct transaction *tx, const void *request, struct error *err);

struct write_row {
    enum operation_id operation;
    enum record_id request; /* what the body is decoded into */
    write_fn run;
};

/* One write and what came of it. */
struct job {
    const struct write_row *row;
    json_t *body;
    void *owner;        /* whose it is */
    struct queue *done; /* where it comes back to, durable */

    bool ok;
    struct error error;
    char *answer; /* JSON */
    bool is_empty;
    bool is_cut; /* it is done, but the connection breaks off instead of the answer */
};

/*
 * Works on `storage`, which is the writer's until it is stopped. With data in memory there is
 * nothing to wait for and no thread: writer_put() runs the job at once.
 * Errors  NULL: ERROR_DEFECT, no thread to be had. *Gives*: writer_stop().
 */
MUST_USE struct writer *writer_start(struct storage *storage, const struct property *property,
                                     struct clock *clock, struct error *err);

/* Runs what still waits, then ends. */
void writer_stop(struct writer *writer);

/*
 * *Takes* a job with row, body, owner and done, and *gives* it back there: job_free(). Any thread
 * where the writer has one, else that of the storage.
 */
void writer_put(struct writer *writer, struct job *job);

/*
 * How long until a timer is due, INT64_MAX: none will be by itself; and a job without owner that
 * does nothing but let it run. Timers also run before any other job.
 */
int64_t writer_wait_ms(const struct writer *writer);
void writer_tick(struct writer *writer, struct queue *done);

MUST_USE struct job *job_new(const struct write_row *row, json_t *body, void *owner,
                             struct queue *done);
void job_free(struct job *job);
