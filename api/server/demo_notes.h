/* Notes on reservations: wishes, arrival times, who pays. */
#pragma once

#include "api/server/demo_hotel.h"

/* OrderNote, for every third stay or so of those about now. */
void demo_notes_emit(struct demo_hotel *hotel);
