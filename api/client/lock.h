/*
 * Who is alive: each desk that has a state.db open holds a lock on a byte of its own in the file
 * beside it. The kernel lets go of it however the process ends, and network file systems know such
 * locks too, so that a dead desk's open journal entries are told from a live one's.
 *
 * The same file is a witness: it is as long as the journal ever had entries, so that one that lost
 * some (SQLite takes a damaged end of its log for none) is not read as if it were whole.
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

/*
 * The journal has had so many entries; it only grows. Several desks may say so at once. Not synced:
 * what a power cut takes away makes it forget, never accuse.
 */
void lock_testify(const struct lock *lock, int64_t entries);
int64_t lock_witness(const struct lock *lock);

/* There is a new journal, without entries. */
void lock_forget(const struct lock *lock);
