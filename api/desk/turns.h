/*
 * Reads of which only those that were asked last count, as keys are faster than answers. Inside of
 * the desk.
 */
#pragma once

#include "api/client/client.h"

struct desk;

struct turn {
    uint64_t number;     /* 0: nothing was asked yet */
    size_t under_way;    /* reads of this turn */
    struct error failed; /* the first that did */
};

/* What was asked before no longer counts. */
void turn_begin(struct turn *turn);

/*
 * Sends a read of the turn. *Takes* the request. `answer` asks turn_counts() first, with what it
 * got as its context.
 */
void turn_send(struct desk *desk, struct turn *turn, struct request *request,
               void (*answer)(struct desk *desk, const struct result *result, void *ticket));

/* Whether the answer is one of the turn that counts; notes that it came, and what failed. */
bool turn_counts(struct desk *desk, const struct result *result, const void *ticket);
