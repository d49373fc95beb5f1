/*
 * The list in front, in `run`: a copy of the one that was last printed, for the commands that the
 * screen has on its list: `filter`, `sort`, `columns`, `export`.
 */
#pragma once

#include "api/base/arena.h"
#include "views/listing.h"

struct front_row {
    const char *texts[LIST_COLUMNS];
    struct document *members; /* of --json */
    bool is_hidden;           /* by the filter */
};

struct front {
    struct arena arena;
    struct list list; /* over it */
    struct list_class class;
    struct listing listing;
    bool is_cut; /* to some of its columns */
    const struct list_column *columns[LIST_COLUMNS];
    struct front_row *rows; /* those that are shown first */
    size_t row_count;
    size_t shown;
};

/* Takes a copy in place of the last. `{0}` has none. *Gives*: front_clear(). */
void front_take(struct front *front, const struct listing *listing, void *source);
void front_clear(struct front *front);

/*
 * Errors  ERROR_USAGE: no list was printed yet; no such column (with those there are).
 */
MUST_USE bool front_filter(struct front *front, const char *text, struct error *err);
MUST_USE bool front_sort(struct front *front, const char *column, struct error *err);
MUST_USE bool front_columns(struct front *front, const char *const *ids, size_t count,
                            struct error *err);
MUST_USE bool front_export(struct front *front, const char *path, struct error *err);

/* It as it is now; source is the front. */
const struct listing *front_listing(struct front *front);
