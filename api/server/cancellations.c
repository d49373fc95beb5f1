#include "api/server/cancellations.h"

#include <string.h>

#include "api/rules/history.h"
#include "api/rules/reservations.h"
#include "api/server/access_tokens.h"
#include "api/server/given_up.h"
#include "api/server/notes.h"
#include "api/server/timers.h"

/* A fee for what was given up before is owed all the same. */
static bool
take_back_charges(struct transaction *tx, const struct reservation *stay, bool charges_fee,
                  struct error *err)
{
    struct order_item_list items;
    struct given_up given_up;

    if (!order_items_of(tx, stay->id, &items, err)
        || !given_up_open(tx, stay, items.count, ITEM_CANCELED_WITH_STAY, &given_up, err))
        return false;
    for (size_t i = 0; i < items.count; i++)
        if (strcmp(items.rows[i].type, ORDER_ITEM_FEE) != 0
            && !given_up_add(&given_up, &items.rows[i], err))
            return false;
    return !charges_fee || given_up_charge(&given_up, err);
}

static bool
set_canceled(struct transaction *tx, struct uuid id, const char *reason, struct error *err)
{
    json_t *body = transaction_read(tx, ENTITY_reservation, id, err);

    if (!body)
        return false;
    json_object_set_new(body, "State", json_string(reservation_state_name(RESERVATION_CANCELED)));
    json_object_set_new(body, "CancelledUtc", codec_instant(tx->now));
    json_object_set_new(body, "CancellationReason", json_string(reason));
    return transaction_put(tx, ENTITY_reservation, body, err);
}

bool
cancellations_make(struct transaction *tx, const struct reservation *stay,
                   const struct cancellation_order *order, struct error *err)
{
    return take_back_charges(tx, stay, order->charges_fee, err)
           && set_canceled(tx, stay->id, order->reason, err)
           && access_tokens_end(tx, stay->id, (struct uuid){{0}}, err)
           && timers_drop(tx, stay->id, err);
}

static bool
cancel_one(struct transaction *tx, const struct reservations_cancel *request, struct uuid id,
           struct error *err)
{
    struct cancellation_order order = {
        .reason = "Other",
        .charges_fee = request->posts_fee || request->charges_fee,
    };
    struct reservation stay;

    return transaction_get(tx, ENTITY_reservation, id, "ReservationIds", &stay, err)
           && reservation_may_cancel(&stay, err)
           && history_may_change(tx->property->settings.operational_history, "Stays", stay.end_utc,
                                 tx->now, err)
           && cancellations_make(tx, &stay, &order, err)
           && notes_put(tx, id, request->notes, NULL, err);
}

/* ReservationId is the form for one. */
static struct uuid_list
ids_of(struct transaction *tx, const struct reservations_cancel *request)
{
    struct uuid *id = arena_new(tx->arena, sizeof(*id));

    if (request->reservation_ids.count || !uuid_is_set(request->reservation_id))
        return request->reservation_ids;
    *id = request->reservation_id;
    return (struct uuid_list){id, 1};
}

bool
reservations_cancel(struct transaction *tx, const struct reservations_cancel *request,
                    struct error *err)
{
    struct uuid_list ids = ids_of(tx, request);
    json_t *canceled = json_array();

    transaction_answer(tx, "ReservationIds", canceled);
    for (size_t i = 0; i < ids.count; i++) {
        if (!cancel_one(tx, request, ids.rows[i], err))
            return false;
        json_array_append_new(canceled, codec_uuid(ids.rows[i]));
    }
    return true;
}
