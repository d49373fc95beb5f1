/*
 * The API's events: what commits have changed, as messages for those who listen. They are made by
 * the thread that commits, and taken by the loops of those who listen.
 */
#pragma once

#include "api/server/storage.h"

struct events;

enum {
    EVENTS_LISTENERS = 4, /* at most */
    EVENTS_MOST = 1000    /* in a message */
};

/*
 * For so many listeners, each of whom takes every message. Errors: NULL, ERROR_DEFECT, no
 * descriptors left. *Gives*: events_close().
 */
MUST_USE struct events *events_open(size_t listeners, struct error *err);
void events_close(struct events *events);

/* For storage_watch(). */
struct storage_watch events_watch(struct events *events);

/* To poll for reading, by the listener of this number. */
int events_fd(const struct events *events, size_t listener);

/*
 * The next message, `{"Events":[…]}`: all that one commit changed, each entity once as it is now
 * (what is more than EVENTS_MOST goes on in the next). NULL: there is none. *Gives*: free().
 */
MUST_USE char *events_take(struct events *events, size_t listener);
