/*
 * A loop on a thread of its own: connections, the requests on them, and those of them that listen
 * to events. Reads are answered in it, on its own connection to the data, so that one that takes
 * long holds up the requests of this loop alone; writes go to the writer and come back. All
 * reactors listen on the same socket. What changes and is shared by them is the writer, the clock,
 * the throttle and the events.
 */
#pragma once

#include "api/server/events.h"
#include "api/server/http.h"
#include "api/server/router.h"
#include "api/server/subscribers.h"

struct reactor;

struct reactor_config {
    struct router router;    /* for all, with the writer's storage as its reader; copied */
    struct http_config http; /* without a handler; limits are those of all together */
    struct subscribers_limits subscribers;
    struct events *events;
    size_t count; /* of reactors: 1 with data in memory, which belongs to one thread */
};

enum {
    REACTORS_MOST = EVENTS_LISTENERS
};

/*
 * The one of this number, from 0; that one also lets timers run when they are due.
 * Errors  NULL: ERROR_DEFECT, no descriptors left; ERROR_DISK. *Gives*: reactor_close().
 */
MUST_USE struct reactor *reactor_open(const struct reactor_config *config, size_t number,
                                      struct error *err);

/* Errors: ERROR_DEFECT, no thread to be had. Signals are not taken in it. */
MUST_USE bool reactor_start(struct reactor *reactor, struct error *err);

/*
 * Lets it take nothing new, say goodbye to those who listen, and answer what is under way; then
 * reactor_join() returns.
 */
void reactor_end(struct reactor *reactor);
void reactor_join(struct reactor *reactor);

/* When it has been joined, and the writer is stopped. */
void reactor_close(struct reactor *reactor);
