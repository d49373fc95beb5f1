#include "api/server/order_items.h"

#include <string.h>

#include "api/base/error.h"
#include "api/rules/charges.h"
#include "api/server/amounts.h"
#include "api/server/bills.h"

/* Making */

static json_t *
data_json(const struct new_item *item)
{
    if (uuid_is_set(item->rebated_item_id) && uuid_is_set(item->product_id))
        return json_pack("{s:s, s:{s:o, s:o}, s:n, s:n, s:n}", "Discriminator", "Rebate", "Rebate",
                         "ProductId", codec_uuid(item->product_id), "RebatedItemId",
                         codec_uuid(item->rebated_item_id), "Product", "AllowanceDiscount",
                         "AllowanceProfits");
    if (!uuid_is_set(item->product_id))
        return json_null();
    return json_pack("{s:s, s:n, s:{s:o, s:n, s:s}, s:n, s:n}", "Discriminator", "Product",
                     "Rebate", "Product", "ProductId", codec_uuid(item->product_id),
                     "AgeCategoryId", "ProductType", "Product", "AllowanceDiscount",
                     "AllowanceProfits");
}

/* Who it is for, and what it is. */
static json_t *
identity_json(const struct transaction *tx, const struct new_item *item, struct uuid id)
{
    json_t *profile = codec_uuid(tx->property->profile_id);

    return json_pack(
        "{s:o, s:o, s:o, s:s, s:o, s:o, s:o, s:o, s:s, s:s, s:o, s:o, s:{s:b}, s:o}", "Id",
        codec_uuid(id), "EnterpriseId", codec_uuid(tx->property->id), "AccountId",
        codec_uuid(item->account.id), "AccountType", account_type_name(item->account.type),
        "ServiceId", codec_uuid(item->service_id), "ServiceOrderId", codec_uuid(item->order_id),
        "BillId", codec_uuid(item->bill_id), "AccountingCategoryId", codec_uuid(item->category_id),
        "RevenueType", item->revenue, "Type", item->type, "CreatorProfileId", profile,
        "UpdaterProfileId", json_incref(profile), "Options", "CanceledWithReservation", 0, "Data",
        data_json(item));
}

static json_t *
item_json(const struct transaction *tx, const struct new_item *item, struct uuid id)
{
    static const char *const absent[] = {"CanceledUtc", "ClosedUtc", "ClaimedUtc",
                                         "TaxExemptionReason", "TaxExemptionLegalReference"};
    json_t *body = identity_json(tx, item, id);
    json_t *amount = amount_json(&item->amount);

    json_object_set_new(body, "Notes", codec_text(item->notes));
    json_object_set_new(body, "BillingName", codec_text(item->name));
    json_object_set_new(body, "ExternalIdentifier", codec_text(item->external_identifier));
    json_object_set_new(body, "UnitCount", json_integer(item->count));
    json_object_set_new(body, "UnitAmount", amount_json(&item->unit_amount));
    json_object_set_new(body, "Amount", amount);
    json_object_set(body, "OriginalAmount", amount);
    json_object_set_new(body, "AccountingState", json_string(accounting_state_name(item->state)));
    json_object_set_new(body, "CreatedUtc", codec_instant(tx->now));
    json_object_set_new(body, "UpdatedUtc", codec_instant(tx->now));
    json_object_set_new(body, "ConsumedUtc", codec_instant(item->consumed));
    json_object_set_new(body, "StartUtc", codec_instant(item->start));
    for (size_t i = 0; i < countof(absent); i++)
        json_object_set_new(body, absent[i], json_null());
    return body;
}

bool
order_items_add(struct transaction *tx, const struct new_item *item, struct uuid *id,
                struct error *err)
{
    *id = uuid_random();
    return charge_may_be_at(&tx->property->settings, item->consumed, tx->now, err)
           && transaction_add(tx, ENTITY_order_item, item_json(tx, item, *id), err);
}

/* Finding and changing */

bool
order_item_is_night(const struct order_item *item)
{
    return strcmp(item->type, "SpaceOrder") == 0;
}

static bool
is_taken_back(const struct order_item_list *items, const struct order_item *item)
{
    for (size_t i = 0; i < items->count; i++)
        if (uuid_equal(items->rows[i].rebated_item_id, item->id))
            return true;
    return false;
}

