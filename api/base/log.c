#include "api/base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "api/base/error.h"
#include "api/base/instant.h"

static int log_fd = -1; // set once, before other threads start
static enum log_level log_most;

bool
log_open(const char *path, enum log_level level, struct error *err)
{
    int fd;

    if (!path)
        return true;
    fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0600);
    if (fd < 0)
        return error_set(err, ERROR_USAGE, "Cannot open the log %s: %s.", path, strerror(errno));
    log_fd = fd;
    log_most = level;
    return true;
}

void
log_line(enum log_level level, const char *format, ...)
{
    static const char *const names[] = {"error", "warn", "info", "debug"};
    char line[1024];
    char now[INSTANT_TEXT_SIZE];
    int length;
    va_list args;
    ssize_t written;

    if (log_fd < 0 || level > log_most)
        return;
    length = snprintf(line, sizeof(line), "%s %s ", instant_text(instant_now(), now), names[level]);
    va_start(args, format);
    length += vsnprintf(line + length, sizeof(line) - (size_t)length - 1, format, args);
    va_end(args);
    if (length > (int)sizeof(line) - 2)
        length = (int)sizeof(line) - 2;
    for (int i = 0; i < length; i++)
        if ((unsigned char)line[i] < ' ' || line[i] == 0x7f) // an event stays one line
            line[i] = ' ';
    line[length++] = '\n';
    written = write(log_fd, line, (size_t)length);
    (void)written; // a full disk must not stop the desk
}
