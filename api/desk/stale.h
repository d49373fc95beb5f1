/*
 * What the snapshot need not keep: records that are over and have not changed for STALE_DAYS, and
 * what belongs to a stay that it does not keep. The property has them still.
 */
#pragma once

#include "api/store/store.h"

enum {
    STALE_DAYS = 14
};

/* Whether a record of the snapshot is to go; stays come before what belongs to them. Pure. */
MUST_USE bool stale_is(const struct store *store, const struct record_type *type,
                       const void *record, struct instant now);
