/* Who can be charged now: guests in the house, and paymasters. */
#pragma once

#include "api/server/read_filters.h"

/*
 * customers/search: by name, or those of a room; each guest with the stay, in the form of 2022.
 * Source  Connector API, Customers, "Search customers".
 */
MUST_USE bool read_customer_search(const struct read_request *request, json_t *answer,
                                   struct error *err);
