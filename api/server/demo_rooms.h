/* The demo's rooms: their numbers, categories, features and what keeps guests out of them. */
#pragma once

#include "api/server/demo_hotel.h"

struct demo_category_row {
    uint8_t share_percent; /* of all rooms; the rest is Double */
    uint8_t least;         /* rooms */
    uint8_t capacity;
    uint8_t extra_capacity;
    uint16_t price_percent; /* of the base price */
    uint8_t upgrade_of;     /* the category below, or itself */
    const char *type;       /* API values */
    const char *classification;
    struct demo_texts name, short_name, description;
};

struct demo_feature_row {
    const char *classification;
    struct demo_texts name, short_name;
};

enum {
    DEMO_FEATURE_COUNT = 10
};

extern const struct demo_category_row demo_categories[CATEGORY_COUNT];
extern const struct demo_feature_row demo_features[DEMO_FEATURE_COUNT];

/* Fills hotel->rooms, their states but for what the day does to them. */
void demo_rooms_plan(struct demo_hotel *hotel);

/* Whether a block or fault keeps guests out on a night of [first, first + nights). */
bool demo_room_is_shut(const struct demo_room *room, int32_t first_day, int32_t nights);

/* Whether it does so on today's night. */
bool demo_room_is_shut_now(const struct demo_hotel *hotel, const struct demo_room *room);

/* Parking spots: 10 for 100 rooms. */
int demo_parking_count(const struct demo_hotel *hotel);
