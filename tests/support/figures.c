#include "tests/support/figures.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "api/base/memory.h"

void
figure(double value, const char *unit, const char *name, ...)
{
    va_list args;

    va_start(args, name);
    vprintf(name, args);
    va_end(args);
    printf(value < 100 ? " %.2f %s\n" : " %.0f %s\n", value, unit);
    fflush(stdout);
}

void
samples_add(struct samples *samples, double value)
{
    samples->rows =
        memory_grow(samples->rows, samples->count, &samples->capacity, sizeof(*samples->rows));
    samples->rows[samples->count++] = value;
}

void
samples_clear(struct samples *samples)
{
    free(samples->rows);
    *samples = (struct samples){0};
}

static int
compare(const void *a, const void *b)
{
    double left = *(const double *)a;
    double right = *(const double *)b;

    return (left > right) - (left < right);
}

double
samples_at(const struct samples *samples, int percent)
{
    size_t at = samples->count * (size_t)percent / 100;

    if (!samples->count)
        return 0;
    qsort(samples->rows, samples->count, sizeof(*samples->rows), compare);
    return samples->rows[at < samples->count ? at : samples->count - 1];
}

static double
clock_us(clockid_t clock)
{
    struct timespec time;

    clock_gettime(clock, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

double
now_us(void)
{
    return clock_us(CLOCK_MONOTONIC);
}

double
thread_cpu_us(void)
{
    return clock_us(CLOCK_THREAD_CPUTIME_ID);
}

double
process_cpu_us(pid_t pid)
{
    clockid_t clock;

    return clock_getcpuclockid(pid, &clock) == 0 ? clock_us(clock) : 0;
}

/* The sum of the numbers on lines that begin with `name`. */
static double
sum_of(pid_t pid, const char *file, const char *name)
{
    char path[64];
    char line[256];
    double sum = 0;
    FILE *from;

    snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, file);
    from = fopen(path, "r");
    while (from && fgets(line, sizeof(line), from))
        if (strncmp(line, name, strlen(name)) == 0)
            sum += strtod(line + strcspn(line, ":") + 1, NULL);
    if (from)
        fclose(from);
    return sum;
}

double
process_private_kb(pid_t pid)
{
    return sum_of(pid, "smaps_rollup", "Private_");
}

double
process_peak_kb(pid_t pid)
{
    return sum_of(pid, "status", "VmHWM:");
}

long
process_wakeups(pid_t pid)
{
    return (long)sum_of(pid, "status", "voluntary_ctxt_switches:");
}
