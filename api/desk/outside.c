#include <stdlib.h>

#include "api/base/memory.h"
#include "api/desk/state.h"

/* Calls of views: the answer goes to whoever asked, unless he has left meanwhile. */

struct outside_call {
    struct outside_call *next;
    desk_answer_fn answer; /* NULL: nobody waits any more */
    void *context;
};

static void
unlink_call(struct desk *desk, const struct outside_call *call)
{
    struct outside_call **link = &desk->outside;

    while (*link != call)
        link = &(*link)->next;
    *link = call->next;
}

static void
answered(struct desk *desk, const struct result *result, void *context)
{
    struct outside_call *call = context;
    desk_answer_fn answer = call->answer;
    void *asker = call->context;

    if (result->is_last) {
        unlink_call(desk, call);
        free(call);
    }
    if (answer)
        answer(asker, result);
}

void
desk_call(struct desk *desk, struct request *request, desk_answer_fn answer, void *context)
{
    struct outside_call *call = memory_new(sizeof(*call));

    *call = (struct outside_call){desk->outside, answer, context};
    desk->outside = call;
    desk_send(desk, request, answered, call);
}

void
desk_drop_calls(struct desk *desk, const void *context)
{
    for (struct outside_call *call = desk->outside; call; call = call->next)
        if (call->context == context)
            call->answer = NULL;
}

void
outside_free(struct desk *desk)
{
    while (desk->outside) {
        struct outside_call *call = desk->outside;

        desk->outside = call->next;
        free(call);
    }
}
