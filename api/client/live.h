/*
 * The property's event stream: a WebSocket that is dialled, listened to, and dialled again when it
 * breaks. What the events mean is not its matter. The worker's own.
 */
#pragma once

#include <poll.h>

#include "api/client/handshake.h"
#include "api/client/wire.h"

struct live;

struct live_times {
    int dial_ms;    /* to connect, and as long again to agree */
    int ping_ms;    /* after so much silence the property is asked whether it is there */
    int pong_ms;    /* and must say something within this */
    int retry_ms;   /* before it is dialled again; doubles, with jitter ... */
    int longest_ms; /* ... up to this */
    int refused_ms; /* where no events are told, which may change */
    int stable_ms;  /* a stream that lasted so long, or told something, was a good one: then it
                     * begins with retry_ms again */
};

/* What is told, from within live_run(). */
struct live_sink {
    void (*changed)(void *context, bool is_up); /* events come from now on, or no more */
    void (*tell)(void *context, const char *text, size_t length); /* a message, in whole */
    void *context;
};

/* Times that fit a desk. */
extern const struct live_times live_usual;

/*
 * Off until live_start(); for ever, where the endpoint is none or the tokens can't be told. *Keeps*
 * all but the times. *Gives*: live_free(), before the connection is freed.
 */
MUST_USE struct live *live_new(struct connection *connection, const struct endpoint *endpoint,
                               const struct identity *identity, struct live_sink sink,
                               const struct live_times *times);
void live_free(struct live *live);

void live_start(struct live *live, int64_t now_ms);

/* Does what can be done without waiting. Returns when it wants to be called again at the latest. */
int64_t live_run(struct live *live, int64_t now_ms);

/* The descriptor that it waits for besides; -1: none. */
struct pollfd live_wait(const struct live *live);

bool live_is_up(const struct live *live);
