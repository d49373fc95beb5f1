#include "api/base/errand.h"

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
    struct errands *home;
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
    queue_put(errand->home->over, errand);
    return NULL;
}

bool
errand_begin(struct errands *errands, errand_fn work, errand_fn over, void *context,
             struct error *err)
{
    struct errand *errand = memory_new(sizeof(*errand));
    pthread_t thread;

    *errand = (struct errand){errands, work, over, context};
    if (!thread_start(&thread, run, errand)) {
        free(errand);
        return error_set(err, ERROR_UNREACHABLE,
                         "Too many threads are running: close some programs.");
    }
    (void)pthread_detach(thread); // it is a thread, and not detached yet
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
