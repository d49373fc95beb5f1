/*
 * The rooms on the business day. Last night each was V (nobody slept there), D (the guest leaves
 * today) or S (the guest stays). An arrival can be dealt with at any hour only in V: in D the room
 * is dirty, or not even empty.
 */
#pragma once

#include "api/server/demo_hotel.h"

struct demo_day {
    struct demo_hotel *hotel;
    int32_t count;
    int32_t *order;     /* rooms by hash, those shut today left out */
    int32_t *overnight; /* by room: the stay of last night, of today, the next one, or DEMO_NONE */
    int32_t *arriving;
    int32_t *following;
};

enum demo_night {
    NIGHT_VACANT,
    NIGHT_DEPARTS,
    NIGHT_STAYS,
};

/* Indexes the stays that there are. *Gives*: demo_day_clear(). */
void demo_day_init(struct demo_day *day, struct demo_hotel *hotel);
void demo_day_clear(struct demo_day *day);

enum demo_night demo_day_night(const struct demo_day *day, int32_t room);
bool demo_day_has_arrival(const struct demo_day *day, int32_t room);

/* Rooms of a kind that somebody comes into today, or nobody does. */
int demo_day_count(const struct demo_day *day, enum demo_night night, bool with_arrival);
