/*
 * A demo hotel, generated and counted, for tests: its entities as the desk's records, and whatever
 * a test wants to see as JSON.
 */
#pragma once

#include "api/schema/codec.h"
#include "api/server/demo.h"

/* Lists of the types that census.c decodes; *Valid until* census_clear(). */
struct census {
    struct demo_config config;
    size_t count;  /* entities of any type */
    uint64_t hash; /* of all bytes, in order */

    struct reservation_list reservations;
    struct resource_list resources;
    struct resource_category_list categories;
    struct resource_category_assignment_list assignments;
    struct resource_block_list blocks;
    struct order_item_list items;
    struct payment_list payments;
    struct bill_list bills;
    struct customer_list customers;
    struct message_thread_list threads;
    struct message_list messages;
    struct note_list notes;
    json_t *kept; /* by type: arrays of the types that were asked for */

    /* While it is taken: */
    const char *const *keep;
    bool has_hash;
    struct arena arena;
    size_t capacities[16];
};

/* What is done beside counting; names of types to keep as JSON, ended by NULL, or NULL. */
enum census_hash {
    CENSUS_PLAIN,
    CENSUS_HASHED
};

/* The hotel's time zone is made the process's. A failure ends the test. */
void census_take(struct census *census, struct demo_config config, enum census_hash hash,
                 const char *const *keep);
void census_clear(struct census *census);

/* A config at an hour and minute of the hotel's clock. */
struct demo_config census_config(uint64_t seed, int rooms, const char *day, int hour, int minute);

/* All entities of a type that was kept. */
const json_t *census_kept(const struct census *census, const char *type);
