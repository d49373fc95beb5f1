/*
 * Today, the business day, as the desk meets it at this hour. Whatever the hour, there are arrivals
 * of each kind that can be dealt with at once, in rooms that nobody slept in last night, and guests
 * who are still to leave.
 */
#pragma once

#include "api/server/demo_hotel.h"

/* What there must be today; from 100 rooms on at least 8 of each kind and 12 due out. */
struct demo_quota {
    int each;       /* arrivals of each of the four kinds */
    int spare;      /* arrivals beside them in rooms that were free last night */
    int departures; /* guests whose last night was the last one */
    int due;        /* of them still to leave */
};

struct demo_quota demo_today_quota(int rooms);

/* Moves, cuts and adds stays until the quota is there, and gives arrivals their moments. */
void demo_today_shape(struct demo_hotel *hotel);

/* Lets guests leave and come until now, and sets the rooms' states. After demo_booking_plan(). */
void demo_today_run(struct demo_hotel *hotel);
