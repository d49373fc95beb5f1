/* Adjustments of availability: by hand, and what availability blocks hold. */
#pragma once

#include "api/server/services.h"

/*
 * services/updateAvailability: so many more or fewer of a category than there are, for some units;
 * without a value what was adjusted there goes. Of a block: what it holds, negative, in place of
 * what it held.
 * Errors  ERROR_INPUT, naming the member; ERROR_REFUSED: too long ago, too far ahead.
 * Source  Connector API, Services, "Update service availability".
 */
MUST_USE bool services_update_availability(struct transaction *tx,
                                           const struct availability_updates *request,
                                           struct error *err);

/* What a block holds, whatever the category; only what is still active. */
MUST_USE bool adjustments_of(struct transaction *tx, struct uuid block,
                             struct availability_adjustment_list *adjustments, struct error *err);

/*
 * Brings what a block holds in line with the block as it is now: cuts what lies beyond its
 * interval, and reckons anew when the rest is given back. With the block gone, nothing stays.
 */
MUST_USE bool adjustments_follow(struct transaction *tx, const struct service *service,
                                 const struct availability_block *block, struct error *err);
