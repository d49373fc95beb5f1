#include "tests/support/program.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "api/base/buffer.h"
#include "api/base/instant.h"
#include "tests/support/test.h"

enum {
    DEADLINE_MS = 60000
};

/* Between the child and us: reading and writing end. */
struct channel {
    int ends[2];
};

static struct channel
open_channel(void)
{
    struct channel channel;

    assert_int_equal(pipe2(channel.ends, O_CLOEXEC), 0);
    return channel;
}

/* Becomes the program, or says why not. */
NORETURN static void
become(const char *const *argv, const char *const *environment)
{
    for (; environment && *environment; environment++)
        putenv((char *)(uintptr_t)*environment);
    signal(SIGPIPE, SIG_DFL);
    execvp(argv[0], (char *const *)(uintptr_t)argv);
    dprintf(STDERR_FILENO, "%s: %s\n", argv[0], strerror(errno));
    _exit(127);
}

/* `fds` become its first descriptors, and are closed here; below 0 it has ours. */
static pid_t
start(const char *const *argv, const char *const *environment, const int fds[3])
{
    pid_t pid;

    fflush(NULL);
    pid = fork();
    assert_true(pid >= 0);
    for (int i = 0; i < 3; i++) {
        if (fds[i] >= 0 && pid == 0)
            dup2(fds[i], i);
        else if (fds[i] >= 0)
            close(fds[i]);
    }
    if (pid == 0)
        become(argv, environment);
    return pid;
}

pid_t
program_start(const char *const *argv, const char *const *environment, int *in, int *out)
{
    struct channel input = open_channel();
    struct channel output = open_channel();

    *in = input.ends[1];
    *out = output.ends[0];
    return start(argv, environment, (const int[]){input.ends[0], output.ends[1], -1});
}

int
program_wait(pid_t pid)
{
    int status;

    while (waitpid(pid, &status, 0) < 0)
        assert_int_equal(errno, EINTR);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* Reads what is there; false at the end of it. */
static bool
take(int fd, struct buffer *buffer)
{
    char bytes[16384];
    ssize_t length = read(fd, bytes, sizeof(bytes));

    if (length > 0)
        buffer_add(buffer, bytes, (size_t)length);
    return length > 0;
}

/* Both outputs to their end; kills the program and fails the test at the deadline. */
static void
collect(pid_t pid, int out, int err, struct buffer *texts)
{
    struct pollfd fds[] = {{out, POLLIN, 0}, {err, POLLIN, 0}};
    int64_t deadline = monotonic_ms() + DEADLINE_MS;

    while (fds[0].fd >= 0 || fds[1].fd >= 0) {
        int left = (int)(deadline - monotonic_ms());

        if (left <= 0 || (poll(fds, 2, left) < 0 && errno != EINTR)) {
            kill(pid, SIGKILL);
            fail_msg("it does not end: %s%s", buffer_text(&texts[0]), buffer_text(&texts[1]));
        }
        for (size_t i = 0; i < 2; i++)
            if (fds[i].fd >= 0 && fds[i].revents && !take(fds[i].fd, &texts[i]))
                fds[i].fd = -1;
    }
}

/* A file without a name that holds the text. */
static int
input_file(const char *text)
{
    int fd = memfd_create("input", MFD_CLOEXEC);
    size_t length = text ? strlen(text) : 0;

    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, text, length, 0), length);
    return fd;
}

struct program_life
program_begin(const char *const *argv, const char *const *environment, const char *input)
{
    struct channel out = open_channel();
    struct channel err = open_channel();
    int in = input_file(input);
    pid_t pid = start(argv, environment, (const int[]){in, out.ends[1], err.ends[1]});

    return (struct program_life){pid, out.ends[0], err.ends[0]};
}

struct program_end
program_finish(const struct program_life *life)
{
    struct buffer texts[2] = {{0}};

    collect(life->pid, life->out, life->err, texts);
    close(life->out);
    close(life->err);
    return (struct program_end){program_wait(life->pid), buffer_take(&texts[0]),
                                buffer_take(&texts[1])};
}

struct program_end
program_run(const char *const *argv, const char *const *environment, const char *input)
{
    struct program_life life = program_begin(argv, environment, input);

    return program_finish(&life);
}

void
program_end_clear(struct program_end *end)
{
    free(end->out);
    free(end->err);
    *end = (struct program_end){0};
}

void
program_preload(const char *name, struct preload *preload)
{
    const char *path = getenv("FRONTDESK"); // set by tests/run
    const char *options = getenv("ASAN_OPTIONS");

    if (!path)
        path = "build/frontdesk";
    snprintf(preload->library, sizeof(preload->library), "LD_PRELOAD=%.*stests/preload/%s.so",
             (int)(strrchr(path, '/') + 1 - path), path, name);
    snprintf(preload->sanitizer, sizeof(preload->sanitizer),
             "ASAN_OPTIONS=%s:verify_asan_link_order=0", options ? options : "");
}
