#include "api/server/stay_changes.h"

#include "api/base/error.h"
#include "api/rules/bookings.h"
#include "api/rules/charges.h"
#include "api/rules/reservations.h"
#include "api/server/availability.h"
#include "api/server/given_up.h"
#include "api/server/stay_folio.h"
#include "api/server/stay_lines.h"

/* A change under way. */
struct changing {
    struct transaction *tx;
    const struct stay_change *change;
    struct stay_terms terms;      /* of the stay as it is now */
    struct stay_shape old;        /* of the stay as it was: units and persons */
    struct order_item_list items; /* that stand, as they were before */
    const struct decimal *prices; /* of the units by the rate; NULL: not needed */
    struct given_prices given;
    struct given_up given_up;
    struct stay_folio folio;
};

/* What is different */

static bool
is_moved(const struct stay_change *change)
{
    return change->before.start_utc.ms != change->after.start_utc.ms
           || change->before.end_utc.ms != change->after.end_utc.ms;
}

static bool
is_of_other_category(const struct stay_change *change)
{
    return !uuid_equal(change->before.requested_category_id, change->after.requested_category_id);
}

static bool
is_of_other_rate(const struct stay_change *change)
{
    return !uuid_equal(change->before.rate_id, change->after.rate_id);
}

static bool
is_of_units(const struct time_units *units, struct instant start)
{
    int place = time_units_place(units, start);

    return place >= 0 && place < units->count;
}

/* Whether it may */

static bool
check_times(const struct changing *changing, struct error *err)
{
    const struct stay_change *change = changing->change;
    struct interval when = changing->terms.shape.when;

    if (!is_moved(change))
        return true;
    return reservation_may_last(&change->before, when, changing->tx->now, err)
           && (change->before.start_utc.ms == when.start_utc.ms
               || booking_may_be_then(&changing->tx->property->settings, when, changing->tx->now,
                                      err));
}

static bool
check_places(const struct changing *changing, struct error *err)
{
    const struct stay_shape *shape = &changing->terms.shape;

    return (!is_of_other_category(changing->change) && shape->persons <= changing->old.persons)
           || category_may_house(&changing->terms.category, shape->persons, err);
}

/* A guest who is in doesn't book any more. */
static bool
check_rate(const struct changing *changing, struct error *err)
{
    const struct stay_change *change = changing->change;
    bool is_other = is_moved(change) || is_of_other_category(change) || is_of_other_rate(change);

    return !change->checks_rate || !is_other || change->before.state == RESERVATION_STARTED
           || stay_terms_check_rate(&changing->terms, &change->after, changing->prices, err);
}

/* One more for this part of the stay, which has nothing yet. */
static bool
check_part(const struct changing *changing, const struct availability *availability,
           struct instant start, struct instant end, struct error *err)
{
    struct booked_stay part = availability_stay(&changing->change->after);

    part.when = (struct interval){start, end};
    return !instant_before(start, end) || availability_may_take(availability, &part, err);
}

static bool
check_left(const struct changing *changing, struct error *err)
{
    const struct stay_change *change = changing->change;
    const struct service *service = &changing->terms.service;
    struct instant start = change->after.start_utc;
    struct instant end = change->after.end_utc;
    struct booked_stay stay = availability_stay(&change->after);
    struct resource_category_list categories;
    struct availability *availability;

    if (!change->checks_overbooking || !booking_counts(stay.state)
        || (!is_moved(change) && !is_of_other_category(change)))
        return true;
    if (!services_categories(changing->tx, service, &categories, err)
        || !availability_find(changing->tx, service, &categories, changing->terms.shape.units,
                              &availability, err))
        return false;
    availability_remove_stay(availability, &stay);
    if (is_of_other_category(change) || !instant_before(change->before.start_utc, end)
        || !instant_before(start, change->before.end_utc))
        return check_part(changing, availability, start, end, err);
    return check_part(changing, availability, start, change->before.start_utc, err)
           && check_part(changing, availability, change->before.end_utc, end, err);
}

/* Units */

/* The start of the unit that an item is of. */
static struct instant
unit_of(const struct changing *changing, const struct order_item *item)
{
    return instant_is_set(item->start_utc)
               ? item->start_utc
               : time_unit_start(changing->old.units.unit, item->consumed_utc);
}

static const struct order_item *
night_of(const struct changing *changing, struct instant start)
{
    for (size_t i = 0; i < changing->items.count; i++)
        if (order_item_is_night(&changing->items.rows[i])
            && unit_of(changing, &changing->items.rows[i]).ms == start.ms)
            return &changing->items.rows[i];
    return NULL;
}

static bool
is_given(const struct changing *changing, int unit)
{
    for (size_t i = 0; i < changing->given.by_index->count; i++)
        if (changing->given.by_index->rows[i].index == unit)
            return true;
    return false;
}

