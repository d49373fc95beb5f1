#include "api/server/stay_owner.h"

#include "api/rules/reservations.h"
#include "api/server/bills.h"
#include "api/server/credit_cards.h"
#include "api/server/order_items.h"

static bool
move_item(struct transaction *tx, const struct order_item *item, struct uuid owner,
          struct error *err)
{
    struct bill_choice choice = {.account = owner, .currency = item->amount.currency};
    json_t *body = transaction_read(tx, ENTITY_order_item, item->id, err);
    struct uuid bill;

    if (!body)
        return false;
    if (!bills_choose(tx, &choice, &bill, err)) {
        json_decref(body);
        return false;
    }
    json_object_set_new(body, "AccountId", codec_uuid(owner));
    json_object_set_new(body, "AccountType", json_string(account_type_name(ACCOUNT_CUSTOMER)));
    json_object_set_new(body, "BillId", codec_uuid(bill));
    return transaction_put(tx, ENTITY_order_item, body, err);
}

static bool
is_to_come(const struct reservation *stay, const struct order_item *item, struct instant now)
{
    return item->state != ACCOUNTING_CLOSED && uuid_equal(item->account_id, stay->account_id)
           && (stay->state != RESERVATION_STARTED || !instant_before(item->consumed_utc, now));
}

static bool
move_items(struct transaction *tx, const struct reservation *stay, struct uuid owner,
           struct error *err)
{
    struct order_item_list items;

    if (!order_items_of(tx, stay->id, &items, err))
        return false;
    for (size_t i = 0; i < items.count; i++)
        if (is_to_come(stay, &items.rows[i], tx->now) && !move_item(tx, &items.rows[i], owner, err))
            return false;
    return true;
}

static bool
save(struct transaction *tx, const struct reservation *stay, struct uuid owner, struct error *err)
{
    struct reservation after = *stay;
    bool keeps_card;

    after.account_id = owner;
    after.account_type = ACCOUNT_CUSTOMER;
    if (!credit_cards_is_theirs(tx, &after, &keeps_card, err))
        return false;
    if (!keeps_card)
        after.credit_card_id = (struct uuid){{0}};
    return transaction_save(tx, ENTITY_reservation, stay, &after, err);
}

bool
reservations_update_customer(struct transaction *tx, const struct reservation_customer *request,
                             struct error *err)
{
    struct reservation stay;
    struct customer owner;

    return transaction_get(tx, ENTITY_reservation, request->reservation_id, "ReservationId", &stay,
                           err)
           && accounts_customer(tx, request->customer_id, "CustomerId", &owner, err)
           && reservation_may_change(&stay, err) && move_items(tx, &stay, owner.id, err)
           && save(tx, &stay, owner.id, err);
}
