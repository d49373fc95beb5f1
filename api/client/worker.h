/*
 * The worker: the one thread that owns curl, JSON and state.db. It takes commands from one queue
 * and puts results into another; nothing else is shared.
 */
#pragma once

#include "api/base/queue.h"
#include "api/client/call.h"
#include "api/client/command.h"
#include "api/client/hints.h"
#include "api/client/live.h"
#include "api/client/pace.h"
#include "api/client/polls.h"
#include "api/client/seen.h"
#include "api/client/siblings.h"
#include "api/client/state.h"
#include "api/client/status.h"

struct worker {
    struct queue *commands; /* of struct command */
    struct queue *results;  /* of struct result */
    struct queue *parked;   /* one item whenever it stands still, and when it has ended */

    struct identity identity;
    char *client_token;
    char *access_token;
    char *language;
    char *user;
    bool read_only;
    int timeout_ms; /* of a read */
    struct endpoint endpoint;
    struct endpoint events; /* of the event stream */

    struct connection *connection;
    struct live *live;
    struct state *state; /* NULL: none is kept */
    struct pace pace;
    struct status status;
    struct line line;
    struct call *under_way;
    int under_way_count;
    int64_t throttled_ms; /* monotonic: nothing is sent before */
    struct polls polls;
    struct hints hints;
    struct seen seen;
    struct siblings siblings;
    struct instant server_date; /* of the last answer that had one */
    bool is_state_failing;      /* and it was told */
    bool is_closing;
};

/*
 * Ready to run; copies what it needs. *Gives*: worker_free(), by whoever knows that it doesn't run.
 * Errors  NULL: as client_open().
 */
MUST_USE struct worker *worker_new(const struct client_config *config, struct error *err);
void worker_free(struct worker *worker);

/* The thread: until COMMAND_CLOSE. */
void *worker_run(void *worker);

/* For the worker's parts */

/* *Takes* it. */
void worker_post(struct worker *worker, struct result *result);

/* Tells how it stands with the property. */
void worker_post_status(struct worker *worker, const struct error *err);

/* Tells what a journal entry has become. */
void worker_post_entry(struct worker *worker, int64_t number);

/* state.db fails: told once, until it works again. */
void worker_note_state(struct worker *worker, bool ok, const struct error *err);
