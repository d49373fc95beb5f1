#include <string.h>

#include "api/base/error.h"
#include "api/base/memory.h"
#include "api/rules/taxes.h"
#include "api/server/forms.h"

/* What stands on bills, in the forms of 2022. */

static const struct renamed order_members[] = {
    {"Id", "Id"},
    {"AccountId", "AccountId"},
    {"OrderId", "ServiceOrderId"},
    {"BillId", "BillId"},
    {"AccountingCategoryId", "AccountingCategoryId"},
    {"UnitCount", "UnitCount"},
    {"UnitAmount", "UnitAmount"},
    {"RevenueType", "RevenueType"},
    {"CreatorProfileId", "CreatorProfileId"},
    {"UpdaterProfileId", "UpdaterProfileId"},
    {"CreatedUtc", "CreatedUtc"},
    {"UpdatedUtc", "UpdatedUtc"},
    {"ConsumedUtc", "ConsumedUtc"},
    {"CanceledUtc", "CanceledUtc"},
    {"ClosedUtc", "ClosedUtc"},
    {"StartUtc", "StartUtc"},
    {"AccountingState", "AccountingState"},
};

static const struct renamed payment_members[] = {
    {"Id", "Id"},
    {"AccountId", "AccountId"},
    {"BillId", "BillId"},
    {"AccountingCategoryId", "AccountingCategoryId"},
    {"Notes", "Notes"},
    {"SettlementId", "SettlementId"},
    {"ConsumedUtc", "ConsumedUtc"},
    {"ClosedUtc", "ClosedUtc"},
    {"AccountingState", "AccountingState"},
    {"State", "State"},
    {"Identifier", "Identifier"},
};

static const struct renamed item_of_order_members[] = {
    {"Id", "Id"},
    {"AccountId", "AccountId"},
    {"CustomerId", "AccountId"},
    {"OrderId", "ServiceOrderId"},
    {"ServiceId", "ServiceId"},
    {"ProductId", "Data.Product.ProductId"},
    {"BillId", "BillId"},
    {"InvoiceId", "BillId"},
    {"AccountingCategoryId", "AccountingCategoryId"},
    {"Name", "BillingName"},
    {"Notes", "Notes"},
    {"ConsumptionUtc", "ConsumedUtc"},
    {"ClosedUtc", "ClosedUtc"},
    {"State", "AccountingState"},
};

static const struct renamed item_of_payment_members[] = {
    {"Id", "Id"},
    {"AccountId", "AccountId"},
    {"CustomerId", "AccountId"},
    {"OrderId", "ReservationId"},
    {"BillId", "BillId"},
    {"InvoiceId", "BillId"},
    {"AccountingCategoryId", "AccountingCategoryId"},
    {"CreditCardId", "Data.CreditCard.CreditCardId"},
    {"Notes", "Notes"},
    {"ConsumptionUtc", "ConsumedUtc"},
    {"ClosedUtc", "ClosedUtc"},
    {"State", "AccountingState"},
    {"SubState", "State"},
};

/* Today's types of order items in the words of 2022; what isn't here is Other. */
static const struct {
    const char *now, *then;
} order_types[] = {
    {"CancellationFee", "CancellationFee"},
    {"NightRebate", "Rebate"},
    {"ProductOrderRebate", "Rebate"},
    {"AdditionalExpenseRebate", "Rebate"},
    {"Deposit", "Deposit"},
    {"ExchangeRateDifference", "ExchangeRateDifference"},
    {"CustomItem", "CustomItem"},
    {"Surcharge", "Surcharge"},
    {"SpaceOrder", "SpaceOrder"},
    {"ProductOrder", "ProductOrder"},
    {"TaxCorrection", "TaxCorrection"},
    {"ResourceUpgradeFee", "ResourceUpgradeFee"},
    {"InvoiceFee", "InvoiceFee"},
};

