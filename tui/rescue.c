#include "tui/rescue.h"

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/base/attributes.h"

enum {
    STACK_BYTES = 64 * 1024, /* a handler runs on its own stack: the other may have overflowed */
    WAIT_MS = 100            /* for a link that takes nothing right now */
};

/* The last three are the loop's while it runs. */
static const int fatal_signals[] = {SIGSEGV, SIGBUS,  SIGFPE, SIGILL, SIGABRT,
                                    SIGQUIT, SIGTERM, SIGHUP, SIGINT};

/* What a signal handler can't be given otherwise. */
static struct {
    volatile sig_atomic_t is_armed;
    pid_t pid; /* a child that exits leaves the terminal to its parent */
    int fd;
    struct termios modes;
    char bytes[RESCUE_BYTES];
    size_t length;
    bool is_installed;
    struct sigaction old[countof(fatal_signals)];
} rescue;

void
rescue_now(void)
{
    struct pollfd link = {.fd = rescue.fd, .events = POLLOUT};
    size_t sent = 0;

    if (!rescue.is_armed || rescue.pid != getpid())
        return;
    rescue.is_armed = 0;
    while (sent < rescue.length) {
        ssize_t written = write(rescue.fd, rescue.bytes + sent, rescue.length - sent);

        if (written > 0)
            sent += (size_t)written;
        else if (poll(&link, 1, WAIT_MS) <= 0 || (link.revents & (POLLHUP | POLLERR)))
            break;
    }
    tcsetattr(rescue.fd, TCSANOW, &rescue.modes);
}

/* Puts the former handler back, which the signal reaches again. */
static void
die(int signal_number)
{
    rescue_now();
    for (size_t i = 0; i < countof(fatal_signals); i++)
        if (fatal_signals[i] == signal_number)
            sigaction(signal_number, &rescue.old[i], NULL);
    raise(signal_number);
}

static void
install(void)
{
    static char stack_bytes[STACK_BYTES];
    stack_t stack = {.ss_sp = stack_bytes, .ss_size = sizeof(stack_bytes)};
    struct sigaction action = {.sa_handler = die, .sa_flags = SA_ONSTACK};

    sigaltstack(&stack, NULL);
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < countof(fatal_signals); i++) {
        sigaction(fatal_signals[i], &action, &rescue.old[i]);
        if (rescue.old[i].sa_handler == SIG_IGN) // nohup
            sigaction(fatal_signals[i], &rescue.old[i], NULL);
    }
    atexit(rescue_now);
    rescue.is_installed = true;
}

void
rescue_arm(int fd, const struct termios *modes, const char *bytes, size_t length)
{
    rescue.is_armed = 0;
    rescue.pid = getpid();
    rescue.fd = fd;
    rescue.modes = *modes;
    rescue.length = length < sizeof(rescue.bytes) ? length : sizeof(rescue.bytes);
    memcpy(rescue.bytes, bytes, rescue.length);
    if (!rescue.is_installed)
        install();
    rescue.is_armed = 1;
}

void
rescue_disarm(void)
{
    rescue.is_armed = 0;
}
