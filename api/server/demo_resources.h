/* Rooms and parking spots as the API's resources, with categories, features, images and blocks. */
#pragma once

#include "api/server/demo_hotel.h"

void demo_resources_emit(struct demo_hotel *hotel);
