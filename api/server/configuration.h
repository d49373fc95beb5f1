/* configuration/get: the property as it introduces itself. */
#pragma once

#include "api/server/read_filters.h"

MUST_USE bool read_configuration(const struct read_request *request, json_t *answer,
                                 struct error *err);
