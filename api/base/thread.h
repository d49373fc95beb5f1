/* Which thread this is, so that a function bound to one can say so in an assertion. */
#pragma once

#include <pthread.h>
#include <stdbool.h>

#include "api/base/attributes.h"

enum thread_role {
    THREAD_ANY = 0, /* not said yet */
    THREAD_UI,      /* owns the terminal, the panes and the store */
    THREAD_WORKER,  /* owns curl, JSON and state.db */
    THREAD_SERVER,  /* the property server's loop */
    THREAD_STORAGE, /* the property server's writer */
    THREAD_ERRAND,  /* work that may block, for another one */
};

/* Said once, at the thread's start; also its name for debuggers. */
void thread_name(enum thread_role role);

/*
 * Starts one that takes no signals: they are for the thread that waits for them. False: none is to
 * be had.
 */
MUST_USE bool thread_start(pthread_t *thread, void *(*run)(void *context), void *context);

/* True also in a thread that has not said what it is, as in tests. */
bool thread_is(enum thread_role role);
