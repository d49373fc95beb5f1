/* The house's rules for rooms: which state the desk may give them. Pure. */
#pragma once

#include "api/schema/desk.h"

struct error;

/*
 * Whether resources/update may put a room into the state. OutOfOrder comes and goes with a block:
 * `is_blocked` while one is on.
 * Errors  ERROR_INPUT: no such state, or OutOfOrder. ERROR_REFUSED: the room is out of order.
 * Source  Connector API, Resources, "Update resources".
 */
MUST_USE bool resource_may_become(const struct resource *room, bool is_blocked, const char *state,
                                  enum resource_state *becomes, struct error *err);
