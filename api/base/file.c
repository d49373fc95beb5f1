#include "api/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/base/error.h"
#include "api/base/memory.h"

char *
file_read(const char *path, size_t limit, size_t *length, struct error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    size_t used = 0;
    size_t capacity = 4096;
    char *bytes = NULL;

    if (fd < 0) {
        error_set(err, ERROR_DISK, "Cannot read %s: %s.", path, strerror(errno));
        return NULL;
    }
    for (;;) {
        ssize_t got;

        bytes = memory_resize(bytes, capacity + 1, 1);
        got = read(fd, bytes + used, capacity - used);
        if (got < 0 || used + (size_t)(got > 0 ? got : 0) > limit) {
            error_set(err, ERROR_DISK, "Cannot read %s: %s.", path,
                      got < 0 ? strerror(errno) : "it is too large");
            free(bytes);
            bytes = NULL;
            break;
        }
        used += (size_t)got;
        bytes[used] = '\0';
        if (got == 0)
            break;
        if (used == capacity)
            capacity *= 2;
    }
    close(fd);
    if (bytes && length)
        *length = used;
    return bytes;
}

static bool
write_all(int fd, const char *bytes, size_t length)
{
    while (length) {
        ssize_t written = write(fd, bytes, length);

        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes += written;
        length -= (size_t)written;
    }
    return true;
}

/* The new file's name is in nobody's way: made by mkstemp in the target's folder. */
static bool
write_temporary(char *temporary, const char *bytes, size_t length, mode_t mode)
{
    int fd = mkostemp(temporary, O_CLOEXEC);
    bool ok;

    if (fd < 0)
        return false;
    ok = fchmod(fd, mode) == 0 && write_all(fd, bytes, length) && fsync(fd) == 0;
    if (close(fd) != 0)
        ok = false;
    if (!ok)
        unlink(temporary);
    return ok;
}

static bool
sync_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = fd >= 0 && fsync(fd) == 0;

    if (fd >= 0)
        close(fd);
    return ok;
}

bool
file_replace(const char *path, const char *bytes, size_t length, mode_t mode, struct error *err)
{
    char target[PATH_MAX];
    char temporary[PATH_MAX + 16];
    struct stat old;
    char *slash;

    if (!realpath(path, target))
        snprintf(target, sizeof(target), "%s", path);
    if (stat(target, &old) == 0)
        mode = old.st_mode & 07777;
    snprintf(temporary, sizeof(temporary), "%s.XXXXXX", target);
    if (!write_temporary(temporary, bytes, length, mode))
        return error_set(err, ERROR_DISK, "Cannot write %s: %s.", path, strerror(errno));
    if (rename(temporary, target) != 0) {
        error_set(err, ERROR_DISK, "Cannot replace %s: %s.", path, strerror(errno));
        unlink(temporary);
        return false;
    }
    slash = strrchr(target, '/');
    if (slash)
        slash[slash == target] = '\0';
    if (!sync_folder(slash ? target : "."))
        return error_set(err, ERROR_DISK, "Cannot sync the folder of %s: %s.", path,
                         strerror(errno));
    return true;
}

static bool
make_one(const char *path, struct error *err)
{
    if (mkdir(path, 0700) == 0 || errno == EEXIST)
        return true;
    return error_set(err, ERROR_DISK, "Cannot make the folder %s: %s.", path, strerror(errno));
}

bool
folder_make(const char *path, struct error *err)
{
    char part[PATH_MAX];
    struct stat info;

    snprintf(part, sizeof(part), "%s", path);
    for (char *slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (!make_one(part, err))
            return false;
        *slash = '/';
    }
    if (!make_one(part, err))
        return false;
    if (lstat(path, &info) != 0 || !S_ISDIR(info.st_mode) || info.st_uid != geteuid()
        || (info.st_mode & 0022))
        return error_set(
            err, ERROR_DISK,
            "%s is not a folder of yours alone: give it to you with mode 0700, or remove it.",
            path);
    return true;
}

bool
folder_find(const char *variable, const char *fallback, char *path, size_t size, struct error *err)
{
    const char *home = getenv(variable);
    int length;

    if (home && home[0] == '/') {
        length = snprintf(path, size, "%s/frontdesk", home);
    } else {
        home = getenv("HOME");
        if (!home || home[0] != '/')
            return error_set(err, ERROR_USAGE, "Neither %s nor HOME names a folder: set one.",
                             variable);
        length = snprintf(path, size, "%s%s/frontdesk", home, fallback);
    }
    if (length < 0 || (size_t)length >= size)
        return error_set(err, ERROR_USAGE, "The path in %s is too long.", variable);
    return true;
}
