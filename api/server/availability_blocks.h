/* Availability blocks: rooms set aside for a group. */
#pragma once

#include "api/server/services.h"

/*
 * availabilityBlocks/add: blocks with numbers of their own, all or none. What they hold is set by
 * services/updateAvailability.
 * Errors  ERROR_INPUT, naming the member.
 * Source  Connector API, Availability blocks, "Add availability blocks".
 */
MUST_USE bool availability_blocks_add(struct transaction *tx,
                                      const struct availability_blocks_add *request,
                                      struct error *err);

/*
 * availabilityBlocks/update: what they hold follows their interval and release.
 * Errors  ERROR_INPUT, naming the member; ERROR_REFUSED: one with stays in it is called off.
 */
MUST_USE bool availability_blocks_update(struct transaction *tx,
                                         const struct availability_blocks_update *request,
                                         struct error *err);

/* availabilityBlocks/delete. Errors: ERROR_REFUSED, while there are stays in it. */
MUST_USE bool availability_blocks_delete(struct transaction *tx,
                                         const struct availability_blocks_delete *request,
                                         struct error *err);

/*
 * A block that takes stays of the service: a Confirmed one.
 * Errors  ERROR_INPUT, naming the member; ERROR_REFUSED: it takes none.
 */
MUST_USE bool availability_blocks_taking(struct transaction *tx, struct uuid id,
                                         struct uuid service, const char *member,
                                         struct availability_block *block, struct error *err);
