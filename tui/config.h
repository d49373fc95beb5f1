/*
 * frontdeskrc: commands of the configuration, one a line, `#` comments. Settings are rows of a
 * table (name, kind, default, help) whose values `set NAME VALUE` changes.
 */
#pragma once

#include "tui/command.h"

enum setting_kind {
    SETTING_TEXT,
    SETTING_NUMBER,
    SETTING_SWITCH,
    SETTING_CHOICE
};

struct setting {
    const char *name;
    enum setting_kind kind;
    const char *fallback;
    const char *choices; /* of a CHOICE: "unsecured|any|never"; of a NUMBER: "1..600|off" or NULL */
    const char *help;    /* N_() */
};

struct settings;

MUST_USE struct settings *settings_new(const struct setting *rows, size_t count);
void settings_free(struct settings *settings);

/* Errors: ERROR_USAGE, no such setting (with the nearest), or a value that is none of its kind. */
MUST_USE bool settings_set(struct settings *settings, const char *name, const char *value,
                           struct error *err);
const char *settings_text(const struct settings *settings, const char *name);
long settings_number(const struct settings *settings, const char *name);
bool settings_is_on(const struct settings *settings, const char *name);
const struct setting *settings_row(const struct settings *settings,
                                   size_t index); /* NULL behind the last */

/*
 * Runs the lines of a text through `table`.
 * Errors  `name:LINE: …` of the first bad line; the rest
 * is run.
 */
MUST_USE bool config_run(const char *text, const char *name, const struct command_table *table,
                         struct error *err);

/* The same of a file, read at once; a missing file is no error unless `must_exist`. */
MUST_USE bool config_source(const char *path, bool must_exist, const struct command_table *table,
                            struct error *err);
