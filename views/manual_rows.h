/* What the program can be told: every command with its arguments, every setting with its value. */
#pragma once

#include "views/app.h"
#include "views/listing.h"

struct manual_row {
    const struct command *command; /* NULL: a setting */
    const struct setting *setting;
};

struct manual_rows {
    struct app *app;
    struct manual_row *rows;
    size_t count;
    size_t capacity;
    bool has_settings_alone;
    char filter[128]; /* folded: words of their groups, names and helps */
};

/* By their groups, those that pass the filter. */
void manual_rows_refresh(struct manual_rows *rows);
void manual_rows_clear(struct manual_rows *rows);

/* Its help, and of a setting what it can be. Returns `text`. */
const char *manual_help(const struct manual_row *row, char *text, size_t size);

const struct listing *manual_listing(void);
