/*
 * What was handed over already, so that polls bring only what is new: a record's key, and when it
 * was updated or, where it doesn't say, its hash.
 */
#pragma once

#include "api/base/uuid_map.h"
#include "api/schema/record.h"

/* `{0}` has seen nothing. */
struct seen {
    struct uuid_map map;
};

/* Whether this record, as it is, was not noted yet. */
bool seen_is_new(const struct seen *seen, const struct record_type *type, const void *record);

void seen_note(struct seen *seen, const struct record_type *type, const void *record);
void seen_forget(struct seen *seen, struct uuid key);
void seen_clear(struct seen *seen);
