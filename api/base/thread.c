#include "api/base/thread.h"

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
thread_is(enum thread_role role)
{
    return own_role == THREAD_ANY || own_role == role;
}
