/* What the hotel's restaurant, bar and wellness have sold to whoever came by. */
#pragma once

#include "api/server/demo_hotel.h"

/* Outlet, OutletBill and OutletItem, of yesterday and today. */
void demo_outlets_emit(struct demo_hotel *hotel);
