/* What the browse view shows, for the views that it opens. */
#pragma once

#include "tui/screen.h"
#include "views/browse_rows.h"

/*
 * The record of the view on top, else the one under the cursor, lent until the view changes; NULL:
 * none, or it is no longer among those that were read.
 */
const struct document *browse_record(struct screen *screen);

/* The operation whose records show, or the one under the cursor; NULL: none, or no such view. */
const struct operation *browse_operation(struct screen *screen);

/* Opens the view on the operation's records with these filters of its request. */
void browse_filter(struct screen *screen, const struct operation *operation,
                   const struct document *filters);

/* Those that are set, lent until the view changes; NULL: none. */
const struct document *browse_filters(struct screen *screen, const struct operation *operation);

/* A write was done: what shows is read anew. */
void browse_reload(struct screen *screen);

/* Records came: the view of one shows it as it is now. */
void record_follow(struct screen *screen, const struct browse_rows *rows);

/* The Id of the record whose view is on top; NULL: none. */
const char *record_shown(struct screen *screen);
