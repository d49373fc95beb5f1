/* The house itself: configuration, counters, departments, rooms and what is in them. */
#pragma once

#include "api/server/demo_hotel.h"

/* Configuration; AgeCategory; Counter and .Sequence; Department. */
void demo_house_emit(struct demo_hotel *hotel);

/* Categories, rooms, parking spots, features, images and blocks. */
void demo_resources_emit(struct demo_hotel *hotel);

enum {
    DEMO_DEPARTMENTS = 4
};
