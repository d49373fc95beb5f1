/*
 * Preloaded into a program, lets the folder DISK_FOLDER lie on a disk that hangs: who makes a file
 * in it waits until somebody opens the FIFO DISK_GATE for writing.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int
mkostemp(char *path, int flags)
{
    int (*next)(char *, int);
    const char *folder = getenv("DISK_FOLDER");
    const char *gate = getenv("DISK_GATE");

    *(void **)(&next) = dlsym(RTLD_NEXT, "mkostemp");
    if (folder && gate && strncmp(path, folder, strlen(folder)) == 0)
        close(open(gate, O_RDONLY | O_CLOEXEC));
    return next(path, flags);
}
