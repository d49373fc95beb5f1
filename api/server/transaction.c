#include "api/server/transaction.h"

#include <string.h>

#include "api/base/error.h"

static struct records
records_of(const struct transaction *tx)
{
    return (struct records){tx->storage, {tx->arena, tx->property->settings.language}};
}

bool
transaction_find(struct transaction *tx, enum entity_id entity, struct uuid id, void *record,
                 bool *found, struct error *err)
{
    *found = false;
    return !uuid_is_set(id) || records_get(records_of(tx), entity, id, record, found, err);
}

static bool
refuse_unknown(const char *member, struct uuid id, struct error *err)
{
    char text[UUID_TEXT_SIZE];

    return error_set(err, ERROR_INPUT, "Invalid %s: there is none with the identifier \"%s\".",
                     member, uuid_text(id, text));
}

bool
transaction_get(struct transaction *tx, enum entity_id entity, struct uuid id, const char *member,
                void *record, struct error *err)
{
    bool found;

    return transaction_find(tx, entity, id, record, &found, err)
           && (found || refuse_unknown(member, id, err));
}

bool
transaction_has(struct transaction *tx, enum entity_id entity, struct uuid id, bool *found,
                struct error *err)
{
    const char *body;

    if (!storage_get(tx->storage, tx->arena, entity, id, &body, err))
        return false;
    *found = body != NULL;
    return true;
}

bool
transaction_check(struct transaction *tx, enum entity_id entity, struct uuid id, const char *member,
                  struct error *err)
{
    bool found;

    if (!uuid_is_set(id))
        return true;
    return transaction_has(tx, entity, id, &found, err)
           && (found || refuse_unknown(member, id, err));
}

bool
transaction_select(struct transaction *tx, const struct query *query, void *list, struct error *err)
{
    return records_select(records_of(tx), query, list, err);
}

static bool
keep_id(void *context, const struct storage_row *row)
{
    *(struct uuid *)context = row->id; // the oldest comes last
    return true;
}

bool
transaction_oldest(struct transaction *tx, const struct query *query, struct uuid *id,
                   struct error *err)
{
    *id = (struct uuid){{0}};
    return storage_select(tx->storage, query, keep_id, id, err);
}

json_t *
transaction_read(struct transaction *tx, enum entity_id entity, struct uuid id, struct error *err)
{
    const char *body;

    if (!storage_get(tx->storage, tx->arena, entity, id, &body, err))
        return NULL;
    if (!body) {
        refuse_unknown(entity_of(entity)->type, id, err);
        return NULL;
    }
    return records_parse(body, strlen(body), err);
}

/* A new time and author, where the entity shows them. */
static void
sign(const struct transaction *tx, json_t *body)
{
    if (json_object_get(body, "UpdatedUtc"))
        json_object_set_new(body, "UpdatedUtc", codec_instant(tx->now));
    if (json_object_get(body, "UpdaterProfileId"))
        json_object_set_new(body, "UpdaterProfileId", codec_uuid(tx->property->profile_id));
}

bool
transaction_put(struct transaction *tx, enum entity_id entity, json_t *body, struct error *err)
{
    bool ok;

    sign(tx, body);
    ok = storage_update(tx->storage, entity, body, tx->now, err);
    json_decref(body);
    return ok;
}

bool
transaction_add(struct transaction *tx, enum entity_id entity, json_t *body, struct error *err)
{
    bool ok = storage_insert(tx->storage, entity, body, tx->now, err);

    json_decref(body);
    return ok;
}

bool
transaction_delete(struct transaction *tx, enum entity_id entity, struct uuid id, struct error *err)
{
    return storage_delete(tx->storage, entity, id, err);
}

bool
transaction_save(struct transaction *tx, enum entity_id entity, const void *before,
                 const void *after, struct error *err)
{
    const struct record_type *type = record_type(entity_of(entity)->record);
    json_t *body = transaction_read(tx, entity, record_uuid(type, before), err);

    if (!body)
        return false;
    codec_patch(type, before, after, body);
    return transaction_put(tx, entity, body, err);
}

void
transaction_answer(struct transaction *tx, const char *member, json_t *value)
{
    json_object_set_new(tx->answer, member, value);
}
