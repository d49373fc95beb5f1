/*
 * What a stay is sold by: its service, rate, category and persons, and what its nights and products
 * cost by them.
 */
#pragma once

#include "api/server/prices.h"

struct stay_terms {
    struct transaction *tx;
    struct service service;
    struct rate rate;
    struct resource_category category;
    struct stay_house house;
    struct pricing pricing;
    struct stay_shape shape;
    const struct product *night; /* that stands for nights; NULL */
    const char *currency;        /* of all charges */
};

/*
 * The terms of a reservation as it is, or as it is to be. `prefix` goes before the members that
 * errors name.
 * Errors  ERROR_INPUT: service, rate and category don't go together, or the times.
 */
MUST_USE bool stay_terms_find(struct transaction *tx, const struct reservation *stay,
                              const char *prefix, struct stay_terms *terms, struct error *err);

/*
 * The price of the nights by the rate, unit by unit, in the arena; in the terms' currency.
 * Errors  ERROR_REFUSED: the rate has no price, or there is no exchange rate.
 */
MUST_USE bool stay_terms_prices(const struct stay_terms *terms, const struct decimal **prices,
                                struct error *err);

/* A charge with its price. */
struct stay_line {
    struct stay_charge charge;
    struct amount unit_amount, amount;
    const char *external_identifier; /* NULL */
};

/* What a night is to cost. */
struct night_price {
    struct decimal own;                    /* the rate's */
    const struct amount_parameters *given; /* by the request, in its place; NULL */
    const char *member;                    /* of the request, for errors */
};

/* The line of a night. Errors: those of the taxes, naming the member. */
MUST_USE bool stay_terms_night(const struct stay_terms *terms, int unit,
                               const struct night_price *price, struct stay_line *line,
                               struct error *err);

/* The line of a product's charge, at its own price; or as the request gives it. */
MUST_USE bool stay_terms_product(const struct stay_terms *terms, const struct stay_charge *charge,
                                 const struct amount_parameters *given, const char *member,
                                 struct stay_line *line, struct error *err);

/* The line of a charge at the unit price that it had before. */
MUST_USE bool stay_terms_again(const struct stay_terms *terms, const struct stay_charge *charge,
                               const struct amount *unit, const char *member,
                               struct stay_line *line, struct error *err);

/*
 * Whether everybody can book the stay by its rate, and no restriction keeps it out. `prices` are
 * those of stay_terms_prices().
 * Errors  those of booking_may_have_rate() and booking_may_pass().
 */
MUST_USE bool stay_terms_check_rate(const struct stay_terms *terms, const struct reservation *stay,
                                    const struct decimal *prices, struct error *err);

/* What the rules of the house go by. */
struct stay_facts stay_terms_facts(const struct stay_terms *terms, const struct reservation *stay);
