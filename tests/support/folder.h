/* A folder of its own for a test that writes files. */
#pragma once

#include <stddef.h>

struct folder {
    char path[64];
};

/* A fresh one under $TMPDIR or /tmp; fails the test when there is none. */
void folder_open(struct folder *folder);

/* Removes it with all that is in it. */
void folder_close(struct folder *folder);

/* How many names are in it. */
size_t folder_count(const struct folder *folder);
