/* Programs without a terminal: run to their end, with what they wrote and how they ended. */
#pragma once

#include <sys/types.h>

struct program_end {
    int status; /* the exit code, or 128 + the signal */
    char *out;
    char *err;
};

/*
 * Runs `argv` (NULL at its end; argv[0] is looked for in PATH) with `input` on standard input
 * (NULL: nothing), and NAME=VALUE over the test's environment (NULL at its end, or NULL). Fails the
 * test after a minute. *Gives*: program_end_clear().
 */
struct program_end program_run(const char *const *argv, const char *const *environment,
                               const char *input);
void program_end_clear(struct program_end *end);

/* The same in two: meanwhile the test does something to it. program_finish() must follow. */
struct program_life {
    pid_t pid;
    int out;
    int err;
};
struct program_life program_begin(const char *const *argv, const char *const *environment,
                                  const char *input);
struct program_end program_finish(const struct program_life *life);

/* NAME=VALUE that load tests/preload/NAME.so, which lies beside the program, into it. */
struct preload {
    char library[300];
    char sanitizer[300]; /* ASan wants to be the first that is loaded */
};
void program_preload(const char *name, struct preload *preload);

/* Starts it with its own standard output and error; `*in` and `*out` are ours of its 0 and 1. */
pid_t program_start(const char *const *argv, const char *const *environment, int *in, int *out);

/* Waits for its end: the exit code, or 128 + the signal. */
int program_wait(pid_t pid);
