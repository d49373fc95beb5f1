#include "api/server/orders.h"

#include <string.h>

#include "api/base/error.h"
#include "api/rules/charges.h"
#include "api/server/amounts.h"
#include "api/server/bills.h"
#include "api/server/order_items.h"

enum {
    COUNT_MOST = 1000000,
    NIGHTS_MOST = 366
};

/* An order being added. */
struct order {
    struct transaction *tx;
    const struct order_add *request;
    struct account account;
    struct uuid bill;          /* none: on no bill */
    struct reservation linked; /* without an identifier: none */
    const char *currency;      /* of all its items */
    struct uuid id;
    struct instant consumed;
};

/* One item of it, worked out. */
struct item {
    struct uuid product_id; /* none: a custom item */
    struct uuid category_id;
    const char *name;
    const char *external_identifier;
    int64_t count;
    struct amount unit_amount;
    struct amount amount;
    struct instant consumed;
};

static bool
add_item(const struct order *order, const struct item *item, struct error *err)
{
    bool is_product = uuid_is_set(item->product_id);
    const struct reservation *linked = uuid_is_set(order->linked.id) ? &order->linked : NULL;
    struct new_item row = {
        .account = order->account,
        .service_id = order->request->service_id,
        .order_id = order->id,
        .bill_id = order->bill,
        .category_id = item->category_id,
        .product_id = item->product_id,
        .type = is_product ? "ProductOrder" : "CustomItem",
        .revenue = is_product ? "Product" : "Additional",
        .name = item->name,
        .notes = order->request->notes,
        .external_identifier = item->external_identifier,
        .count = item->count,
        .unit_amount = item->unit_amount,
        .amount = item->amount,
        .consumed = item->consumed,
        .state = charge_state(item->amount.gross, linked),
    };
    struct uuid id;

    if (strcmp(item->amount.currency, order->currency) != 0)
        return error_set(err, ERROR_INPUT,
                         "Invalid Items.UnitAmount.Currency: an order is in one currency, this one "
                         "in %s.",
                         order->currency);
    return order_items_add(order->tx, &row, &id, err);
}

static bool
check_count(int64_t count, const char *member, struct error *err)
{
    if (count && count <= COUNT_MOST && count >= -COUNT_MOST)
        return true;
    return error_set(err, ERROR_INPUT, "Invalid %s: must be 1 to %d units, negative to take back.",
                     member, COUNT_MOST);
}

/* Products */

/* Its own price, or the one that the request gives. */
static bool
price_product(const struct order *order, const struct product *product,
              const struct product_order *wanted, struct item *item, struct error *err)
{
    struct arena *arena = order->tx->arena;
    struct taxation taxation =
        amounts_taxation(order->tx, item->consumed, "ProductOrders.UnitAmount");
    const struct amount_parameters *given = &wanted->unit_amount;
    bool is_given = *given->currency != '\0';

    if (is_given ? !amount_of_request(arena, &taxation, given, 1, &item->unit_amount, err)
                 : !amount_of_price(arena, &taxation, &product->price, 1, &item->unit_amount, err))
        return false;
    taxation.units = item->count;
    return is_given ? amount_of_request(arena, &taxation, given, item->count, &item->amount, err)
                    : amount_of_price(arena, &taxation, &product->price, item->count, &item->amount,
                                      err);
}

/* For how many nights it is charged; 0: once, when the order is consumed. */
static bool
count_nights(const struct product *product, const struct product_order *wanted, int *nights,
             struct error *err)
{
    bool by_night = product->charging == CHARGING_PER_TIME_UNIT
                    || product->charging == CHARGING_PER_PERSON_PER_TIME_UNIT;
    bool has_both = instant_is_set(wanted->start_utc) && instant_is_set(wanted->end_utc);

    *nights = 0;
    if (!has_both)
        return true;
    if (!by_night)
        return wanted->start_utc.ms == wanted->end_utc.ms
               || error_set(err, ERROR_INPUT,
                            "Invalid ProductOrders.EndUtc: a product that is charged once needs "
                            "it equal to StartUtc.");
    *nights = nights_between(wanted->start_utc, wanted->end_utc);
    return (*nights > 0 && *nights <= NIGHTS_MOST)
           || error_set(err, ERROR_INPUT,
                        "Invalid ProductOrders.EndUtc: must be 1 to %d nights after StartUtc.",
                        NIGHTS_MOST);
}

