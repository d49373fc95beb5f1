/* Rooms as `run` lists them: room, category, floor, state, occupancy. */
#pragma once

#include "views/app.h"
#include "views/listing.h"

struct room_rows {
    struct app *app;
    struct uuid_list ids;
};

const struct listing *room_listing(void);
