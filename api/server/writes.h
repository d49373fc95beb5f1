/* Which operations write, and the function that does each. */
#pragma once

#include "api/server/writer.h"

/* NULL when the operation is no write that is served. */
const struct write_row *write_row_find(enum operation_id operation);
