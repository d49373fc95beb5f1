/*
 * All who listen to events over WebSockets: admitted, told, watched, let go. In the server's loop.
 */
#pragma once

#include "api/server/http.h"
#include "api/server/subscriber.h"
#include "api/server/tokens.h"

struct subscribers;

struct subscribers_limits {
    size_t most; /* at once */
    struct subscriber_limits each;
};

/* Errors: NULL, ERROR_DEFECT, no descriptors left. *Gives*: subscribers_close(). */
MUST_USE struct subscribers *subscribers_open(const struct subscribers_limits *limits,
                                              struct error *err);

void subscribers_close(struct subscribers *subscribers);

/* Says goodbye to all, who go within a second or two, and admits none from now on. */
void subscribers_dismiss(struct subscribers *subscribers);

/* Whether a request is for events, by its path. */
bool subscribers_serve(const struct exchange *exchange);

/*
 * Answers it: with 101, and then its connection comes by subscribers_add(), or why not.
 * Source  Connector API, Websockets; RFC 6455, 4.2.
 */
void subscribers_admit(const struct subscribers *subscribers, const struct tokens *tokens,
                       struct exchange *exchange);

/* For http_handler.take_over, with the subscribers as its context. */
void subscribers_add(void *subscribers, struct tunnel *tunnel, const char *early, size_t length);

/* Tells a message to all. */
void subscribers_tell(struct subscribers *subscribers, const char *text);

/* To poll for reading, for at most so many milliseconds (-1: for ever); then run it. */
int subscribers_fd(const struct subscribers *subscribers);
int subscribers_timeout_ms(const struct subscribers *subscribers);
void subscribers_run(struct subscribers *subscribers);
