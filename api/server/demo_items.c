#include "api/server/demo_items.h"

#include <stdio.h>
#include <stdlib.h>

#include "api/base/memory.h"
#include "api/server/demo_bills.h"
#include "api/server/demo_rooms.h"

static const char *const line_types[] = {
    [LINE_NIGHT] = "SpaceOrder",          [LINE_CITY_TAX] = "CityTax",
    [LINE_PRODUCT] = "ProductOrder",      [LINE_CUSTOM] = "CustomItem",
    [LINE_REBATE] = "ProductOrderRebate",
};

static const char *const revenue_types[] = {
    [LINE_NIGHT] = "Service",     [LINE_CITY_TAX] = "Product", [LINE_PRODUCT] = "Product",
    [LINE_CUSTOM] = "Additional", [LINE_REBATE] = "Product",
};

struct uuid
demo_payment_id(const struct demo_stay *stay, int payment)
{
    return demo_id_of(stay->key, DEMO_PAYMENT, (uint64_t)payment);
}

static struct uuid
line_id(const struct demo_stay *stay, int line)
{
    return demo_id_of(stay->key, DEMO_ORDER_ITEM, (uint64_t)line);
}

/* A corrective bill is closed like any other. */
static bool
is_closed(const struct demo_stay *stay, enum demo_bill_slot slot)
{
    return stay->state == RESERVATION_PROCESSED && slot != SLOT_NONE;
}

static void
put_name(json_t *item, const struct demo_stay *stay, const struct demo_line *line)
{
    char day[DAY_TEXT_SIZE];
    char name[96];

    if (line->kind == LINE_NIGHT) {
        snprintf(name, sizeof(name), "%s, night of %s", demo_categories[stay->category].name.en,
                 day_text((struct day){line->day}, day));
        entity_text(item, "BillingName", name);
    } else if (line->kind == LINE_REBATE) {
        snprintf(name, sizeof(name), "Rebate: %s", demo_products[line->product].names.en);
        entity_text(item, "BillingName", name);
    } else
        entity_text(item, "BillingName",
                    line->name ? line->name : demo_products[line->product].names.en);
}

static json_t *
data_new(const struct demo_hotel *hotel, const struct demo_stay *stay, const struct demo_line *line)
{
    bool is_rebate = line->kind == LINE_REBATE;
    json_t *data = json_object();
    json_t *value = json_object();

    entity_uuid(value, "ProductId", demo_id(hotel, DEMO_PRODUCT, (uint64_t)line->product));
    if (is_rebate)
        entity_uuid(value, "RebatedItemId", line_id(stay, line->rebated));
    else {
        entity_put(value, "AgeCategoryId", json_null());
        entity_text(value, "ProductType", "Product");
    }
    entity_text(data, "Discriminator", is_rebate ? "Rebate" : "Product");
    entity_put(data, is_rebate ? "Rebate" : "Product", value);
    return data;
}

static enum demo_service
service_of(const struct demo_line *line)
{
    if (line->product != DEMO_NONE)
        return demo_products[line->product].service;
    return line->account == ACCOUNT_BAR || line->account == ACCOUNT_FOOD ? SERVICE_FOOD
                                                                         : SERVICE_STAY;
}

static struct uuid
order_id(const struct demo_stay *stay, enum demo_service service)
{
    return demo_id_of(stay->key, DEMO_ORDER, service);
}

/* What was booked belongs to the reservation, extras to an order of the service that sold them. */
static void
put_order(const struct demo_hotel *hotel, const struct demo_stay *stay,
          const struct demo_line *line, json_t *item)
{
    enum demo_service service = service_of(line);

    entity_uuid(item, "ServiceId", demo_id(hotel, DEMO_SERVICE, service));
    entity_uuid(item, "ServiceOrderId",
                line->is_extra ? demo_id_of(stay->key, DEMO_ORDER, service) : demo_uuid(stay->key));
}

static void
put_amounts(json_t *entity, const char *currency, const struct demo_line *line)
{
    json_t *amount = demo_amount_new(currency, line->unit * line->count, (enum demo_tax)line->tax);

    entity_int(entity, "UnitCount", line->count);
    entity_put(entity, "UnitAmount",
               demo_amount_new(currency, line->unit, (enum demo_tax)line->tax));
    entity_put(entity, "OriginalAmount", json_incref(amount));
    entity_put(entity, "Amount", amount);
}