/* External types that 2022 had; what isn't here is Other. */
static const char *const payment_types[] = {
    "Cash",
    "Unspecified",
    "BadDebts",
    "WireTransfer",
    "ExchangeRateDifference",
    "ExchangeRoundingDifference",
    "BankCharges",
    "Cheque",
};

static const char *
text_at(const json_t *entity, const char *path)
{
    const char *text = json_string_value(codec_find(entity, path));

    return text ? text : "";
}

static json_t *
shared(const json_t *value)
{
    return value ? json_incref((json_t *)(uintptr_t)value) : json_null();
}

/* An Amount with the members that it had before: Value, Net, Tax, TaxRate. */
static json_t *
extended_amount(const struct form *form, const json_t *amount)
{
    json_t *extended = amount ? json_copy((json_t *)(uintptr_t)amount) : json_object();
    const json_t *taxes = json_object_get(amount, "TaxValues");
    const char *code = text_at(json_array_get(taxes, 0), "Code");
    const struct tax_rate *rate = NULL;
    struct decimal gross = {0};
    struct decimal net = {0};
    struct decimal tax = {0};

    (void)(codec_decimal(json_object_get(amount, "GrossValue"), &gross)
           && codec_decimal(json_object_get(amount, "NetValue"), &net)
           && decimal_subtract(gross, net, &tax)); // amounts of ours are numbers
    for (size_t i = 0; json_array_size(taxes) == 1 && i < form->property->rates.count; i++)
        if (strcmp(form->property->rates.rows[i].code, code) == 0)
            rate = &form->property->rates.rows[i];
    json_object_set_new(extended, "Value", codec_number(gross));
    json_object_set_new(extended, "Net", codec_number(net));
    json_object_set_new(extended, "Tax", codec_number(tax));
    json_object_set_new(extended, "TaxRate", rate ? codec_number(rate->value) : json_null());
    return extended;
}

static void
set_amounts(const struct form *form, const json_t *entity, json_t *old)
{
    json_object_set_new(old, "Amount", extended_amount(form, json_object_get(entity, "Amount")));
    json_object_set_new(old, "OriginalAmount",
                        extended_amount(form, json_object_get(entity, "OriginalAmount")));
}

static const char *
old_order_type(const json_t *entity)
{
    const char *type = text_at(entity, "Type");

    for (size_t i = 0; i < countof(order_types); i++)
        if (strcmp(order_types[i].now, type) == 0)
            return order_types[i].then;
    return "Other";
}

static json_t *
old_order_data(const json_t *entity)
{
    const char *type = old_order_type(entity);
    json_t *value = NULL;

    if (strcmp(type, "Rebate") == 0)
        value = json_pack("{s:o}", "RebatedItemId",
                          shared(codec_find(entity, "Data.Rebate.RebatedItemId")));
    else if (strcmp(type, "ProductOrder") == 0)
        value = json_pack("{s:o, s:o}", "ProductId",
                          shared(codec_find(entity, "Data.Product.ProductId")), "AgeCategoryId",
                          shared(codec_find(entity, "Data.Product.AgeCategoryId")));
    return json_pack("{s:s, s:o}", "Discriminator", type, "Value", value ? value : json_null());
}

json_t *
form_old_order_item(const struct form *form, const json_t *entity, struct error *err)
{
    json_t *old = form_renamed(entity, order_members, countof(order_members));

    (void)err;
    set_amounts(form, entity, old);
    json_object_set_new(old, "Data", old_order_data(entity));
    return old;
}

static const char *
old_payment_type(const json_t *entity)
{
    const char *type = text_at(entity, "Type");
    const char *external = text_at(entity, "Data.External.Type");

    if (strcmp(type, "CreditCardPayment") == 0)
        return "CreditCard";
    if (strcmp(type, "InvoicePayment") == 0)
        return "Invoice";
    if (strcmp(type, "CashPayment") == 0)
        return "Cash";
    for (size_t i = 0; i < countof(payment_types); i++)
        if (strcmp(payment_types[i], external) == 0)
            return payment_types[i];
    return "Other";
}

