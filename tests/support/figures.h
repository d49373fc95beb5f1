/*
 * Figures of the benchmarks: samples of a kind, what a process has cost so far, and the one line a
 * figure (name, value, unit) that tests/bench/run gathers.
 */
#pragma once

#include <stddef.h>
#include <sys/types.h>

#include "api/base/attributes.h"

/* Prints a line; the name is made as by printf(). */
void figure(double value, const char *unit, const char *name, ...) PRINTF_LIKE(3, 4);

/* `{0}` is none. */
struct samples {
    double *rows;
    size_t count;
    size_t capacity;
};

void samples_add(struct samples *samples, double value);
void samples_clear(struct samples *samples);

/* The value below which `percent` of them lie: 50 is the median, 0 the least, 100 the most. */
double samples_at(const struct samples *samples, int percent);

double now_us(void);        /* monotonic */
double thread_cpu_us(void); /* of this thread */

/* Of a process with all its threads; 0 once it has ended. */
double process_cpu_us(pid_t pid);
double process_private_kb(pid_t pid); /* memory that it shares with nobody */
double process_peak_kb(pid_t pid);    /* the most that it ever had in memory */

/* How often its first thread went to sleep and was woken. */
long process_wakeups(pid_t pid);
