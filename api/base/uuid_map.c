#include "api/base/uuid_map.h"

#include <assert.h>
#include <stdlib.h>

#include "api/base/memory.h"

/* The slot of `key`, or the free one where it would go. */
static size_t
locate(const struct uuid_map *map, struct uuid key)
{
    size_t mask = map->capacity - 1;
    size_t at = (size_t)uuid_hash(key) & mask;

    while (uuid_is_set(map->slots[at].key) && !uuid_equal(map->slots[at].key, key))
        at = (at + 1) & mask;
    return at;
}

static void
grow(struct uuid_map *map)
{
    struct uuid_map larger = {.capacity = map->capacity ? map->capacity * 2 : 16};

    larger.slots = memory_new(larger.capacity * sizeof(*larger.slots));
    larger.count = map->count;
    for (size_t i = 0; i < map->capacity; i++)
        if (uuid_is_set(map->slots[i].key))
            larger.slots[locate(&larger, map->slots[i].key)] = map->slots[i];
    free(map->slots);
    *map = larger;
}

void *
uuid_map_find(const struct uuid_map *map, struct uuid key)
{
    if (!map->capacity || !uuid_is_set(key))
        return NULL;
    return map->slots[locate(map, key)].value;
}

void
uuid_map_put(struct uuid_map *map, struct uuid key, void *value)
{
    size_t at;

    assert(uuid_is_set(key));
    if ((map->count + 1) * 3 > map->capacity * 2)
        grow(map);
    at = locate(map, key);
    map->count += !uuid_is_set(map->slots[at].key);
    map->slots[at] = (struct uuid_slot){key, value};
}

void *
uuid_map_remove(struct uuid_map *map, struct uuid key)
{
    size_t mask = map->capacity - 1;
    size_t at;
    void *value;

    if (!map->capacity || !uuid_is_set(key))
        return NULL;
    at = locate(map, key);
    value = map->slots[at].value;
    if (!uuid_is_set(map->slots[at].key))
        return NULL;
    map->slots[at] = (struct uuid_slot){0};
    map->count--;
    /* Those behind it that were pushed on move back, so that no search ends at the hole. */
    for (size_t next = (at + 1) & mask; uuid_is_set(map->slots[next].key);
         next = (next + 1) & mask) {
        struct uuid_slot moved = map->slots[next];

        map->slots[next] = (struct uuid_slot){0};
        map->slots[locate(map, moved.key)] = moved;
    }
    return value;
}

void *
uuid_map_next(const struct uuid_map *map, size_t *at)
{
    while (*at < map->capacity) {
        const struct uuid_slot *slot = &map->slots[(*at)++];

        if (uuid_is_set(slot->key))
            return slot->value;
    }
    return NULL;
}

void
uuid_map_clear(struct uuid_map *map)
{
    free(map->slots);
    *map = (struct uuid_map){0};
}
