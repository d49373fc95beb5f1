/*
 * HTTP to the property: exchanges of one request and one answer each, many at a time, on the
 * worker's thread. curl shows in connection.c alone. Redirects are never followed (the tokens are
 * in the body), and what must not go twice has a connection of its own.
 */
#pragma once

#include <poll.h>

#include "api/base/buffer.h"
#include "api/base/error.h"
#include "api/client/endpoint.h"
#include "api/client/retry.h"

struct connection;

enum {
    ANSWER_BYTES_MAX = 64 * 1024 * 1024,
    EXCHANGE_WHY_SIZE = 256 /* what curl wants */
};

/* Made by exchange_new(), filled, given to connection_begin(), and read once it is done. */
struct exchange {
    /* the request */
    enum operation_id operation;
    char *body; /* of body_text(); freed with the exchange */
    int timeout_ms;
    void *context; /* whose it is */

    /* the answer */
    enum exchange_end end;
    bool is_sent;           /* a byte of the request may have left */
    bool has_head;          /* status and headers came whole */
    int status;             /* 0 without an answer */
    struct buffer answer;   /* unpacked, at most ANSWER_BYTES_MAX */
    struct instant date;    /* of the answer; none */
    int64_t retry_after_ms; /* -1: not told */
    struct error error;     /* why there is no answer; else only its request_id */
    int64_t begun_ms;       /* monotonic */

    /* the connection's */
    void *handle;
    char why[EXCHANGE_WHY_SIZE]; /* it failed, in curl's words */
};

/* *Takes* the body. *Gives*: exchange_free(), after it is done or was dropped. */
MUST_USE struct exchange *exchange_new(enum operation_id operation, char *body, int timeout_ms,
                                       void *context);
void exchange_free(struct exchange *exchange);

/* *Keeps* the endpoint. *Gives*: connection_free(), when no exchange is under way. */
MUST_USE struct connection *connection_new(const struct endpoint *endpoint);
void connection_free(struct connection *connection);

/* Begins an exchange, which is the connection's until connection_done() or connection_drop(). */
void connection_begin(struct connection *connection, struct exchange *exchange);

/*
 * Sleeps until an exchange may have moved on, one of the descriptors is ready (`fd` -1: none), or
 * the time is over. All that are done must have been taken before.
 */
void connection_wait(struct connection *connection, const struct pollfd *waits, size_t count,
                     int64_t timeout_ms);

/* An exchange that has ended, or NULL. */
MUST_USE struct exchange *connection_done(struct connection *connection);

/* Breaks one off; at once, whatever it hangs in. */
void connection_drop(struct connection *connection, struct exchange *exchange);

/*
 * For wire.c: a handle of curl's beside the exchanges, one at a time. `*code` is -1 until it has
 * connected (0) or failed (curl's code).
 */
void connection_attach(struct connection *connection, void *handle, int *code);
void connection_detach(struct connection *connection, void *handle);
