#include "api/server/stay_folio.h"

#include "api/rules/charges.h"
#include "api/server/amounts.h"
#include "api/server/bills.h"

bool
stay_folio_open(const struct stay_terms *terms, const struct reservation *stay,
                struct stay_folio *folio, struct error *err)
{
    struct bill_choice choice = {.account = stay->account_id, .currency = terms->currency};

    *folio = (struct stay_folio){.terms = terms, .stay = stay};
    return accounts_get(terms->tx, stay->account_id, "CustomerId", &folio->account, err)
           && bills_choose(terms->tx, &choice, &folio->bill, err);
}

static struct new_item
new_item(const struct stay_folio *folio)
{
    return (struct new_item){
        .account = folio->account,
        .service_id = folio->stay->service_id,
        .order_id = folio->stay->id,
        .bill_id = folio->bill,
    };
}

/* `Double, night of 2026-03-24` */
static const char *
night_name(const struct stay_folio *folio, struct instant start)
{
    bool is_night = folio->terms->shape.units.unit == TIME_UNIT_DAY;
    char day[DAY_TEXT_SIZE];

    return arena_print(folio->terms->tx->arena, "%s, %s%s", folio->terms->category.name,
                       is_night ? "night of " : "", day_text(day_of(start), day));
}

static void
describe(const struct stay_folio *folio, const struct stay_charge *charge, struct new_item *item)
{
    bool is_night = charge->kind == STAY_CHARGE_NIGHT;

    if (charge->product)
        item->category_id = charge->product->accounting_category_id;
    if (!is_night)
        item->product_id = charge->product->id;
    item->name = is_night ? night_name(folio, charge->start) : charge->product->name;
    item->revenue = is_night ? "Service" : "Product";
    item->type = is_night ? "SpaceOrder" : "ProductOrder";
    if (charge->kind == STAY_CHARGE_CITY_TAX)
        item->type = ORDER_ITEM_CITY_TAX;
}

bool
stay_folio_add(const struct stay_folio *folio, const struct stay_line *line, struct uuid *id,
               struct error *err)
{
    struct new_item item = new_item(folio);

    describe(folio, &line->charge, &item);
    item.external_identifier = line->external_identifier;
    item.count = line->charge.count;
    item.unit_amount = line->unit_amount;
    item.amount = line->amount;
    item.consumed = line->charge.consumed;
    item.start = line->charge.start;
    item.state = charge_state(line->amount.gross, folio->stay);
    return order_items_add(folio->terms->tx, &item, id, err);
}
