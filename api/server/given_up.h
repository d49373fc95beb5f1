/* Charges of a stay that it gives up, all or some of its nights, and what that costs. */
#pragma once

#include "api/server/order_items.h"

struct given_up {
    struct transaction *tx;
    const struct reservation *stay; /* as it was */
    enum item_end why;
    struct uuid night;                /* the product that stands for nights; none */
    const struct order_item **nights; /* in the arena */
    size_t night_count;
    struct decimal products;
    const char *currency; /* NULL: nothing that counts was given up */
};

/* Nothing yet, of at most so many items. Errors: ERROR_INPUT, the service is none for stays. */
MUST_USE bool given_up_open(struct transaction *tx, const struct reservation *stay, size_t items,
                            enum item_end why, struct given_up *given_up, struct error *err);

/*
 * Takes the item, which is lent until the end, back. What doesn't count costs no fee: that of a
 * stay which is not confirmed, and the city's tax, which nobody owes who doesn't stay.
 * Errors  those of order_items_take_back().
 */
MUST_USE bool given_up_add(struct given_up *given_up, const struct order_item *item,
                           struct error *err);

/*
 * Puts the fee by the policies of the stay's rate on the owner's account, free of tax; nothing
 * where there is none to pay.
 * Errors  those of the storage; ERROR_REFUSED: it is too large.
 */
MUST_USE bool given_up_charge(const struct given_up *given_up, struct error *err);
