/*
 * The property's data as a text that can be edited and imported: JSON, an entity a line, with its
 * type as the name of the one member: `{"Resource":{"Id":…,"Name":"101",…}}`. The enterprise comes
 * first.
 */
#pragma once

#include "api/server/storage.h"

enum export_scope {
    EXPORT_ALL,
    EXPORT_SETUP, /* the house: no guests, stays, bills, messages, tasks */
};

/*
 * Replaces the file (0600), at once or not at all. The storage's enterprise is in use.
 * Errors  ERROR_DISK, with the path; those of the storage.
 */
MUST_USE bool export_write(struct storage *storage, const char *path, enum export_scope scope,
                           struct error *err);
