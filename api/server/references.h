/* Which members of an entity name another one: for data that comes from outside. */
#pragma once

#include "api/server/entity.h"

struct reference {
    enum entity_id from;
    const char *path;     /* of an identifier or a code, through lists, or of a list of them */
    enum entity_id to;    /* one of that, ... */
    enum entity_id or_to; /* ... or of this; ENTITY_NONE */
};

/* All of them; `count` of them. */
const struct reference *references_all(size_t *count);

/*
 * What stands at a reference, as the key under which it must be kept; false: nothing stands there.
 */
MUST_USE bool reference_key(const struct reference *reference, const json_t *value,
                            struct uuid *key);