static const char *
accounting_state(const struct demo_stay *stay, const struct demo_line *line)
{
    if (!line->unit || stay->state == RESERVATION_OPTIONAL)
        return "Inactive";
    return is_closed(stay, (enum demo_bill_slot)line->slot) ? "Closed" : "Open";
}

static void
emit_item(struct demo_hotel *hotel, const struct demo_stay *stay, const struct demo_folio *folio,
          int index)
{
    const struct demo_line *line = &folio->lines[index];
    enum demo_bill_slot slot = (enum demo_bill_slot)line->slot;
    json_t *item = entity_new(line_id(stay, index));
    json_t *options = json_object();
    struct instant closed =
        is_closed(stay, slot) && slot != SLOT_CREDIT ? stay->actual_end : (struct instant){0};

    if (slot == SLOT_CREDIT)
        closed = instant_add_ms(stay->actual_end, 30 * 60000);
    entity_uuid(item, "EnterpriseId", demo_id(hotel, DEMO_ENTERPRISE, 0));
    demo_account_put(hotel, stay, slot, item);
    put_order(hotel, stay, line, item);
    entity_uuid(item, "BillId", demo_bill_id(hotel, stay, slot));
    entity_uuid(item, "AccountingCategoryId",
                demo_id(hotel, DEMO_ACCOUNTING_CATEGORY, line->account));
    put_name(item, stay, line);
    put_amounts(item, demo_stay_currency(stay), line);
    entity_text(item, "RevenueType", revenue_types[line->kind]);
    entity_uuid(item, "CreatorProfileId", demo_id(hotel, DEMO_USER, 0));
    entity_uuid(item, "UpdaterProfileId", demo_id(hotel, DEMO_USER, 0));
    entity_times(item, line->created, closed.ms ? closed : line->created);
    entity_time(item, "ConsumedUtc", line->consumed);
    entity_time(item, "ClosedUtc", closed);
    entity_time(item, "StartUtc",
                line->kind == LINE_NIGHT ? demo_at(line->day, 0) : (struct instant){0});
    entity_text(item, "AccountingState", accounting_state(stay, line));
    entity_text(item, "Type", line_types[line->kind]);
    entity_bool(options, "CanceledWithReservation", !line->is_extra);
    entity_put(item, "Options", options);
    if (line->product != DEMO_NONE)
        entity_put(item, "Data", data_new(hotel, stay, line));
    entity_emit(&hotel->sink, "OrderItem", item);
}

/* One order for all that a stay had of a service. */
static void
emit_orders(struct demo_hotel *hotel, const struct demo_stay *stay, const struct demo_folio *folio)
{
    bool is_there[SERVICE_COUNT] = {false};

    for (int i = 0; i < folio->line_count; i++) {
        const struct demo_line *line = &folio->lines[i];
        enum demo_service service = service_of(line);
        json_t *order;

        if (!line->is_extra || is_there[service])
            continue;
        is_there[service] = true;
        order = entity_new(order_id(stay, service));
        entity_uuid(order, "ServiceId", demo_id(hotel, DEMO_SERVICE, service));
        entity_uuid(order, "AccountId", demo_id(hotel, DEMO_GUEST, (uint64_t)stay->owner));
        entity_uuid(order, "LinkedReservationId", demo_uuid(stay->key));
        entity_put(order, "Notes", json_null());
        entity_time(order, "ConsumptionUtc", line->consumed);
        entity_times(order, line->created, line->created);
        entity_emit(&hotel->sink, ".Order", order);
    }
}

void
demo_items_emit(struct demo_hotel *hotel)
{
    struct demo_folio *folio = memory_new(sizeof(*folio));

    for (size_t i = 0; i < hotel->stay_count; i++) {
        demo_folio_make(hotel, &hotel->stays[i], folio);
        emit_orders(hotel, &hotel->stays[i], folio);
        for (int k = 0; k < folio->line_count; k++)
            emit_item(hotel, &hotel->stays[i], folio, k);
    }
    free(folio);
}

