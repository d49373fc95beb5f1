#include "api/server/outlets.h"

#include <string.h>

#include "api/base/error.h"
#include "api/server/accounts.h"
#include "api/server/amounts.h"

static bool
check_item(const struct outlet_item_add *item, struct error *err)
{
    bool is_gross = item->unit_amount.gross.presence == PRESENCE_SET;
    struct decimal value = is_gross ? item->unit_amount.gross.value : item->unit_amount.net.value;
    int sign = decimal_sign(value) * (item->unit_count < 0 ? -1 : 1);

    if (!enum_has(object_member(object_type_find("OutletItem"), "Type")->of.enumeration,
                  item->type))
        return error_set(err, ERROR_INPUT,
                         "Invalid Bills.Items.Type: must be Revenue, NonRevenue or Payment.");
    if (!item->unit_count)
        return error_set(err, ERROR_INPUT, "Invalid Bills.Items.UnitCount: can't be zero.");
    if (!instant_is_set(item->consumed_utc))
        return error_set(err, ERROR_INPUT, "Invalid Bills.Items.ConsumedUtc: is missing.");
    if (strcmp(item->type, "Payment") == 0 && sign >= 0)
        return error_set(err, ERROR_INPUT,
                         "Invalid Bills.Items.UnitAmount: what pays a bill is negative.");
    return true;
}

static bool
add_item(struct transaction *tx, const struct outlet_item_add *item, struct uuid bill,
         struct error *err)
{
    struct taxation taxation = amounts_taxation(tx, item->consumed_utc, "Bills.Items.UnitAmount");
    json_t *now = codec_instant(tx->now);
    struct amount amount;
    json_t *body;

    if (!check_item(item, err)
        || !transaction_check(tx, ENTITY_accounting_category, item->accounting_category_id,
                              "Bills.Items.AccountingCategoryId", err)
        || !amount_of_request(tx->arena, &taxation, &item->unit_amount, 1, &amount, err)) {
        json_decref(now);
        return false;
    }
    body = json_pack("{s:o, s:o, s:o, s:o, s:s, s:s, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:n, s:n}",
                     "Id", codec_uuid(uuid_random()), "EnterpriseId", codec_uuid(tx->property->id),
                     "BillId", codec_uuid(bill), "AccountingCategoryId",
                     codec_uuid(item->accounting_category_id), "Type", item->type, "Name",
                     item->name, "UnitCount", (json_int_t)item->unit_count, "UnitAmount",
                     amount_json(&amount), "CreatedUtc", now, "UpdatedUtc", json_incref(now),
                     "ConsumedUtc", codec_instant(item->consumed_utc), "ExternalIdentifier",
                     codec_text(item->external_identifier), "Notes", codec_text(item->notes),
                     "PaymentCardPaymentId", "UnitCost");
    return transaction_add(tx, ENTITY_outlet_item, body, err);
}

static bool
add_bill(struct transaction *tx, const struct outlet_bill_add *wanted, json_t *ids,
         struct error *err)
{
    struct uuid id = uuid_random();
    struct account account;
    json_t *bill;

    if (!transaction_check(tx, ENTITY_outlet, wanted->outlet_id, "Bills.OutletId", err)
        || (uuid_is_set(wanted->account_id)
            && !accounts_take(tx, wanted->account_id, "Bills.AccountId", &account, err)))
        return false;
    if (!wanted->items.count)
        return error_set(err, ERROR_INPUT, "Invalid Bills.Items: a bill has at least one item.");
    if (!instant_is_set(wanted->closed_utc))
        return error_set(err, ERROR_INPUT, "Invalid Bills.ClosedUtc: must be an instant in UTC.");
    bill = json_pack("{s:o, s:o, s:o, s:s, s:o, s:o, s:o}", "Id", codec_uuid(id), "EnterpriseId",
                     codec_uuid(tx->property->id), "OutletId", codec_uuid(wanted->outlet_id),
                     "Number", wanted->number, "ClosedUtc", codec_instant(wanted->closed_utc),
                     "UpdatedUtc", codec_instant(tx->now), "Notes", codec_text(wanted->notes));
    json_array_append_new(ids, codec_uuid(id));
    if (!transaction_add(tx, ENTITY_outlet_bill, bill, err))
        return false;
    for (size_t i = 0; i < wanted->items.count; i++)
        if (!add_item(tx, &wanted->items.rows[i], id, err))
            return false;
    return true;
}

bool
outlet_bills_add(struct transaction *tx, const struct outlet_bills_add *request, struct error *err)
{
    json_t *ids = json_array();

    transaction_answer(tx, "OutletBillIds", ids);
    for (size_t i = 0; i < request->bills.count; i++)
        if (!add_bill(tx, &request->bills.rows[i], ids, err))
            return false;
    return true;
}
