/* A list as the screen and `run` both show it: columns and cells for people, members for --json. */
#pragma once

#include "api/schema/document.h"
#include "tui/list.h"

struct listing {
    const struct list_class *list;
    /* Sets the members of a row, keyed by column id. */
    void (*members)(void *source, size_t index, struct document *object);
};
