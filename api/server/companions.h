/* Who comes along with the owner of a stay. */
#pragma once

#include "api/server/transaction.h"

/*
 * reservations/addCompanion, as long as the stay is for more persons than there are companions.
 * Errors  ERROR_INPUT, naming the member; ERROR_REFUSED: no place left, one who is a companion
 *         already, a stay that is over or canceled.
 * Source  Connector API, Reservations, "Add reservation companion".
 */
MUST_USE bool reservations_add_companion(struct transaction *tx,
                                         const struct reservation_customer *request,
                                         struct error *err);

/*
 * reservations/deleteCompanion: the profile stays, the keys of the companionship end.
 * Errors  ERROR_INPUT: no companion; ERROR_REFUSED: the stay is over or canceled.
 */
MUST_USE bool reservations_delete_companion(struct transaction *tx,
                                            const struct reservation_customer *request,
                                            struct error *err);

/* Whether the stay's persons are enough for its companions. Errors: ERROR_REFUSED. */
MUST_USE bool companions_fit(struct transaction *tx, const struct reservation *stay,
                             struct error *err);
