/*
 * A virtual list: columns of rows that a source gives by index; the cost of a frame depends on the
 * rows that show. The selection follows the row's id. Digits pick the row whose name's digits they
 * are; Space marks.
 */
#pragma once

#include "api/base/uuid.h"
#include "tui/command.h"
#include "tui/draw.h"
#include "tui/key.h"
#include "tui/pick.h"

enum {
    CELL_SIZE = 512,
    LIST_COLUMNS = 24
};

struct list_column {
    const char *id;      /* for `sort`, `columns` and --json */
    const char *heading; /* N_() */
    int width;           /* cells */
    bool grows;          /* takes what is left over */
    enum align align;
    int rank; /* 0 always shown; the largest rank goes first when it gets narrow */
};

struct cell {
    enum style style;
    char text[CELL_SIZE]; /* UTF-8, untrusted is fine */
};

struct list_class {
    const struct list_column *const *columns;
    size_t column_count;
    int marker_column; /* the column whose field is highlighted in the selected row */
    size_t (*count)(void *source);
    struct uuid (*id)(void *source, size_t index); /* stable and unique */
    void (*cell)(void *source, size_t index, size_t column, struct cell *cell);
    enum style (*row_style)(void *source, size_t index); /* NULL: normal */
    const char *(*name)(void *source, size_t index); /* what digits pick by; NULL: nothing does */
    bool (*may_mark)(void *source, size_t index);    /* NULL: every row */
    size_t (*find)(void *source, struct uuid id,
                   size_t near); /* index or SIZE_MAX; NULL: searched through id() */
};

struct list {
    const struct list_class *class;
    void *source;
    size_t selected; /* index */
    struct uuid selected_id;
    size_t top;
    int rows;           /* that showed in the last frame */
    struct uuid *marks; /* sorted */
    size_t mark_count;
    struct uuid anchor;   /* marked last: a range begins there */
    char pick[PICK_SIZE]; /* digits typed so far */
    bool is_lost; /* the selected record is gone: actions must say so until the cursor moves */
    const char *hidden[LIST_COLUMNS]; /* ids of columns that the user took away */
    size_t hidden_count;
    struct list_shown *shown; /* what stands on the screen, by row; the list's own */
    int shown_rows;
};

void list_init(struct list *list, const struct list_class *class, void *source);
void list_clear(struct list *list);

/*
 * Rows came, went or moved: keeps the cursor on its record, or marks it lost and stays at its
 * place. Records that are no longer among the rows lose their mark.
 */
void list_refresh(struct list *list);

/*
 * The user asked for other rows (a filter, another day, another order): the cursor stays on its
 * record if that is among them, else it goes to the first.
 */
void list_reset(struct list *list);

void list_draw(struct list *list, const struct canvas *canvas); /* heading in the first row */

/* The same, and where there is space in two rows below it what columns cut: `text`. */
void list_draw_above(struct list *list, const struct canvas *canvas, const char *text);

/*
 * Movement and marks (`up down page-up page-down home end mark mark-all mark-range mark-invert
 * unmark`), true: taken.
 */
bool list_command(struct list *list, const char *name);

/*
 * Digits (and Backspace while some are typed) pick; true: taken. A pane shows `pick` as its own, so
 * that the next key may use it, and no other.
 */
bool list_key(struct list *list, struct key key);

/* Whether the user took a column away, by its place in the class. */
bool list_is_hidden(const struct list *list, size_t column);

/* Errors: ERROR_USAGE, no such column (with those there are). */
MUST_USE bool list_check_columns(const struct list *list, const char *const *ids, size_t count,
                                 struct error *err);

/*
 * Shows only these columns, by their ids; none: all there are.
 * Errors  as list_check_columns().
 */
MUST_USE bool list_set_columns(struct list *list, const char *const *ids, size_t count,
                               struct error *err);

void list_select(struct list *list, struct uuid id);
bool list_has_selection(const struct list *list);
bool list_is_marked(const struct list *list, struct uuid id);
void list_unmark_all(struct list *list);

/* Marks the rows of which `is_meant` says so, besides those that are. */
void list_mark_where(struct list *list, bool (*is_meant)(const void *context, size_t index),
                     const void *context);

/*
 * What `.` is: the picked digits when they name no row here, else the selected row's id. False:
 * nothing, or lost.
 */
bool list_selection(const struct list *list, char *text, size_t size);
