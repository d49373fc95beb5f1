/*
 * The user's other desks share the journal: what they leave unknown is shown here too, and what
 * they settle goes. The worker's own.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct worker;

/* The entries that the desk was told are unknown. `{0}`: none, and it has not asked for any. */
struct siblings {
    int64_t *unknown;
    size_t count;
    size_t capacity;
    bool is_on;
    int64_t next_ms; /* monotonic */
};

/* The desk has what is unknown now: from here on it is kept up to date. */
void siblings_start(struct siblings *siblings);
void siblings_clear(struct siblings *siblings);

/* An entry was told to the desk as unknown, or as something else. */
void siblings_note(struct siblings *siblings, int64_t number, bool is_unknown);

/* Looks what has become otherwise, and tells it; returns when to look next. */
int64_t siblings_look(struct worker *worker, int64_t now_ms);
