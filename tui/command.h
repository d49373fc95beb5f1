/*
 * Commands: one table of rows (name, arguments, help) from which come the `:` line with its
 * completion, key bindings, the hint line, key help, `--help` and the man page. A line is `name
 * [argument]... [key=value]...`, quotes as in a shell.
 */
#pragma once

#include "api/base/arena.h"
#include "api/base/error.h"

struct invocation;

/*
 * Called with each word that can stand there; `text` is the word, `help` a phrase behind it or
 * NULL.
 */
typedef void (*offer_fn)(void *context, const char *text, const char *help);

/* A kind of argument, named by whoever knows what it means. */
struct argument_type {
    const char *name; /* as help shows it: DATE, AMOUNT, TEXT */
    /* Offers what may complete `prefix`; NULL: nothing. `app` is the table's. */
    void (*complete)(void *app, const char *prefix, offer_fn offer, void *context);
};

enum argument_flag {
    ARGUMENT_OPTIONAL = 1 << 0,
    ARGUMENT_REPEATED = 1 << 1, /* this and all that follow */
    ARGUMENT_REST = 1 << 2,     /* the rest of the line, blanks and all */
    ARGUMENT_KEY = 1 << 3,      /* name=value, in any order, always optional */
};

struct argument {
    const char *name; /* of a key argument: the key */
    const struct argument_type *type;
    unsigned flags;
};

enum {
    COMMAND_ARGUMENTS = 20,
    COMMAND_USAGE_SIZE = 320,
    INVOCATION_WORDS = 64
};

enum command_flag {
    COMMAND_WRITES = 1 << 0,  /* refused when read-only */
    COMMAND_SCREEN = 1 << 1,  /* needs a screen: not in `run` */
    COMMAND_CONFIG = 1 << 2,  /* may stand in frontdeskrc */
    COMMAND_HIDDEN = 1 << 3,  /* for key bindings; not in help */
    COMMAND_SOURCES = 1 << 4, /* in a script its first word is a file that takes its place */
};

struct command {
    const char *name;
    const char *alias;                            /* a short name, or NULL */
    const char *group;                            /* views, stay, money, ... */
    struct argument arguments[COMMAND_ARGUMENTS]; /* ended by a NULL name */
    unsigned flags;
    const char *help; /* N_(): one sentence */
    const char *hint; /* N_(): one or two words for the hint line, or NULL */
    bool (*run)(void *app, const struct invocation *invocation, struct error *err);
};

struct command_table {
    const struct command *rows;
    size_t count;
    void *app; /* given to `run` and `complete` */
};

/* A parsed line. Values are texts in the arena; who runs the command reads them by its types. */
struct invocation {
    const struct command *command;
    const char *line;                    /* as typed */
    const char *words[INVOCATION_WORDS]; /* positional, in order */
    size_t word_count;
    const char *values
        [COMMAND_ARGUMENTS]; /* of key arguments, by their place in `arguments`; NULL: not given */
};

/*
 * By name, alias, or a prefix that only one has. NULL: none, or several (`ambiguous` then lists
 * them).
 */
const struct command *command_find(const struct command_table *table, const char *name,
                                   struct error *err);

/*
 * Parses a line against the table.
 * Errors  ERROR_USAGE: no such command (with the nearest), several, missing or too many arguments,
 *         open quote.
 */
MUST_USE bool command_parse(const struct command_table *table, const char *line,
                            struct arena *arena, struct invocation *invocation, struct error *err);

/* The argument that the word at `position` is, by its flags; NULL: none. */
const struct argument *command_argument(const struct command *command, size_t position);

/* The key argument that a text beginning with `key=` gives; NULL: none. */
const struct argument *command_key(const struct command *command, const char *text);

/* Parses and runs. */
MUST_USE bool command_run(const struct command_table *table, const char *line, struct error *err);

/* The word at position `i`, or NULL; the value of a key argument by name, or NULL. */
const char *invocation_word(const struct invocation *invocation, size_t i);
const char *invocation_value(const struct invocation *invocation, const char *key);

/* Offers what can stand at the end of `line`: command names, arguments by their types, keys. */
void command_complete(const struct command_table *table, const char *line, offer_fn offer,
                      void *context);

/* `name ARGUMENT [option=N]`, as `help` shows it, into `text`. */
const char *command_usage(const struct command *command, char *text, size_t size);

/* `word` quoted so that command_parse() reads it back as one. */
const char *command_quote(struct arena *arena, const char *word);
