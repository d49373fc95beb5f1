/*
 * Bills: an open one for who is in the house or at the desk, closed ones of the last days with
 * numbers that leave no gap in their counter's row.
 */
#pragma once

#include "api/server/demo_folio.h"

struct demo_counter_row {
    const char *name, *type, *format; /* `{0}` of the format is the number */
    bool is_default;
    uint32_t first; /* number that a demo's first bill has */
};

extern const struct demo_counter_row demo_counters[COUNTER_BILLS];

/* Fills hotel->bills. After demo_booking_settle(). */
void demo_bills_plan(struct demo_hotel *hotel);

/* The number that a counter gave last. */
uint32_t demo_bills_last(const struct demo_hotel *hotel, enum demo_counter counter);

/* Whose a line, payment or bill is: AccountId with its AccountType. */
void demo_account_put(const struct demo_hotel *hotel, const struct demo_stay *stay,
                      enum demo_bill_slot slot, json_t *entity);

/* The bill of a slot of a stay; none for SLOT_NONE. */
struct uuid demo_bill_id(const struct demo_hotel *hotel, const struct demo_stay *stay,
                         enum demo_bill_slot slot);

void demo_bills_emit(struct demo_hotel *hotel);
