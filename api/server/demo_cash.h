/* The hotel's own cash desks, and what its restaurant and bar have sold. */
#pragma once

#include "api/server/demo_hotel.h"

/* Cashier and CashierTransaction, of yesterday and today; after the payments. */
void demo_cash_emit(struct demo_hotel *hotel);

/* Outlet, OutletBill and OutletItem, of yesterday and today. */
void demo_outlets_emit(struct demo_hotel *hotel);
