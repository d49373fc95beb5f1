#include "tests/support/folder.h"

#include <dirent.h>
#include <ftw.h>
#include <poll.h>
#include <stdlib.h>

#include "api/base/instant.h"
#include "tests/support/test.h"

enum {
    REMOVED_MS = 10000
};

void
folder_open(struct folder *folder)
{
    const char *parent = getenv("TMPDIR");

    if (!parent || strlen(parent) > 30)
        parent = "/tmp";
    snprintf(folder->path, sizeof(folder->path), "%s/frontdesk-test-XXXXXX", parent);
    check(mkdtemp(folder->path), "%s", folder->path);
}

static int
remove_entry(const char *path, const struct stat *info, int kind, struct FTW *place)
{
    (void)info;
    (void)kind;
    (void)place;
    return remove(path);
}

/* A server that ends with its program may still be about to close and remove its files. */
void
folder_close(struct folder *folder)
{
    int64_t end_ms = monotonic_ms() + REMOVED_MS;

    while (nftw(folder->path, remove_entry, 8, FTW_DEPTH | FTW_PHYS) != 0) {
        check(monotonic_ms() < end_ms, "%s", folder->path);
        (void)poll(NULL, 0, 5);
    }
}

size_t
folder_count(const struct folder *folder)
{
    DIR *directory = opendir(folder->path);
    size_t count = 0;

    check(directory, "%s", folder->path);
    for (const struct dirent *entry; (entry = readdir(directory));)
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(directory);
    return count;
}
