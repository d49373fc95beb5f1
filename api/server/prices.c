#include "api/server/prices.h"

#include <string.h>

#include "api/base/error.h"
#include "api/rules/charges.h"
#include "api/rules/history.h"
#include "api/rules/spans.h"
#include "api/server/amounts.h"

enum {
    LINE_MOST = 8 /* rates that stand on one another */
};

/* Finding */

/* The rate, the one it stands on, and so on; the last one has prices. */
static bool
find_line(struct transaction *tx, const struct rate *rate, struct pricing *pricing,
          struct error *err)
{
    struct uuid *line = arena_new(tx->arena, LINE_MOST * sizeof(*line));
    struct rate base = *rate;
    bool found = true;

    pricing->line = (struct uuid_list){line, 0};
    while (found && pricing->line.count < LINE_MOST) {
        line[pricing->line.count++] = base.id;
        if (!transaction_find(tx, ENTITY_rate, base.base_rate_id, &base, &found, err))
            return false;
    }
    return true;
}

static struct uuid
root_of(const struct pricing *pricing)
{
    return pricing->line.rows[pricing->line.count - 1];
}

static const struct rate_adjustment *
adjustment_of(const struct rate_adjustment_list *list, struct uuid rate)
{
    for (size_t i = 0; i < list->count; i++)
        if (uuid_equal(list->rows[i].rate_id, rate))
            return &list->rows[i];
    return NULL;
}

/* From the one above the root down to the rate itself; a root stands on its own. */
static bool
find_steps(struct transaction *tx, struct pricing *pricing, struct error *err)
{
    struct query query = {.entity = ENTITY_rate_adjustment};
    struct rate_adjustment_list found;
    struct rate_adjustment *steps;
    size_t from = pricing->line.count == 1 ? 1 : pricing->line.count - 1;

    query_add(&query, COLUMN_rate_adjustment_rate_id, CONDITION_UUIDS)->uuids = pricing->line;
    if (!transaction_select(tx, &query, &found, err))
        return false;
    steps = arena_new(tx->arena, (from + 1) * sizeof(*steps));
    pricing->terms.steps = (struct rate_adjustment_list){steps, 0};
    for (size_t i = from; i > 0; i--) {
        const struct rate_adjustment *step = adjustment_of(&found, pricing->line.rows[i - 1]);

        if (step)
            steps[pricing->terms.steps.count++] = *step;
    }
    return true;
}

static bool
find_categories(struct transaction *tx, struct pricing *pricing, struct error *err)
{
    struct query query = {.entity = ENTITY_category_adjustment};
    struct uuid root = root_of(pricing);

    query_add(&query, COLUMN_category_adjustment_rate_id, CONDITION_UUIDS)->uuids =
        (struct uuid_list){&root, 1};
    return transaction_select(tx, &query, &pricing->terms.categories, err);
}

/* Prices of a rate that reach into the units. */
static struct query
prices_query(const struct uuid *rate, const struct time_units *units)
{
    struct query query = {.entity = ENTITY_rate_price};

    query_add(&query, COLUMN_rate_price_rate_id, CONDITION_UUIDS)->uuids =
        (struct uuid_list){rate, 1};
    query_add(&query, COLUMN_rate_price_end_utc, CONDITION_FROM)->start = units->first;
    query_add(&query, COLUMN_rate_price_start_utc, CONDITION_BEFORE)->end =
        time_units_start(units, units->count);
    return query;
}

/* Where none is given for some unit the nearest one goes on, so all are needed. */
static bool
find_prices(struct transaction *tx, const struct time_units *units, struct pricing *pricing,
            struct error *err)
{
    struct uuid root = root_of(pricing);
    struct query query = prices_query(&root, units);

    if (!transaction_select(tx, &query, &pricing->terms.prices, err))
        return false;
    if (!rate_terms_lacking(&pricing->terms, units))
        return true;
    query.conditions[1].start = (struct instant){INT64_MIN};
    query.conditions[2].end = (struct instant){INT64_MAX};
    return transaction_select(tx, &query, &pricing->terms.prices, err);
}

