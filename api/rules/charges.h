/* The house's rules for charges and payments: how many, when, of which type. Pure. */
#pragma once

#include "api/base/zone.h"
#include "api/schema/desk.h"

struct error;

/* How many of a product a stay comes to: `count` a night, a person, both, or once. */
int64_t charge_count(enum charging_mode charging, int64_t count, int64_t nights, int64_t persons);

/*
 * Whether something consumed at `at` may still be put on the books: in the future, or within the
 * accounting history that the property lets be edited.
 * Errors  ERROR_REFUSED, with the first instant that may.
 */
MUST_USE bool charge_may_be_at(const struct configuration *property, struct instant at,
                               struct instant now, struct error *err);

/* The accounting state that a new charge has: what is zero, or not confirmed yet, is Inactive. */
enum accounting_state charge_state(struct decimal gross, const struct reservation *stay);

/*
 * Whether the property takes money in the currency. `amount` is positive for money in, negative for
 * money paid back.
 * Errors  ERROR_INPUT: nothing, more digits than the currency has, a currency that isn't taken.
 */
MUST_USE bool payment_amount_may_be(const struct configuration *property, struct money amount,
                                    struct error *err);

/*
 * The same, and whether it takes money in this way.
 * Errors  also ERROR_REFUSED: a type that isn't enabled.
 * Source  Connector API, Payments, "Add external payment".
 */
MUST_USE bool payment_may_be(const struct configuration *property, const char *type,
                             struct money amount, struct error *err);

/* The currency in which the property keeps its books. */
const char *property_currency(const struct configuration *property);
