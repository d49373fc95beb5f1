/*
 * HTTP: connections, their deadlines and limits, requests made whole, answers sent. It knows
 * nothing of what is in them.
 */
#pragma once

#include "api/server/clock.h"
#include "api/server/exchange.h"

struct http;

/*
 * Deadlines are absolute: they don't move with what trickles in. A request has `header_ms` from the
 * connection's start, or `idle_ms` from the answer before it, until its headers are whole, then
 * `body_ms` for its body; its answer has `send_ms` to be taken.
 */
struct http_limits {
    int header_ms, body_ms, idle_ms, send_ms;
    unsigned connections;
    size_t body_bytes;   /* of one body; a larger one is not kept */
    size_t bodies_bytes; /* of all that are held at once */
};

/*
 * Takes a whole request. True: it has answered. False: it will, by http_answer(). The exchange is
 * lent until then.
 */
typedef bool (*http_handler_fn)(void *context, struct exchange *exchange);

/*
 * Serves a listening socket, which stays the caller's.
 * Errors  NULL: ERROR_DEFECT, no descriptors left. *Gives*: http_close(). *Thread*: one, the
 *         caller's loop.
 */
MUST_USE struct http *http_open(int listen_fd, const struct http_limits *limits,
                                const struct clock *clock, http_handler_fn handle, void *context,
                                struct error *err);

/* To poll for reading, for at most so many milliseconds (-1: for ever); then run it. */
int http_fd(const struct http *http);
int http_timeout_ms(struct http *http);
void http_run(struct http *http);

/* Sends what the handler kept back. */
void http_answer(struct exchange *exchange);

/* Takes no new connections from now on. */
void http_stop_listening(struct http *http);

/* Whether a request has begun whose answer is not yet sent. */
bool http_is_busy(const struct http *http);

/* Ends all connections; every exchange must have been answered. */
void http_close(struct http *http);
