/* The command line: subcommand, options, and the words behind them. */
#pragma once

#include "api/base/error.h"
#include "api/base/instant.h"

enum option_id {
#define OPTION(id, name, value, where, help) OPTION_##id,
#include "views/options.def"
#undef OPTION
    OPTION_COUNT,
};

/* Which subcommands take an option. */
enum {
    ON_SCREEN = 1 << 0,
    ON_RUN = 1 << 1,
    ON_CALL = 1 << 2,
    ON_SERVE = 1 << 3,
    ON_DOCTOR = 1 << 4,
    ON_REPORT = 1 << 5,
    ON_DESK = ON_SCREEN | ON_RUN | ON_CALL | ON_DOCTOR | ON_REPORT,
    ON_ALL = ON_DESK | ON_SERVE,
};

enum {
    OPTION_COMMANDS = 32
};

struct options {
    const struct subcommand *subcommand;
    const char *values[OPTION_COUNT];      /* NULL: not given; "" of one without a value */
    const char *commands[OPTION_COMMANDS]; /* of -c, in order */
    size_t command_count;
    char *const *words; /* behind the options, NULL-terminated */
    size_t word_count;
};

struct subcommand {
    const char *name;  /* NULL: the screen */
    const char *usage; /* `COMMAND... | -` */
    const char *help;  /* N_() */
    unsigned where;
    int (*run)(const struct options *options);
};

struct option_row {
    const char *name;
    const char *value;
    unsigned where;
    const char *help; /* NULL: not for people */
};
const struct option_row *option_row(size_t id);

/*
 * Reads argv; `subcommands` has the screen first. `--name value`, `--name=value`, `-c value`, `--`
 * ends options.
 * Errors  ERROR_USAGE: no such option there, a value missing, or one too many.
 */
MUST_USE bool options_parse(int argc, char **argv, const struct subcommand *subcommands,
                            size_t count, struct options *options, struct error *err);

/*
 * Values of their kinds, with what is said when they are none. An option not given leaves the
 * value.
 */
MUST_USE bool options_number(const struct options *options, enum option_id id, long least,
                             long most, long *value, struct error *err);
MUST_USE bool options_instant(const struct options *options, enum option_id id,
                              struct instant *value, struct error *err);

/* `200/30` or `off` (0 requests). */
MUST_USE bool rate_limit_parse(const char *text, int *requests, int *seconds, struct error *err);