bool
prices_find(struct transaction *tx, const struct rate *rate, const struct time_units *units,
            struct pricing *pricing, struct error *err)
{
    *pricing = (struct pricing){
        .terms = {.name = rate->name, .currency = property_currency(&tx->property->settings)}};
    return find_line(tx, rate, pricing, err) && find_steps(tx, pricing, err)
           && find_categories(tx, pricing, err) && find_prices(tx, units, pricing, err);
}

bool
prices_amount(const struct transaction *tx, const struct product *night, struct money price,
              struct instant consumed, struct amount *amount, struct error *err)
{
    struct taxation taxation = amounts_taxation(tx, consumed, "RateId");
    struct amount whole = {
        .currency = arena_text(tx->arena, price.currency),
        .net = price.amount,
        .gross = price.amount,
    };

    if (night)
        whole.taxes = night->price.taxes;
    return amount_of_price(tx->arena, &taxation, &whole, 1, amount, err);
}

/* rates/getPricing */

/* What the answer's prices are made of. */
struct tariff {
    struct transaction *tx;
    struct service service;
    struct time_units units;
    struct stay_house house;
    struct pricing pricing;
};

/* Where the prices of the units go, and the same as amounts. */
struct price_lists {
    json_t *prices, *amounts;
};

static struct price_lists
new_lists(void)
{
    return (struct price_lists){json_array(), json_array()};
}

static bool
add_price(const struct tariff *tariff, const struct product *taxed, struct decimal price, int unit,
          const struct price_lists *lists, struct error *err)
{
    struct instant start = time_units_start(&tariff->units, unit);
    struct instant consumed = instant_add(start, services_start_offset(&tariff->service));
    struct money money = {.amount = price};
    struct amount amount;

    memcpy(money.currency, tariff->pricing.terms.currency, sizeof(money.currency) - 1);
    if (!prices_amount(tariff->tx, taxed, money, consumed, &amount, err))
        return false;
    json_array_append_new(lists->prices, codec_number(price));
    json_array_append_new(lists->amounts, amount_json(&amount));
    return true;
}

/* Of a category, or with none the base price. */
static bool
add_prices(const struct tariff *tariff, const struct resource_category *category,
           const struct price_lists *lists, struct error *err)
{
    const struct product *night = product_of_nights(&tariff->house.products);

    for (int i = 0; i < tariff->units.count; i++) {
        struct instant start = time_units_start(&tariff->units, i);
        struct decimal price;

        if (category ? !rate_unit_price(&tariff->pricing.terms, category, start, 0, &price, err)
                     : !rate_base_price(&tariff->pricing.terms, start, &price, err))
            return false;
        if (!add_price(tariff, night, price, i, lists, err))
            return false;
    }
    return true;
}

/* The price of a product, which is the same for all units. */
static bool
add_product_prices(const struct tariff *tariff, const struct product *product,
                   const struct price_lists *lists, struct error *err)
{
    bool is_net = tariff->tx->property->settings.pricing == PRICING_NET;

    for (int i = 0; i < tariff->units.count; i++)
        if (!add_price(tariff, product, is_net ? product->price.net : product->price.gross, i,
                       lists, err))
            return false;
    return true;
}

static bool
answer_base(const struct tariff *tariff, const struct product *product, struct error *err)
{
    struct price_lists lists = new_lists();

    transaction_answer(tariff->tx, "BasePrices", lists.prices);
    transaction_answer(tariff->tx, "BaseAmountPrices", lists.amounts);
    return product ? add_product_prices(tariff, product, &lists, err)
                   : add_prices(tariff, NULL, &lists, err);
}

static bool
answer_categories(const struct tariff *tariff, struct error *err)
{
    struct resource_category_list categories;
    json_t *list = json_array();

    transaction_answer(tariff->tx, "CategoryPrices", list);
    if (!services_categories(tariff->tx, &tariff->service, &categories, err))
        return false;
    for (size_t i = 0; i < categories.count; i++) {
        struct price_lists lists = new_lists();

        json_array_append_new(list, json_pack("{s:o, s:o, s:o}", "CategoryId",
                                              codec_uuid(categories.rows[i].id), "Prices",
                                              lists.prices, "AmountPrices", lists.amounts));
        if (!add_prices(tariff, &categories.rows[i], &lists, err))
            return false;
    }
    return true;
}

