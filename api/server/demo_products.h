/* The hotel's services, products and accounting categories. */
#pragma once

#include "api/server/demo_taxes.h"

enum demo_service {
    SERVICE_STAY, /* bookable: rooms */
    SERVICE_FOOD,
    SERVICE_MINIBAR,
    SERVICE_LAUNDRY,
    SERVICE_WELLNESS,
    SERVICE_PARKING, /* bookable: spots */
    SERVICE_COUNT,
};

enum demo_account {
    ACCOUNT_LODGING,
    ACCOUNT_BREAKFAST,
    ACCOUNT_FOOD,
    ACCOUNT_BAR,
    ACCOUNT_MINIBAR,
    ACCOUNT_LAUNDRY,
    ACCOUNT_WELLNESS,
    ACCOUNT_PARKING,
    ACCOUNT_CITY_TAX,
    ACCOUNT_FEES,
    ACCOUNT_OTHER,
    ACCOUNT_PAYMENT_CARD,
    ACCOUNT_PAYMENT_CASH,
    ACCOUNT_PAYMENT_BANK,
    ACCOUNT_PAYMENT_OTHER,
    ACCOUNT_COUNT,
};

enum demo_product {
#define PRODUCT(name, service, account, price, tax, charging, class, short_name, en, de, fr, cs,   \
                es)                                                                                \
    PRODUCT_##name,
#include "api/server/demo_products.def"
#undef PRODUCT
    PRODUCT_COUNT,
};

struct demo_product_row {
    enum demo_service service;
    enum demo_account account;
    int32_t price; /* gross, halers */
    enum demo_tax tax;
    const char *charging, *class, *short_name;
    struct demo_texts names;
};

extern const struct demo_product_row demo_products[PRODUCT_COUNT];

/* Service; Product; AccountingCategory. */
void demo_services_emit(struct demo_hotel *hotel);
void demo_accounts_emit(struct demo_hotel *hotel);
void demo_products_emit(struct demo_hotel *hotel);
