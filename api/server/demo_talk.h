/*
 * Message threads of guests who are here or about to come. Guests write through their own app
 * (Application), the desk as the hotel (Enterprise).
 */
#pragma once

#include "api/server/demo_hotel.h"

/* MessageThread and Message. */
void demo_talk_emit(struct demo_hotel *hotel);