/* How each way to pay is written: a card by its identifier, the others by their type. */
static const struct {
    const char *type, *external;
    enum demo_account account;
} methods[METHOD_COUNT] = {
    [METHOD_CARD] = {"CreditCardPayment", NULL, ACCOUNT_PAYMENT_CARD},
    [METHOD_VIRTUAL_CARD] = {"CreditCardPayment", NULL, ACCOUNT_PAYMENT_CARD},
    [METHOD_CASH] = {"ExternalPayment", "Cash", ACCOUNT_PAYMENT_CASH},
    [METHOD_BANK] = {"ExternalPayment", "WireTransfer", ACCOUNT_PAYMENT_BANK},
    [METHOD_VOUCHER] = {"ExternalPayment", "Voucher", ACCOUNT_PAYMENT_OTHER},
    [METHOD_OTHER] = {"ExternalPayment", "GiftCard", ACCOUNT_PAYMENT_OTHER},
};

static json_t *
payment_data_new(const struct demo_stay *stay, enum demo_method method)
{
    const char *external = methods[method].external;
    json_t *data = json_object();
    json_t *value = json_object();

    if (external) {
        entity_text(value, "Type", external);
        entity_put(value, "ExternalIdentifier", json_null());
    } else {
        entity_uuid(value, "CreditCardId", demo_id_of(stay->key, DEMO_CARD, 0));
        entity_put(value, "Transaction", json_null());
    }
    entity_text(data, "Discriminator", external ? "External" : "CreditCard");
    entity_put(data, external ? "External" : "CreditCard", value);
    return data;
}

static const char *
payment_accounting_state(const struct demo_stay *stay, const struct demo_payment *payment)
{
    if (payment->state != PAYMENT_CHARGED)
        return "Inactive";
    return is_closed(stay, (enum demo_bill_slot)payment->slot) ? "Closed" : "Open";
}

static void
put_payment_times(json_t *entity, const struct demo_stay *stay, const struct demo_payment *payment)
{
    bool is_charged = payment->state == PAYMENT_CHARGED;
    struct instant closed = {0};

    if (is_charged && is_closed(stay, (enum demo_bill_slot)payment->slot))
        closed = payment->slot == SLOT_CREDIT ? instant_add_ms(stay->actual_end, 30 * 60000)
                                              : stay->actual_end;
    entity_times(entity, payment->at, closed.ms ? closed : payment->at);
    entity_time(entity, "ConsumedUtc", payment->at);
    entity_time(entity, "ClosedUtc", closed);
    entity_time(entity, "ChargedUtc", is_charged ? payment->at : closed);
    entity_time(entity, "SettlementUtc", payment->at);
}

static const char *
origin_of(const struct demo_stay *stay, const struct demo_payment *payment)
{
    if (payment->method == METHOD_VIRTUAL_CARD)
        return "ChannelManager";
    if (payment->method != METHOD_CARD)
        return "Operations";
    return stay->actual_start.ms && !instant_before(payment->at, stay->actual_start)
               ? "Terminal"
               : "BookingEngine";
}

static void
emit_payment(struct demo_hotel *hotel, const struct demo_stay *stay, const struct demo_folio *folio,
             int index)
{
    const struct demo_payment *payment = &folio->payments[index];
    enum demo_bill_slot slot = (enum demo_bill_slot)payment->slot;
    json_t *entity = entity_new(demo_payment_id(stay, index));
    json_t *amount = demo_amount_new(demo_stay_currency(stay), -payment->amount, TAX_NONE);

    entity_uuid(entity, "EnterpriseId", demo_id(hotel, DEMO_ENTERPRISE, 0));
    demo_account_put(hotel, stay, slot, entity);
    entity_uuid(entity, "BillId", demo_bill_id(hotel, stay, slot));
    entity_uuid(entity, "ReservationId", demo_uuid(stay->key));
    entity_uuid(entity, "AccountingCategoryId",
                demo_id(hotel, DEMO_ACCOUNTING_CATEGORY, methods[payment->method].account));
    entity_put(entity, "OriginalAmount", json_incref(amount));
    entity_put(entity, "Amount", amount);
    put_payment_times(entity, stay, payment);
    entity_text(entity, "AccountingState", payment_accounting_state(stay, payment));
    entity_text(entity, "State", payment_state_name((enum payment_state)payment->state));
    entity_text(entity, "Type", methods[payment->method].type);
    entity_text(entity, "Kind",
                methods[payment->method].external ? NULL
                                                  : (payment->amount < 0 ? "Refund" : "Payment"));
    entity_put(entity, "Data", payment_data_new(stay, (enum demo_method)payment->method));
    entity_text(entity, "PaymentOrigin", origin_of(stay, payment));
    entity_emit(&hotel->sink, "Payment", entity);
}

