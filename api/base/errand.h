/*
 * Errands: work that may block, as on a slow disk, each on a thread of its own, so that one that
 * hangs holds up neither its owner nor the others.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "api/base/attributes.h"

struct error;
struct errands;

/* NULL: no descriptor is left. *Gives*: errands_free(). */
MUST_USE struct errands *errands_new(void);

/* None may be under way: those that hang keep what they hold until the process ends. */
void errands_free(struct errands *errands);

/*
 * Calls `work` on another thread, then `over` in errands_serve(), both with `context`, which is the
 * thread's alone in between.
 * Errors  ERROR_UNREACHABLE: no thread can be started; neither is called.
 */
typedef void (*errand_fn)(void *context);
MUST_USE bool errand_begin(struct errands *errands, errand_fn work, errand_fn over, void *context,
                           struct error *err);

/* To poll for reading; then errands_serve() tells of those that are over. Owner's thread. */
int errands_fd(const struct errands *errands);
void errands_serve(struct errands *errands);

/* How many are under way, or over and not told. */
size_t errands_count(const struct errands *errands);
