/*
 * The journal of writes as a list: those of unknown outcome first, then the newest, each with who,
 * when, by which key, what, and what became of it.
 */
#pragma once

#include "views/app.h"
#include "views/listing.h"

enum {
    JOURNAL_SHOWN = 2000 /* of the newest entries, on the screen */
};

struct journal_view {
    struct app *app;
    char filter[128];                  /* folded; "": all */
    const struct journal_entry **rows; /* *Valid until* desk_serve() */
    size_t count;
    size_t capacity;
};

/* Computes the rows anew. */
void journal_view_refresh(struct journal_view *view);
void journal_view_clear(struct journal_view *view);

const struct list_class *journal_list_class(void);
const struct listing *journal_listing(void); /* source: struct journal_view */

/* `done`, `refused`, ...: what became of an entry. */
const char *journal_outcome_word(enum journal_outcome outcome);

/* The newest entry with that number that is loaded, else the unknown one; NULL. */
const struct journal_entry *journal_find(const struct app *app, int64_t number);
