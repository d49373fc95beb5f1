/*
 * What a stay is charged for: its nights, products once, a night, a person, and the city's tax.
 * Pure.
 */
#pragma once

#include "api/base/arena.h"
#include "api/rules/time_units.h"

struct error;

/* The stay as far as charges go by it. */
struct stay_shape {
    struct time_units units;
    struct interval when;
    int64_t persons, adults;
    struct duration start_offset; /* from the start of a unit to when it is consumed */
};

enum stay_charge_kind {
    STAY_CHARGE_NONE = 0,
    STAY_CHARGE_NIGHT,
    STAY_CHARGE_PRODUCT,
    STAY_CHARGE_CITY_TAX,
};

struct stay_charge {
    enum stay_charge_kind kind;
    const struct product *product; /* of a night: what it is taxed and booked as; NULL: nothing */
    int64_t count;
    struct instant start; /* of the unit that it belongs to; none: it is charged once */
    struct instant consumed;
};

struct stay_charge_list {
    struct stay_charge *rows;
    size_t count;
};

/* The night of a unit. */
struct stay_charge stay_charge_night(const struct stay_shape *stay, int unit,
                                     const struct product *night);

/* Whether it costs more the more time units there are; and whether each of them is a charge. */
bool product_is_by_unit(const struct product *product);
bool product_is_posted_by_unit(const struct product *product);

/* How many of it are charged at a time: the city's tax is for adults. */
int64_t product_count(const struct stay_shape *stay, const struct product *product, int64_t count);

/* A product for a stay: how many of it, and for which part; without times: for all of it. */
struct stay_product {
    const struct product *product;
    int64_t count;
    struct instant start_utc, end_utc;
    const char *prefix; /* of the members that errors name */
};

/*
 * The charges of a product: one a unit, or just one, which is for all units where it costs by them.
 * Errors  ERROR_INPUT, naming {prefix}StartUtc or {prefix}EndUtc: beyond the stay, the wrong way
 *         round, or not the same for what is charged once.
 */
MUST_USE bool stay_charges_of(struct arena *arena, const struct stay_shape *stay,
                              const struct stay_product *wanted, struct stay_charge_list *charges,
                              struct error *err);

/* What the house's rules go by. */
struct stay_facts {
    const struct rate *rate;
    const struct resource_category *category;
    struct uuid business_segment_id;
    struct uuid travel_agency_id;
    const char *origin; /* Connector, … */
    int units;
};

bool rule_is_met(const struct rule *rule, const struct stay_facts *facts);

/* The product by which nights are taxed and booked: the service's default one; NULL: none. */
const struct product *product_of_nights(const struct product_list *products);

/* What stays get unasked. */
struct stay_house {
    struct product_list products; /* of the service */
    struct rule_list rules;
    struct rule_action_list actions;
};

/*
 * Whether a stay gets the product by itself: the defaults, but what rules delete, and what they
 * add. A night is none of them.
 */
bool product_comes_along(const struct stay_house *house, const struct product *product,
                         const struct stay_facts *facts);
