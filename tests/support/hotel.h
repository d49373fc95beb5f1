/*
 * The demo hotel of 24 March 2026, nine in the morning, served by the program itself from a copy of
 * its data, on a Unix socket; and the same program's `run` and `call` to look into it and to change
 * it from another desk. Failures end the test.
 */
#pragma once

#include <jansson.h>

#include "tests/support/folder.h"
#include "tests/support/program.h"

#define HOTEL_NOW "2026-03-24T08:00:00Z"

enum {
    HOTEL_ENVIRONMENT = 8
};

struct hotel {
    struct folder folder;
    pid_t pid; /* of its server; 0: stopped */
    int lifeline;
    char now[32];                               /* --now of all programs */
    const char *option;                         /* of its server besides; NULL: none */
    char texts[HOTEL_ENVIRONMENT][128];         /* what `environment` points at */
    const char *environment[HOTEL_ENVIRONMENT]; /* of the programs that are to reach it */
};

/* The program to test, and a path in the hotel's folder (*Gives*: free()). */
const char *hotel_program(void);
char *hotel_path(const struct hotel *hotel, const char *name);

/* A fresh copy, served; with another option of `serve`. */
void hotel_open(struct hotel *hotel);
void hotel_open_with(struct hotel *hotel, const char *option);
void hotel_close(struct hotel *hotel);

/* Writes the frontdeskrc of the programs. */
void hotel_configure(const struct hotel *hotel, const char *text);

/* Serves what the data holds, at `hotel->now`; ends it with SIGTERM (0 must be its status). */
void hotel_start(struct hotel *hotel);
void hotel_stop(struct hotel *hotel);

/* `frontdesk run` with options and commands, NULL at their end. *Gives*: program_end_clear(). */
struct program_end hotel_run(const struct hotel *hotel, const char *const *words,
                             const char *input);

/* The Result of one command that must succeed. *Gives*: json_decref(). */
json_t *hotel_do(const struct hotel *hotel, const char *command);

/* A command that must fail with the exit code, and `text` in its message. */
void hotel_refuses(const struct hotel *hotel, const char *command, int status, const char *text);

/* The answer of an operation, through `frontdesk call`. *Gives*: json_decref(). */
json_t *hotel_ask(const struct hotel *hotel, const char *operation, const char *body);

/* Member `name` of the first row of a command's Result, as text: "" for null. *Gives*: free(). */
char *hotel_text(const struct hotel *hotel, const char *command, const char *name);