/* What the gateway knows of a card's payment; it pays out on the second day. */
static void
emit_transaction(struct demo_hotel *hotel, const struct demo_stay *stay,
                 const struct demo_folio *folio, int index)
{
    const struct demo_payment *payment = &folio->payments[index];
    const char *currency = demo_stay_currency(stay);
    struct instant settled = day_at(day_add(day_of(payment->at), 2), 6 * 60);
    json_t *transaction;

    if (methods[payment->method].external || payment->state != PAYMENT_CHARGED)
        return;
    transaction = json_object();
    entity_uuid(transaction, "PaymentId", demo_payment_id(stay, index));
    entity_put(transaction, "ChargedAmount",
               demo_extended_amount_new(currency, payment->amount, TAX_NONE));
    if (instant_before(settled, hotel->config.now)) {
        entity_time(transaction, "SettledUtc", settled);
        entity_put(transaction, "SettledAmount",
                   demo_extended_amount_new(currency, payment->amount, TAX_NONE));
    }
    entity_emit(&hotel->sink, "CreditCardTransaction", transaction);
}

/* An invoice is settled by the claim that it is, until its money comes. */
static void
emit_claim(struct demo_hotel *hotel, const struct demo_stay *stay, const struct demo_folio *folio)
{
    int64_t due = demo_folio_total(folio, SLOT_PAYER);
    json_t *entity;
    json_t *amount;
    json_t *data;

    for (int k = 0; k < folio->payment_count; k++)
        if (folio->payments[k].slot == SLOT_PAYER && folio->payments[k].state == PAYMENT_CHARGED)
            due -= folio->payments[k].amount;
    if (!is_closed(stay, SLOT_PAYER) || due <= 0)
        return;
    entity = entity_new(demo_payment_id(stay, FOLIO_PAYMENTS));
    amount = demo_amount_new(demo_stay_currency(stay), -due, TAX_NONE);
    data = json_pack("{s:s, s:{s:o, s:s}}", "Discriminator", "Invoice", "Invoice", "InvoiceId",
                     codec_uuid(demo_bill_id(hotel, stay, SLOT_PAYER)), "Type", "Receivable");
    entity_uuid(entity, "EnterpriseId", demo_id(hotel, DEMO_ENTERPRISE, 0));
    demo_account_put(hotel, stay, SLOT_PAYER, entity);
    entity_uuid(entity, "BillId", demo_bill_id(hotel, stay, SLOT_PAYER));
    entity_put(entity, "OriginalAmount", json_incref(amount));
    entity_put(entity, "Amount", amount);
    entity_times(entity, stay->actual_end, stay->actual_end);
    entity_time(entity, "ConsumedUtc", stay->actual_end);
    entity_time(entity, "ClosedUtc", stay->actual_end);
    entity_time(entity, "ChargedUtc", stay->actual_end);
    entity_time(entity, "SettlementUtc", stay->actual_end);
    entity_text(entity, "AccountingState", "Closed");
    entity_text(entity, "State", "Charged");
    entity_text(entity, "Type", "InvoicePayment");
    entity_text(entity, "Kind", "Payment");
    entity_put(entity, "Data", data);
    entity_text(entity, "PaymentOrigin", "BillBalancing");
    entity_emit(&hotel->sink, "Payment", entity);
}

void
demo_payments_emit(struct demo_hotel *hotel)
{
    struct demo_folio *folio = memory_new(sizeof(*folio));

    for (size_t i = 0; i < hotel->stay_count; i++) {
        demo_folio_make(hotel, &hotel->stays[i], folio);
        emit_claim(hotel, &hotel->stays[i], folio);
        for (int k = 0; k < folio->payment_count; k++) {
            emit_payment(hotel, &hotel->stays[i], folio, k);
            if (!hotel->horizon.is_brief)
                emit_transaction(hotel, &hotel->stays[i], folio, k);
        }
    }
    free(folio);
}