/* What is closed, or too old for the books, keeps its price; a price that is given insists. */
static bool
may_reprice(const struct changing *changing, const struct order_item *item, bool is_given,
            bool *may, struct error *err)
{
    struct transaction *tx = changing->tx;
    bool is_open = item->state != ACCOUNTING_CLOSED;

    *may = is_open && charge_may_be_at(&tx->property->settings, item->consumed_utc, tx->now, err);
    if (*may || !is_given)
        return true;
    return is_open ? false
                   : error_set(err, ERROR_REFUSED,
                               "%.80s stands on a closed bill: its price can't be changed.",
                               item->name);
}

static bool
reprice(const struct changing *changing, const struct order_item *item,
        const struct stay_line *line, struct error *err)
{
    struct item_price price = {
        .count = line->charge.count,
        .unit_amount = line->unit_amount,
        .amount = line->amount,
        .state = charge_state(line->amount.gross, &changing->change->after),
    };

    if (price.count == item->unit_count && price.state == item->state
        && decimal_compare(price.amount.gross, item->amount.gross) == 0
        && decimal_compare(price.amount.net, item->amount.net) == 0)
        return true;
    return order_items_reprice(changing->tx, item, &price, err);
}

static bool
change_unit(const struct changing *changing, int unit, struct error *err)
{
    struct instant start = time_units_start(&changing->terms.shape.units, unit);
    const struct order_item *item = night_of(changing, start);
    bool is_new = !is_of_units(&changing->old.units, start);
    bool is_set = is_given(changing, unit);
    bool may = true;
    struct stay_line line;
    struct uuid id;

    if (!changing->change->reprices && !is_set && (item || !is_new))
        return true;
    if (item && !may_reprice(changing, item, is_set, &may, err))
        return false;
    if (!may)
        return true;
    if (!stay_lines_night(&changing->terms, &changing->given, unit,
                          changing->prices ? changing->prices[unit] : (struct decimal){0, 0}, &line,
                          err))
        return false;
    return item ? reprice(changing, item, &line, err)
                : stay_folio_add(&changing->folio, &line, &id, err);
}

/* Products */

static const struct product *
product_of(const struct changing *changing, const struct order_item *item)
{
    const struct product_list *products = &changing->terms.house.products;

    for (size_t i = 0; i < products->count; i++)
        if (uuid_equal(products->rows[i].id, item->product_id))
            return &products->rows[i];
    return NULL;
}

/* Of one charge: for persons where it costs by them, for all units where they are one charge. */
static int64_t
count_of(const struct stay_shape *shape, const struct product *product, int64_t persons)
{
    bool is_whole = product_is_by_unit(product) && !product_is_posted_by_unit(product);

    return persons * (is_whole ? shape->units.count : 1);
}

/* As many for each as before; persons count anew with the price alone. */
static int64_t
count_now(const struct changing *changing, const struct order_item *item,
          const struct product *product)
{
    const struct stay_shape *now = &changing->terms.shape;
    int64_t persons = product_count(&changing->old, product, 1);
    int64_t before = count_of(&changing->old, product, persons);

    if (before < 1 || item->unit_count % before)
        return item->unit_count;
    if (changing->change->reprices)
        persons = product_count(now, product, 1);
    return item->unit_count / before * count_of(now, product, persons);
}

/* The item's product, at its price, as it would be charged now for the unit of `start`. */
static bool
line_again(const struct changing *changing, const struct order_item *item, struct instant start,
           struct stay_line *line, struct error *err)
{
    const struct product *product = product_of(changing, item);
    struct stay_charge charge = {
        .kind = product->is_city_tax ? STAY_CHARGE_CITY_TAX : STAY_CHARGE_PRODUCT,
        .product = product,
        .count = count_now(changing, item, product),
        .start = product_is_posted_by_unit(product) ? start : (struct instant){0},
        .consumed = start.ms == unit_of(changing, item).ms
                        ? item->consumed_utc
                        : instant_add(start, changing->terms.shape.start_offset),
    };

    return stay_terms_again(&changing->terms, &charge, &item->unit_amount, "UnitAmount", line, err);
}

/* What stands on a closed bill is taken back and charged anew, by today's books. */
static bool
recharge(const struct changing *changing, const struct order_item *item, struct stay_line *line,
         struct error *err)
{
    struct instant now = changing->tx->now;
    struct uuid id;

    if (instant_before(line->charge.consumed, now))
        line->charge.consumed = now;
    if (item->state != ACCOUNTING_CLOSED && line->charge.count)
        return reprice(changing, item, line, err);
    return order_items_take_back(changing->tx, item, ITEM_WITHDRAWN, changing->given_up.night, err)
           && (!line->charge.count || stay_folio_add(&changing->folio, line, &id, err));
}

