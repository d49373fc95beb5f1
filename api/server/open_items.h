/* What customers owe and have paid that stands on no closed bill. */
#pragma once

#include "api/server/read_filters.h"

/*
 * customers/getOpenItems of 2022: open charges and payments of each customer that is known.
 * Source  Connector API, Customers, "Get customers open items".
 */
MUST_USE bool read_open_items(const struct read_request *request, json_t *answer,
                              struct error *err);
