/*
 * A walk over the pages of a read by Cursor: how large a page is asked for, and when it ends.
 */
#pragma once

#include "api/client/answer.h"

/* `{0}` is the one page that the request asks for. */
struct walk {
    bool is_on;        /* more than that one */
    int count;         /* records of the page that is asked for */
    int later_count;   /* of the second page on */
    int shrinks;       /* how often pages were made smaller */
    uint64_t *cursors; /* hashes of those that came, so that none comes twice */
    size_t cursor_count;
    size_t cursor_capacity;
};

/*
 * All pages: of `given` records (0: 1000, or 100 the first where somebody looks on).
 * *Gives*: walk_clear().
 */
void walk_begin(struct walk *walk, enum request_priority priority, int given);
void walk_clear(struct walk *walk);

/*
 * Half as many a page as the `count` that was too much; false when that was done often enough.
 */
MUST_USE bool walk_shrink(struct walk *walk, int count);

/*
 * Whether there is more behind this page (`more`). A Cursor that is null ends the walk, as does a
 * page with fewer records than were asked for; one that shows none (extents may hide them) doesn't.
 * Errors  ERROR_DEFECT: a Cursor came twice.
 */
MUST_USE bool walk_next(struct walk *walk, const struct answer *page, bool *more,
                        struct error *err);