static bool
change_product(struct changing *changing, const struct order_item *item, struct error *err)
{
    const struct product *product = product_of(changing, item);
    struct instant start = unit_of(changing, item);
    struct stay_line line;

    if (!product || order_item_is_night(item))
        return true;
    if (product_is_posted_by_unit(product) && !is_of_units(&changing->terms.shape.units, start))
        return given_up_add(&changing->given_up, item, err);
    if (count_now(changing, item, product) == item->unit_count)
        return true;
    return line_again(changing, item, start, &line, err) && recharge(changing, item, &line, err);
}

/* A unit that the stay gains has the products of the old one that is next to it. */
static bool
add_products(struct changing *changing, struct instant start, struct error *err)
{
    const struct time_units *old = &changing->old.units;
    struct instant next =
        instant_before(start, old->first) ? old->first : time_units_start(old, old->count - 1);

    for (size_t i = 0; i < changing->items.count; i++) {
        const struct order_item *item = &changing->items.rows[i];
        const struct product *product = product_of(changing, item);
        struct stay_line line;
        struct uuid id;

        if (order_item_is_night(item) || !product || !product_is_posted_by_unit(product)
            || unit_of(changing, item).ms != next.ms)
            continue;
        if (!line_again(changing, item, start, &line, err)
            || (line.charge.count && !stay_folio_add(&changing->folio, &line, &id, err)))
            return false;
    }
    return true;
}

/* The change */

static bool
open_change(struct changing *changing, struct error *err)
{
    static const struct unit_price_list none = {NULL, 0};
    const struct stay_change *change = changing->change;
    struct transaction *tx = changing->tx;
    const struct age_category_list *ages = &tx->property->age_categories;
    const struct reservation *before = &change->before;

    if (!order_items_of(tx, before->id, &changing->items, err)
        || !stay_terms_find(tx, &change->after, change->prefix, &changing->terms, err)
        || !time_units_of_stay(changing->terms.service.time_unit,
                               (struct interval){before->start_utc, before->end_utc}, "",
                               &changing->old.units, err))
        return false;
    changing->old.persons =
        reservation_persons(&before->person_counts, ages, age_classification_unknown);
    changing->old.adults = reservation_persons(&before->person_counts, ages, AGE_ADULT);
    changing->given =
        (struct given_prices){NULL, change->prices ? change->prices : &none, change->prefix};
    if (changing->items.count)
        changing->terms.currency = changing->items.rows[0].amount.currency;
    return given_prices_check(&changing->given, changing->terms.shape.units.count, err)
           && given_up_open(tx, before, changing->items.count, ITEM_WITHDRAWN, &changing->given_up,
                            err)
           && stay_folio_open(&changing->terms, &change->after, &changing->folio, err);
}

/* Not where nothing is charged by the rate: it may have no prices. */
static bool
find_prices(struct changing *changing, struct error *err)
{
    const struct time_units *units = &changing->terms.shape.units;
    struct instant last = time_units_start(units, units->count - 1);
    bool is_longer = !is_of_units(&changing->old.units, units->first)
                     || !is_of_units(&changing->old.units, last);

    return (!changing->change->reprices && !changing->change->checks_rate && !is_longer)
           || stay_terms_prices(&changing->terms, &changing->prices, err);
}

/* As a booking is: a property may have been filled with stays that nothing was charged for. */
static bool
charge_whole(struct changing *changing, struct error *err)
{
    const struct stay_terms *terms = &changing->terms;
    struct stay_lines lines = {NULL, 0, 0};
    struct uuid id;

    if (!stay_lines_add_nights(terms, &changing->given, changing->prices, &lines, err)
        || !stay_lines_add_along(terms, &changing->change->after, &lines, err))
        return false;
    for (size_t i = 0; i < lines.count; i++)
        if (!stay_folio_add(&changing->folio, &lines.rows[i], &id, err))
            return false;
    return true;
}

static bool
change_charges(struct changing *changing, struct error *err)
{
    const struct time_units *units = &changing->terms.shape.units;

    if (!changing->items.count && changing->prices)
        return charge_whole(changing, err);
    for (int i = 0; i < units->count; i++) {
        struct instant start = time_units_start(units, i);

        if (!change_unit(changing, i, err)
            || (!is_of_units(&changing->old.units, start) && !add_products(changing, start, err)))
            return false;
    }
    for (size_t i = 0; i < changing->items.count; i++) {
        const struct order_item *item = &changing->items.rows[i];
        bool is_gone = order_item_is_night(item) && !is_of_units(units, unit_of(changing, item));

        if (is_gone ? !given_up_add(&changing->given_up, item, err)
                    : !change_product(changing, item, err))
            return false;
    }
    return !changing->change->charges_fee || given_up_charge(&changing->given_up, err);
}

bool
stay_changes_make(struct transaction *tx, const struct stay_change *change, struct error *err)
{
    struct changing changing = {.tx = tx, .change = change};

    return open_change(&changing, err) && check_times(&changing, err)
           && check_places(&changing, err) && find_prices(&changing, err)
           && check_rate(&changing, err) && check_left(&changing, err)
           && change_charges(&changing, err);
}
