/*
 * A shift at the cash drawer. The API knows cashiers and their transactions but neither begins nor
 * ends a shift: when the last one was handed over, and what was then in the drawer, is remembered
 * here, for each cashier and for the house as a whole.
 */
#pragma once

#include "api/desk/desk.h"

enum {
    SHIFT_CURRENCIES = 16,
    SHIFT_TAKINGS = 64,
    SHIFT_SERIES = 16
};

struct shift {
    struct uuid cashier; /* none: all of them, one drawer */
    struct instant since;
    struct money floats[SHIFT_CURRENCIES]; /* what was in the drawer then */
    size_t float_count;
};

/*
 * The shift that goes on: since the last handover, else since the business day began; then without
 * `floats`: shift_drawers() takes for them what the property booked before the first payment.
 */
struct shift shift_of(const struct desk *desk, struct uuid cashier);

/* It ends now with this in the drawer, which the next one begins with. */
void shift_hand_over(struct desk *desk, const struct shift *shift, const struct money *counted,
                     size_t count);

/* Reads what happened since; again after a change. How that went: it's there, or why it isn't. */
void desk_load_shift(struct desk *desk, struct instant since);
bool desk_has_shift(const struct desk *desk);
const struct error *desk_shift_missing(const struct desk *desk);

/* Whether a transaction is of the shift. */
bool shift_has(const struct shift *shift, const struct cashier_transaction *transaction);

/* What should be in the drawer, by currency: the house's first. */
struct drawer {
    struct money begun;    /* the float */
    struct money moved;    /* sum of the shift's other transactions */
    struct money expected; /* both */
    bool is_known;         /* which have a sum */
    size_t count;          /* of those */
};
size_t shift_drawers(const struct desk *desk, const struct shift *shift,
                     struct drawer drawers[SHIFT_CURRENCIES]);

/*
 * What the house took since the shift began, by type and currency: charged payments, refunds
 * against them. Which cashier took what is known of cash alone.
 */
struct taking {
    const char *type; /* Cash, CreditCard, ...; lent until the store changes */
    struct money sum;
    size_t count;
};
size_t shift_takings(const struct desk *desk, const struct shift *shift,
                     struct taking takings[SHIFT_TAKINGS]);

/* The numbers that bills closed since got, by their counter. */
struct bill_series {
    const struct bill_counter *counter; /* NULL: unknown */
    const char *first;                  /* number; lent until the store changes */
    const char *last;
    size_t count;
};
size_t shift_series(const struct desk *desk, const struct shift *shift,
                    struct bill_series series[SHIFT_SERIES]);
