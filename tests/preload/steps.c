/*
 * Preloaded into a program, counts its steps: the calls by which something leaves it for the disk
 * or the network. Before the step STEPS_KILL it is killed, as kill -9 and a crash do. Counting
 * begins with the first step or receipt whose bytes have the text STEPS_FROM; how many there were
 * stands at the end in the file STEPS_COUNT. In the folder STEPS_DURABLE each file is as it was
 * synced last: what a power cut leaves. The program itself knows nothing of this.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_bool is_counting;
static atomic_int steps;

static void
listen_for(const void *bytes, ssize_t length)
{
    const char *from = getenv("STEPS_FROM");

    if (from && length > 0 && !is_counting && memmem(bytes, (size_t)length, from, strlen(from)))
        is_counting = true;
}

static void
step(const void *bytes, size_t length)
{
    const char *last = getenv("STEPS_KILL");

    listen_for(bytes, (ssize_t)length);
    if (is_counting && ++steps == (last ? atoi(last) : 0))
        kill(getpid(), SIGKILL);
}

__attribute__((destructor)) static void
leave_count(void)
{
    const char *path = getenv("STEPS_COUNT");
    FILE *file = path ? fopen(path, "w") : NULL;

    if (!file)
        return;
    fprintf(file, "%d\n", (int)steps);
    fclose(file);
}

/* NEXT(type, name, (parameters)): the function that is called in the end. */
#define NEXT(type, name, parameters)                                                               \
    type name parameters;                                                                          \
    static type(*next_##name) parameters;                                                          \
    static void find_##name(void)                                                                  \
    {                                                                                              \
        if (!next_##name)                                                                          \
            *(void **)&next_##name = dlsym(RTLD_NEXT, #name);                                      \
    }

NEXT(ssize_t, write, (int fd, const void *bytes, size_t length))
NEXT(ssize_t, pwrite64, (int fd, const void *bytes, size_t length, off64_t at))
NEXT(int, fdatasync, (int fd))
NEXT(int, fsync, (int fd))
NEXT(int, ftruncate64, (int fd, off64_t length))
NEXT(int, unlink, (const char *path))
NEXT(ssize_t, send, (int fd, const void *bytes, size_t length, int flags))
NEXT(ssize_t, recv, (int fd, void *bytes, size_t length, int flags))
NEXT(ssize_t, writev, (int fd, const struct iovec *parts, int count))
NEXT(ssize_t, sendmsg, (int fd, const struct msghdr *message, int flags))

/* What is synced is on the disk: as a whole, under its name. */
static void
keep_durable(int fd)
{
    const char *folder = getenv("STEPS_DURABLE");
    char link[64];
    char path[PATH_MAX] = "";
    char to[PATH_MAX * 2];
    char bytes[65536];
    off_t at = 0;
    ssize_t length;
    int copy;

    snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
    if (!folder || readlink(link, path, sizeof(path) - 1) < 0 || !strrchr(path, '/'))
        return;
    snprintf(to, sizeof(to), "%s%s", folder, strrchr(path, '/'));
    copy = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (copy < 0)
        return;
    find_write();
    while ((length = pread(fd, bytes, sizeof(bytes), at)) > 0
           && next_write(copy, bytes, (size_t)length) > 0)
        at += length;
    close(copy);
}

ssize_t
write(int fd, const void *bytes, size_t length)
{
    find_write();
    if (length != 8) // no wake-up of a queue
        step(bytes, length);
    return next_write(fd, bytes, length);
}

ssize_t
pwrite64(int fd, const void *bytes, size_t length, off64_t at)
{
    find_pwrite64();
    step(bytes, length);
    return next_pwrite64(fd, bytes, length, at);
}

int
fdatasync(int fd)
{
    find_fdatasync();
    step("", 0);
    keep_durable(fd);
    return next_fdatasync(fd);
}

int
fsync(int fd)
{
    find_fsync();
    step("", 0);
    keep_durable(fd);
    return next_fsync(fd);
}

int
ftruncate64(int fd, off64_t length)
{
    find_ftruncate64();
    step("", 0);
    return next_ftruncate64(fd, length);
}

int
unlink(const char *path)
{
    find_unlink();
    step("", 0);
    return next_unlink(path);
}

ssize_t
send(int fd, const void *bytes, size_t length, int flags)
{
    find_send();
    step(bytes, length);
    return next_send(fd, bytes, length, flags);
}

ssize_t
writev(int fd, const struct iovec *parts, int count)
{
    find_writev();
    step(count ? parts[0].iov_base : "", count ? parts[0].iov_len : 0);
    return next_writev(fd, parts, count);
}

ssize_t
sendmsg(int fd, const struct msghdr *message, int flags)
{
    find_sendmsg();
    step("", 0);
    return next_sendmsg(fd, message, flags);
}

ssize_t
recv(int fd, void *bytes, size_t length, int flags)
{
    ssize_t got;

    find_recv();
    got = next_recv(fd, bytes, length, flags);
    listen_for(bytes, got);
    return got;
}
