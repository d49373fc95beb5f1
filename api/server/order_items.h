/* Items of orders and stays: made in the API's form, priced anew, taken back. */
#pragma once

#include "api/rules/taxes.h"
#include "api/server/accounts.h"

/* An item to be put on an account. Texts may be NULL. */
struct new_item {
    struct account account;
    struct uuid service_id;
    struct uuid order_id; /* the reservation, or the order */
    struct uuid bill_id;  /* none: on no bill */
    struct uuid category_id;
    struct uuid product_id;      /* none: no product */
    struct uuid rebated_item_id; /* of an item that takes another one back */
    const char *type;            /* SpaceOrder, ProductOrder, … */
    const char *revenue;         /* Service, Product, Additional */
    const char *name, *notes, *external_identifier;
    int64_t count;
    struct amount unit_amount, amount;
    struct instant consumed;
    struct instant start; /* of the time unit; none */
    enum accounting_state state;
};

/*
 * Adds it; `id` is its identifier.
 * Errors  ERROR_REFUSED: it was consumed too long ago for the books.
 */
MUST_USE bool order_items_add(struct transaction *tx, const struct new_item *item, struct uuid *id,
                              struct error *err);

#define ORDER_ITEM_FEE "CancellationFee" /* the type of what was charged for giving up */
#define ORDER_ITEM_CITY_TAX "CityTax"    /* of what the city takes for who stays */

/* Whether it is the night of a stay, or another time unit. */
bool order_item_is_night(const struct order_item *item);

/*
 * Items of a reservation or an order that stand: neither canceled nor taken back by a rebate, nor
 * rebates themselves.
 */
MUST_USE bool order_items_of(struct transaction *tx, struct uuid order,
                             struct order_item_list *items, struct error *err);

/* What an item of a stay becomes. */
struct item_price {
    int64_t count;
    struct amount unit_amount, amount;
    enum accounting_state state;
};

/* Gives an item that is not closed another price and count. */
MUST_USE bool order_items_reprice(struct transaction *tx, const struct order_item *item,
                                  const struct item_price *price, struct error *err);

/* Why an item is taken back. */
enum item_end {
    ITEM_WITHDRAWN,
    ITEM_CANCELED_WITH_STAY,
};

/*
 * Takes an item back: an open one is canceled; one that stands on a closed bill stays, and a rebate
 * of the same amount is put on the account. `product` stands for nights, which are no product.
 * Errors  those of the storage.
 */
MUST_USE bool order_items_take_back(struct transaction *tx, const struct order_item *item,
                                    enum item_end why, struct uuid product, struct error *err);
