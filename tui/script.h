/*
 * Commands of files, one a line, `#` comments, run in order, with the files that they `source` in
 * their place. Whoever runs a script reads its files for it: at once, or where reading may hang, on
 * a thread of its own.
 */
#pragma once

#include "tui/command.h"

enum {
    SCRIPT_BYTES_MAX = 1024 * 1024 /* of a file */
};

struct script;

/* A script of one file, or of a text that is called `name`. *Gives*: script_end(). */
MUST_USE struct script *script_new(const struct command_table *table, const char *path);
MUST_USE struct script *script_of_text(const struct command_table *table, const char *name,
                                       const char *text);

/*
 * Runs lines until a file is wanted. Returns its path, for script_take(); NULL: all is run. A line
 * that fails is remembered, and the rest is run. *Valid until* the script_take().
 */
MUST_USE const char *script_run(struct script *script);

/* The file that was wanted (*takes* it); NULL: it can't be read, for the reason in `err`. */
void script_take(struct script *script, char *text, const struct error *err);

/* Errors: `name:LINE: …` of the first line that failed, with those that sourced it before it. */
MUST_USE bool script_end(struct script *script, struct error *err);
