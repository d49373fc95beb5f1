/* Which members of its records the browse view shows. */
#pragma once

#include "views/browse_rows.h"

/*
 * The most telling ones: names, numbers, states and amounts first, identifiers last; none that no
 * record has which was read. Until some are read, by the schema.
 */
void browse_choose_columns(struct browse_rows *rows);

/* These (paths). Errors: ERROR_USAGE, one that the type lacks. */
MUST_USE bool browse_show(struct browse_rows *rows, const char *const *names, size_t count,
                          struct error *err);