/* By how much categories, and the rate, differ. */
static void
answer_adjustments(const struct tariff *tariff)
{
    const struct rate_terms *terms = &tariff->pricing.terms;
    const struct rate_adjustment none = {.relative = {0, 0}};
    const struct rate_adjustment *own =
        terms->steps.count ? &terms->steps.rows[terms->steps.count - 1] : &none;
    json_t *list = json_array();

    for (size_t i = 0; i < terms->categories.count; i++) {
        const struct category_adjustment *row = &terms->categories.rows[i];

        json_array_append_new(list, json_pack("{s:o, s:o, s:o, s:o}", "CategoryId",
                                              codec_uuid(row->category_id), "ParentCategoryId",
                                              codec_uuid(row->parent_id), "AbsoluteValue",
                                              codec_number(row->absolute), "RelativeValue",
                                              codec_number(row->relative)));
    }
    transaction_answer(tariff->tx, "CategoryAdjustments", list);
    transaction_answer(tariff->tx, "AgeCategoryAdjustments", json_array());
    transaction_answer(tariff->tx, "RelativeAdjustment", codec_number(own->relative));
    transaction_answer(tariff->tx, "AbsoluteAdjustment", codec_number(own->absolute));
    transaction_answer(tariff->tx, "EmptyUnitAdjustment", codec_number(own->empty));
    transaction_answer(tariff->tx, "ExtraUnitAdjustment", codec_number(own->extra));
}

/* The product whose prices are meant; none: the rate's own. */
static bool
find_product(struct transaction *tx, const struct service *service, struct uuid id,
             struct product *product, bool *found, struct error *err)
{
    *found = uuid_is_set(id);
    if (!*found)
        return true;
    return transaction_get(tx, ENTITY_product, id, "ProductId", product, err)
           && (uuid_equal(product->service_id, service->id)
               || error_set(err, ERROR_INPUT,
                            "Invalid ProductId: it is no product of the rate's service."));
}

bool
rates_get_pricing(struct transaction *tx, const struct pricing_filter *request, struct error *err)
{
    struct tariff tariff = {.tx = tx};
    struct rate rate;
    struct product product;
    bool is_product;

    if (!transaction_get(tx, ENTITY_rate, request->rate_id, "RateId", &rate, err)
        || !services_get(tx, rate.service_id, "RateId", &tariff.service, err)
        || !time_units_of(tariff.service.time_unit, request->first_utc, request->last_utc, "",
                          &tariff.units, err)
        || !find_product(tx, &tariff.service, request->product_id, &product, &is_product, err)
        || !services_house(tx, &tariff.service, &tariff.house, err)
        || !prices_find(tx, &rate, &tariff.units, &tariff.pricing, err))
        return false;
    transaction_answer(tx, "Currency", json_string(tariff.pricing.terms.currency));
    transaction_answer(tx, "DatesUtc", services_starts(&tariff.units));
    transaction_answer(tx, "TimeUnitStartsUtc", services_starts(&tariff.units));
    answer_adjustments(&tariff);
    transaction_answer(tx, "CategoryPrices", json_array());
    return answer_base(&tariff, is_product ? &product : NULL, err)
           && (is_product || answer_categories(&tariff, err));
}

/* rates/updatePrice */

/* One update under way. */
struct repricing {
    struct transaction *tx;
    const struct price_update *wanted;
    struct uuid rate;
    struct time_units units;
    struct rate_price_list old; /* updates before this one, of the same category */
    struct span_list spans;
};

/* What was set before for the same category, as spans counted from the first unit. */
static bool
find_old(struct repricing *repricing, struct error *err)
{
    struct query query = prices_query(&repricing->rate, &repricing->units);
    struct rate_price_list all;
    struct rate_price *rows;
    struct span *spans;
    size_t count = 0;

    query_add(&query, COLUMN_rate_price_is_update, CONDITION_BOOL)->value = true;
    if (!transaction_select(repricing->tx, &query, &all, err))
        return false;
    rows = arena_new(repricing->tx->arena, (all.count + 1) * sizeof(*rows));
    spans = arena_new(repricing->tx->arena, (all.count + 1) * sizeof(*spans));
    for (size_t i = 0; i < all.count; i++) {
        if (!uuid_equal(all.rows[i].category_id, repricing->wanted->category_id))
            continue;
        rows[count] = all.rows[i];
        spans[count] = (struct span){time_units_place(&repricing->units, all.rows[i].first_utc),
                                     time_units_place(&repricing->units, all.rows[i].last_utc),
                                     (int)count, (int)count};
        count++;
    }
    repricing->old = (struct rate_price_list){rows, count};
    repricing->spans = (struct span_list){spans, count};
    return true;
}

