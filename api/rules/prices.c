#include "api/rules/prices.h"

#include "api/base/error.h"

/*
 * Prices come in two layers: those that the property began with, and those that rates/updatePrice
 * laid over them. Taking an update away uncovers what was there before.
 */

enum {
    PARENTS_MOST = 8 /* categories that stand on one another */
};

static const struct uuid no_category;

static bool
holds_at(const struct rate_price *price, struct uuid category, struct instant at)
{
    return uuid_equal(price->category_id, category) && !instant_before(at, price->first_utc)
           && !instant_before(price->last_utc, at);
}

/* The price that was given for the unit, updates before the others; NULL. */
static const struct rate_price *
find_price(const struct rate_terms *terms, struct uuid category, struct instant at)
{
    const struct rate_price *found = NULL;

    for (size_t i = 0; i < terms->prices.count; i++) {
        const struct rate_price *price = &terms->prices.rows[i];

        if (holds_at(price, category, at) && (!found || price->is_update))
            found = price;
    }
    return found;
}

int
rate_terms_lacking(const struct rate_terms *terms, const struct time_units *units)
{
    int lacking = 0;

    for (int i = 0; i < units->count; i++)
        lacking += !find_price(terms, no_category, time_units_start(units, i));
    return lacking;
}

static bool
is_nearer(const struct rate_price *price, const struct rate_price *found, struct instant at)
{
    bool is_before = instant_before(price->last_utc, at);

    if (!found)
        return true;
    if (is_before != instant_before(found->last_utc, at))
        return is_before;
    return is_before ? instant_before(found->last_utc, price->last_utc)
                     : instant_before(price->first_utc, found->first_utc);
}

/* What the property began with goes on where nothing else was given; updates don't. */
static const struct rate_price *
find_nearest(const struct rate_terms *terms, struct instant at)
{
    const struct rate_price *found = NULL;

    for (size_t i = 0; i < terms->prices.count; i++) {
        const struct rate_price *price = &terms->prices.rows[i];

        if (!price->is_update && !uuid_is_set(price->category_id) && is_nearer(price, found, at))
            found = price;
    }
    return found;
}

static bool
refuse_size(const struct rate_terms *terms, struct error *err)
{
    return error_set(err, ERROR_REFUSED, "The prices of rate %.80s are too large to reckon with.",
                     terms->name);
}

/* The base price of a unit, before what the rate adds to it. */
static bool
find_base(const struct rate_terms *terms, struct instant at, struct decimal *price,
          struct error *err)
{
    const struct rate_price *found = find_price(terms, no_category, at);
    char day[DAY_TEXT_SIZE];

    if (!found)
        found = find_nearest(terms, at);
    if (!found)
        return error_set(err, ERROR_REFUSED,
                         "Rate %.80s has no price on %s: set one, or choose another rate.",
                         terms->name, day_text(day_of(at), day));
    *price = found->value;
    return true;
}

/* value x (1 + relative) + absolute */
static bool
adjust(struct decimal value, struct decimal relative, struct decimal absolute,
       struct decimal *adjusted)
{
    struct decimal factor;

    return decimal_add((struct decimal){1, 0}, relative, &factor)
           && decimal_multiply(value, factor, adjusted)
           && decimal_add(*adjusted, absolute, adjusted);
}

static const struct category_adjustment *
find_adjustment(const struct rate_terms *terms, struct uuid category)
{
    for (size_t i = 0; i < terms->categories.count; i++)
        if (uuid_equal(terms->categories.rows[i].category_id, category))
            return &terms->categories.rows[i];
    return NULL;
}

/* From the category up to one that has a price of its own or no parent, and down again. */
static bool
category_price(const struct rate_terms *terms, struct uuid category, struct instant at,
               struct decimal *price, struct error *err)
{
    const struct category_adjustment *line[PARENTS_MOST];
    const struct rate_price *own;
    int count = 0;

    while (!(own = find_price(terms, category, at)) && count < PARENTS_MOST) {
        const struct category_adjustment *adjustment = find_adjustment(terms, category);

        if (!adjustment)
            break;
        line[count++] = adjustment;
        category = adjustment->parent_id;
        if (!uuid_is_set(category))
            break;
    }
    if (own)
        *price = own->value;
    else if (!find_base(terms, at, price, err))
        return false;
    while (count--)
        if (!adjust(*price, line[count]->relative, line[count]->absolute, price))
            return refuse_size(terms, err);
    return true;
}

/* What the rate makes of a price, in whole units of the currency. */
static bool
apply_steps(const struct rate_terms *terms, struct decimal *price, struct error *err)
{
    for (size_t i = 0; i < terms->steps.count; i++)
        if (!adjust(*price, terms->steps.rows[i].relative, terms->steps.rows[i].absolute, price))
            return refuse_size(terms, err);
    return decimal_round(*price, money_digits(terms->currency), price) || refuse_size(terms, err);
}

bool
rate_base_price(const struct rate_terms *terms, struct instant start, struct decimal *price,
                struct error *err)
{
    return find_base(terms, start, price, err) && apply_steps(terms, price, err);
}

static bool
add_times(struct decimal *price, struct decimal adjustment, int64_t count)
{
    struct decimal sum;

    return decimal_multiply(adjustment, (struct decimal){count, 0}, &sum)
           && decimal_add(*price, sum, price);
}

bool
rate_unit_price(const struct rate_terms *terms, const struct resource_category *category,
                struct instant start, int64_t persons, struct decimal *price, struct error *err)
{
    const struct rate_adjustment none = {.empty = {0, 0}};
    const struct rate_adjustment *own =
        terms->steps.count ? &terms->steps.rows[terms->steps.count - 1] : &none;
    int64_t extra = persons - category->capacity;

    if (extra > category->extra_capacity)
        extra = category->extra_capacity;
    if (!persons)
        extra = 0;
    if (!category_price(terms, category->id, start, price, err))
        return false;
    if (!add_times(price, extra > 0 ? own->extra : own->empty, extra > 0 ? extra : -extra))
        return refuse_size(terms, err);
    return apply_steps(terms, price, err);
}
