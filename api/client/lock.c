#include "api/client/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/base/error.h"
#include "api/base/uuid.h"

/* Open-file locks: they are the descriptor's, so that two desks in one process are two. */
static struct flock
range_of(int64_t desk)
{
    return (struct flock){
        .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = (off_t)desk, .l_len = 1};
}

/* An offset of a file, with another behind it. */
static int64_t
random_number(void)
{
    struct uuid random = uuid_random();
    uint64_t number;

    memcpy(&number, random.bytes, sizeof(number));
    return (int64_t)(number >> 2 | 1);
}

bool
lock_open(struct lock *lock, const char *path, struct error *err)
{
    struct flock range;

    lock->desk = random_number();
    lock->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY, 0600);
    if (lock->fd < 0)
        return error_set(err, ERROR_DISK, "Cannot open %s: %s.", path, strerror(errno));
    range = range_of(lock->desk);
    if (fcntl(lock->fd, F_OFD_SETLK, &range) == 0)
        return true;
    error_set(err, ERROR_DISK, "Cannot lock %s (%s): keep state.db on a file system with locks.",
              path, strerror(errno));
    lock_close(lock);
    return false;
}

void
lock_close(struct lock *lock)
{
    if (lock->fd >= 0)
        close(lock->fd);
    lock->fd = -1;
}

bool
lock_is_held(const struct lock *lock, int64_t desk)
{
    struct flock range = range_of(desk);

    if (desk == lock->desk)
        return true;
    /* Not to be found out: it lives, so that nobody's entry is taken from him. */
    return fcntl(lock->fd, F_OFD_GETLK, &range) != 0 || range.l_type != F_UNLCK;
}

/* A byte behind the end makes the file longer, one before it changes nothing: none needs a lock. */
void
lock_testify(const struct lock *lock, int64_t entries)
{
    if (entries > 0)
        (void)!pwrite(lock->fd, "", 1, (off_t)entries - 1); // a full disk makes it forget
}

int64_t
lock_witness(const struct lock *lock)
{
    struct stat info;

    return fstat(lock->fd, &info) == 0 ? (int64_t)info.st_size : 0;
}

void
lock_forget(const struct lock *lock)
{
    (void)!ftruncate(lock->fd, 0); // else the new journal is taken for a damaged one, and told
}
