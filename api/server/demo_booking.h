/*
 * What each stay is like as a booking: category, rate, origin, persons, times, state, and what is
 * paid. demo_booking_plan() comes before the day runs, demo_booking_settle() after.
 */
#pragma once

#include "api/server/demo_hotel.h"

struct demo_origin_row {
    const char *origin;    /* API values */
    const char *commander; /* NULL: not by a person */
    uint16_t weight;       /* of bookings that come through no channel */
};

enum {
    DEMO_ORIGIN_CHANNEL = 0,
    DEMO_ORIGIN_IN_PERSON = 4,
    DEMO_ORIGIN_COUNT = 8,
};

extern const struct demo_origin_row demo_origins[DEMO_ORIGIN_COUNT];

void demo_booking_plan(struct demo_hotel *hotel);

/* Adds what was canceled and what is overbooked: stays without a room. */
void demo_booking_add_roomless(struct demo_hotel *hotel);

/* Who pays what, with which card, company, agency and currency. */
void demo_booking_settle(struct demo_hotel *hotel);

/* Reservation numbers, in the order in which they were made. */
void demo_booking_number(struct demo_hotel *hotel);
