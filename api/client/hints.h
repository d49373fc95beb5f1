/*
 * What events say has changed, until it is read: identifiers, gathered for a moment and asked for
 * together. The stream tells in order, so that what came before a read that was answered is known.
 */
#pragma once

#include "api/client/client.h"

enum {
    HINT_KINDS = 2,
    HINT_SLOT = 40, /* of a call that reads for hints: behind those of polls */
};

struct hint {
    struct uuid *ids; /* to be read: the first `asked` are being asked for */
    size_t count;
    size_t capacity;
    size_t asked;
    int64_t due_ms;         /* monotonic, as are the others; when the rest is asked for */
    int64_t waiting_ms;     /* since when the rest waits */
    int64_t asked_since_ms; /* since when what is asked for had waited */
    int failures;           /* since the last good answer */
    bool is_too_much;       /* some were dropped: a poll must bring them */
};

/* Who hears what is not read. *Thread*: the worker's. */
struct hint_sink {
    void (*tell)(void *context, const struct told_event *told);
    void *context;
};

/* `{0}` has none, and tells nobody. */
struct hints {
    struct hint kinds[HINT_KINDS];
    struct hint_sink sink;
};

struct worker;
struct call;

/* Takes a message of the stream, `{"Events":[…]}`; what it doesn't know it passes over. Of prices
 * that change together it tells once. */
void hints_take(struct hints *hints, const char *text, size_t length, int64_t now_ms);
void hints_clear(struct hints *hints);

/* Whether events tell of what this read brings. */
bool hints_cover(enum operation_id operation);

/* Puts calls for what is due into the line. Returns when the next is due. */
int64_t hints_ask(struct worker *worker, int64_t now_ms);

/*
 * The call's page came: what is new in it goes out.
 * Errors  false: it cannot be read.
 */
MUST_USE bool hints_answered(struct worker *worker, struct call *call, struct error *err);

/* It failed: tried again later. */
void hints_failed(struct worker *worker, const struct call *call);
