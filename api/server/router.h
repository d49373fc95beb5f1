/*
 * From a path and a body to an answer: which operation it is, whose tokens, whether the body is
 * what the operation takes; then the read, or the write's way to the writer and back.
 */
#pragma once

#include "api/server/exchange.h"
#include "api/server/throttle.h"
#include "api/server/tokens.h"
#include "api/server/writer.h"

struct router {
    const struct property *property;
    struct storage *reader;
    struct writer *writer;
    const struct clock *clock;
    const char *base_url; /* of the server, without a slash at the end */
    const struct tokens *tokens;
    struct throttle *throttle;
    struct queue *done;   /* where writes come back to */
    size_t writing_bytes; /* of the bodies that wait for the writer, or are with it; ... */
    size_t writing_most;  /* ... beyond it only one is taken */
    bool strict;          /* requests and our own answers are held against all of today's rules */
    bool is_reading; /* the reader's transaction is open, for all reads of a turn of the loop */
};

/* Answers and returns true, or gives it to the writer: router_finish() answers then. */
bool router_handle(struct router *router, struct exchange *exchange);

/*
 * Ends what the reads of a turn saw of the data, so that it doesn't hold up checkpoints while
 * nobody asks.
 */
void router_rest(struct router *router);

/* Answers the exchange of a job that the writer has done, and returns it. *Takes* the job. */
struct exchange *router_finish(struct router *router, struct job *job);
