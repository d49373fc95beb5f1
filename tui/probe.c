#include "tui/probe.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "api/base/instant.h"

enum {
    PATIENCE_MS = 500,
    REPLY_SIZE = 64
};

/* The end of an answer `ESC [ row ; column R`: the column; 0 without one. */
static int
column_of(const char *reply)
{
    const char *at = strrchr(reply, '\x1b');
    int row;
    int column;
    char end;

    return at && sscanf(at, "\x1b[%d;%d%c", &row, &column, &end) == 3 && end == 'R' ? column : 0;
}

/* Reads until there is an answer: its column. */
static int
hear(int fd)
{
    int64_t end_ms = monotonic_ms() + PATIENCE_MS;
    struct pollfd wait = {fd, POLLIN, 0};
    char reply[REPLY_SIZE] = "";
    size_t length = 0;
    int64_t left_ms;

    while (!column_of(reply) && length < sizeof(reply) - 1
           && (left_ms = end_ms - monotonic_ms()) > 0) {
        if (poll(&wait, 1, (int)left_ms) <= 0 || read(fd, reply + length, 1) != 1)
            return 0;
        reply[++length] = '\0';
    }
    return column_of(reply);
}

enum probe_charset
probe_charset(void)
{
    static const char question[] = "\r\xc3\xa9\x1b[6n";
    static const char gone[] = "\r  \r";
    struct termios before;
    struct termios raw;
    int column = 0;

    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) || tcgetattr(STDIN_FILENO, &before) != 0)
        return PROBE_SILENT;
    raw = before;
    raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    fflush(stdout);
    if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &raw) != 0)
        return PROBE_SILENT;
    if (write(STDOUT_FILENO, question, sizeof(question) - 1) == sizeof(question) - 1)
        column = hear(STDIN_FILENO);
    (void)!write(STDOUT_FILENO, gone, sizeof(gone) - 1); // at worst a letter stays
    (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    if (column != 2 && column != 3)
        return PROBE_SILENT;
    return column == 2 ? PROBE_UTF8 : PROBE_BYTES;
}
