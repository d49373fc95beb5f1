#include "api/server/notes.h"

#include "api/server/orders.h"

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

bool
service_order_notes_add(struct transaction *tx, const struct notes_add *request, struct error *err)
{
    json_t *added = json_array();

    transaction_answer(tx, "ServiceOrderNotes", added);
    for (size_t i = 0; i < request->notes.count; i++) {
        const struct note_add *wanted = &request->notes.rows[i];

        if (!orders_check(tx, wanted->service_order_id, "ServiceOrderNotes.ServiceOrderId", err)
            || !notes_put(tx, wanted->service_order_id, wanted->text, added, err))
            return false;
    }
    return true;
}
