/*
 * Which guest sleeps where. Stays about now have owners and companions of their own; those far away
 * share a pool of guests who come again, some of whom are doubles of others by mistake.
 */
#pragma once

#include "api/server/demo_hotel.h"

struct demo_special {
    const char *first, *last, *second_last; /* "" is none */
    const char *country, *language;
    char sex;
    const char *birth;
    int place; /* enum demo_place */
};

enum demo_place {
    PLACE_HOUSE,
    PLACE_FLOOR,
    PLACE_BESIDE,
    PLACE_DESK,
};

enum {
    DEMO_SPECIAL_COUNT = 31
};

extern const struct demo_special demo_specials[DEMO_SPECIAL_COUNT];

/* Fills hotel->guests and the stays' owners and companions. After demo_booking_settle(). */
void demo_guests_plan(struct demo_hotel *hotel);

/* Whether a guest has been here before. */
bool demo_guest_is_returning(const struct demo_guest *guest);

/* Whether the stay is near enough to now to have guests, notes and papers of its own. */
bool demo_stay_is_near(const struct demo_hotel *hotel, const struct demo_stay *stay);
