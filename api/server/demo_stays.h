/* Stays as the API's reservations, with their groups and the people who come along. */
#pragma once

#include "api/server/demo_hotel.h"

/* The reservation's group: one's own, the party's or the availability block's. */
struct uuid demo_stay_group_id(const struct demo_hotel *hotel, const struct demo_stay *stay);

/* ReservationGroup, Reservation; Companionship for each companion, whom the owner is not one of. */
void demo_stays_emit(struct demo_hotel *hotel);
void demo_companions_emit(struct demo_hotel *hotel);
