/* What the browse view shows, for the views that it opens. */
#pragma once

#include "tui/screen.h"
#include "views/browse_rows.h"

/* The record under the cursor, lent until the view changes; NULL: none. */
const struct document *browse_record(struct screen *screen);

/* The operation whose records show; NULL: the list of entities, or no such view. */
const struct operation *browse_operation(struct screen *screen);

/* The filters of the request in place of those set before. *Takes* them. */
void browse_set_filters(struct screen *screen, struct document *filters);

/* A write was done: what shows is read anew. */
void browse_reload(struct screen *screen);
