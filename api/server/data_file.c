#include "api/server/data_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "api/base/error.h"

/*
 * The lock is on a file beside the data: a record lock on the data itself would be lost whenever
 * SQLite closes a descriptor of it. It is never removed, for whoever waits on the name of a file
 * that is gone holds nothing.
 */

const char *
network_file_system(unsigned long type)
{
    static const struct {
        unsigned long type;
        const char *name;
    } rows[] = {
        {0x6969, "nfs"},      {0xff534d42, "cifs"}, {0xfe534d42, "smb2"},
        {0x517b, "smb"},      {0x01021997, "9p"},   {0x5346414f, "afs"},
        {0x00c36400, "ceph"}, {0x73757245, "coda"}, {0x0bd00bd0, "lustre"},
    };

    for (size_t i = 0; i < countof(rows); i++)
        if (rows[i].type == type)
            return rows[i].name;
    return NULL;
}

/* Of the file, or of its folder while there is none yet. */
static bool
check_file_system(const char *path, struct error *err)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    struct statfs info;
    const char *network;

    snprintf(folder, sizeof(folder), "%.*s", slash ? (int)(slash - path + 1) : 1,
             slash ? path : ".");
    if (statfs(path, &info) != 0 && statfs(folder, &info) != 0)
        return error_set(err, ERROR_USAGE, "Cannot open the data file %s: %s.", path,
                         strerror(errno));
    network = network_file_system((unsigned long)info.f_type);
    if (network)
        return error_set(err, ERROR_USAGE,
                         "The data file %s is on a network file system (%s), where it would be "
                         "damaged: put it on a disk of this machine.",
                         path, network);
    return true;
}

static bool
make_file(const char *path, struct error *err)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600);

    if (fd < 0)
        return error_set(err, ERROR_USAGE, "Cannot open the data file %s: %s.", path,
                         strerror(errno));
    close(fd);
    return true;
}

static bool
refuse_holder(const struct data_file *file, struct error *err)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

    if (fcntl(file->lock_fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK && lock.l_pid > 0)
        return error_set(err, ERROR_USAGE,
                         "The data file %s is in use by process %d: stop that, or name another "
                         "file.",
                         file->path, (int)lock.l_pid);
    return error_set(err, ERROR_USAGE,
                     "The data file %s is in use by another process: stop that, or name another "
                     "file.",
                     file->path);
}

static bool
take_lock(struct data_file *file, struct error *err)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    char path[PATH_MAX + 8];

    snprintf(path, sizeof(path), "%s-lock", file->path);
    file->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW, 0600);
    if (file->lock_fd < 0)
        return error_set(err, ERROR_USAGE, "Cannot open %s: %s.", path, strerror(errno));
    if (fcntl(file->lock_fd, F_SETLK, &lock) == 0)
        return true;
    if (errno == EACCES || errno == EAGAIN)
        refuse_holder(file, err);
    else
        error_set(err, ERROR_DISK, "Cannot lock %s: %s.", path, strerror(errno));
    data_file_release(file);
    return false;
}

bool
data_file_take(struct data_file *file, const char *path, struct error *err)
{
    file->lock_fd = -1;
    if (!check_file_system(path, err) || !make_file(path, err))
        return false;
    if (!realpath(path, file->path))
        return error_set(err, ERROR_USAGE, "Cannot find the data file %s: %s.", path,
                         strerror(errno));
    return take_lock(file, err);
}

void
data_file_release(struct data_file *file)
{
    if (file->lock_fd >= 0)
        close(file->lock_fd);
    file->lock_fd = -1;
}
