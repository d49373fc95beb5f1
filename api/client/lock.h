/*
 * Who is alive: each desk that has a state.db open holds a lock on a byte of its own in the file
 * beside it. The kernel lets go of it however the process ends, and network file systems know such
 * locks too, so that a dead desk's open journal entries are told from a live one's.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "api/base/attributes.h"

struct error;

struct lock {
    int fd;
    int64_t desk; /* the byte: a random number, > 0 */
};

/*
 * Takes a number at `path`, a file that is made (0600) where it is missing. *Gives*:
 * lock_close().
 * Errors  false: ERROR_DISK, the file, or its file system has no locks.
 */
MUST_USE bool lock_open(struct lock *lock, const char *path, struct error *err);
void lock_close(struct lock *lock);

/* Whether the desk of that number lives: another process, or this one. */
bool lock_is_held(const struct lock *lock, int64_t desk);
