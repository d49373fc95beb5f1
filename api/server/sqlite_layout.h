/*
 * The tables of the data file: made from the rows of entities.def, and brought up to date with
 * them.
 */
#pragma once

#include "api/server/sqlite_connection.h"

/*
 * Makes what is missing. A table whose rows in entities.def have changed is filled anew from its
 * bodies, so that new columns need no step of their own; what the bodies themselves need is a step
 * of the version.
 * Errors  ERROR_USAGE: another program's file, or one that a newer frontdesk wrote. ERROR_DISK.
 */
MUST_USE bool layout_update(struct connection *connection, struct error *err);

/* Makes the indexes that are missing: on new and on rebuilt tables there are none. */
MUST_USE bool layout_index(struct connection *connection, struct error *err);
