/* Profiles of guests: making and changing them. */
#pragma once

#include "api/server/transaction.h"

/*
 * customers/add; answers the profile. An e-mail that a profile has already: with OverwriteExisting
 * that profile takes over what is given, without it is refused.
 * Errors  ERROR_REFUSED: the e-mail is known. ERROR_INPUT, naming the member.
 * Source  Connector API, Customers, "Add customer".
 */
MUST_USE bool customers_add(struct transaction *tx, const struct customer_add *request,
                            struct error *err);

/*
 * customers/update: what is absent, null or empty stays; answers the profile.
 * Errors  ERROR_REFUSED: another profile has the e-mail; the profile was merged into another.
 *         ERROR_INPUT, naming the member.
 */
MUST_USE bool customers_update(struct transaction *tx, const struct customer_update *request,
                               struct error *err);
