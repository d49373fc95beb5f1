#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/memory.h"
#include "api/desk/state.h"

/*
 * An account read whole: three reads, known when the last of them is answered and none failed; else
 * all are asked again. What is known of it and didn't come has gone elsewhere, or was deleted.
 */

enum {
    FRESH_MS = 5000 /* what changed so shortly before may have come another way meanwhile */
};

struct account_read {
    struct account_read *next;
    struct uuid account;
    int left;               /* reads under way */
    struct uuid_map seen;   /* records that came */
    struct instant read_at; /* by the property's clock */
    struct error failed;    /* the first of them that did */
    struct attempt attempt;
};

static struct account_read *
find(const struct desk *desk, struct uuid account)
{
    struct account_read *read = desk->account_reads;

    while (read && !uuid_equal(read->account, account))
        read = read->next;
    return read;
}

static void
drop(struct desk *desk, struct account_read *read)
{
    struct account_read **link = &desk->account_reads;

    while (*link != read)
        link = &(*link)->next;
    *link = read->next;
    uuid_map_clear(&read->seen);
    free(read);
}

static void
note_seen(struct account_read *read, const struct result *result)
{
    if (!instant_is_set(read->read_at))
        read->read_at = result->server_date;
    for (size_t i = 0; i < result->batch_count; i++) {
        const struct batch *batch = &result->batches[i];

        for (size_t row = 0; row < batch->count; row++) {
            const char *record = (const char *)batch->rows + row * batch->type->size;

            uuid_map_put(&read->seen, record_uuid(batch->type, record), read);
        }
    }
}

/* Takes out those of one kind that the account no longer has. */
static void
prune(struct desk *desk, const struct account_read *read, enum store_index index,
      enum record_id kind)
{
    struct store_rows rows = store_by(desk->store, index, read->account);
    const struct record_type *type = record_type(kind);
    struct instant before = instant_add_ms(read->read_at, -FRESH_MS);
    struct uuid *gone = memory_new((rows.count + 1) * sizeof(*gone));
    size_t count = 0;

    for (size_t i = 0; i < rows.count && instant_is_set(read->read_at); i++)
        if (!uuid_map_find(&read->seen, record_uuid(type, rows.rows[i]))
            && instant_before(record_updated(type, rows.rows[i]), before))
            gone[count++] = record_uuid(type, rows.rows[i]);
    for (size_t i = 0; i < count; i++)
        store_remove(desk->store, kind, gone[i]);
    free(gone);
}

static void
answered(struct desk *desk, const struct result *result, void *context)
{
    struct account_read *read = context;

    note_seen(read, result);
    if (!result->is_last)
        return;
    if (result->error.kind && !read->failed.kind)
        read->failed = result->error;
    if (--read->left)
        return;
    desk->what |= DESK_KIND(RECORD_bill);
    attempt_end(&read->attempt, &read->failed, desk->clock_ms());
    if (attempt_has_failed(&read->attempt))
        return;
    prune(desk, read, STORE_ITEMS_OF_ACCOUNT, RECORD_order_item);
    prune(desk, read, STORE_PAYMENTS_OF_ACCOUNT, RECORD_payment);
    prune(desk, read, STORE_BILLS_OF_ACCOUNT, RECORD_bill);
    uuid_map_put(&desk->accounts, read->account, desk);
    drop(desk, read);
}

static void
ask(struct desk *desk, struct account_read *read)
{
    struct filter by_account = {.account_ids = {&read->account, 1}};
    struct filter by_customer = {.customer_ids = {&read->account, 1}};

    read->left = 3;
    read->read_at = (struct instant){0};
    uuid_map_clear(&read->seen);
    read->failed = (struct error){0};
    desk_send(desk, desk_read(OP_order_items_get_all, REQUEST_FOR_VIEW, &by_account), answered,
              read);
    desk_send(desk, desk_read(OP_payments_get_all, REQUEST_FOR_VIEW, &by_account), answered, read);
    desk_send(desk, desk_read(OP_bills_get_all, REQUEST_FOR_VIEW, &by_customer), answered, read);
}

void
desk_load_account(struct desk *desk, struct uuid account)
{
    struct account_read *read = find(desk, account);

    if (!read) {
        read = memory_new(sizeof(*read));
        *read = (struct account_read){.next = desk->account_reads, .account = account};
        desk->account_reads = read;
    }
    if (!read->left)
        ask(desk, read);
}

bool
desk_has_account(const struct desk *desk, struct uuid account)
{
    return uuid_map_find(&desk->accounts, account) != NULL;
}

const struct error *
desk_account_missing(const struct desk *desk, struct uuid account)
{
    const struct account_read *read = find(desk, account);

    return read && attempt_has_failed(&read->attempt) ? &read->attempt.error : NULL;
}

void
account_step(struct desk *desk)
{
    for (struct account_read *read = desk->account_reads; read; read = read->next)
        if (!read->left && attempt_may(&read->attempt, desk->clock_ms()))
            ask(desk, read);
}

void
account_retry(struct desk *desk)
{
    for (struct account_read *read = desk->account_reads; read; read = read->next)
        attempt_hurry(&read->attempt);
}

int64_t
account_due_ms(const struct desk *desk)
{
    int64_t due_ms = INT64_MAX;

    for (const struct account_read *read = desk->account_reads; read; read = read->next)
        if (!read->left && read->attempt.again_ms < due_ms)
            due_ms = read->attempt.again_ms;
    return due_ms;
}

void
account_clear(struct desk *desk)
{
    while (desk->account_reads)
        drop(desk, desk->account_reads);
    uuid_map_clear(&desk->accounts);
}

static void
number_answered(struct desk *desk, const struct result *result, void *context)
{
    (void)context;
    desk->has_number |= result->is_last;
    if (result->is_last)
        desk->what |= DESK_STATUS;
}

bool
desk_has_number(const struct desk *desk, const char *number)
{
    return desk->has_number && strcmp(desk->number, number) == 0;
}

void
desk_load_number(struct desk *desk, const char *number)
{
    struct filter filter = {.numbers = {&number, 1}};

    desk->has_number = false;
    snprintf(desk->number, sizeof(desk->number), "%s", number);
    desk_send(desk, desk_read(OP_reservations_get_all_2023, REQUEST_FOR_KEY, &filter),
              number_answered, NULL);
}
