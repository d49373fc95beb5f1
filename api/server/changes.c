#include "api/server/changes.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/memory.h"

void
changes_add(struct changes *changes, struct uuid id, const char *text)
{
    changes->rows =
        memory_grow(changes->rows, changes->count, &changes->capacity, sizeof(*changes->rows));
    changes->rows[changes->count++] = (struct change){id, text};
}

void
changes_mark(struct changes *changes)
{
    changes->marked = changes->count;
}

void
changes_undo(struct changes *changes)
{
    changes->count = changes->marked;
}

void
changes_reset(struct changes *changes)
{
    arena_clear(&changes->arena);
    changes->count = 0;
    changes->marked = 0;
}

void
changes_clear(struct changes *changes)
{
    arena_clear(&changes->arena);
    free(changes->rows);
    *changes = (struct changes){0};
}
