/*
 * What a key costs on a list of 20,000 rows: bytes and writes to the terminal and CPU time of the
 * program, at 24x80 and 50x200, beside tig and less in the same run where they are installed. One
 * line a figure: name, value, unit.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/figures.h"
#include "tests/support/sample.h"
#include "tests/support/test.h"
#include "tests/support/vt.h"

enum {
    ROWS = 20000,
    MOVES = 100,
    MOVES_ONE_WAY = 8, /* within the screen, so that nothing scrolls */
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

/* What keys of a kind cost, each. */
struct cost {
    struct samples bytes;
    struct samples bytes_to_shown; /* of what the screen shows after it */
    struct samples writes;         /* as the terminal reads them: vt_bursts() */
    struct samples cpu_us;
};

static void
press(struct vt *vt, const char *keys, int count, struct cost *cost)
{
    double cpu_us = process_cpu_us(vt_pid(vt));
    size_t length;

    vt_mark(vt);
    vt_type(vt, keys);
    vt_wait_idle(vt);
    (void)vt_output(vt, &length);
    samples_add(&cost->bytes, (double)length / count);
    samples_add(&cost->bytes_to_shown, (double)length / (double)strlen(vt_screen(vt)));
    samples_add(&cost->writes, vt_bursts(vt));
    samples_add(&cost->cpu_us, (process_cpu_us(vt_pid(vt)) - cpu_us) / count);
}

static void
cost_clear(struct cost *cost)
{
    samples_clear(&cost->bytes);
    samples_clear(&cost->bytes_to_shown);
    samples_clear(&cost->writes);
    samples_clear(&cost->cpu_us);
}

static void
show(const char *name, const char *what, struct cost *cost)
{
    figure(samples_at(&cost->bytes, 50), "B", "%s_%s_bytes_p50", name, what);
    figure(samples_at(&cost->bytes, 100), "B", "%s_%s_bytes_most", name, what);
    figure(samples_at(&cost->writes, 100), "writes", "%s_%s_writes_most", name, what);
    figure(samples_at(&cost->cpu_us, 50), "us", "%s_%s_cpu_p50", name, what);
    if (strcmp(what, "page") == 0)
        figure(samples_at(&cost->bytes_to_shown, 100), "times", "%s_%s_bytes_to_text", name, what);
    cost_clear(cost);
}

/* `keys`, so many times in one write. */
static void
press_burst(struct vt *vt, const char *keys, struct cost *cost)
{
    char burst[BURST * 4 + 1] = "";

    for (int i = 0; i < BURST; i++)
        strcat(burst, keys);
    press(vt, burst, BURST, cost);
}

/* Returns the CPU time of a move. */
static double
measure_moves(struct vt *vt, const char *name)
{
    struct cost cost = {0};
    double cpu_us;

    for (int i = 0; i < MOVES; i++)
        press(vt, i / MOVES_ONE_WAY % 2 ? "\x1b[A" : "\x1b[B", 1, &cost);
    cpu_us = samples_at(&cost.cpu_us, 50);
    show(name, "move", &cost);
    press_burst(vt, "\x1b[B", &cost); // to the bottom of the screen
    cost_clear(&cost);
    return cpu_us;
}

static void
measure_rest(struct vt *vt, const char *name)
{
    struct cost cost = {0};

    for (int i = 0; i < SCROLLS; i++)
        press(vt, "\x1b[B", 1, &cost);
    show(name, "scroll", &cost);
    for (int i = 0; i < PAGES; i++)
        press(vt, "\x1b[6~", 1, &cost);
    show(name, "page", &cost);
    for (int i = 0; i < BURSTS; i++)
        press_burst(vt, "\x1b[B", &cost);
    show(name, "burst_key", &cost);
}

/* Returns the CPU time of a move, 0 where there are none. */
static double
measure(const struct program *program, const int *size)
{
    struct vt_config config = {
        .argv = program->argv,
        .environment = (const char *const[]){"LC_ALL=C.UTF-8", "LESS=", NULL},
        .rows = size[0],
        .columns = size[1],
    };
    struct vt *vt = vt_open(&config);
    char name[64];
    double move_us;

    snprintf(name, sizeof(name), "%s_%dx%d", program->name, size[0], size[1]);
    vt_wait_text(vt, program->ready);
    vt_wait_idle(vt);
    move_us = program->has_cursor ? measure_moves(vt, name) : 0;
    measure_rest(vt, name);
    vt_close(vt);
    return move_us;
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
    for (size_t j = 0; j < countof(sizes); j++) {
        double own_us = measure(&programs[0], sizes[j]);
        double tig_us = is_installed("tig") ? measure(&programs[1], sizes[j]) : 0;

        if (is_installed("less"))
            (void)measure(&programs[2], sizes[j]);
        if (tig_us > 0)
            figure(own_us / tig_us, "times", "list_%dx%d_move_cpu_to_tig", sizes[j][0],
                   sizes[j][1]);
    }
    snprintf(command, sizeof(command), "rm -rf %s", folder);
    return system(command) == 0 ? 0 : 1;
}
