/* Files that are attached to profiles. */
#pragma once

#include "api/server/transaction.h"

/*
 * customers/addFile: kept with its size, apart from the profile.
 * Errors  ERROR_INPUT: an unknown customer, a name that is none, no base64, and those of
 *         file_may_be_attached().
 */
MUST_USE bool customers_add_file(struct transaction *tx, const struct customer_file *request,
                                 struct error *err);
