#include "api/client/call.h"

#include <stdlib.h>

#include "api/base/memory.h"

struct call *
call_new(struct request *request, uint64_t number, int slot)
{
    struct call *call = memory_new(sizeof(*call));

    call->request = request;
    call->number = number;
    call->slot = slot;
    return call;
}

void
call_free(struct call *call)
{
    if (!call)
        return;
    request_free(call->request);
    body_free(call->body);
    walk_clear(&call->walk);
    answer_free(call->page);
    answer_free(call->joined);
    result_free(call->whole);
    free(call);
}

const struct operation *
call_operation(const struct call *call)
{
    return operation_of(call->request->operation);
}

bool
call_is_read(const struct call *call)
{
    return call_operation(call)->kind == OPERATION_READ;
}

void
call_start_clock(struct call *call, int64_t now_ms)
{
    if (!call->deadline_ms)
        call->deadline_ms = now_ms + call->request->timeout_ms;
}

void
line_add(struct line *line, struct call *call)
{
    struct call **last = &line->first[call->request->priority];

    while (*last)
        last = &(*last)->next;
    call->next = NULL;
    *last = call;
}

void
line_remove(struct line *line, struct call *call)
{
    struct call **at = &line->first[call->request->priority];

    while (*at && *at != call)
        at = &(*at)->next;
    if (*at)
        *at = call->next;
    call->next = NULL;
}
