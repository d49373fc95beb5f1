/*
 * What a stay owes and what was paid for it, line by line. Pure: the same stay gives the same folio
 * each time it is asked, so nothing of it is kept.
 */
#pragma once

#include "api/server/demo_products.h"

enum demo_line_kind {
    LINE_NIGHT,
    LINE_CITY_TAX,
    LINE_PRODUCT,
    LINE_CUSTOM,
    LINE_REBATE,
};

struct demo_line {
    uint8_t kind;    /* enum demo_line_kind */
    uint8_t slot;    /* enum demo_bill_slot */
    uint8_t tax;     /* enum demo_tax */
    uint8_t account; /* enum demo_account */
    bool is_extra;   /* consumed at the house's own points of sale, not booked with the stay */
    int16_t product; /* DEMO_NONE: none */
    int16_t rebated; /* the line that a rebate takes back */
    int32_t count;
    int64_t unit;     /* gross, in minor units of the stay's currency */
    const char *name; /* of custom lines */
    int32_t day;      /* that it is for */
    struct instant created, consumed;
};

enum demo_method {
    METHOD_CARD,
    METHOD_CASH,
    METHOD_VIRTUAL_CARD,
    METHOD_BANK,
    METHOD_VOUCHER,
    METHOD_OTHER,
    METHOD_COUNT,
};

struct demo_payment {
    uint8_t slot;
    uint8_t method;
    uint8_t state;  /* enum payment_state */
    int64_t amount; /* positive: the guest pays */
    struct instant at;
};

enum {
    FOLIO_LINES = 160,
    FOLIO_PAYMENTS = 6
};

struct demo_folio {
    struct demo_line lines[FOLIO_LINES];
    int line_count;
    struct demo_payment payments[FOLIO_PAYMENTS];
    int payment_count;
};

/* Whether the stay is one of those whose items are there. */
bool demo_stay_has_items(const struct demo_hotel *hotel, const struct demo_stay *stay);

/* Whether its items are on bills; those of stays to come are not yet. */
bool demo_stay_has_bills(const struct demo_hotel *hotel, const struct demo_stay *stay);

/* Fills `folio`; empty for a stay without items. */
void demo_folio_make(const struct demo_hotel *hotel, const struct demo_stay *stay,
                     struct demo_folio *folio);

/* What the lines of a bill come to; of extras, of what was booked, or of both. */
int64_t demo_folio_total(const struct demo_folio *folio, enum demo_bill_slot slot);

const char *demo_stay_currency(const struct demo_stay *stay);
