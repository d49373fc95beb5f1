#include "api/server/items.h"

#include <string.h>

#include "api/base/error.h"
#include "api/base/uuid_map.h"
#include "api/server/forms.h"
#include "api/server/order_items.h"

/* A charge or a payment that is to move. */
struct line {
    struct uuid id;
    enum entity_id entity;
    struct uuid account;
    struct uuid bill;
    const char *currency;
};

/* Of an order item or of a payment, whichever has the identifier, when it may move. */
static bool
find_line(struct transaction *tx, struct uuid id, struct line *line, struct error *err)
{
    struct order_item item;
    struct payment payment;
    bool is_item;

    if (!transaction_find(tx, ENTITY_order_item, id, &item, &is_item, err))
        return false;
    if (is_item) {
        *line = (struct line){id, ENTITY_order_item, item.account_id, item.bill_id,
                              item.amount.currency};
        return item_may_move(&item, err);
    }
    if (!transaction_get(tx, ENTITY_payment, id, "AccountingItemId", &payment, err))
        return false;
    *line = (struct line){id, ENTITY_payment, payment.account_id, payment.bill_id,
                          payment.amount.currency};
    return payment_may_move(&payment, err);
}

/* What is on a closed bill stays there, whatever its own state. */
static bool
check_own_bill(struct transaction *tx, const struct line *line, struct error *err)
{
    struct bill bill;
    bool found;

    if (!transaction_find(tx, ENTITY_bill, line->bill, &bill, &found, err))
        return false;
    return !found || bill.state == BILL_OPEN
           || error_set(err, ERROR_INPUT, "Invalid AccountingItemId: its bill %s is closed.",
                        bill_title(&bill));
}

static bool
find_target(struct transaction *tx, const struct item_update *wanted, const struct line *line,
            struct account *account, struct uuid *bill, struct error *err)
{
    struct bill_choice choice = {.named = wanted->bill_id.value, .currency = line->currency};
    bool is_given = wanted->account_id.presence == PRESENCE_SET;

    if (is_given ? !accounts_take(tx, wanted->account_id.value, "AccountId", account, err)
                 : !accounts_get(tx, line->account, "AccountId", account, err))
        return false;
    choice.account = account->id;
    if (bills_choose(tx, &choice, bill, err))
        return true;
    if (!is_given && err->kind == ERROR_INPUT && strstr(err->text, "another account"))
        error_set(err, ERROR_INPUT,
                  "Invalid BillId: the bill is another account's; give its AccountId too.");
    return false;
}

/* Moves it, and puts it into the answer. */
static bool
move_line(struct transaction *tx, const struct line *line, const struct account *account,
          struct uuid bill, struct error *err)
{
    bool is_item = line->entity == ENTITY_order_item;
    struct form form = {.storage = tx->storage, .property = tx->property, .arena = tx->arena};
    json_t *body = transaction_read(tx, line->entity, line->id, err);
    json_t *old;

    if (!body)
        return false;
    json_object_set_new(body, "AccountId", codec_uuid(account->id));
    json_object_set_new(body, "AccountType", json_string(account_type_name(account->type)));
    json_object_set_new(body, "BillId", codec_uuid(bill));
    json_object_set_new(body, "UpdatedUtc", codec_instant(tx->now));
    old = is_item ? form_old_order_item(&form, body, err) : form_old_payment_item(&form, body, err);
    json_array_append_new(json_object_get(tx->answer, is_item ? "OrderItems" : "PaymentItems"),
                          old);
    return transaction_put(tx, line->entity, body, err);
}

/* None of them comes twice. */
static bool
check_updates(const struct items_update *request, struct error *err)
{
    struct uuid_map seen = {0};
    bool ok = true;

    for (size_t i = 0; ok && i < request->updates.count; i++) {
        struct uuid id = request->updates.rows[i].item_id;

        ok = !uuid_map_find(&seen, id)
             || error_set(err, ERROR_INPUT, "Invalid AccountingItemId: the same item comes twice.");
        uuid_map_put(&seen, id, &seen);
    }
    uuid_map_clear(&seen);
    return ok;
}

bool
accounting_items_update(struct transaction *tx, const struct items_update *request,
                        struct error *err)
{
    transaction_answer(tx, "OrderItems", json_array());
    transaction_answer(tx, "PaymentItems", json_array());
    if (!check_updates(request, err))
        return false;
    for (size_t i = 0; i < request->updates.count; i++) {
        const struct item_update *wanted = &request->updates.rows[i];
        struct account account;
        struct uuid bill;
        struct line line;

        if (!find_line(tx, wanted->item_id, &line, err) || !check_own_bill(tx, &line, err)
            || !find_target(tx, wanted, &line, &account, &bill, err)
            || !move_line(tx, &line, &account, bill, err))
            return false;
    }
    return true;
}

/* Taking back */

/* Whether a rebate that still counts takes the item back. */
static bool
find_rebate(struct transaction *tx, struct uuid id, bool *found, struct error *err)
{
    struct query query = {.entity = ENTITY_order_item};
    struct order_item_list rebates;

    query_add(&query, COLUMN_order_item_rebated_item_id, CONDITION_UUIDS)->uuids =
        (struct uuid_list){&id, 1};
    if (!transaction_select(tx, &query, &rebates, err))
        return false;
    *found = false;
    for (size_t i = 0; i < rebates.count; i++)
        if (rebates.rows[i].state != ACCOUNTING_CANCELED)
            *found = true;
    return true;
}

/* A rebate names a product: for an item of none, the service's own or any of its products. */
static bool
find_product(struct transaction *tx, const struct order_item *item, struct uuid *product,
             struct error *err)
{
    struct query query = {.entity = ENTITY_product};
    struct product_list products;

    *product = item->product_id;
    if (uuid_is_set(item->product_id) || item->state != ACCOUNTING_CLOSED)
        return true;
    query_add(&query, COLUMN_product_service_id, CONDITION_UUIDS)->uuids =
        (struct uuid_list){&item->service_id, 1};
    if (!transaction_select(tx, &query, &products, err))
        return false;
    for (size_t i = 0; i < products.count; i++)
        if (!uuid_is_set(*product) || products.rows[i].is_default)
            *product = products.rows[i].id;
    return uuid_is_set(*product)
           || error_set(err, ERROR_REFUSED,
                        "%.80s is on a closed bill: charge it back on a new one.", item->name);
}

static bool
cancel_one(struct transaction *tx, struct uuid id, struct error *err)
{
    struct order_item item;
    struct bill bill;
    struct uuid product;
    bool is_rebated;
    bool has_bill;

    return transaction_get(tx, ENTITY_order_item, id, "OrderItemIds", &item, err)
           && transaction_find(tx, ENTITY_bill, item.bill_id, &bill, &has_bill, err)
           && find_rebate(tx, id, &is_rebated, err)
           && item_may_be_canceled(&item, has_bill ? &bill : NULL, is_rebated, err)
           && find_product(tx, &item, &product, err)
           && order_items_take_back(tx, &item, ITEM_WITHDRAWN, product, err);
}

bool
order_items_cancel(struct transaction *tx, const struct items_cancel *request, struct error *err)
{
    for (size_t i = 0; i < request->item_ids.count; i++)
        if (!cancel_one(tx, request->item_ids.rows[i], err))
            return false;
    return true;
}
