/*
 * Parts of charges that a split or share put beside them, to go to another bill in its next write,
 * and that stand there still because it was interrupted. What is owed is right all the same; they
 * say themselves where they go, so any desk can finish it.
 */
#pragma once

#include "api/base/arena.h"
#include "api/desk/desk.h"

/*
 * Whether a charge is one, and to which bill it goes: it is open, that bill isn't known to be
 * closed, and what takes it off its charge stands beside it.
 */
bool part_is_left(const struct desk *desk, const struct order_item *item, struct uuid *bill);

/* All of an account, in the arena. *Cost*: as its lines. */
struct uuid_list parts_left(const struct desk *desk, struct uuid account, struct arena *arena);

/*
 * The next account on which a split or share was interrupted, by what the journal says: once it was
 * read, which this asks for. It is told once a start, until parts_told().
 */
struct interrupted {
    struct uuid account; /* none: there is no other */
    bool is_left;        /* parts are; else it had not begun, or somebody finished it */
};
struct interrupted parts_next(struct desk *desk);

/* The user was told of it, or has finished it: the next start has nothing to tell. */
void parts_told(struct desk *desk, struct uuid account);
