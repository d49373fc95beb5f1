/*
 * The rows of the arrivals, departures and in-house lists: which stays, in which order, and what
 * each cell says. No drawing: `run` prints the same rows. Valid until the store changes; then
 * stay_rows_refresh().
 */
#pragma once

#include "views/app.h"
#include "views/listing.h"

enum stay_column {
#define STAY_COLUMN(id, heading, width, grows, align, rank) STAY_COLUMN_##id,
#include "views/stay_columns.def"
#undef STAY_COLUMN
    STAY_COLUMNS,
};

struct stay_row {
    const struct reservation *stay;
    bool is_missed; /* of an earlier business day: pinned on top */
};

struct stay_counts {
    int done; /* arrived, or left, today */
    int left; /* on the list */
    int not_ready;
    int no_room;
    int overbooked;
    int zero; /* departures that owe nothing */
};

struct stay_rows {
    struct app *app;
    enum stay_list list;
    struct day day;     /* business day */
    struct uuid group;  /* of STAYS_GROUP */
    char filter[128];   /* folded; "" shows all */
    bool zero_only;     /* departures that owe nothing */
    bool trouble_first; /* unassigned and not ready before the others */
    enum stay_column sort;
    struct stay_row *rows;
    size_t count;
    size_t capacity;
    struct stay_counts counts;
};

/* What the letters of the flags mean. */
extern const struct sign stay_signs[];

void stay_rows_init(struct stay_rows *rows, struct app *app, enum stay_list list);
void stay_rows_clear(struct stay_rows *rows);
void stay_rows_refresh(struct stay_rows *rows);

/* The group that a stay is of, as `The Larkspur party`; "" where it has no name. */
const char *stay_rows_group_name(const struct stay_rows *rows);

/* In place of the list: this one stay, wherever it belongs. */
void stay_rows_only(struct stay_rows *rows, struct uuid reservation);

/* Their ids, in the arena. */
struct uuid_list stay_rows_ids(const struct stay_rows *rows, struct arena *arena);

/* Sorts by the column of that id. Errors: ERROR_USAGE, no such column (with those there are). */
MUST_USE bool stay_rows_sort(struct stay_rows *rows, const char *column, struct error *err);

const struct list_column *stay_column(enum stay_column column);
void stay_cell(const struct stay_rows *rows, size_t index, enum stay_column column,
               struct cell *cell);

/* How the screen shows a list, and how `run` does (all columns of the surface). */
const struct list_class *stay_list_class(enum stay_list list);
const struct listing *stay_listing(void);

/* `22 left, 12 in, 5 not ready, 2 no room` */
void stay_rows_status(const struct stay_rows *rows, char *text, size_t size);
