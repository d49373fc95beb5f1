#include "views/printer.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "api/base/file.h"
#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/base/text.h"

/*
 * An errand: the child is fed, listened to and waited for together, as it may do any of it late or
 * never.
 */

enum {
    SAID_SIZE = 160
};

struct print {
    struct app *app;
    char *command;
    struct buffer text;
    int timeout_ms;
    struct error error;
    /* Of the errand's thread: */
    pid_t pid;
    int end;  /* readable once the child has ended */
    int in;   /* of the child; -1: all was written, or it takes no more */
    int said; /* its standard error; -1: it closed it */
    size_t written;
    char words[SAID_SIZE]; /* what it said first */
    size_t length;
};

bool
printer_is_set(const struct app *app)
{
    return settings_text(app->settings, "printer")[0] != '\0';
}

static void
close_end(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* The child has no signal blocked, and is a group of its own, so that all of it can be ended. */
static int
spawn(struct print *print, int in, int said)
{
    char *const argv[] = {"sh", "-c", print->command, NULL};
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none;
    sigset_t usual;
    int failed;

    sigemptyset(&none);
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&files, said, STDERR_FILENO);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
                                              | POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    failed = posix_spawn(&print->pid, "/bin/sh", &files, &attributes, argv, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return failed;
}

static bool
start(struct print *print)
{
    int in[2] = {-1, -1};
    int said[2] = {-1, -1};
    int failed = 0;

    if (pipe2(in, O_CLOEXEC) != 0 || pipe2(said, O_CLOEXEC) != 0)
        failed = errno;
    if (!failed)
        failed = spawn(print, in[0], said[1]);
    close_end(&in[0]);
    close_end(&said[1]);
    print->in = in[1];
    print->said = said[0];
    print->end = failed ? -1 : pidfd_open(print->pid, 0);
    if (failed)
        return error_set(&print->error, ERROR_DISK, _("Cannot start the print command: %s."),
                         strerror(failed));
    (void)fcntl(print->in, F_SETFL, O_NONBLOCK); // a pipe takes it
    (void)fcntl(print->said, F_SETFL, O_NONBLOCK);
    return true;
}

/* It may take no more, as when it has failed: how it ends tells. */
static void
feed(struct print *print)
{
    size_t left = print->text.length - print->written;
    ssize_t written = left ? write(print->in, print->text.text + print->written, left) : 0;

    if (written > 0)
        print->written += (size_t)written;
    if (print->written == print->text.length || (written < 0 && errno != EAGAIN && errno != EINTR))
        close_end(&print->in);
}

static void
listen_to(struct print *print)
{
    char bytes[512];
    ssize_t length;

    while ((length = read(print->said, bytes, sizeof(bytes))) > 0) {
        size_t room = sizeof(print->words) - 1 - print->length;
        size_t taken = (size_t)length < room ? (size_t)length : room;

        memcpy(print->words + print->length, bytes, taken);
        print->length += taken;
    }
    if (length == 0)
        close_end(&print->said);
}

/* Until it has ended: true; false at the deadline. */
static bool
attend(struct print *print)
{
    int64_t until_ms = monotonic_ms() + print->timeout_ms;
    int64_t left_ms;

    while ((left_ms = until_ms - monotonic_ms()) > 0) {
        struct pollfd fds[] = {
            {.fd = print->end, .events = POLLIN},
            {.fd = print->in, .events = POLLOUT},
            {.fd = print->said, .events = POLLIN},
        };

        if (poll(fds, countof(fds), (int)left_ms) < 0)
            continue; // EINTR alone
        if (fds[2].revents)
            listen_to(print);
        if (fds[0].revents)
            return true;
        if (fds[1].revents)
            feed(print);
    }
    return false;
}

/* The first line of what it said, fit for the screen. */
static const char *
words_of(struct print *print, char *clean)
{
    size_t length = strcspn(print->words, "\n");

    clean[text_clean(print->words, length, clean)] = '\0';
    return clean;
}

static void
judge(struct print *print, bool has_ended, int status)
{
    char words[3 * SAID_SIZE + 1];

    if (!has_ended)
        error_set(&print->error, ERROR_UNREACHABLE,
                  _("The print command hung, and was ended: see what is on paper (%.80s)."),
                  print->command);
    else if (WIFSIGNALED(status))
        error_set(&print->error, ERROR_DISK, _("The print command died of signal %d: %.80s."),
                  WTERMSIG(status), print->command);
    else if (WEXITSTATUS(status))
        error_set(&print->error, ERROR_DISK, _("The print command failed (exit %d): %.200s"),
                  WEXITSTATUS(status), print->length ? words_of(print, words) : print->command);
}

static void
work(void *context)
{
    struct print *print = context;
    int status = 0;
    bool has_ended;

    if (!start(print)) {
        close_end(&print->in);
        close_end(&print->said);
        return;
    }
    has_ended = attend(print);
    if (!has_ended)
        kill(-print->pid, SIGKILL);
    while (waitpid(print->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    close_end(&print->in);
    close_end(&print->said);
    close_end(&print->end);
    judge(print, has_ended, status);
}

static void
print_free(struct print *print)
{
    buffer_clear(&print->text);
    free(print->command);
    free(print);
}

static void
over(void *context)
{
    struct print *print = context;

    if (print->error.kind)
        app_error(print->app, &print->error);
    else
        app_say(print->app, STYLE_GOOD, "%s", _("Printed."));
    print_free(print);
}

bool
printer_begin(struct app *app, struct buffer *text, struct error *err)
{
    struct print *print = memory_new(sizeof(*print));

    *print = (struct print){
        .app = app,
        .command = memory_text(settings_text(app->settings, "printer")),
        .text = *text,
        .timeout_ms = (int)settings_number(app->settings, "timeout") * 1000,
    };
    *text = (struct buffer){0};
    if (!app_errand(app, work, over, print, err)) {
        print_free(print);
        return false;
    }
    app_say(app, STYLE_PENDING, "%s", _("Printing…"));
    return true;
}
