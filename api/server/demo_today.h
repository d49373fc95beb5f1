/* How far the business day has come at this hour: who has left, who is in, how the rooms are. */
#pragma once

#include "api/server/demo_hotel.h"

/* Lets guests leave and come until now, and sets the rooms' states. After demo_booking_plan(). */
void demo_today_run(struct demo_hotel *hotel);
