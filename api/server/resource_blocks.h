/* Blocks of rooms: out of order, or for the house's own use. */
#pragma once

#include "api/server/transaction.h"

/*
 * resourceBlocks/add: all or none. A room that is out of order from now on is in that state.
 * Errors  ERROR_INPUT, naming the member; ERROR_REFUSED: a stay or another block is in the way.
 * Source  Connector API, Resource blocks, "Add resource block".
 */
MUST_USE bool resource_blocks_add(struct transaction *tx, const struct resource_blocks_add *request,
                                  struct error *err);

/*
 * resourceBlocks/delete: a room that comes back is Dirty.
 * Errors  ERROR_INPUT: there is none, or it is deleted already.
 */
MUST_USE bool resource_blocks_delete(struct transaction *tx,
                                     const struct resource_blocks_delete *request,
                                     struct error *err);

/* Whether a block has the room out of order at a time. */
MUST_USE bool resource_blocks_find(struct transaction *tx, struct uuid room, struct instant at,
                                   bool *is_blocked, struct error *err);

/* Those that begin or end some day; and has one wait for that. */
void resource_blocks_waiting(const struct transaction *tx, struct query *query);
MUST_USE bool resource_blocks_wait(struct transaction *tx, struct uuid id, struct error *err);

/* A block came at `due` to its start or to its end: the room goes out of order, or comes back. */
MUST_USE bool resource_blocks_go_on(struct transaction *tx, struct uuid id, struct instant due,
                                    struct error *err);
