#include "api/base/errand.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>

#include "api/base/error.h"
#include "api/base/memory.h"
#include "api/base/queue.h"
#include "api/base/thread.h"

struct errands {
    struct queue *over;
    size_t count;
};

struct errand {
    struct queue *home;
    errand_fn work;
    errand_fn over;
    void *context;
};

struct errands *
errands_new(void)
{
    struct queue *over = queue_new();
    struct errands *errands;

    if (!over)
        return NULL;
    errands = memory_new(sizeof(*errands));
    *errands = (struct errands){over, 0};
    return errands;
}

void
errands_free(struct errands *errands)
{
    if (!errands || errands->count)
        return;
    queue_free(errands->over, NULL);
    free(errands);
}

static void *
run(void *context)
{
    struct errand *errand = context;

    thread_name(THREAD_ERRAND);
    errand->work(errand->context);
    queue_put(errand->home, errand);
    return NULL;
}

/* Signals are for the owner's thread: this one takes none. */
static bool
start(struct errand *errand)
{
    sigset_t all;
    sigset_t before;
    pthread_attr_t detached;
    pthread_t thread;
    bool ok;

    sigfillset(&all);
    pthread_attr_init(&detached);
    pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    ok = pthread_create(&thread, &detached, run, errand) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&detached);
    return ok;
}

bool
errand_begin(struct errands *errands, errand_fn work, errand_fn over, void *context,
             struct error *err)
{
    struct errand *errand = memory_new(sizeof(*errand));

    *errand = (struct errand){errands->over, work, over, context};
    if (!start(errand)) {
        free(errand);
        return error_set(err, ERROR_UNREACHABLE,
                         "Too many threads are running: close some programs.");
    }
    errands->count++;
    return true;
}

int
errands_fd(const struct errands *errands)
{
    return queue_fd(errands->over);
}

void
errands_serve(struct errands *errands)
{
    struct errand *errand;

    while ((errand = queue_take(errands->over))) {
        errands->count--;
        errand->over(errand->context);
        free(errand);
    }
}

size_t
errands_count(const struct errands *errands)
{
    return errands->count;
}