/* Those that stand, of all that are not canceled. */
static void
keep_standing(struct arena *arena, struct order_item_list *items)
{
    struct order_item *rows = arena_new(arena, (items->count + 1) * sizeof(*rows));
    size_t count = 0;

    for (size_t i = 0; i < items->count; i++) {
        const struct order_item *item = &items->rows[i];

        if (!uuid_is_set(item->rebated_item_id) && !strstr(item->type, "Rebate")
            && !is_taken_back(items, item))
            rows[count++] = *item;
    }
    *items = (struct order_item_list){rows, count};
}

bool
order_items_of(struct transaction *tx, struct uuid order, struct order_item_list *items,
               struct error *err)
{
    static const char *const states[] = {"Open", "Closed", "Inactive"};
    struct query query = {.entity = ENTITY_order_item};

    query_add(&query, COLUMN_order_item_service_order_id, CONDITION_UUIDS)->uuids =
        (struct uuid_list){&order, 1};
    query_add(&query, COLUMN_order_item_accounting_state, CONDITION_TEXTS)->texts =
        (struct text_list){states, countof(states)};
    if (!transaction_select(tx, &query, items, err))
        return false;
    keep_standing(tx->arena, items);
    return true;
}

bool
order_items_reprice(struct transaction *tx, const struct order_item *item,
                    const struct item_price *price, struct error *err)
{
    json_t *body = transaction_read(tx, ENTITY_order_item, item->id, err);

    if (!body)
        return false;
    json_object_set_new(body, "UnitCount", json_integer(price->count));
    json_object_set_new(body, "UnitAmount", amount_json(&price->unit_amount));
    json_object_set_new(body, "Amount", amount_json(&price->amount));
    json_object_set_new(body, "AccountingState", json_string(accounting_state_name(price->state)));
    return transaction_put(tx, ENTITY_order_item, body, err);
}

/* Taking back */

static bool
cancel(struct transaction *tx, const struct order_item *item, enum item_end why, struct error *err)
{
    json_t *body = transaction_read(tx, ENTITY_order_item, item->id, err);

    if (!body)
        return false;
    json_object_set_new(body, "AccountingState", json_string("Canceled"));
    json_object_set_new(body, "CanceledUtc", codec_instant(tx->now));
    if (why == ITEM_CANCELED_WITH_STAY)
        json_object_set_new(body, "Options", json_pack("{s:b}", "CanceledWithReservation", 1));
    return transaction_put(tx, ENTITY_order_item, body, err);
}

/* The same amount the other way round, with its taxes to the last digit. */
static struct amount
turned(struct arena *arena, const struct amount *amount)
{
    struct tax_value *taxes = arena_new(arena, (amount->taxes.count + 1) * sizeof(*taxes));
    struct amount result = *amount;

    result.net = decimal_negate(amount->net);
    result.gross = decimal_negate(amount->gross);
    for (size_t i = 0; i < amount->taxes.count; i++)
        taxes[i] = (struct tax_value){amount->taxes.rows[i].code,
                                      decimal_negate(amount->taxes.rows[i].value)};
    result.taxes.rows = taxes;
    return result;
}

static const char *
rebate_type(const char *type)
{
    if (strcmp(type, "SpaceOrder") == 0)
        return "NightRebate";
    return strcmp(type, "CustomItem") == 0 ? "AdditionalExpenseRebate" : "ProductOrderRebate";
}

static bool
rebate(struct transaction *tx, const struct order_item *item, struct uuid product,
       struct error *err)
{
    struct new_item back = {
        .service_id = item->service_id,
        .order_id = item->service_order_id,
        .category_id = item->accounting_category_id,
        .product_id = uuid_is_set(item->product_id) ? item->product_id : product,
        .rebated_item_id = item->id,
        .type = rebate_type(item->type),
        .revenue = "Product",
        .name = arena_print(tx->arena, "Rebate: %s", item->name),
        .count = item->unit_count,
        .unit_amount = turned(tx->arena, &item->unit_amount),
        .amount = turned(tx->arena, &item->amount),
        .consumed = tx->now,
        .state = charge_state(item->amount.gross, NULL),
    };
    struct bill_choice choice = {.account = item->account_id, .currency = item->amount.currency};
    struct uuid id;

    return accounts_get(tx, item->account_id, "AccountId", &back.account, err)
           && bills_choose(tx, &choice, &back.bill_id, err) && order_items_add(tx, &back, &id, err);
}

bool
order_items_take_back(struct transaction *tx, const struct order_item *item, enum item_end why,
                      struct uuid product, struct error *err)
{
    return item->state == ACCOUNTING_CLOSED ? rebate(tx, item, product, err)
                                            : cancel(tx, item, why, err);
}