static json_t *
old_payment_data(const json_t *entity)
{
    const char *type = old_payment_type(entity);
    json_t *value = NULL;

    if (strcmp(type, "CreditCard") == 0)
        value = json_pack("{s:o}", "PaymentCardId",
                          shared(codec_find(entity, "Data.CreditCard.CreditCardId")));
    else if (strcmp(type, "Invoice") == 0 && codec_find(entity, "Data.Invoice.InvoiceId"))
        value =
            json_pack("{s:o}", "InvoiceId", shared(codec_find(entity, "Data.Invoice.InvoiceId")));
    return json_pack("{s:s, s:o}", "Discriminator", type, "Value", value ? value : json_null());
}

json_t *
form_old_payment_item(const struct form *form, const json_t *entity, struct error *err)
{
    json_t *old = form_renamed(entity, payment_members, countof(payment_members));

    (void)err;
    set_amounts(form, entity, old);
    if (!json_object_get(entity, "ConsumedUtc"))
        json_object_set_new(old, "ConsumedUtc", shared(json_object_get(entity, "CreatedUtc")));
    json_object_set_new(old, "Data", old_payment_data(entity));
    return old;
}

json_t *
form_item_of_order(const struct form *form, const json_t *entity, struct error *err)
{
    json_t *item = form_renamed(entity, item_of_order_members, countof(item_of_order_members));
    bool is_service = strcmp(text_at(entity, "RevenueType"), "Service") == 0;

    (void)err;
    json_object_set_new(item, "Type",
                        json_string(is_service ? "ServiceRevenue" : "ProductRevenue"));
    json_object_set_new(item, "SubType", json_string(old_order_type(entity)));
    json_object_set_new(item, "Amount", extended_amount(form, json_object_get(entity, "Amount")));
    return item;
}

json_t *
form_item_of_payment(const struct form *form, const json_t *entity, struct error *err)
{
    json_t *item = form_renamed(entity, item_of_payment_members, countof(item_of_payment_members));

    (void)err;
    json_object_set_new(item, "Type", json_string("Payment"));
    json_object_set_new(item, "SubType", json_string(old_payment_type(entity)));
    json_object_set_new(item, "Name", json_string(old_payment_type(entity)));
    json_object_set_new(item, "Amount", extended_amount(form, json_object_get(entity, "Amount")));
    return item;
}

/* Bills with their items */

/* What stands on the bill, as it is stored. */
static json_t *
lines_of(const struct form *form, struct uuid bill, enum column_id column, struct error *err)
{
    struct query query = {.entity = column_of(column)->entity};

    query_add(&query, column, CONDITION_UUIDS)->uuids = (struct uuid_list){&bill, 1};
    return records_bodies(form->storage, &query, err);
}

static void
set_lines(const struct form *form, json_t *bill, const char *member, const json_t *lines,
          form_fn convert)
{
    json_t *list = json_array();
    size_t i;
    json_t *line;

    json_array_foreach(lines, i, line)
        json_array_append_new(list, convert(form, line, NULL)); // these forms look nowhere else
    json_object_set_new(bill, member, list);
}

json_t *
form_bill_with_items(const struct form *form, const json_t *entity, struct error *err)
{
    struct uuid id;
    json_t *items;
    json_t *payments;
    json_t *bill = NULL;

    if (!entity_key(ENTITY_bill, entity, &id, err))
        return NULL;
    items = lines_of(form, id, COLUMN_order_item_bill_id, err);
    payments = items ? lines_of(form, id, COLUMN_payment_bill_id, err) : NULL;
    if (payments) {
        bill = json_copy((json_t *)(uintptr_t)entity);
        set_lines(form, bill, "Revenue", items, form_item_of_order);
        set_lines(form, bill, "OrderItems", items, form_old_order_item);
        set_lines(form, bill, "Payments", payments, form_item_of_payment);
        set_lines(form, bill, "PaymentItems", payments, form_old_payment_item);
    }
    json_decref(items);
    json_decref(payments);
    return bill;
}
