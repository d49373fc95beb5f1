#include <stdlib.h>

#include "api/base/memory.h"
#include "api/client/client.h"

struct request *
request_new(enum operation_id operation, enum request_priority priority, const void *owner)
{
    struct request *request = memory_new(sizeof(*request));

    request->operation = operation;
    request->priority = priority;
    request->owner = owner;
    return request;
}

void
request_free(struct request *request)
{
    if (!request)
        return;
    arena_clear(&request->arena);
    free(request);
}

void
request_set_record(struct request *request, enum record_id id, const void *record)
{
    const struct record_type *type = record_type(id);
    size_t size;
    void *copy = record_copy(type, record, &size);
    char *kept;

    /* Frozen, the block may move: its pointers are offsets. */
    record_freeze(type, copy);
    kept = arena_bytes(&request->arena, copy, size);
    free(copy);
    request->type = type;
    request->record = record_thaw(type, kept, size) ? kept : NULL;
}
