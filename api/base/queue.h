/*
 * Hands pointers from one thread to another, in order, and wakes the taker: its descriptor is
 * readable while something waits. The lock is held for the link alone, never over I/O.
 */
#pragma once

#include "api/base/attributes.h"

struct queue;

/*
 * *Gives*: queue_free(), when both threads are done with it. Errors: NULL, no descriptor to be had.
 */
MUST_USE struct queue *queue_new(void);

/* What still waits is given to `dispose` (may be NULL). */
void queue_free(struct queue *queue, void (*dispose)(void *item));

/* *Takes* the item. Any thread. */
void queue_put(struct queue *queue, void *item);

/* The oldest item, or NULL at once. *Gives* it to the taker, which is always the same thread. */
MUST_USE void *queue_take(struct queue *queue);

/* To poll for reading. */
int queue_fd(const struct queue *queue);
