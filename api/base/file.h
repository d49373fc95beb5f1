/* Files of the user's: read whole, replaced whole, and made where others may plant links. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "api/base/attributes.h"

struct arena;
struct error;

/* `~/NAME` in the user's home folder, in the arena; any other path as it is. */
const char *file_path(struct arena *arena, const char *path);

/*
 * The whole file, NUL-terminated; at most `limit` bytes. *Gives*: free(). `length` may be NULL.
 * Errors  NULL: ERROR_DISK, with path and reason.
 */
MUST_USE char *file_read(const char *path, size_t limit, size_t *length, struct error *err);

/*
 * Replaces the file that `path` (or the link it is) names, at once or not at all: temporary file in
 * the target's folder, fsync, rename, fsync of the folder. An existing file keeps its mode, a new
 * one gets `mode`.
 * Errors  ERROR_DISK: also a link to nothing, and what is no regular file.
 */
MUST_USE bool file_replace(const char *path, const char *bytes, size_t length, mode_t mode,
                           struct error *err);

/*
 * A folder of the user's own, made with mode 0700 where it is missing, parents too; refused when it
 * belongs to somebody else or others can write there.
 */
MUST_USE bool folder_make(const char *path, struct error *err);

/*
 * Where the program keeps things: `{home}/frontdesk`, with `home` from the environment variable (an
 * absolute path) or `$HOME` and `fallback` ("/.config"). Writes `path`.
 * Errors  ERROR_USAGE: neither is set.
 */
MUST_USE bool folder_find(const char *variable, const char *fallback, char *path, size_t size,
                          struct error *err);
