/* The sample program's data and its two views: a list of rows, and a grid. */
#pragma once

#include "tui/pane.h"

struct loop;
struct terminal;

enum {
    SAMPLE_FIRST_NUMBER = 100 /* the first row's; they count up */
};

/* The program: its rows in their order, and what it was told to do. */
struct sample {
    struct screen *screen;
    struct loop *loop;
    struct terminal *terminal;
    unsigned *rows; /* numbers, in the order shown */
    size_t row_count;
    unsigned *all;
    size_t all_count;
    char filter[64];
    int log_fd;
    int ticks;
    bool is_wide; /* names that are hard to measure */
    unsigned next_number;
    int due; /* what a card shows as due */
};

/* A line of the log: a word, and what it is about (may be NULL). */
void sample_say(struct sample *sample, const char *what, const char *which);

/* Shows the rows that match the filter. */
void sample_apply_filter(struct sample *sample);

extern const struct pane_class sample_rows;
extern const struct pane_class sample_days;
