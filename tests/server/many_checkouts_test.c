/*
 * Many check-outs with one command: at the pace that the property allows, without one refusal for
 * too many requests; and, under FRONTDESK_SOAK, hundreds of them in time where it allows any pace.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "api/base/error.h"
#include "api/base/file.h"
#include "api/base/instant.h"
#include "tests/support/folder.h"
#include "tests/support/hotel.h"
#include "tests/support/test.h"

enum {
    PATH_SIZE = 128,
    TEXT_SIZE = 200,
    LOG_MOST = 64 * 1024 * 1024,
    HUNDREDS = 500,
    HUNDREDS_MS = 15000
};

/* A demo hotel of so many rooms with a limit, and the programs' way to it. */
struct large {
    struct folder folder;
    pid_t pid;
    int lifeline;
    char texts[5][TEXT_SIZE];
    const char *environment[6];
};

static void
set(struct large *large, size_t at, const char *name, const char *file)
{
    snprintf(large->texts[at], TEXT_SIZE, "%s=%s%s", name, file[0] == '/' ? large->folder.path : "",
             file);
    large->environment[at] = large->texts[at];
}

static void
open_large(struct large *large, const char *rooms, const char *limit)
{
    char address[PATH_SIZE + 16];
    char path[PATH_SIZE];
    char text[TEXT_SIZE];
    char line[TEXT_SIZE * 4];
    struct error err;
    FILE *said;
    int out;

    folder_open(&large->folder);
    snprintf(address, sizeof(address), "unix:%s/api", large->folder.path);
    set(large, 0, "XDG_STATE_HOME", "/state");
    set(large, 1, "FRONTDESK_CONFIG", "/rc");
    set(large, 2, "FRONTDESK_CLIENT_TOKEN", "client");
    set(large, 3, "FRONTDESK_ACCESS_TOKEN", "access");
    set(large, 4, "FRONTDESK_URL", address);
    large->environment[5] = NULL;
    snprintf(path, sizeof(path), "%s/rc", large->folder.path);
    snprintf(text, sizeof(text), "set rate-limit %s\n", limit);
    assert_true(file_replace(path, text, strlen(text), 0600, &err));
    large->pid = program_start((const char *[]){hotel_program(), "serve", "--demo", "--rooms",
                                                rooms, "--now", HOTEL_NOW, "--listen", address,
                                                "--rate-limit", limit, "--lifeline", "0", NULL},
                               large->environment, &large->lifeline, &out);
    said = fdopen(out, "r");
    assert_non_null(fgets(line, sizeof(line), said));
    fclose(said);
}

static void
close_large(struct large *large)
{
    kill(large->pid, SIGTERM);
    assert_int_equal(program_wait(large->pid), 0);
    close(large->lifeline);
    folder_close(&large->folder);
}

/* How many lines of the log have a text. */
static size_t
count_lines(const char *path, const char *text)
{
    struct error err;
    char *log = file_read(path, LOG_MOST, NULL, &err);
    size_t count = 0;

    assert_non_null(log);
    for (const char *at = log; (at = strstr(at, text)); at++)
        count++;
    free(log);
    return count;
}

/* Runs a command with a log; it must succeed. */
static void
run(const struct large *large, const char *log, const char *command)
{
    struct program_end end = program_run(
        (const char *[]){hotel_program(), "run", "--now", HOTEL_NOW, "--log", log, command, NULL},
        large->environment, NULL);

    if (end.status != 0)
        fail_msg("%s: %d %s", command, end.status, end.err);
    program_end_clear(&end);
}

static void
the_allowed_rate_is_used_and_never_passed(void **state)
{
    struct large large;
    char log[PATH_SIZE];

    (void)state;
    open_large(&large, "400", "60/2");
    snprintf(log, sizeof(log), "%s/log", large.folder.path);
    run(&large, log, "checkout all");
    assert_true(count_lines(log, "op=reservations/process") > 20);
    assert_int_equal(count_lines(log, "status=429"), 0);
    close_large(&large);
}

static void
hundreds_are_checked_out_in_time(void **state)
{
    struct large large;
    char log[PATH_SIZE];
    int64_t loaded_ms;
    int64_t took_ms;

    (void)state;
    if (!getenv("FRONTDESK_SOAK"))
        skip();
    open_large(&large, "5000", "off");
    snprintf(log, sizeof(log), "%s/log", large.folder.path);
    took_ms = monotonic_ms();
    run(&large, log, "checkout all preview=yes");
    loaded_ms = monotonic_ms() - took_ms; // what any command of so large a house takes
    took_ms = monotonic_ms();
    run(&large, log, "checkout all");
    took_ms = monotonic_ms() - took_ms;
    assert_true(count_lines(log, "op=reservations/process") >= HUNDREDS);
    print_message("%zu check-outs: %lld ms, %lld of them to load the day\n",
                  count_lines(log, "op=reservations/process"), (long long)took_ms,
                  (long long)loaded_ms);
    assert_true(took_ms - loaded_ms <= HUNDREDS_MS);
    close_large(&large);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_allowed_rate_is_used_and_never_passed),
        cmocka_unit_test(hundreds_are_checked_out_in_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
