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
    struct tokens tokens;
    struct throttle throttle;
    size_t writing_bytes; /* of the bodies that wait for the writer, or are with it */
    bool strict;          /* requests and our own answers are held against all of today's rules */
    bool is_reading; /* the reader's transaction is open, for all reads of a turn of the loop */
};

/* Answers and returns true, or gives it to the writer: router_finish() answers then. */
bool router_handle(struct router *router, struct exchange *exchange);

/*
 * Ends what the reads of a turn saw of the data: the next ones see what was committed since. To be
 * called before a write is answered.
 */
void router_rest(struct router *router);

/* Answers the exchange of a job that the writer has done, and returns it. *Takes* the job. */
struct exchange *router_finish(struct router *router, struct job *job);
