#include "api/server/given_up.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/error.h"
#include "api/rules/cancellations.h"
#include "api/server/bills.h"
#include "api/server/services.h"

bool
given_up_open(struct transaction *tx, const struct reservation *stay, size_t items,
              enum item_end why, struct given_up *given_up, struct error *err)
{
    struct service service;
    struct stay_house house;
    const struct product *night;

    *given_up = (struct given_up){.tx = tx, .stay = stay, .why = why};
    given_up->nights = arena_new(tx->arena, (items + 1) * sizeof(struct order_item *));
    if (!services_get(tx, stay->service_id, "ServiceId", &service, err)
        || !services_house(tx, &service, &house, err))
        return false;
    night = product_of_nights(&house.products);
    if (night)
        given_up->night = night->id;
    return true;
}

bool
given_up_add(struct given_up *given_up, const struct order_item *item, struct error *err)
{
    bool counts =
        item->state != ACCOUNTING_INACTIVE && strcmp(item->type, ORDER_ITEM_CITY_TAX) != 0;

    if (counts)
        given_up->currency = item->amount.currency;
    if (counts && order_item_is_night(item))
        given_up->nights[given_up->night_count++] = item;
    else if (counts && !decimal_add(given_up->products, item->amount.gross, &given_up->products))
        return error_set(err, ERROR_REFUSED, "The charges of reservation %s are too large.",
                         given_up->stay->number);
    return order_items_take_back(given_up->tx, item, given_up->why, given_up->night, err);
}

/* The fee */

static int
compare(const void *a, const void *b)
{
    const struct order_item *x = *(const struct order_item *const *)a;
    const struct order_item *y = *(const struct order_item *const *)b;

    return (x->consumed_utc.ms > y->consumed_utc.ms) - (x->consumed_utc.ms < y->consumed_utc.ms);
}

static bool
find_fee(const struct given_up *given_up, struct decimal *fee, struct error *err)
{
    struct transaction *tx = given_up->tx;
    struct query query = {.entity = ENTITY_cancellation_policy};
    size_t count = given_up->night_count;
    struct decimal *units = arena_new(tx->arena, (count + 1) * sizeof(*units));
    struct cancellation what = {
        .start_utc = given_up->stay->start_utc,
        .currency = given_up->currency,
        .units = units,
        .unit_count = count,
        .products = given_up->products,
    };
    struct cancellation_policy_list policies;
    struct rate rate;
    bool found;

    qsort(given_up->nights, count, sizeof(struct order_item *), compare);
    for (size_t i = 0; i < count; i++)
        units[i] = given_up->nights[i]->amount.gross;
    *fee = (struct decimal){0, 0};
    if (!transaction_find(tx, ENTITY_rate, given_up->stay->rate_id, &rate, &found, err))
        return false;
    if (!found)
        return true;
    query_add(&query, COLUMN_cancellation_policy_rate_group_id, CONDITION_UUIDS)->uuids =
        (struct uuid_list){&rate.group_id, 1};
    return transaction_select(tx, &query, &policies, err)
           && cancellation_fee(&policies, &what, tx->now, fee, err);
}

static bool
add_fee(const struct given_up *given_up, struct decimal fee, struct error *err)
{
    const struct reservation *stay = given_up->stay;
    struct transaction *tx = given_up->tx;
    struct bill_choice choice = {.account = stay->account_id, .currency = given_up->currency};
    struct amount amount = {given_up->currency, fee, fee, {NULL, 0}};
    struct new_item item = {
        .service_id = stay->service_id,
        .order_id = stay->id,
        .type = ORDER_ITEM_FEE,
        .revenue = "Additional",
        .name = arena_print(tx->arena, "Cancellation fee, reservation %s", stay->number),
        .count = 1,
        .unit_amount = amount,
        .amount = amount,
        .consumed = tx->now,
        .state = ACCOUNTING_OPEN,
    };
    struct uuid id;

    return accounts_get(tx, stay->account_id, "AccountId", &item.account, err)
           && bills_choose(tx, &choice, &item.bill_id, err) && order_items_add(tx, &item, &id, err);
}

bool
given_up_charge(const struct given_up *given_up, struct error *err)
{
    struct decimal fee;

    if (!given_up->currency)
        return true;
    return find_fee(given_up, &fee, err) && (decimal_sign(fee) <= 0 || add_fee(given_up, fee, err));
}
