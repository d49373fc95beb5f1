#include <stdlib.h>

#include "api/base/memory.h"
#include "api/desk/state.h"

/* An account read whole: three reads, known when the last of them is answered and none failed. */

struct account_read {
    struct uuid account;
    int left;
    bool has_failed;
};

static void
answered(struct desk *desk, const struct result *result, void *context)
{
    struct account_read *read = context;

    if (!result->is_last)
        return;
    if (result->error.kind) {
        read->has_failed = true;
        desk->load_error = result->error;
    }
    if (--read->left)
        return;
    if (!read->has_failed)
        uuid_map_put(&desk->accounts, read->account, desk);
    desk->what |= DESK_KIND(RECORD_bill);
    free(read);
}

void
desk_load_account(struct desk *desk, struct uuid account)
{
    struct filter by_account = {.account_ids = {&account, 1}};
    struct filter by_customer = {.customer_ids = {&account, 1}};
    struct account_read *read = memory_new(sizeof(*read));

    *read = (struct account_read){account, 3, false};
    desk_send(desk, desk_read(OP_order_items_get_all, REQUEST_FOR_VIEW, &by_account), answered,
              read);
    desk_send(desk, desk_read(OP_payments_get_all, REQUEST_FOR_VIEW, &by_account), answered, read);
    desk_send(desk, desk_read(OP_bills_get_all, REQUEST_FOR_VIEW, &by_customer), answered, read);
}

bool
desk_has_account(const struct desk *desk, struct uuid account)
{
    return uuid_map_find(&desk->accounts, account) != NULL;
}

static void
number_answered(struct desk *desk, const struct result *result, void *context)
{
    (void)context;
    if (result->is_last)
        desk->what |= DESK_STATUS;
}

void
desk_load_number(struct desk *desk, const char *number)
{
    struct filter filter = {.numbers = {&number, 1}};

    desk_send(desk, desk_read(OP_reservations_get_all_2023, REQUEST_FOR_KEY, &filter),
              number_answered, NULL);
}
