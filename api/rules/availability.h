/*
 * How many of a category are left for each time unit: rooms less what is out of order, in use,
 * booked or held by availability blocks, plus what was adjusted by hand. Pure; what it stands on is
 * put in piece by piece.
 */
#pragma once

#include "api/base/arena.h"
#include "api/rules/time_units.h"

struct error;
struct availability;

/* The metrics of services/getAvailability/2024-01-22. */
enum availability_metric {
    METRIC_UNKNOWN = 0,
    METRIC_OUT_OF_ORDER,      /* rooms that a block of this type takes */
    METRIC_PUBLIC_ADJUSTMENT, /* set by hand, of no availability block */
    METRIC_OTHER_SERVICE,     /* rooms that a stay of another service has */
    METRIC_OCCUPIED,          /* stays, and what blocks that deduct still hold */
    METRIC_CONFIRMED,         /* stays */
    METRIC_OPTIONAL,          /* stays */
    METRIC_BLOCKED,           /* held by blocks in any state, and not picked up */
    METRIC_ALLOCATED,         /* held by blocks that deduct, and not picked up */
    METRIC_USABLE,            /* rooms that are not out of order */
    METRIC_ACTIVE,            /* rooms */
    METRIC_HOUSE_USE,         /* rooms that a block of this type takes */
    METRIC_COUNT,
};

/* By its name in the API; METRIC_UNKNOWN. */
enum availability_metric availability_metric_find(const char *name);
const char *availability_metric_name(enum availability_metric metric);

/* For these categories and units; all counts are zero. In the arena. */
MUST_USE struct availability *availability_new(struct arena *arena, struct time_units units,
                                               const struct resource_category_list *categories);

/* A room of the category that is in use. */
void availability_add_room(struct availability *availability, struct uuid category);

/* A stay as availability sees it. */
struct booked_stay {
    struct uuid category;
    struct uuid block; /* that it was picked up from; none */
    bool is_booked;    /* already: where its block has none it may have of the others */
    enum reservation_state state;
    struct interval when;
};

/* Whether a stay in this state counts: Optional, Confirmed, Started, and Processed for what was. */
bool booking_counts(enum reservation_state state);

void availability_add_stay(struct availability *availability, const struct booked_stay *stay);
void availability_remove_stay(struct availability *availability, const struct booked_stay *stay);

/* A room of the category that a stay of another service has. */
void availability_add_foreign(struct availability *availability, struct uuid category,
                              struct interval when);

/* A block of a room; one that is over before the night does not count. */
void availability_add_block(struct availability *availability, struct uuid category,
                            enum resource_block_type type, struct interval when);

/*
 * An adjustment by hand, or with `block` what an availability block holds: as many as its count
 * says, whatever the sign.
 */
void availability_add_adjustment(struct availability *availability,
                                 const struct availability_adjustment *adjustment,
                                 const struct availability_block *block, struct instant now);

/* What is left of a category for the unit; below zero it is overbooked. */
int64_t availability_left(const struct availability *availability, struct uuid category, int unit);

/* What was adjusted by hand, and by the blocks that deduct. */
int64_t availability_adjusted(const struct availability *availability, struct uuid category,
                              int unit);

int64_t availability_metric(const struct availability *availability, struct uuid category,
                            enum availability_metric metric, int unit);

/*
 * Whether there is one more for all units of the stay, which is not yet counted: of what its block
 * holds where it is of one, else of what is left.
 * Errors  ERROR_REFUSED, naming category and day.
 */
MUST_USE bool availability_may_take(const struct availability *availability,
                                    const struct booked_stay *stay, struct error *err);

/* Availability blocks */

/* Confirmed and Optional ones deduct; Confirmed ones take stays. */
bool availability_block_deducts(enum availability_block_state state);

/* When the unit of an adjustment is given back; none: not by itself. */
struct instant availability_release(const struct availability_block *block,
                                    const struct availability_adjustment *adjustment,
                                    struct instant unit_start);
