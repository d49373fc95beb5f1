#include "api/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/base/arena.h"
#include "api/base/error.h"
#include "api/base/memory.h"

/* Reads to the end; NULL with errno, which is EFBIG beyond the limit. */
static char *
read_all(int fd, size_t limit, size_t *length)
{
    size_t capacity = 4096;
    char *bytes = memory_resize(NULL, capacity + 1, 1);

    *length = 0;
    for (;;) {
        ssize_t got = read(fd, bytes + *length, capacity - *length);

        if (got < 0 && errno == EINTR)
            continue;
        if (got == 0)
            break;
        if (got > 0)
            *length += (size_t)got;
        if (got < 0 || *length > limit) {
            int reason = got < 0 ? errno : EFBIG;

            free(bytes);
            errno = reason;
            return NULL;
        }
        if (*length == capacity) {
            capacity *= 2;
            bytes = memory_resize(bytes, capacity + 1, 1);
        }
    }
    bytes[*length] = '\0';
    return bytes;
}

char *
file_read(const char *path, size_t limit, size_t *length, struct error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    char *bytes = NULL;
    size_t used;

    if (fd >= 0)
        bytes = read_all(fd, limit, &used);
    if (!bytes && errno == EFBIG)
        error_set(err, ERROR_DISK, "Cannot read %s: it has more than %zu bytes.", path, limit);
    else if (!bytes)
        error_set(err, ERROR_DISK, "Cannot read %s: %s.", path, strerror(errno));
    if (fd >= 0)
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

/* The new file's name is in nobody's way: made by mkostemp() in the target's folder. */
static bool
write_temporary(char *temporary, const char *bytes, size_t length, mode_t mode)
{
    int fd = mkostemp(temporary, O_CLOEXEC);
    int reason;
    bool ok;

    if (fd < 0)
        return false;
    ok = fchmod(fd, mode) == 0 && write_all(fd, bytes, length) && fsync(fd) == 0;
    reason = errno;
    if (close(fd) != 0 && ok) {
        reason = errno;
        ok = false;
    }
    if (!ok)
        unlink(temporary);
    errno = reason;
    return ok;
}

/* Cuts `path` to its folder and syncs that: the file's new name is then on the disk too. */
static bool
sync_folder(char *path)
{
    char *slash = strrchr(path, '/');
    int fd;
    bool ok;

    if (slash)
        slash[slash == path] = '\0';
    fd = open(slash ? path : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    ok = fd >= 0 && (fsync(fd) == 0 || errno == EINVAL); // some file systems sync no folders
    if (fd >= 0)
        close(fd);
    return ok;
}

/* Follows links to the file that is to be replaced, and takes over its mode. */
static bool
find_target(const char *path, char target[PATH_MAX], mode_t *mode, struct error *err)
{
    struct stat info;

    if (realpath(path, target)) {
        if (stat(target, &info) != 0 || !S_ISREG(info.st_mode))
            return error_set(err, ERROR_DISK, "Cannot write %s: it is no regular file.", path);
        *mode = info.st_mode & 07777;
        return true;
    }
    if (errno != ENOENT || strlen(path) >= PATH_MAX)
        return error_set(err, ERROR_DISK, "Cannot write %s: %s.", path, strerror(errno));
    if (lstat(path, &info) == 0)
        return error_set(err, ERROR_DISK,
                         "Cannot write %s: it is a link to nothing. Make what it names, or remove "
                         "it.",
                         path);
    strcpy(target, path);
    return true;
}

bool
file_replace(const char *path, const char *bytes, size_t length, mode_t mode, struct error *err)
{
    char target[PATH_MAX];
    char temporary[PATH_MAX + 8];

    if (!find_target(path, target, &mode, err))
        return false;
    snprintf(temporary, sizeof(temporary), "%s.XXXXXX", target);
    if (!write_temporary(temporary, bytes, length, mode))
        return error_set(err, ERROR_DISK, "Cannot write %s: %s.", path, strerror(errno));
    if (rename(temporary, target) != 0) {
        error_set(err, ERROR_DISK, "Cannot replace %s: %s.", path, strerror(errno));
        unlink(temporary);
        return false;
    }
    if (!sync_folder(target))
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
    size_t length = strlen(path);
    struct stat info;

    while (length > 1 && path[length - 1] == '/') // lstat() would follow a link before it
        length--;
    if (!length || length >= sizeof(part))
        return error_set(err, ERROR_DISK, "\"%.60s\" is no path of a folder.", path);
    memcpy(part, path, length);
    part[length] = '\0';
    for (char *slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (!make_one(part, err))
            return false;
        *slash = '/';
    }
    if (!make_one(part, err))
        return false;
    if (lstat(part, &info) != 0 || !S_ISDIR(info.st_mode) || info.st_uid != geteuid()
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

const char *
file_path(struct arena *arena, const char *path)
{
    const char *home = getenv("HOME");

    return strncmp(path, "~/", 2) == 0 && home ? arena_print(arena, "%s%s", home, path + 1) : path;
}
