/* The sample program on a terminal to test it on, with its log. */
#pragma once

#include "tests/support/folder.h"
#include "tests/support/vt.h"

struct sample_vt {
    struct vt *vt;
    struct folder folder;
    char log[96]; /* the log's path */
};

struct sample_config {
    const char *term;               /* NULL: xterm-256color */
    int rows;                       /* 0: 24 */
    int columns;                    /* 0: 80 */
    const char *const *environment; /* as vt_config's; may be NULL */
    bool is_job;                    /* runs under a shell that stops and continues it */
};

/*
 * Called first by main() of each such test: true when this process is to be the sample itself,
 * which has then run, with `code` to exit with.
 */
bool sample_vt_runs(int argc, char **argv, int *code);

/* Starts it and waits until it has drawn. *Gives*: sample_vt_close(). */
void sample_vt_open(struct sample_vt *sample, const struct sample_config *config);

/* The same without waiting. */
void sample_vt_start(struct sample_vt *sample, const struct sample_config *config);
void sample_vt_close(struct sample_vt *sample);

/* How many lines of its log are just this. */
size_t sample_vt_count(const struct sample_vt *sample, const char *line);

/* The number behind this word in the last line that begins with it; -1: there is none. */
long sample_vt_number(const struct sample_vt *sample, const char *word);

/* Waits until one is. */
void sample_vt_wait_log(struct sample_vt *sample, const char *line);
