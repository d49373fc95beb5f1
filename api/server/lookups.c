#include "api/server/lookups.h"

#include "api/server/availability.h"
#include "api/server/bookings.h"
#include "api/server/prices.h"

#define LOOKUP(operation, record)                                                                  \
    static bool run_##operation(struct transaction *tx, const void *request, struct error *err)    \
    {                                                                                              \
        return operation(tx, request, err);                                                        \
    }
#include "api/server/lookups.def"
#undef LOOKUP

static const struct lookup_row rows[] = {
#define LOOKUP(operation, record) {OP_##operation, RECORD_##record, run_##operation},
#include "api/server/lookups.def"
#undef LOOKUP
};

const struct lookup_row *
lookup_find(enum operation_id operation)
{
    for (size_t i = 0; i < countof(rows); i++)
        if (rows[i].operation == operation)
            return &rows[i];
    return NULL;
}
