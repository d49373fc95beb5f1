/*
 * Shaping the natural course of stays so that the business day has work for the desk at any hour:
 * arrivals of each kind in rooms that were vacant last night, and guests who leave.
 */
#pragma once

#include "api/server/demo_hotel.h"

/* What there must be today; from 100 rooms on at least 8 of each kind and 12 due out. */
struct demo_quota {
    int each;       /* arrivals of each of the four kinds */
    int roomless;   /* more of those without a room: not every choice of rooms suits them all */
    int spare;      /* arrivals beside them in rooms that were free last night */
    int departures; /* guests whose last night was the last one */
    int due;        /* of them still to leave */
};

struct demo_quota demo_shape_quota(int rooms);

/* Moves, cuts and adds stays until the quota is there, and gives arrivals their moments. */
void demo_shape_day(struct demo_hotel *hotel);
