/*
 * The echo of a payment: what the property shows of it when it is read again. A proxy on the way
 * may send it twice, and a bad line may change it, and no answer tells.
 */
#pragma once

#include "api/base/error.h"
#include "api/store/store.h"

/*
 * Whether the account shows the payment with this mark once, and as it was sent (positive). Pure.
 * Errors  ERROR_UNKNOWN: not at all, more than once, or another amount; what to do is said.
 */
MUST_USE bool echo_is_true(const struct store *store, struct uuid account, const char *mark,
                           struct money sent, struct error *err);
