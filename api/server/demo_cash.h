/* The hotel's own cash desks. */
#pragma once

#include "api/server/demo_hotel.h"

/* Cashier and CashierTransaction, of yesterday and today; after the payments. */
void demo_cash_emit(struct demo_hotel *hotel);
