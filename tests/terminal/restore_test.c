/*
 * Whichever way the program ends or stops, the terminal is as it was: modes, screen, cursor, and
 * none of the modes that were asked of it.
 */
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/sample_vt.h"
#include "tests/support/test.h"

static void
check_modes(const struct termios *before, struct vt *vt, const char *how)
{
    struct termios after = vt_modes(vt);

    check(before->c_iflag == after.c_iflag && before->c_oflag == after.c_oflag
              && before->c_lflag == after.c_lflag && before->c_cflag == after.c_cflag
              && memcmp(before->c_cc, after.c_cc, sizeof(after.c_cc)) == 0,
          "%s", how);
}

/* Whether the last that was said of a mode is that it ends. */
static bool
is_undone(const struct vt *vt, const char *set, const char *reset)
{
    size_t length;
    const char *output = vt_output(vt, &length);
    const char *last_set = NULL;
    const char *last_reset = NULL;

    for (const char *at = output;
         (at = memmem(at, length - (size_t)(at - output), set, strlen(set))); at++)
        last_set = at;
    for (const char *at = output;
         (at = memmem(at, length - (size_t)(at - output), reset, strlen(reset))); at++)
        last_reset = at;
    return last_set && last_reset && last_reset > last_set;
}

static void
check_restored(struct vt *vt, const struct termios *before, const char *how)
{
    check_modes(before, vt, how);
    check(!vt_is_alternate(vt), "%s", how);
    check(vt_cursor(vt).is_visible, "%s", how);
    check(is_undone(vt, "\x1b[?2004h", "\x1b[?2004l"), "%s: bracketed paste", how);
    check(is_undone(vt, "\x1b[?1h\x1b=", "\x1b[?1l\x1b>"), "%s: keypad", how);
}

static void
every_way_out_gives_the_terminal_back(void **state)
{
    static const struct {
        const char *how;
        const char *keys; /* NULL: the signal is sent from outside */
        int signal;
        int status;
    } ways[] = {
        {"q", "q", 0, 0},
        {":quit", ":quit\r", 0, 0},
        {"exit()", ":crash exit\r", 0, 7},
        {"out of memory", ":exhaust\r", 0, 2},
        {"SIGSEGV", ":crash 11\r", 0, 128 + SIGSEGV},
#ifndef __SANITIZE_THREAD__ // which keeps a stack of its own, and that is full first
        {"a full stack", ":crash stack\r", 0, 128 + SIGSEGV},
#endif
        {"SIGABRT", ":crash 6\r", 0, 128 + SIGABRT},
        {"SIGBUS", ":crash 7\r", 0, 128 + SIGBUS},
        {"SIGTERM", NULL, SIGTERM, 128 + SIGTERM},
        {"SIGHUP", NULL, SIGHUP, 128 + SIGHUP},
        {"SIGINT", NULL, SIGINT, 128 + SIGINT},
        {"SIGSEGV from outside", NULL, SIGSEGV, 128 + SIGSEGV},
        {"SIGQUIT", NULL, SIGQUIT, 128 + SIGQUIT},
    };

    (void)state;
    for (size_t i = 0; i < countof(ways); i++) {
        struct sample_vt sample;
        struct termios before;
        int fd = posix_openpt(O_RDWR | O_NOCTTY);

        assert_int_equal(grantpt(fd) | unlockpt(fd) | tcgetattr(fd, &before), 0);
        close(fd);
        sample_vt_open(&sample, &(struct sample_config){0});
        assert_true(vt_is_alternate(sample.vt));
        if (ways[i].keys)
            vt_type(sample.vt, ways[i].keys);
        else
            kill(vt_pid(sample.vt), ways[i].signal);
        check(vt_wait_exit(sample.vt) == ways[i].status, "%s", ways[i].how);
        check_restored(sample.vt, &before, ways[i].how);
        sample_vt_close(&sample);
    }
}

static void
a_line_that_is_cut_ends_the_program(void **state)
{
    struct sample_vt sample;

    (void)state;
    sample_vt_open(&sample, &(struct sample_config){0});
    vt_hang_up(sample.vt);
    assert_int_equal(vt_wait_exit(sample.vt), 128 + SIGHUP);
    assert_int_equal(sample_vt_count(&sample, "end "), 1);
    sample_vt_close(&sample);
}

