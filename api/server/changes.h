/*
 * What a transaction has written that somebody is to be told of once it is committed. One mark, as
 * in the storage, to go back to.
 */
#pragma once

#include "api/base/arena.h"
#include "api/base/uuid.h"

struct change {
    struct uuid id;   /* of the entity */
    const char *text; /* in the arena of the changes */
};

/* `{0}` is empty. */
struct changes {
    struct arena arena;
    struct change *rows;
    size_t count;
    size_t capacity;
    size_t marked; /* how many there were at the mark */
};

void changes_add(struct changes *changes, struct uuid id, const char *text);

void changes_mark(struct changes *changes);
void changes_undo(struct changes *changes); /* what is since the mark */

/* Drops all and keeps the memory of the rows; frees it too. */
void changes_reset(struct changes *changes);
void changes_clear(struct changes *changes);
