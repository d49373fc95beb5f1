/* What a night costs, and the rates, restrictions, vouchers and rules by which it is sold. */
#pragma once

#include "api/server/demo_hotel.h"

/* The base price of a day in halers: by weekday and month, a multiple of 20 CZK. */
int64_t demo_base_price(int32_t day);

/*
 * A night's gross price in halers. It is the base price x (1 + the category's adjustment) + the
 * supplement of persons beyond the category's capacity, x (1 + the rate's adjustment): exactly what
 * the prices and adjustments that demo_rates_emit() emits come to.
 */
int64_t demo_night_price(enum demo_rate rate, enum demo_category category, int32_t day,
                         int persons);

/*
 * BusinessSegment, RateGroup, Rate with its prices and fees, Restriction; Voucher, Rule and what
 * hangs on.
 */
void demo_rates_emit(struct demo_hotel *hotel);
void demo_vouchers_emit(struct demo_hotel *hotel);
