/* Guests' cards, as a gateway's tokens, and sums that are reserved on them. */
#pragma once

#include "api/server/demo_hotel.h"

/* CreditCard; Preauthorization of stays that are to be paid at the end. */
void demo_cards_emit(struct demo_hotel *hotel);
void demo_preauthorizations_emit(struct demo_hotel *hotel);
