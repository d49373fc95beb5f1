#include "api/server/sequences.h"

#include <string.h>

/* The sequence of a name; NULL: it hasn't begun. Lent by the list. */
static json_t *
find_named(const json_t *sequences, const char *name)
{
    for (size_t i = 0; i < json_array_size(sequences); i++) {
        json_t *sequence = json_array_get(sequences, i);
        const char *own = json_string_value(json_object_get(sequence, "Name"));

        if (own && strcmp(own, name) == 0)
            return sequence;
    }
    return NULL;
}

bool
sequences_next(struct transaction *tx, const char *name, int64_t *number, struct error *err)
{
    static const char *const types[] = {".Sequence"};
    struct query query = {.entity = ENTITY_internal};
    json_t *sequences;
    json_t *found;

    query_add(&query, COLUMN_internal_type, CONDITION_TEXTS)->texts =
        (struct text_list){types, countof(types)};
    sequences = records_bodies(tx->storage, &query, err);
    if (!sequences)
        return false;
    found = json_incref(find_named(sequences, name));
    json_decref(sequences);
    *number = json_integer_value(json_object_get(found, "Value")) + 1;
    if (!found)
        return transaction_add(tx, ENTITY_internal,
                               json_pack("{s:o, s:s, s:s, s:i}", "Id", codec_uuid(uuid_random()),
                                         "EntityType", types[0], "Name", name, "Value", 1),
                               err);
    json_object_set_new(found, "Value", json_integer(*number));
    return transaction_put(tx, ENTITY_internal, found, err);
}