static bool
add_span(const struct repricing *repricing, const struct span *span, struct error *err)
{
    struct decimal value = span->row == SPAN_NEW ? repricing->wanted->value.value
                                                 : repricing->old.rows[span->row].value;
    json_t *body = json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:b}", "Id", codec_uuid(uuid_random()),
                             "RateId", codec_uuid(repricing->rate), "CategoryId",
                             codec_uuid(repricing->wanted->category_id), "FirstTimeUnitStartUtc",
                             codec_instant(time_units_start(&repricing->units, (int)span->first)),
                             "LastTimeUnitStartUtc",
                             codec_instant(time_units_start(&repricing->units, (int)span->last)),
                             "Value", codec_number(value), "IsUpdate", 1);

    return transaction_add(repricing->tx, ENTITY_rate_price, body, err);
}

static bool
apply_change(const struct repricing *repricing, const struct span_change *change, struct error *err)
{
    for (size_t i = 0; i < repricing->old.count; i++)
        if (change->dropped[i]
            && !transaction_delete(repricing->tx, ENTITY_rate_price, repricing->old.rows[i].id,
                                   err))
            return false;
    for (size_t i = 0; i < change->added.count; i++)
        if (!add_span(repricing, &change->added.rows[i], err))
            return false;
    return true;
}

static bool
check_update(struct transaction *tx, const struct service *service,
             const struct price_update *wanted, const struct time_units *units, struct error *err)
{
    const char *history = tx->property->settings.operational_history;
    struct instant end = instant_add_ms(time_units_start(units, 1), -1);
    struct resource_category category;

    if (uuid_is_set(wanted->category_id)
        && !services_category(tx, service, wanted->category_id, "PriceUpdates.CategoryId",
                              &category, err))
        return false;
    if (wanted->value.presence == PRESENCE_SET
        && (decimal_sign(wanted->value.value) < 0 || !amount_fits(wanted->value.value)))
        return error_set(err, ERROR_INPUT,
                         "Invalid PriceUpdates.Value: must be a price, zero or more.");
    return history_may_change(history, "Prices", end, tx->now, err)
           && future_may_change("Prices", time_units_start(units, units->count - 1), tx->now, err);
}

static bool
update_one(struct transaction *tx, const struct service *service, struct uuid rate,
           const struct price_update *wanted, struct error *err)
{
    struct repricing repricing = {.tx = tx, .wanted = wanted, .rate = rate};
    struct span_change change;
    struct span span = {.row = SPAN_NEW, .value = SPAN_NEW};

    if (!time_units_of(service->time_unit, wanted->first_utc, wanted->last_utc, "PriceUpdates.",
                       &repricing.units, err)
        || !check_update(tx, service, wanted, &repricing.units, err) || !find_old(&repricing, err))
        return false;
    span.last = repricing.units.count - 1;
    if (wanted->value.presence == PRESENCE_SET)
        spans_replace(tx->arena, &repricing.spans, span, &change);
    else
        spans_clear(tx->arena, &repricing.spans, span, &change);
    return apply_change(&repricing, &change, err);
}

bool
rates_update_price(struct transaction *tx, const struct price_updates *request, struct error *err)
{
    struct service service;
    struct rate rate;
    struct product product;
    bool is_product;

    if (!transaction_get(tx, ENTITY_rate, request->rate_id, "RateId", &rate, err)
        || !services_get(tx, rate.service_id, "RateId", &service, err)
        || !find_product(tx, &service, request->product_id, &product, &is_product, err))
        return false;
    if (uuid_is_set(rate.base_rate_id))
        return error_set(err, ERROR_REFUSED,
                         "Rate %.80s stands on another one: set the prices of that one.",
                         rate.name);
    if (is_product)
        return error_set(err, ERROR_REFUSED,
                         "%.80s has one price for all rates: it can't be set by rate.",
                         product.name);
    for (size_t i = 0; i < request->updates.count; i++)
        if (!update_one(tx, &service, rate.id, &request->updates.rows[i], err))
            return false;
    return true;
}