static void
ctrl_z_stops_once_and_fg_continues_without_enter(void **state)
{
    struct sample_vt sample;

    (void)state;
    sample_vt_start(&sample, &(struct sample_config){.is_job = true});
    vt_wait_text(sample.vt, "quit");
    for (int i = 1; i <= 3; i++) {
        static const int sizes[][2] = {{30, 100}, {20, 70}, {24, 80}};
        char words[32];

        vt_type(sample.vt, i < 3 ? "\x1a" : ":crash 20\r"); // the key, and SIGTSTP from outside
        snprintf(words, sizeof(words), "Stopped %d", i);
        vt_wait_text(sample.vt, words);
        assert_false(vt_is_alternate(sample.vt));
        assert_true(vt_modes(sample.vt).c_lflag & ICANON);
        assert_true(vt_modes(sample.vt).c_lflag & ECHO);
        vt_resize(sample.vt, sizes[i - 1][0], sizes[i - 1][1]);
        vt_type(sample.vt, "fg\n");
        vt_wait_text(sample.vt, "Sample");
        vt_wait_text(sample.vt, "quit");
        assert_true(vt_is_alternate(sample.vt));
        vt_type(sample.vt, "v"); // one key, no Enter
        snprintf(words, sizeof(words), "size %dx%d", sizes[i - 1][0], sizes[i - 1][1]);
        sample_vt_wait_log(&sample, words);
        vt_wait_idle(sample.vt); // the key may be logged before its frame
        check(strstr(vt_row(sample.vt, sizes[i - 1][0] - 1), "q quit"), "%s",
              vt_row(sample.vt, sizes[i - 1][0] - 1));
    }
    vt_type(sample.vt, "q");
    assert_int_equal(vt_wait_exit(sample.vt), 0);
    assert_false(vt_is_alternate(sample.vt));
    assert_true(vt_modes(sample.vt).c_lflag & ICANON);
    sample_vt_close(&sample);
}

/* SIGSTOP can't be caught: whoever had the terminal meanwhile may have left it in any state. */
static void
a_program_that_was_stopped_takes_the_terminal_over_again(void **state)
{
    struct sample_vt sample;
    struct termios cooked;
    int slave;
    char path[64];

    (void)state;
    sample_vt_open(&sample, &(struct sample_config){0});
    kill(vt_pid(sample.vt), SIGSTOP);
    vt_wait_idle(sample.vt);
    snprintf(path, sizeof(path), "/proc/%d/fd/0", (int)vt_pid(sample.vt));
    slave = open(path, O_RDWR | O_NOCTTY);
    assert_true(slave >= 0);
    cooked = vt_modes(sample.vt);
    cooked.c_lflag |= ICANON | ECHO;
    assert_int_equal(tcsetattr(slave, TCSANOW, &cooked), 0);
    assert_int_equal(write(slave, "\x1b[?1049l\x1b[2Jgarbage", 19), 19);
    close(slave);
    vt_wait_text(sample.vt, "garbage");
    kill(vt_pid(sample.vt), SIGCONT);
    vt_wait_gone(sample.vt, "garbage");
    vt_wait_text(sample.vt, "quit");
    assert_false(vt_modes(sample.vt).c_lflag & ICANON);
    vt_type(sample.vt, "i");
    sample_vt_wait_log(&sample, "act 11000000-0000-0000-0000-000064000000");
    vt_type(sample.vt, "q");
    assert_int_equal(vt_wait_exit(sample.vt), 0);
    sample_vt_close(&sample);
}

/* What the program writes and exits with when it can't use the terminal. */
static void
check_refused(const char *term_entry, int argc_fd, const char *words)
{
    char output[4096];
    int ends[2];
    int master, slave, status;
    ssize_t length;
    pid_t pid;

    assert_int_equal(pipe(ends), 0);
    assert_int_equal(openpty(&master, &slave, NULL, NULL, NULL), 0);
    pid = fork();
    if (pid == 0) {
        dup2(argc_fd == 0 ? ends[0] : slave, 0);
        dup2(argc_fd == 1 ? ends[1] : slave, 1);
        dup2(ends[1], 2);
        putenv((char *)term_entry);
        execl("/proc/self/exe", "sample", "sample", NULL);
        _exit(126);
    }
    close(ends[1]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    check(WIFEXITED(status) && WEXITSTATUS(status) == 2, "%s: %x", term_entry, status);
    length = read(ends[0], output, sizeof(output) - 1);
    assert_true(length > 0);
    output[length] = '\0';
    check(strstr(output, words), "%s: %s", term_entry, output);
    check(strchr(output, '\n') == output + length - 1 && !strchr(output, '\x1b'), "%s", output);
    fcntl(master, F_SETFL, O_NONBLOCK);
    assert_true(read(master, output, sizeof(output)) < 0); // not a byte on the terminal
    close(ends[0]);
    close(master);
    close(slave);
}

static void
a_terminal_that_cannot_be_used_is_refused_with_no_byte_written(void **state)
{
    (void)state;
    check_refused("TERM=nonesuch", -1, "TERM is nonesuch");
    check_refused("TERM", -1, "TERM is not set");
    check_refused("TERM=", -1, "TERM is not set");
    check_refused("TERM=dumb", -1, "TERM is dumb");
    check_refused("TERM=xterm", 0, "Standard input is no terminal");
    check_refused("TERM=xterm", 1, "Standard output is no terminal");
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_way_out_gives_the_terminal_back),
        cmocka_unit_test(a_line_that_is_cut_ends_the_program),
        cmocka_unit_test(ctrl_z_stops_once_and_fg_continues_without_enter),
        cmocka_unit_test(a_program_that_was_stopped_takes_the_terminal_over_again),
        cmocka_unit_test(a_terminal_that_cannot_be_used_is_refused_with_no_byte_written),
    };
    int code;

    return sample_vt_runs(argc, argv, &code) ? code : cmocka_run_group_tests(tests, NULL, NULL);
}
