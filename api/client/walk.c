#include "api/client/walk.h"

#include <stdlib.h>

#include "api/base/error.h"
#include "api/base/hash.h"
#include "api/base/memory.h"

enum {
    PAGE_RECORDS = 1000,
    FIRST_RECORDS = 100, /* decoded and drawn while the rest is asked for */
    FEWEST_RECORDS = 10,
    MOST_SHRINKS = 4,
};

void
walk_begin(struct walk *walk, enum request_priority priority, int given)
{
    *walk = (struct walk){.is_on = true, .count = given, .later_count = given};
    if (given)
        return;
    walk->count = priority == REQUEST_FOR_VIEW ? FIRST_RECORDS : PAGE_RECORDS;
    walk->later_count = PAGE_RECORDS;
}

void
walk_clear(struct walk *walk)
{
    free(walk->cursors);
    *walk = (struct walk){0};
}

bool
walk_shrink(struct walk *walk, int count)
{
    if (count < 2 * FEWEST_RECORDS || walk->shrinks == MOST_SHRINKS)
        return false;
    walk->count = count / 2;
    walk->later_count = count / 2;
    walk->shrinks++;
    return true;
}

static bool
has_cursor(const struct walk *walk, uint64_t hash)
{
    for (size_t i = 0; i < walk->cursor_count; i++)
        if (walk->cursors[i] == hash)
            return true;
    return false;
}

bool
walk_next(struct walk *walk, const struct answer *page, bool *more, struct error *err)
{
    const char *cursor = answer_cursor(page);
    size_t size = answer_size(page);
    uint64_t hash;

    *more = cursor && (size == 0 || size >= (size_t)walk->count);
    if (!*more)
        return true;
    hash = hash_text(HASH_START, cursor);
    if (has_cursor(walk, hash))
        return error_set(err, ERROR_DEFECT,
                         "%s: the property's pages go round in circles (a Cursor came twice).",
                         operation_of(answer_operation(page))->path);
    walk->cursors = memory_grow(walk->cursors, walk->cursor_count, &walk->cursor_capacity,
                                sizeof(*walk->cursors));
    walk->cursors[walk->cursor_count++] = hash;
    walk->count = walk->later_count;
    return true;
}
