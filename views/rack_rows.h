/*
 * The rack's rows: categories by their order, their rooms by number, and below them lanes with the
 * stays that have no room yet. Columns are days (days since 1970), halves of them noon to noon. No
 * drawing. Valid until the store changes; then rack_rows_refresh().
 */
#pragma once

#include "tui/grid.h"
#include "views/app.h"
#include "views/listing.h"

struct rack_row {
    enum grid_row_kind kind;
    const struct resource_category *category;
    const struct resource *room; /* of GRID_ROW */
    size_t first_stay;           /* of GRID_LANE: in rack_rows.lane_stays */
    size_t stay_count;
};

struct rack_rows {
    struct app *app;
    struct day from; /* lanes hold the roomless stays that touch [from, to) */
    struct day to;
    struct rack_row *rows;
    size_t count;
    size_t capacity;
    const struct reservation **lane_stays;
    size_t lane_stay_count;
    size_t lane_stay_capacity;
};

void rack_rows_clear(struct rack_rows *rows);
void rack_rows_refresh(struct rack_rows *rows);

/* Takes the headings of categories out, which are for the eye alone. */
void rack_rows_drop_headings(struct rack_rows *rows);

const struct grid_class *rack_grid_class(void);

/* The rooms for `run`: room, category, state, with the stays and blocks that touch the window. */
const struct listing *rack_listing(void);
