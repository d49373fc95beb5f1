/*
 * A pane: one view on the screen, as a const table of functions and a state of its own. NULL
 * members mean the default.
 */
#pragma once

#include "tui/command.h"
#include "tui/draw.h"
#include "tui/key.h"

struct pane;
struct screen;

/* A letter by which the pane's rows say something, and what. */
struct sign {
    char letter;
    const char *text; /* N_() */
};

struct pane_class {
    const char *name;            /* of the view's command, and the first key context */
    const char *title;           /* N_() */
    const char *const *contexts; /* key contexts behind `name`, NULL-terminated: {"list", NULL} */
    size_t size;                 /* of the state, zeroed before open */

    /* Opens with the arguments of its command, again when it is opened anew while it exists. */
    bool (*open)(struct pane *pane, const struct invocation *invocation, struct error *err);
    void (*close)(struct pane *pane); /* frees what the state holds */

    /* Draws the whole pane; curses sends only what changed. */
    void (*draw)(struct pane *pane, const struct canvas *canvas);

    /* What stands in the title line behind the title: counters. */
    void (*status)(struct pane *pane, char *text, size_t size);

    /* A key before bindings are looked up (typing into a field, digits); true: taken. */
    bool (*key)(struct pane *pane, struct key key);

    /*
     * The digits typed to pick a row, PICK_SIZE: the next key that is none may use them, and then
     * they are gone; Esc takes them back and does nothing else.
     */
    char *(*pick)(struct pane *pane);

    /*
     * A command before it is run: movement and what a widget does (`down`, `page-up`, `mark`,
     * `filter`), or one that the pane does for its marked rows; true: taken. A word `.` of the line
     * still is `.` here.
     */
    bool (*command)(struct pane *pane, const struct invocation *invocation);

    /* What `.` stands for; false: nothing is selected. `text` can be read back as an argument. */
    bool (*selection)(struct pane *pane, char *text, size_t size);

    /*
     * The data changed (bits are the program's own): recompute, keep the cursor on its record.
     * Called before the pane is next looked at or given a key, once for all changes until then.
     */
    void (*changed)(struct pane *pane, uint64_t what);

    /*
     * Esc: goes back one step inside the pane (a filter, a mark); false: nothing to go back from.
     */
    bool (*back)(struct pane *pane);

    /* The list that it shows, for `columns` and for who writes it into a file. */
    struct list *(*list)(struct pane *pane);

    /* Whether something typed would be lost if it closed. */
    bool (*is_dirty)(struct pane *pane);

    /* The letters that stand in its rows, for the help; the last one's is 0. */
    const struct sign *signs;

    /* Commands whose keys the hint line names, most useful first, NULL-terminated. */
    const char *const *hints;
};

struct pane {
    const struct pane_class *class;
    struct screen *screen;
    void *state;
    bool is_stale;    /* must be drawn */
    uint64_t changes; /* that it has not been told of */
};

/* Says that the pane shows something else now. */
void pane_redraw(struct pane *pane);
