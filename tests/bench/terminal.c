/*
 * What a key costs on a list of 20,000 rows: bytes to the terminal and CPU time of the program, at
 * 24x80 and 50x200, beside tig and less in the same run where they are installed. One line a
 * figure: name, value, unit.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/sample.h"
#include "tests/support/test.h"
#include "tests/support/vt.h"

enum {
    ROWS = 20000,
    MOVES = 100,
    SCROLLS = 60,
    PAGES = 20,
    BURST = 100,
    BURSTS = 10,
};

static const int sizes[][2] = {{24, 80}, {50, 200}};

struct program {
    const char *name;
    const char *const *argv;
    const char *ready; /* on its screen when all rows are there */
    bool has_cursor;   /* else every step scrolls */
};

/* Figures of some keys, in the order in which they were taken. */
struct samples {
    double bytes[MOVES];
    double microseconds[MOVES];
    int count;
};

/* Time that the program has run, in nanoseconds. */
static double
cpu_ns(const struct vt *vt)
{
    char path[64];
    double time = 0;
    FILE *file;

    snprintf(path, sizeof(path), "/proc/%d/schedstat", (int)vt_pid(vt));
    file = fopen(path, "r");
    if (file && fscanf(file, "%lf", &time) != 1)
        time = 0;
    if (file)
        fclose(file);
    return time;
}

static void
press(struct vt *vt, const char *keys, int count, struct samples *samples)
{
    double before = cpu_ns(vt);
    size_t length;

    vt_mark(vt);
    vt_type(vt, keys);
    vt_wait_idle(vt);
    (void)vt_output(vt, &length);
    samples->bytes[samples->count] = (double)length / count;
    samples->microseconds[samples->count++] = (cpu_ns(vt) - before) / 1000 / count;
}

static int
compare(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;

    return (x > y) - (x < y);
}

static void
show(const struct program *program, const int *size, const char *what, struct samples *samples)
{
    qsort(samples->bytes, (size_t)samples->count, sizeof(double), compare);
    qsort(samples->microseconds, (size_t)samples->count, sizeof(double), compare);
    printf("%s_%dx%d_%s_bytes_p50 %.0f bytes\n", program->name, size[0], size[1], what,
           samples->bytes[samples->count / 2]);
    printf("%s_%dx%d_%s_bytes_max %.0f bytes\n", program->name, size[0], size[1], what,
           samples->bytes[samples->count - 1]);
    printf("%s_%dx%d_%s_cpu_p50 %.0f us\n", program->name, size[0], size[1], what,
           samples->microseconds[samples->count / 2]);
    fflush(stdout);
    samples->count = 0;
}

/* `keys`, so many times in one write. */
static void
press_burst(struct vt *vt, const char *keys, struct samples *samples)
{
    char burst[BURST * 4 + 1] = "";

    for (int i = 0; i < BURST; i++)
        strcat(burst, keys);
    press(vt, burst, BURST, samples);
}

static void
measure(const struct program *program, const int *size)
{
    struct vt_config config = {
        .argv = program->argv,
        .environment = (const char *const[]){"LC_ALL=C.UTF-8", "LESS=", NULL},
        .rows = size[0],
        .columns = size[1],
    };
    struct vt *vt = vt_open(&config);
    struct samples samples = {.count = 0};

    vt_wait_text(vt, program->ready);
    vt_wait_idle(vt);
    if (program->has_cursor) {
        for (int i = 0; i < MOVES; i++)
            press(vt, i / 8 % 2 ? "\x1b[A" : "\x1b[B", 1, &samples);
        show(program, size, "move", &samples);
        press_burst(vt, "\x1b[B", &samples);
        samples.count = 0;
    }
    for (int i = 0; i < SCROLLS; i++)
        press(vt, "\x1b[B", 1, &samples);
    show(program, size, "scroll", &samples);
    for (int i = 0; i < PAGES; i++)
        press(vt, "\x1b[6~", 1, &samples);
    show(program, size, "page", &samples);
    for (int i = 0; i < BURSTS; i++)
        press_burst(vt, i % 2 ? "\x1b[A" : "\x1b[B", &samples);
    show(program, size, "burst_key", &samples);
    vt_close(vt);
}

/* A repository with as many commits, for tig, and a file with as many lines, for less. */
static void
make_rows(const char *folder)
{
    char command[256];
    FILE *import;
    FILE *lines;

    snprintf(command, sizeof(command),
             "git init -q -b master %s && cd %s && git fast-import --quiet", folder, folder);
    import = popen(command, "w");
    snprintf(command, sizeof(command), "%s/lines", folder);
    lines = fopen(command, "w");
    if (!import || !lines)
        return;
    for (int i = 0; i < ROWS; i++) {
        char text[128];
        int length = snprintf(text, sizeof(text), "Row %d: remark, said on day %d of the month", i,
                              i % 28 + 1);

        fprintf(import, "commit refs/heads/master\ncommitter Name %d <n@e> %d +0000\ndata %d\n%s\n",
                i * 7919 % 1000, 1700000000 + i * 60, length, text);
        fprintf(lines, "%5d %s\n", i, text);
    }
    fclose(lines);
    pclose(import);
}

static bool
is_installed(const char *name)
{
    char command[64];

    snprintf(command, sizeof(command), "command -v %s >/dev/null", name);
    return system(command) == 0;
}

int
main(int argc, char **argv)
{
    char folder[] = "/tmp/frontdesk-bench-XXXXXX";
    char lines[64];
    char command[128];
    const struct program programs[] = {
        {"list", (const char *const[]){"/proc/self/exe", "sample", NULL}, "quit", true},
        {"tig", (const char *const[]){"tig", "-C", folder, NULL}, "Row 19999", true},
        {"less", (const char *const[]){"less", lines, NULL}, "Row 5", false},
    };

    if (argc > 1 && strcmp(argv[1], "sample") == 0)
        return sample_run();
    if (!mkdtemp(folder))
        return 1;
    snprintf(lines, sizeof(lines), "%s/lines", folder);
    make_rows(folder);
    for (size_t i = 0; i < countof(programs); i++)
        for (size_t j = 0; j < countof(sizes); j++)
            if (i == 0 || is_installed(programs[i].argv[0]))
                measure(&programs[i], sizes[j]);
    snprintf(command, sizeof(command), "rm -rf %s", folder);
    return system(command) == 0 ? 0 : 1;
}
