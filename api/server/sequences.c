#include "api/server/sequences.h"

#include <string.h>

struct search {
    const char *name;
    json_t *found; /* NULL: not yet */
    struct error *err;
};

static bool
take_sequence(void *context, const struct storage_row *row)
{
    struct search *search = context;
    json_t *sequence = records_parse(row->body, row->length, search->err);
    const char *name = json_string_value(json_object_get(sequence, "Name"));

    if (!sequence)
        return false;
    if (!search->found && name && strcmp(name, search->name) == 0)
        search->found = sequence;
    else
        json_decref(sequence);
    return true;
}

bool
sequences_next(struct transaction *tx, const char *name, int64_t *number, struct error *err)
{
    static const char *const types[] = {".Sequence"};
    struct query query = {.entity = ENTITY_internal};
    struct search search = {.name = name, .err = err};

    query_add(&query, COLUMN_internal_type, CONDITION_TEXTS)->texts =
        (struct text_list){types, countof(types)};
    if (!storage_select(tx->storage, &query, take_sequence, &search, err)) {
        json_decref(search.found);
        return false;
    }
    *number = json_integer_value(json_object_get(search.found, "Value")) + 1;
    if (!search.found)
        return transaction_add(tx, ENTITY_internal,
                               json_pack("{s:o, s:s, s:s, s:i}", "Id", codec_uuid(uuid_random()),
                                         "EntityType", types[0], "Name", name, "Value", 1),
                               err);
    json_object_set_new(search.found, "Value", json_integer(*number));
    return transaction_put(tx, ENTITY_internal, search.found, err);
}
