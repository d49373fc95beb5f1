#include "api/server/demo_outlets.h"

#include <stdio.h>

#include "api/server/demo_products.h"

enum {
    OUTLETS = 3,
    DAYS = 2,       /* yesterday and today */
    BILL_ROOMS = 6, /* one bill a day for so many */
    ITEMS_MOST = 4,
};

static const struct {
    const char *name;
    int first_dish, dishes; /* rows of `dishes` */
    int opens, closes;      /* minutes */
    enum demo_account account;
} outlets[OUTLETS] = {
    {"Restaurant Moldavit", 0, 6, 12 * 60, 22 * 60, ACCOUNT_FOOD},
    {"Lobby bar", 6, 5, 16 * 60, 23 * 60 + 30, ACCOUNT_BAR},
    {"Wellness", 11, 3, 10 * 60, 20 * 60, ACCOUNT_WELLNESS},
};

/* Drinks and wellness are taxed at the standard rate, meals at the reduced one. */
static const struct {
    const char *name;
    int64_t price;
    enum demo_tax tax;
} dishes[] = {
    {"Svíčková with dumplings", 28000, TAX_REDUCED},
    {"Roast duck, cabbage", 36400, TAX_REDUCED},
    {"Trout with almonds", 33600, TAX_REDUCED},
    {"Potato soup", 11200, TAX_REDUCED},
    {"Apple strudel", 12600, TAX_REDUCED},
    {"Caesar salad", 25200, TAX_REDUCED},
    {"Draught lager 0.5 l", 7260, TAX_STANDARD},
    {"Becherovka 4 cl", 9680, TAX_STANDARD},
    {"Negroni", 18150, TAX_STANDARD},
    {"Espresso", 6050, TAX_STANDARD},
    {"Lemonade", 8470, TAX_STANDARD},
    {"Spa entry", 60500, TAX_STANDARD},
    {"Massage 50 min", 133100, TAX_STANDARD},
    {"Bathrobe hire", 12100, TAX_STANDARD},
};

static void
emit_item(struct demo_hotel *hotel, uint64_t key, int number, json_t *item)
{
    entity_uuid(item, "Id", demo_id_of(key, DEMO_OUTLET_ITEM, (uint64_t)number));
    entity_uuid(item, "EnterpriseId", demo_id(hotel, DEMO_ENTERPRISE, 0));
    entity_uuid(item, "BillId", demo_uuid(key));
    entity_emit(&hotel->sink, "OutletItem", item);
}

static json_t *
item_new(const char *name, int count, struct instant at)
{
    json_t *item = json_object();

    entity_text(item, "Name", name);
    entity_int(item, "UnitCount", count);
    entity_times(item, at, at);
    entity_time(item, "ConsumedUtc", at);
    return item;
}

/* What was had, and the payment that settles it. */
static void
emit_items(struct demo_hotel *hotel, uint64_t key, int outlet, struct instant at)
{
    int count = demo_between(key, SALT_COUNT, 1, ITEMS_MOST);
    int64_t total = 0;
    json_t *item;

    for (int i = 0; i < count; i++) {
        uint64_t item_key = demo_mix(key, (uint64_t)i);
        int dish = outlets[outlet].first_dish
                   + (int)demo_below(item_key, SALT_PIECE, (uint32_t)outlets[outlet].dishes);
        int pieces = demo_between(item_key, SALT_COUNT, 1, 3);

        item = item_new(dishes[dish].name, pieces, at);
        total += dishes[dish].price * pieces;
        entity_uuid(item, "AccountingCategoryId",
                    demo_id(hotel, DEMO_ACCOUNTING_CATEGORY, outlets[outlet].account));
        entity_text(item, "Type", "Revenue");
        entity_put(item, "UnitAmount",
                   demo_amount_new("CZK", dishes[dish].price, dishes[dish].tax));
        emit_item(hotel, key, i, item);
    }
    item = item_new(demo_chance(key, SALT_PAYMENT, 700) ? "Card" : "Cash", 1, at);
    entity_uuid(item, "AccountingCategoryId",
                demo_id(hotel, DEMO_ACCOUNTING_CATEGORY, ACCOUNT_PAYMENT_OTHER));
    entity_text(item, "Type", "Payment");
    entity_put(item, "UnitAmount", demo_amount_new("CZK", -total, TAX_NONE));
    emit_item(hotel, key, count, item);
}

static void
emit_bill(struct demo_hotel *hotel, int outlet, int32_t day, int number)
{
    uint64_t index =
        (uint64_t)(hotel->today - day) << 32 | (uint64_t)outlet << 24 | (uint64_t)number;
    uint64_t key = demo_hash(hotel->config.seed, DEMO_OUTLET_BILL, index);
    struct instant at =
        demo_at(day, demo_between(key, SALT_START, outlets[outlet].opens, outlets[outlet].closes));
    json_t *bill;
    char text[24];

    if (instant_before(hotel->config.now, at))
        return;
    bill = entity_new(demo_uuid(key));
    snprintf(text, sizeof(text), "%c%d-%04d", "RBW"[outlet], (int)(day % 1000), number + 1);
    entity_uuid(bill, "EnterpriseId", demo_id(hotel, DEMO_ENTERPRISE, 0));
    entity_uuid(bill, "OutletId", demo_id(hotel, DEMO_OUTLET, (uint64_t)outlet));
    entity_text(bill, "Number", text);
    entity_time(bill, "ClosedUtc", at);
    entity_time(bill, "UpdatedUtc", at);
    entity_emit(&hotel->sink, "OutletBill", bill);
    emit_items(hotel, key, outlet, at);
}

void
demo_outlets_emit(struct demo_hotel *hotel)
{
    int bills = hotel->room_count / BILL_ROOMS / OUTLETS + 1;

    if (bills > 40)
        bills = 40; // a house has so many tables
    for (uint64_t i = 0; i < OUTLETS; i++) {
        json_t *outlet = entity_new(demo_id(hotel, DEMO_OUTLET, i));

        entity_uuid(outlet, "EnterpriseId", demo_id(hotel, DEMO_ENTERPRISE, 0));
        entity_bool(outlet, "IsActive", true);
        entity_text(outlet, "Name", outlets[i].name);
        entity_times(outlet, hotel->opened, hotel->opened);
        entity_emit(&hotel->sink, "Outlet", outlet);
    }
    for (int32_t day = hotel->today - DAYS + 1; day <= hotel->today; day++)
        for (int outlet = 0; outlet < OUTLETS; outlet++)
            for (int i = 0; i < bills; i++)
                emit_bill(hotel, outlet, day, i);
}
