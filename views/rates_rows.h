/*
 * Categories by days: what is left, and below it what a night costs by a rate. Columns are days
 * (days since 1970). Valid until the desk changes.
 */
#pragma once

#include "api/desk/calendar.h"
#include "tui/grid.h"
#include "views/app.h"
#include "views/listing.h"

struct rates_rows {
    struct app *app;
    struct calendar_span span;
    struct arena arena;
    const struct resource_category **categories;
    size_t count; /* of categories: each has two rows in the grid */
};

/* Where there is none yet: the best rate of those that are open to all. */
void rates_choose(struct rates_rows *rows);

/* A rate by its name. Errors: those of booking_rate(). */
MUST_USE const struct rate *rates_find(struct app *app, const char *name, struct error *err);

void rates_rows_refresh(struct rates_rows *rows);
void rates_rows_clear(struct rates_rows *rows);

/* The category of a row of the grid; NULL. */
const struct resource_category *rates_category(const struct rates_rows *rows, size_t row);

const struct grid_class *rates_grid_class(void);

/* For `run`: a row a category and day. */
const struct listing *rates_listing(void);
