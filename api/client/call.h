/*
 * A request on its way: it waits in the line, is under way as an exchange, comes back to the line
 * to be repeated or for its next page, and ends with a result. The worker's own.
 */
#pragma once

#include "api/client/body.h"
#include "api/client/connection.h"
#include "api/client/walk.h"

enum {
    NO_SLOT = -1
};

struct call {
    struct call *next; /* in the line, or among those under way */
    struct request *request;
    uint64_t number;
    int slot; /* of the poll that asks, HINT_SLOT and on; NO_SLOT */
    struct body *body;
    struct exchange *exchange; /* under way; else NULL */
    size_t place;              /* of it, in the worker's pace */
    struct walk walk;
    int64_t deadline_ms;   /* monotonic; 0: not running yet */
    int64_t not_before_ms; /* monotonic */
    int failures;          /* since the last good page */
    struct error error;    /* the last failure */
    int64_t entry;         /* in the journal, of a write under way */
    struct answer *page;   /* that came, while it is judged */
    bool is_last;          /* no page is behind it */
    struct answer *joined; /* pages so far, of a request that wants JSON */
    size_t joined_bytes;
    struct result *whole;      /* records so far, of a poll for a whole set */
    struct instant first_date; /* of the first page's answer: what came later may be missing */
    int64_t first_begun_ms;
};

/* *Takes* the request. *Gives*: call_free(). */
MUST_USE struct call *call_new(struct request *request, uint64_t number, int slot);
void call_free(struct call *call);

const struct operation *call_operation(const struct call *call);
bool call_is_read(const struct call *call);

/* Starts its deadline, in all or for a page, unless it runs. */
void call_start_clock(struct call *call, int64_t now_ms);

/* Calls by priority, each list in the order they came. `{0}` is empty. */
struct line {
    struct call *first[REQUEST_BEHIND + 1];
};

void line_add(struct line *line, struct call *call);
void line_remove(struct line *line, struct call *call);
