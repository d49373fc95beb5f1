/*
 * HTTP: connections, their deadlines and limits, requests made whole, answers sent, and connections
 * that leave it for another protocol. It knows nothing of what is in them.
 */
#pragma once

#include "api/server/clock.h"
#include "api/server/exchange.h"
#include "api/server/tls.h"

struct http;

/*
 * Deadlines are absolute: they don't move with what trickles in. A request has `header_ms` from the
 * connection's start, or `idle_ms` from the answer before it, until its headers are whole, then
 * `body_ms` for its body: what is not whole by then is answered with 408, by TLS too, and its
 * connection ends. An answer has `send_ms` to be taken.
 */
struct http_limits {
    int header_ms, body_ms, idle_ms, send_ms;
    unsigned connections;
    size_t body_bytes;    /* of one body; a larger one is not kept */
    size_t bodies_bytes;  /* of all that are held at once; ... */
    size_t small_bytes;   /* ... one up to so many has room all the same */
    size_t answers_bytes; /* of all that are not taken; beyond it those go that are `take_ms` old */
    int take_ms;
};

/* A connection that has left HTTP: the answer to its last request was 101. */
struct tunnel;

struct http_handler {
    /*
     * Takes a whole request. True: it has answered. False: it will, by http_answer(). The exchange
     * is lent until then.
     */
    bool (*handle)(void *context, struct exchange *exchange);
    /*
     * Takes over a connection; `early` is what came behind its request, lent. *Gives* the tunnel:
     * tunnel_close(). NULL where nothing is answered with 101.
     */
    void (*take_over)(void *context, struct tunnel *tunnel, const char *early, size_t length);
    void *context;
};

struct http_config {
    int listen_fd;         /* stays the caller's */
    const struct tls *tls; /* kept; NULL: plain HTTP */
    struct http_limits limits;
    const struct clock *clock;
    struct http_handler handler;
};

/*
 * Serves a listening socket. *Keeps* the clock.
 * Errors  NULL: ERROR_DEFECT, no descriptors left. *Gives*: http_close(). *Thread*: one, the
 *         caller's loop.
 */
MUST_USE struct http *http_open(const struct http_config *config, struct error *err);

/* To poll for reading, for at most so many milliseconds (-1: for ever); then run it. */
int http_fd(const struct http *http);
int http_timeout_ms(struct http *http);
void http_run(struct http *http);

/* A header's value, or a cookie's, of the request; NULL. *Valid until* it is answered. */
const char *http_header(const struct exchange *exchange, const char *name);
const char *http_cookie(const struct exchange *exchange, const char *name);

/* Sends what the handler kept back. */
void http_answer(struct exchange *exchange);

/*
 * The tunnel's socket, which doesn't block and stays the tunnel's. A tunnel has no deadline but
 * this: closed, it has a moment for what was written.
 */
int tunnel_fd(const struct tunnel *tunnel);
void tunnel_close(struct tunnel *tunnel);

/* Takes no new connections from now on. */
void http_stop_listening(struct http *http);

/* Whether a request has begun whose answer is not yet sent, or there is a tunnel. */
bool http_is_busy(const struct http *http);

/* Ends all connections; every exchange must have been answered, and every tunnel closed. */
void http_close(struct http *http);
