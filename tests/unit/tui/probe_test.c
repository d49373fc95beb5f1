/* What terminals answer to the question whether they show UTF-8. */
#include <poll.h>
#include <pty.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/test.h"
#include "tui/probe.h"

/* The child's exit status is what it found out. */
static int
ask(int *terminal)
{
    pid_t pid = forkpty(terminal, NULL, NULL, NULL);

    if (pid == 0)
        _exit((int)probe_charset());
    return pid;
}

/* Reads the question, and answers; what the child found out. */
static enum probe_charset
answer(const char *text)
{
    int terminal;
    pid_t pid = ask(&terminal);
    char heard[64] = "";
    size_t length = 0;
    int status;

    while (!strstr(heard, "\x1b[6n") && length < sizeof(heard) - 1) {
        assert_int_equal(read(terminal, heard + length, 1), 1);
        heard[++length] = '\0';
    }
    assert_int_equal(write(terminal, text, strlen(text)), (ssize_t)strlen(text));
    assert_int_equal(waitpid(pid, &status, 0), pid);
    close(terminal);
    assert_true(WIFEXITED(status));
    return (enum probe_charset)WEXITSTATUS(status);
}

static void
the_cursor_tells(void **state)
{
    static const struct {
        const char *text;
        enum probe_charset charset;
    } rows[] = {
        {"\x1b[1;2R", PROBE_UTF8},
        {"\x1b[24;3R", PROBE_BYTES},
        {"\x1b[1;1R", PROBE_SILENT},
        {"\x1b[1;80R", PROBE_SILENT},
        {"abc\x1b[12;2R", PROBE_UTF8},
        {"\x1b[A\x1b[5;3R", PROBE_BYTES},
        {"", PROBE_SILENT},
        {"no answer", PROBE_SILENT},
        {"\x1b[2R\x1b[;R", PROBE_SILENT},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        check(answer(rows[i].text) == rows[i].charset, "row %zu", i);
}

static void
what_is_no_terminal_is_not_asked(void **state)
{
    int ends[2];
    pid_t pid;
    int status;
    char byte;

    (void)state;
    assert_int_equal(pipe(ends), 0);
    pid = fork();
    if (pid == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[1]);
        _exit((int)probe_charset());
    }
    close(ends[1]);
    assert_int_equal(read(ends[0], &byte, 1), 0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(WEXITSTATUS(status), PROBE_SILENT);
    close(ends[0]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_cursor_tells),
        cmocka_unit_test(what_is_no_terminal_is_not_asked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
