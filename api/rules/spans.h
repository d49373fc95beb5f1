/*
 * Spans of time units that hold something: a price, an adjustment, a restriction. What is set takes
 * the place of what held there before; what is left of that goes on beside it. Pure.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "api/base/arena.h"

#define SPAN_EVER INT64_MIN  /* first: there is no beginning */
#define SPAN_NEVER INT64_MAX /* last: there is no end */

enum {
    SPAN_NEW = -1
};

/* Both ends are in it. */
struct span {
    int64_t first, last;
    int value; /* what holds: the same number is the same thing */
    int row;   /* the caller's that it comes from, SPAN_NEW for what is set */
};

struct span_list {
    struct span *rows;
    size_t count;
};

/* What becomes of the old spans: which go, and which come. */
struct span_change {
    bool *dropped; /* one for each old span */
    struct span_list added;
};

/* Empties the interval: spans that reach into it are cut, or split in two. */
void spans_clear(struct arena *arena, const struct span_list *old, struct span wanted,
                 struct span_change *change);

/* Empties the interval and puts the wanted span there. */
void spans_replace(struct arena *arena, const struct span_list *old, struct span wanted,
                   struct span_change *change);

/*
 * The same, but spans of the same value that overlap it or are next to it become one with it; where
 * one of them has the whole interval already, nothing changes.
 */
void spans_merge(struct arena *arena, const struct span_list *old, struct span wanted,
                 struct span_change *change);
