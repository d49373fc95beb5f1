#include "api/client/seen.h"

/*
 * The map's values are no pointers but signatures: whatever differs is new, earlier times too,
 * since a property's clock may be set back.
 */
static void *
signature(const struct record_type *type, const void *record)
{
    struct instant updated = record_updated(type, record);
    uint64_t value = instant_is_set(updated) ? (uint64_t)updated.ms : record_hash(type, record);

    return (void *)(uintptr_t)(value ? value : 1);
}

bool
seen_is_new(const struct seen *seen, const struct record_type *type, const void *record)
{
    return uuid_map_find(&seen->map, record_key(type, record)) != signature(type, record);
}

void
seen_note(struct seen *seen, const struct record_type *type, const void *record)
{
    struct uuid key = record_key(type, record);

    if (uuid_is_set(key))
        uuid_map_put(&seen->map, key, signature(type, record));
}

void
seen_forget(struct seen *seen, struct uuid key)
{
    (void)uuid_map_remove(&seen->map, key);
}

void
seen_clear(struct seen *seen)
{
    uuid_map_clear(&seen->map);
}
