/*
 * The program on its screen, as a receptionist waits for it: from its start to the arrivals, from a
 * key to its frame while the day is read, and what it takes when nobody does anything. One line a
 * figure: name, value, unit.
 */
#include <poll.h>
#include <stdlib.h>

#include "tests/support/figures.h"
#include "tests/support/hotel.h"
#include "tests/support/test.h"
#include "tests/support/vt.h"

enum {
    ROUNDS = 15,
    WAIT_MS = 60000,
    IDLE_MS = 61000, /* the clock's minute, and polls of every kind */
    KEY_GAP_MS = 5,
    KEYS_MOST = 1000,
    TITLE_SIZE = 400
};

/* What is seen of the list; the counts of its title tell when all of it is there. */
struct seen {
    char title[TITLE_SIZE];
    bool has_balances;
};

static bool
has_seen(struct vt *vt, const void *context)
{
    const struct seen *seen = context;

    return strstr(vt_row(vt, 0), seen->title)
           && (!seen->has_balances || (!vt_has_text(vt, "·") && vt_has_text(vt, ".00")));
}

/* Milliseconds until it is so. */
static double
ms_until(struct vt *vt, const struct seen *seen, double start_us)
{
    check(vt_until(vt, has_seen, seen, WAIT_MS), "%s", vt_screen(vt));
    return (now_us() - start_us) / 1e3;
}

static void
quit(struct vt *vt)
{
    vt_type(vt, ":quit\r");
    assert_int_equal(vt_wait_exit(vt), 0);
    vt_close(vt);
}

/* How many are left and in, once the program has come to rest. */
static void
take_title(struct vt *vt, struct seen *seen)
{
    const char *title;

    check(vt_until(vt, has_seen, &(struct seen){" left, ", true}, WAIT_MS), "%s", vt_screen(vt));
    vt_wait_idle(vt);
    title = strstr(vt_row(vt, 0), "Arrivals");
    check(title && strstr(title, " in,"), "%s", vt_screen(vt));
    snprintf(seen->title, sizeof(seen->title), "%.*s", (int)(strstr(title, " in,") - title), title);
}

static void
measure_starts(const struct vt_config *config, const char *name)
{
    struct seen seen = {0};
    struct samples lists = {0};
    struct samples balances = {0};
    struct samples cpu_ms = {0}; // of the program until its list, without a server of its own
    struct vt *vt = vt_open(config);

    take_title(vt, &seen);
    quit(vt);
    for (int i = 0; i < ROUNDS; i++) {
        double start = now_us();

        vt = vt_open(config);
        seen.has_balances = false;
        samples_add(&lists, ms_until(vt, &seen, start));
        samples_add(&cpu_ms, process_cpu_us(vt_pid(vt)) / 1e3);
        seen.has_balances = true;
        samples_add(&balances, ms_until(vt, &seen, start));
        vt_wait_idle(vt);
        quit(vt);
    }
    figure(samples_at(&lists, 0), "ms", "%s_to_list_least", name);
    figure(samples_at(&lists, 50), "ms", "%s_to_list_p50", name);
    figure(samples_at(&balances, 50), "ms", "%s_to_balances_p50", name);
    figure(samples_at(&cpu_ms, 0), "ms", "%s_to_list_cpu_least", name);
    samples_clear(&lists);
    samples_clear(&balances);
    samples_clear(&cpu_ms);
}

static void
measure_demo(void)
{
    measure_starts(&(struct vt_config){.argv = (const char *[]){hotel_program(), "--demo", "--now",
                                                                HOTEL_NOW, NULL}},
                   "start_demo");
}

/* The list is there before anything is asked of the property: from state.db. */
static void
measure_snapshot(const struct hotel *hotel)
{
    measure_starts(
        &(struct vt_config){.argv = (const char *[]){hotel_program(), "--now", hotel->now, NULL},
                            .environment = hotel->environment},
        "start_snapshot");
}

/* Nobody does anything: how often the screen's thread wakes, and what all threads take. */
static void
measure_rest(struct vt *vt, const char *name, int minutes)
{
    double cpu_us = process_cpu_us(vt_pid(vt));
    long wakeups = process_wakeups(vt_pid(vt));

    (void)poll(NULL, 0, IDLE_MS * minutes);
    figure((double)(process_wakeups(vt_pid(vt)) - wakeups), "wake-ups", "%s_screen", name);
    figure((process_cpu_us(vt_pid(vt)) - cpu_us) / 1e3, "ms", "%s_cpu", name);
}

/* Sets that are polled whole are handed over once, about a minute after the start. */
static void
measure_idle(const struct hotel *hotel)
{
    struct vt *vt = vt_open(
        &(struct vt_config){.argv = (const char *[]){hotel_program(), "--now", hotel->now, NULL},
                            .environment = hotel->environment});
    struct seen seen;

    take_title(vt, &seen);
    figure(process_private_kb(vt_pid(vt)) / 1024, "MiB", "desk_private");
    measure_rest(vt, "desk_idle_first_minutes", 2);
    measure_rest(vt, "desk_idle_minute", 1);
    quit(vt);
}

static bool
has_cursor_at(struct vt *vt, const void *row)
{
    return vt_cursor(vt).row == *(const int *)row;
}

static bool
is_loaded(struct vt *vt)
{
    return vt_has_text(vt, ".00") && !vt_has_text(vt, "·");
}

/* Down and up again, while a house of 1,000 rooms is read. */
static void
measure_keys(void)
{
    struct vt *vt =
        vt_open(&(struct vt_config){.argv = (const char *[]){hotel_program(), "--demo", "--rooms",
                                                             "1000", "--now", HOTEL_NOW, NULL}});
    struct samples times = {0};
    size_t behind = 0;

    vt_wait_text(vt, "\n> ");
    while (times.count < KEYS_MOST && (!is_loaded(vt) || behind++ < KEYS_MOST / 4)) {
        int from = vt_cursor(vt).row;
        int to = from < 10 ? from + 1 : from - 1;
        double start = now_us();

        vt_type(vt, to > from ? "\x1b[B" : "\x1b[A");
        check(vt_until(vt, has_cursor_at, &to, WAIT_MS), "%s", vt_screen(vt));
        samples_add(&times, (now_us() - start) / 1e3);
        (void)poll(NULL, 0, KEY_GAP_MS);
    }
    figure((double)times.count, "keys", "loading_keys");
    figure(samples_at(&times, 50), "ms", "loading_key_to_frame_p50");
    figure(samples_at(&times, 99), "ms", "loading_key_to_frame_p99");
    figure(samples_at(&times, 100), "ms", "loading_key_to_frame_most");
    samples_clear(&times);
    vt_wait_idle(vt);
    figure(process_private_kb(vt_pid(vt)) / 1024, "MiB", "desk_1000_rooms_private");
    quit(vt);
}

int
main(void)
{
    struct hotel hotel;

    measure_demo();
    hotel_open(&hotel);
    measure_snapshot(&hotel);
    measure_keys();
    measure_idle(&hotel);
    hotel_close(&hotel);
    return 0;
}
