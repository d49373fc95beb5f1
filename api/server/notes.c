#include "api/server/notes.h"

#include "api/base/error.h"

bool
notes_put(struct transaction *tx, struct uuid order, const char *text, json_t *added,
          struct error *err)
{
    json_t *now;
    json_t *note;

    if (!*text)
        return true;
    now = codec_instant(tx->now);
    note = json_pack("{s:o, s:o, s:s, s:s, s:o, s:o}", "Id", codec_uuid(uuid_random()), "OrderId",
                     codec_uuid(order), "Text", text, "Type", "General", "CreatedUtc", now,
                     "UpdatedUtc", json_incref(now));

    if (added)
        json_array_append(added, note);
    return transaction_add(tx, ENTITY_order_note, note, err);
}

static bool
check_order(struct transaction *tx, struct uuid id, struct error *err)
{
    const char *order;

    if (!storage_get(tx->storage, tx->arena, ENTITY_service_order, id, &order, err))
        return false;
    return order
           || transaction_check(tx, ENTITY_reservation, id, "ServiceOrderNotes.ServiceOrderId",
                                err);
}

bool
service_order_notes_add(struct transaction *tx, const struct notes_add *request, struct error *err)
{
    json_t *added = json_array();

    transaction_answer(tx, "ServiceOrderNotes", added);
    for (size_t i = 0; i < request->notes.count; i++) {
        const struct note_add *wanted = &request->notes.rows[i];

        if (!check_order(tx, wanted->service_order_id, err)
            || !notes_put(tx, wanted->service_order_id, wanted->text, added, err))
            return false;
    }
    return true;
}
