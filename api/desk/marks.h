/*
 * What charges and payments of ours are found again by: letters alone, since some of the digits of
 * identifiers would look like a card number one day, and be refused.
 */
#pragma once

#include "api/base/arena.h"
#include "api/base/uuid.h"
#include "api/schema/desk.h"

enum {
    MARK_SIZE = 2 * sizeof(((struct uuid *)NULL)->bytes) + 1
};

/* An identifier in letters, and back; what follows the letters is passed over. */
const char *mark_text(struct uuid id, char text[MARK_SIZE]);
MUST_USE bool mark_parse(const char *text, struct uuid *id);

/* The mark of a part that is to go to another bill; whether one is, and to which. In the arena. */
const char *mark_part(struct arena *arena, struct uuid bill);
MUST_USE bool mark_part_bill(const char *mark, struct uuid *bill);

/*
 * The mark of what takes a part of a charge off it in a share; whether one is, of which charge and
 * which share. In the arena.
 */
const char *mark_shared(struct arena *arena, struct uuid item, struct uuid share);
MUST_USE bool mark_shared_item(const char *mark, struct uuid *item, struct uuid *share);

/* The mark of what reverses a charge; whether an item does, and which. In the arena. */
const char *mark_rebate(struct arena *arena, struct uuid item);
MUST_USE bool mark_rebated(const struct order_item *item, struct uuid *rebated);
