/* Who has a room when: stays and blocks against intervals and the hotel's nights. Pure. */
#pragma once

#include "api/base/zone.h"
#include "api/schema/desk.h"

struct error;

/*
 * Whether a stay in this state has its nights: Optional, Confirmed and Started do; what is only
 * asked for, canceled or gone does not.
 */
bool reservation_occupies(enum reservation_state state);

/* Start <= t < End: one that ends when the other starts doesn't overlap it. */
bool intervals_overlap(struct interval a, struct interval b);

/* Whether the stay or the block keeps others from the room in the interval. */
bool reservation_takes_room(const struct reservation *stay, struct uuid room, struct interval when);
bool block_takes_room(const struct resource_block *block, struct uuid room, struct interval when);

/* Stays and blocks that may be in the way; those of other rooms and times are passed over. */
struct occupancy {
    struct reservation_list stays;
    struct resource_block_list blocks;
};

/*
 * Whether a stay can have the room for all its nights. The stay itself isn't in its own way.
 * Errors  ERROR_REFUSED, naming what is in the way and until when.
 */
MUST_USE bool room_may_take(const struct resource *room, const struct reservation *stay,
                            const struct occupancy *occupancy, struct error *err);

/*
 * Whether somebody can move in now: nobody is still in, no block is on.
 * Errors  ERROR_REFUSED, naming the guest's reservation or the block.
 */
MUST_USE bool room_may_be_entered(const struct resource *room, const struct reservation *stay,
                                  const struct occupancy *occupancy, struct instant now,
                                  struct error *err);

/*
 * Whether a block can be put on the room: no stay has it then, no guest is in, no other block is
 * on.
 * Errors  ERROR_REFUSED, naming what is in the way and until when.
 */
MUST_USE bool room_may_be_blocked(const struct resource *room, struct interval when,
                                  const struct occupancy *occupancy, struct instant now,
                                  struct error *err);

/*
 * Which rooms are free for the interval: `is_free` has a place for each. `except` is the stay to
 * find a room for, or none.
 */
void rooms_find_free(const struct resource_list *rooms, struct interval when,
                     const struct occupancy *occupancy, struct uuid except, bool *is_free);
