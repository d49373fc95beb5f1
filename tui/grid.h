/*
 * A time grid: rows of things, columns of days, bars across them. Virtual in rows; a column is some
 * cells wide and has two halves, so that one bar can end and another begin in it. The cursor is one
 * row and one column.
 */
#pragma once

#include "api/base/uuid.h"
#include "tui/draw.h"
#include "tui/key.h"
#include "tui/list.h"
#include "tui/pick.h"

enum {
    GRID_BARS = 64
};

struct grid_bar {
    struct uuid id;
    int start; /* in half columns from column 0; may lie outside of what shows */
    int end;
    enum style style;
    bool is_hatched;
    bool is_plain; /* a text in its cells: nothing says where it ends */
    char text[64];
};

enum grid_row_kind {
    GRID_ROW,
    GRID_HEADING,
    GRID_LANE
};

struct grid_class {
    int label_width;
    size_t (*rows)(void *source);
    struct uuid (*id)(void *source, size_t row);
    enum grid_row_kind (*kind)(void *source, size_t row);
    void (*label)(void *source, size_t row, struct cell *cell);
    void (*heading)(void *source, int column, int line,
                    struct cell *cell); /* two lines of column heading */
    /*
     * The bars of a row that touch columns [first, first + count); returns how many (at most
     * GRID_BARS).
     */
    size_t (*bars)(void *source, size_t row, int first, int count, struct grid_bar *bars);
    const char *(*name)(void *source, size_t row); /* what digits pick by */
};

struct grid {
    const struct grid_class *class;
    void *source;
    size_t row; /* cursor */
    struct uuid row_id;
    int column;
    size_t top;
    int first_column;
    int cell_width;    /* cells a column */
    int rows, columns; /* that showed in the last frame */
    char pick[PICK_SIZE];
};

void grid_init(struct grid *grid, const struct grid_class *class, void *source, int cell_width);
void grid_refresh(struct grid *grid);
void grid_draw(struct grid *grid, const struct canvas *canvas);
bool grid_command(struct grid *grid,
                  const char *name); /* up down left right page-* home end week-left week-right */
bool grid_key(struct grid *grid, struct key key);
void grid_go(struct grid *grid, struct uuid row, int column);

/* The bar under the cursor; false: the cell is free. */
bool grid_bar_at(const struct grid *grid, struct grid_bar *bar);
