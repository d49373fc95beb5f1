#include "api/rules/stay_charges.h"

#include <string.h>

#include "api/base/error.h"
#include "api/rules/charges.h"

static struct instant
consumed_at(const struct stay_shape *stay, struct instant start)
{
    return stay->units.unit == TIME_UNIT_HOUR ? start : instant_add(start, stay->start_offset);
}

struct stay_charge
stay_charge_night(const struct stay_shape *stay, int unit, const struct product *night)
{
    struct instant start = time_units_start(&stay->units, unit);

    return (struct stay_charge){STAY_CHARGE_NIGHT, night, 1, start, consumed_at(stay, start)};
}

bool
product_is_by_unit(const struct product *product)
{
    return product->charging == CHARGING_PER_TIME_UNIT
           || product->charging == CHARGING_PER_PERSON_PER_TIME_UNIT;
}

bool
product_is_posted_by_unit(const struct product *product)
{
    return product_is_by_unit(product) && product->posting != POSTING_ONCE;
}

int64_t
product_count(const struct stay_shape *stay, const struct product *product, int64_t count)
{
    return charge_count(product->charging, count, 1,
                        product->is_city_tax ? stay->adults : stay->persons);
}

static struct stay_charge
charge_of(const struct stay_shape *stay, const struct stay_product *wanted)
{
    return (struct stay_charge){
        .kind = wanted->product->is_city_tax ? STAY_CHARGE_CITY_TAX : STAY_CHARGE_PRODUCT,
        .product = wanted->product,
        .count = product_count(stay, wanted->product, wanted->count),
    };
}

static bool
refuse(const struct stay_product *wanted, const char *member, const char *why, struct error *err)
{
    return error_set(err, ERROR_INPUT, "Invalid %s%s: %s.", wanted->prefix, member, why);
}

static bool
charge_once(const struct stay_shape *stay, const struct stay_product *wanted,
            struct stay_charge *charge, struct error *err)
{
    struct instant at = wanted->start_utc;

    if (instant_is_set(wanted->end_utc) && wanted->end_utc.ms != at.ms)
        return refuse(wanted, "EndUtc", "a product that is charged once needs it equal to StartUtc",
                      err);
    if (instant_is_set(at)
        && (instant_before(at, stay->units.first) || instant_before(stay->when.end_utc, at)))
        return refuse(wanted, "StartUtc", "is not within the stay", err);
    *charge = charge_of(stay, wanted);
    charge->consumed = instant_is_set(at) ? at : stay->when.start_utc;
    return true;
}

/* From which unit on, and how many. */
static bool
find_part(const struct stay_shape *stay, const struct stay_product *wanted, int *from, int *count,
          struct error *err)
{
    struct interval when = {wanted->start_utc, wanted->end_utc};
    struct time_units part = stay->units;

    if (instant_is_set(when.start_utc) != instant_is_set(when.end_utc))
        return refuse(wanted, instant_is_set(when.start_utc) ? "EndUtc" : "StartUtc",
                      "StartUtc and EndUtc go together", err);
    if (instant_is_set(when.start_utc) && when.start_utc.ms == when.end_utc.ms)
        when.end_utc.ms++; // that unit alone
    if (instant_is_set(when.start_utc)
        && !time_units_of_stay(stay->units.unit, when, wanted->prefix, &part, err))
        return false;
    *from = time_units_place(&stay->units, part.first);
    *count = part.count;
    return (*from >= 0 && *from + *count <= stay->units.count)
           || refuse(wanted, *from < 0 ? "StartUtc" : "EndUtc", "is not within the stay", err);
}

bool
stay_charges_of(struct arena *arena, const struct stay_shape *stay,
                const struct stay_product *wanted, struct stay_charge_list *charges,
                struct error *err)
{
    int from = 0;
    int count = 1;

    if (product_is_by_unit(wanted->product) && !find_part(stay, wanted, &from, &count, err))
        return false;
    charges->count = product_is_posted_by_unit(wanted->product) ? (size_t)count : 1;
    charges->rows = arena_new(arena, charges->count * sizeof(*charges->rows));
    if (!product_is_by_unit(wanted->product))
        return charge_once(stay, wanted, charges->rows, err);
    for (size_t i = 0; i < charges->count; i++) {
        struct stay_charge *charge = &charges->rows[i];

        *charge = charge_of(stay, wanted);
        charge->start = time_units_start(&stay->units, from + (int)i);
        charge->consumed = consumed_at(stay, charge->start);
    }
    if (!product_is_posted_by_unit(wanted->product)) {
        charges->rows[0].count *= count;
        charges->rows[0].start = (struct instant){0};
    }
    return true;
}

/* The house's rules */

/* A condition that isn't there is met. */
static bool
is_met(const struct rule_condition *condition, const char *value)
{
    bool is_same = strcmp(condition->value, value) == 0;

    return !*condition->type || is_same == (strcmp(condition->type, "NotEquals") != 0);
}

static bool
is_met_by_id(const struct rule_condition *condition, struct uuid id)
{
    struct uuid wanted;
    bool is_same = uuid_parse(condition->value, &wanted) && uuid_equal(wanted, id);

    return !*condition->type || is_same == (strcmp(condition->type, "NotEquals") != 0);
}

bool
rule_is_met(const struct rule *rule, const struct stay_facts *facts)
{
    if (rule->units_least.presence == PRESENCE_SET && facts->units < rule->units_least.value)
        return false;
    if (rule->units_most.presence == PRESENCE_SET && facts->units > rule->units_most.value)
        return false;
    return is_met_by_id(&rule->rate_id, facts->rate->id)
           && is_met_by_id(&rule->rate_group_id, facts->rate->group_id)
           && is_met_by_id(&rule->business_segment_id, facts->business_segment_id)
           && is_met_by_id(&rule->category_id, facts->category->id)
           && is_met_by_id(&rule->travel_agency_id, facts->travel_agency_id)
           && is_met(&rule->category_type, facts->category->type)
           && is_met(&rule->origin, facts->origin);
}

static bool
is_night(const struct product *product)
{
    return product->is_default && product->is_active && !product->is_city_tax
           && product->charging == CHARGING_PER_TIME_UNIT;
}

const struct product *
product_of_nights(const struct product_list *products)
{
    const struct product *found = NULL;

    for (size_t i = 0; i < products->count; i++) {
        const struct product *product = &products->rows[i];

        if (is_night(product) && (!found || product->ordering < found->ordering))
            found = product;
    }
    return found;
}

static const struct rule *
find_rule(const struct stay_house *house, struct uuid id)
{
    for (size_t i = 0; i < house->rules.count; i++)
        if (uuid_equal(house->rules.rows[i].id, id))
            return &house->rules.rows[i];
    return NULL;
}

/* What is deleted stays away, whatever else adds it. */
bool
product_comes_along(const struct stay_house *house, const struct product *product,
                    const struct stay_facts *facts)
{
    bool comes = product->is_default && !is_night(product);

    for (size_t i = 0; i < house->actions.count; i++) {
        const struct rule_action *action = &house->actions.rows[i];
        const struct rule *rule =
            uuid_equal(action->product_id, product->id) ? find_rule(house, action->rule_id) : NULL;

        if (!rule || !rule_is_met(rule, facts))
            continue;
        if (strcmp(action->type, "Delete") == 0)
            return false;
        comes = true;
    }
    return comes && product->is_active;
}
