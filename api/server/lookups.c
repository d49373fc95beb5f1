#include "api/server/lookups.h"

#include "api/server/availability.h"
#include "api/server/bookings.h"
#include "api/server/configuration.h"
#include "api/server/customer_search.h"
#include "api/server/images.h"
#include "api/server/item_lists.h"
#include "api/server/prices.h"

#define LOOKUP(operation, record)                                                                  \
    static bool run_##operation(struct transaction *tx, const void *request, struct error *err)    \
    {                                                                                              \
        return operation(tx, request, err);                                                        \
    }
#define LOOKUP_PLAIN(operation)                                                                    \
    static bool run_##operation(struct transaction *tx, const void *request, struct error *err)    \
    {                                                                                              \
        (void)request;                                                                             \
        return operation(tx, err);                                                                 \
    }
#include "api/server/lookups.def"
#undef LOOKUP_PLAIN
#undef LOOKUP

static const struct lookup_row rows[] = {
#define LOOKUP(operation, record) {OP_##operation, RECORD_##record, run_##operation},
#define LOOKUP_PLAIN(operation) {OP_##operation, RECORD_NONE, run_##operation},
#include "api/server/lookups.def"
#undef LOOKUP_PLAIN
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
