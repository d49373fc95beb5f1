/*
 * The property's data file: which file system it may lie on, and that one `serve` at a time has it.
 */
#pragma once

#include <limits.h>
#include <stdbool.h>

#include "api/base/attributes.h"

struct error;

struct data_file {
    char path[PATH_MAX]; /* absolute, links resolved */
    int lock_fd;         /* of PATH-lock, locked while it is open */
};

/*
 * Makes the file (0600) where it is missing, and takes its lock, which the kernel drops when the
 * process ends in whatever way.
 * Errors  ERROR_USAGE: it can't be made; it lies on a network file system; another process has it,
 *         named by its number. ERROR_DISK.
 */
MUST_USE bool data_file_take(struct data_file *file, const char *path, struct error *err);
void data_file_release(struct data_file *file);

/* The name of a file system that SQLite's write-ahead log does not work on (statfs), else NULL. */
const char *network_file_system(unsigned long type);
