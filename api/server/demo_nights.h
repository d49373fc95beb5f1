/*
 * Who sleeps where: an alternating renewal of stays and gaps per room, in pages of 32 days. A page
 * depends on its room and number alone, so stays neither overlap nor move when the date does; what
 * is sold of the days to come depends on how far away they are.
 */
#pragma once

#include "api/server/demo_hotel.h"

/* Fills hotel->stays within the horizon, room by room, with their nights and segments. */
void demo_nights_plan(struct demo_hotel *hotel);

/* How long a stay of this segment is. */
int demo_nights_draw(uint64_t key, enum demo_segment segment, enum demo_category category);
enum demo_segment demo_segment_draw(uint64_t key);
