/* Groups of several rooms, and blocks of rooms that are held for groups to come. */
#pragma once

#include "api/server/demo_hotel.h"

/* Forms groups of stays that are there, and plans availability blocks. After demo_today_run(). */
void demo_party_plan(struct demo_hotel *hotel);

/* What a group and a block are called. Returns `text`. */
const char *demo_party_name(const struct demo_hotel *hotel, size_t party, char *text, size_t size);
const char *demo_allotment_name(const struct demo_hotel *hotel, size_t allotment, char *text,
                                size_t size);

/* Availability blocks and their adjustments. */
void demo_party_emit(struct demo_hotel *hotel);
