/* From an identifier to whatever it stands for: open addressing, kept at most two thirds full. */
#pragma once

#include "api/base/uuid.h"

struct uuid_slot {
    struct uuid key; /* none: free */
    void *value;
};

/* `{0}` is an empty map. Keeps pointers, owns none of them. */
struct uuid_map {
    struct uuid_slot *slots;
    size_t capacity; /* a power of two, or 0 */
    size_t count;
};

/* NULL when `key` isn't there. */
void *uuid_map_find(const struct uuid_map *map, struct uuid key);

/* Adds or replaces; `key` must be set. */
void uuid_map_put(struct uuid_map *map, struct uuid key, void *value);

/* Returns what was there, or NULL. */
void *uuid_map_remove(struct uuid_map *map, struct uuid key);

/* Walks in no order: start with `*at` = 0; NULL at the end. The map must not change meanwhile. */
void *uuid_map_next(const struct uuid_map *map, size_t *at);

void uuid_map_clear(struct uuid_map *map);
