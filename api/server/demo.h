/*
 * The demo hotel: a believable city hotel, computed from a seed, a number of rooms and the time.
 * Every entity is in the API's own form (today's), so that it is stored as it will be served. The
 * same seed, rooms and now give the same bytes.
 */
#pragma once

#include "api/schema/codec.h"

enum {
    DEMO_ROOMS_LEAST = 20,
    DEMO_ROOMS_MOST = 5000
};

struct demo_config {
    uint64_t seed;
    int rooms;          /* DEMO_ROOMS_LEAST to DEMO_ROOMS_MOST */
    struct instant now; /* the hotel is dated around it, its day by the hour */
};

/*
 * Takes one entity: `type` is its object type's name ("Reservation", "Customer", "Bill"), `entity`
 * is lent. False stops. Members that the API's form lacks but the storage needs (the enterprise's
 * counters, prices by night, ...) come as types of their own, whose names begin with a dot; demo.c
 * lists them.
 */
typedef bool (*demo_emit_fn)(void *context, const char *type, json_t *entity, struct error *err);

/*
 * Emits everything, parents before what refers to them.
 * Errors  false: what `emit` answered.
 */
MUST_USE bool demo_generate(const struct demo_config *config, demo_emit_fn emit, void *context,
                            struct error *err);