static bool
add_product(const struct order *order, const struct product_order *wanted, struct error *err)
{
    struct product product;
    struct item item = {.external_identifier = wanted->external_identifier};
    int nights;

    if (!transaction_get(order->tx, ENTITY_product, wanted->product_id, "ProductOrders.ProductId",
                         &product, err)
        || !count_nights(&product, wanted, &nights, err))
        return false;
    if (!uuid_equal(product.service_id, order->request->service_id))
        return error_set(err, ERROR_INPUT,
                         "Invalid ProductOrders.ProductId: it is no product of the service.");
    if (!product.is_active)
        return error_set(err, ERROR_REFUSED, "%.80s is not sold any more: choose another product.",
                         product.name);
    item.product_id = product.id;
    item.category_id = product.accounting_category_id;
    item.name = product.name;
    item.count = wanted->count.presence == PRESENCE_SET ? wanted->count.value : 1;
    if (!check_count(item.count, "ProductOrders.Count", err))
        return false;
    for (int night = 0; night < (nights ? nights : 1); night++) {
        item.consumed = nights ? instant_add(wanted->start_utc, (struct duration){0, night, 0})
                               : order->consumed;
        if (!price_product(order, &product, wanted, &item, err) || !add_item(order, &item, err))
            return false;
    }
    return true;
}

/* Other items */

static bool
add_custom(const struct order *order, const struct custom_item *wanted, struct error *err)
{
    struct arena *arena = order->tx->arena;
    struct taxation taxation = amounts_taxation(order->tx, order->consumed, "Items.UnitAmount");
    struct item item = {
        .category_id = wanted->accounting_category_id,
        .name = wanted->name,
        .external_identifier = wanted->external_identifier,
        .count = wanted->unit_count,
        .consumed = order->consumed,
    };

    if (!check_count(item.count, "Items.UnitCount", err)
        || !transaction_check(order->tx, ENTITY_accounting_category, wanted->accounting_category_id,
                              "Items.AccountingCategoryId", err)
        || !amount_of_request(arena, &taxation, &wanted->unit_amount, 1, &item.unit_amount, err))
        return false;
    taxation.units = item.count;
    return amount_of_request(arena, &taxation, &wanted->unit_amount, item.count, &item.amount, err)
           && add_item(order, &item, err);
}

/* The order */

static bool
add_order(const struct order *order, struct error *err)
{
    json_t *now = codec_instant(order->tx->now);
    json_t *body = json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "Id", codec_uuid(order->id), "ServiceId",
        codec_uuid(order->request->service_id), "AccountId", codec_uuid(order->account.id),
        "LinkedReservationId", codec_uuid(order->request->linked_reservation_id), "Notes",
        codec_text(order->request->notes), "ConsumptionUtc", codec_instant(order->consumed),
        "CreatedUtc", now, "UpdatedUtc", json_incref(now));

    return transaction_add(order->tx, ENTITY_service_order, body, err);
}

/* That of the first thing ordered. */
static bool
find_currency(struct order *order, struct error *err)
{
    const struct order_add *request = order->request;
    const struct product_order *first = request->product_orders.rows;
    struct product product;

    if (!request->product_orders.count && !request->items.count)
        return error_set(err, ERROR_INPUT,
                         "Invalid ProductOrders: give at least one of ProductOrders and Items.");
    if (!request->product_orders.count) {
        order->currency = request->items.rows[0].unit_amount.currency;
        return true;
    }
    if (!transaction_get(order->tx, ENTITY_product, first->product_id, "ProductOrders.ProductId",
                         &product, err))
        return false;
    order->currency =
        *first->unit_amount.currency ? first->unit_amount.currency : product.price.currency;
    return true;
}

static bool
open_order(struct order *order, struct error *err)
{
    const struct order_add *request = order->request;
    struct transaction *tx = order->tx;
    struct bill_choice choice = {.named = request->bill_id};

    if (uuid_is_set(request->linked_reservation_id)
        && !transaction_get(tx, ENTITY_reservation, request->linked_reservation_id,
                            "LinkedReservationId", &order->linked, err))
        return false;
    if (!find_currency(order, err)
        || !transaction_check(tx, ENTITY_service, request->service_id, "ServiceId", err)
        || !transaction_check(tx, ENTITY_business_segment, request->business_segment_id,
                              "BusinessSegmentId", err)
        || !accounts_choose(tx, request->account_id, request->customer_id, &order->account, err))
        return false;
    choice.account = order->account.id;
    choice.currency = order->currency;
    return bills_choose(tx, &choice, &order->bill, err);
}

bool
orders_add(struct transaction *tx, const struct order_add *request, struct error *err)
{
    struct order order = {
        .tx = tx,
        .request = request,
        .id = uuid_random(),
        .consumed = instant_is_set(request->consumption_utc) ? request->consumption_utc : tx->now,
    };

    if (!open_order(&order, err) || !add_order(&order, err))
        return false;
    for (size_t i = 0; i < request->product_orders.count; i++)
        if (!add_product(&order, &request->product_orders.rows[i], err))
            return false;
    for (size_t i = 0; i < request->items.count; i++)
        if (!add_custom(&order, &request->items.rows[i], err))
            return false;
    transaction_answer(tx, "OrderId", codec_uuid(order.id));
    return true;
}

bool
orders_check(struct transaction *tx, struct uuid id, const char *member, struct error *err)
{
    bool is_order;

    if (!transaction_has(tx, ENTITY_service_order, id, &is_order, err))
        return false;
    return is_order || transaction_check(tx, ENTITY_reservation, id, member, err);
}
