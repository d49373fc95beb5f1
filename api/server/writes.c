#include "api/server/writes.h"

#include "api/server/access_tokens.h"
#include "api/server/adjustments.h"
#include "api/server/alternative_payments.h"
#include "api/server/availability_blocks.h"
#include "api/server/bill_closing.h"
#include "api/server/bill_prints.h"
#include "api/server/bookings.h"
#include "api/server/cancellations.h"
#include "api/server/card_payments.h"
#include "api/server/commands.h"
#include "api/server/companies.h"
#include "api/server/companions.h"
#include "api/server/credit_cards.h"
#include "api/server/customers.h"
#include "api/server/files.h"
#include "api/server/items.h"
#include "api/server/merging.h"
#include "api/server/messages.h"
#include "api/server/notes.h"
#include "api/server/orders.h"
#include "api/server/outlets.h"
#include "api/server/payments.h"
#include "api/server/prices.h"
#include "api/server/refunds.h"
#include "api/server/reservations.h"
#include "api/server/resource_blocks.h"
#include "api/server/resources.h"
#include "api/server/restrictions.h"
#include "api/server/stay_owner.h"
#include "api/server/stay_products.h"
#include "api/server/tasks.h"

#define WRITE(operation, record)                                                                   \
    static bool run_##operation(struct transaction *tx, const void *request, struct error *err)    \
    {                                                                                              \
        return operation(tx, request, err);                                                        \
    }
#include "api/server/writes.def"
#undef WRITE

static const struct write_row rows[] = {
#define WRITE(operation, record) {OP_##operation, RECORD_##record, run_##operation},
#include "api/server/writes.def"
#undef WRITE
};

const struct write_row *
write_row_find(enum operation_id operation)
{
    for (size_t i = 0; i < countof(rows); i++)
        if (rows[i].operation == operation)
            return &rows[i];
    return NULL;
}
