/* Which reads are worked out, and the function that does each. */
#pragma once

#include "api/server/writer.h"

struct lookup_row {
    enum operation_id operation;
    enum record_id request; /* what the body is decoded into; RECORD_NONE: nothing */
    write_fn run;
};

/* NULL when the operation is none of them. */
const struct lookup_row *lookup_find(enum operation_id operation);
