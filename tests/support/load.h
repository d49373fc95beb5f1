/*
 * Load on a server, for benchmarks: fixed requests over HTTP, on connections that stay open, by a
 * client so bare that it takes little of the machine beside what the server takes. (libcurl takes
 * more for a small answer than the server.) Failures end the test.
 */
#pragma once

#include "tests/support/figures.h"
#include "tests/support/server_process.h"

enum {
    LOAD_REQUESTS = 256
};

/* What is asked, one after the other and over again. `{0}` is nothing. */
struct load_requests {
    char *texts[LOAD_REQUESTS];
    size_t lengths[LOAD_REQUESTS];
    size_t count;
};

/* A call as server_call() makes it; what is too much is left out. */
void load_requests_add(struct load_requests *requests, const struct server_process *server,
                       const char *operation, const char *body);
void load_requests_clear(struct load_requests *requests);

struct load_config {
    const char *url; /* http://127.0.0.1:PORT */
    const struct load_requests *requests;
    size_t connections; /* each has one request under way */
    size_t count;       /* of requests in all */
    double rate;        /* a second, evenly, whether others are answered or not; 0: what it can */
};

/* What came of it; all answers were of status 200. */
struct load {
    double rate;             /* answers a second */
    struct samples times_ms; /* of each, from when it was due */
    size_t answer_bytes;     /* of the last answer's body */
};

/* *Gives*: samples_clear() of the times. */
struct load load_run(const struct load_config *config);
