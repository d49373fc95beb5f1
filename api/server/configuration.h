/* configuration/get: the property as it introduces itself. */
#pragma once

#include "api/server/transaction.h"

MUST_USE bool configuration_get(struct transaction *tx, struct error *err);
