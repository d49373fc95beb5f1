#include "api/base/thread.h"

#include <signal.h>
#include <sys/prctl.h>

static _Thread_local enum thread_role own_role;

void
thread_name(enum thread_role role)
{
    static const char *const names[] = {"frontdesk", "frontdesk",  "fd-worker",
                                        "fd-server", "fd-storage", "fd-errand"};

    own_role = role;
    prctl(PR_SET_NAME, names[role]);
}

bool
thread_start(pthread_t *thread, void *(*run)(void *context), void *context)
{
    sigset_t all;
    sigset_t before;
    int failure;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    failure = pthread_create(thread, NULL, run, context);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failure == 0;
}

bool
thread_is(enum thread_role role)
{
    return own_role == THREAD_ANY || own_role == role;
}
