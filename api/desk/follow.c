#include <stdlib.h>
#include <string.h>

#include "api/base/memory.h"
#include "api/desk/state.h"
#include "api/desk/stays.h"

/*
 * What records refer to and the store lacks is asked for, many ids in a call: a row says from which
 * field of which kind, by which filter. An id is asked once; those whose read failed are asked
 * again when their row's next attempt is due.
 */

/* A mark in a row's map of ids: asked, then answered. */
static char asked_mark;
static char answered_mark;

struct follow_row {
    enum record_id from;
    size_t key; /* offset of the id in the record */
    enum record_id
        lacking; /* asked only when the store has none of this kind by the id; RECORD_NONE: always */
    bool is_current; /* of today's stays alone */
    enum desk_part part;
    enum operation_id operation;
    size_t filter; /* offset of the list of ids in struct filter */
    size_t most;   /* ids a call */
    enum request_priority priority;
    void (*fill)(struct filter *filter);
};

static void
with_customers(struct filter *filter)
{
    filter->with_customers = (struct optional_bool){PRESENCE_SET, true};
    filter->with_addresses = (struct optional_bool){PRESENCE_SET, false};
}

static void
companions(struct filter *filter)
{
    filter->with_customers = (struct optional_bool){PRESENCE_SET, true};
    filter->with_reservations = (struct optional_bool){PRESENCE_SET, false};
    filter->with_groups = (struct optional_bool){PRESENCE_SET, false};
}

static void
open_only(struct filter *filter)
{
    static const char *const states[] = {"Open", "Inactive"}; // Inactive: pending payments

    filter->accounting_states = (struct text_list){states, countof(states)};
}

#define FROM(record, field) RECORD_##record, offsetof(struct record, field)
#define BY(operation, field) OP_##operation, offsetof(struct filter, field)

// clang-format off
static const struct follow_row rows[] = {
    {FROM(reservation, account_id), RECORD_customer, false, DESK_STAYS,
     BY(customers_get_all, customer_ids), 1000, REQUEST_FOR_VIEW, with_customers},
    {FROM(reservation, account_id), RECORD_NONE, true, DESK_BALANCES,
     BY(order_items_get_all, account_ids), 100, REQUEST_FOR_VIEW, open_only},
    {FROM(reservation, account_id), RECORD_NONE, true, DESK_BALANCES,
     BY(payments_get_all, account_ids), 100, REQUEST_FOR_VIEW, open_only},
    {FROM(reservation, company_id), RECORD_company, false, DESK_DETAILS,
     BY(companies_get_all, company_ids), 1000, REQUEST_BEHIND, NULL},
    {FROM(reservation, id), RECORD_NONE, true, DESK_DETAILS,
     BY(companionships_get_all, reservation_ids), 1000, REQUEST_BEHIND, companions},
    {FROM(reservation, id), RECORD_NONE, true, DESK_DETAILS,
     BY(service_order_notes_get_all, service_order_ids), 1000, REQUEST_BEHIND, NULL},
    {FROM(reservation, group_id), RECORD_reservation_group, true, DESK_DETAILS,
     BY(reservation_groups_get_all, group_ids), 1000, REQUEST_BEHIND, NULL},
    {FROM(order_item, bill_id), RECORD_bill, false, DESK_BALANCES,
     BY(bills_get_all, bill_ids), 1000, REQUEST_BEHIND, NULL},
    {FROM(bill, account_id), RECORD_customer, false, DESK_DETAILS,
     BY(companies_get_all, company_ids), 1000, REQUEST_BEHIND, NULL},
    {FROM(message_thread, id), RECORD_NONE, false, DESK_THREADS,
     BY(messages_get_all, thread_ids), 1000, REQUEST_BEHIND, NULL},
};
// clang-format on

_Static_assert(countof(rows) <= FOLLOW_ROWS, "the desk keeps a state a row");

/* Rows of accounts' open items and payments. */
enum {
    ROW_ITEMS = 1,
    ROW_PAYMENTS = 2
};

struct follow_call {
    size_t row;
    size_t count;
    struct uuid ids[];
};

static void
answered(struct desk *desk, const struct result *result, void *context)
{
    struct follow_call *call = context;
    struct followed *followed = &desk->followed[call->row];

    if (!result->is_last)
        return;
    followed->under_way--;
    attempt_end(&followed->attempt, &result->error, desk->clock_ms());
    for (size_t i = 0; i < call->count; i++) {
        if (result->error.kind)
            (void)uuid_map_remove(&followed->asked, call->ids[i]);
        else
            uuid_map_put(&followed->asked, call->ids[i], &answered_mark);
    }
    desk->what |= DESK_STATUS;
}

static void
ask(struct desk *desk, size_t row, const struct uuid *ids, size_t count)
{
    struct follow_call *call = memory_new(sizeof(*call) + count * sizeof(*ids));
    struct filter filter = {0};

    call->row = row;
    call->count = count;
    memcpy(call->ids, ids, count * sizeof(*ids));
    *(struct uuid_list *)((char *)&filter + rows[row].filter) = (struct uuid_list){ids, count};
    if (rows[row].fill)
        rows[row].fill(&filter);
    desk->followed[row].under_way++;
    desk_send_own(desk, desk_read(rows[row].operation, rows[row].priority, &filter), answered,
                  call);
}

static bool
is_wanted(const struct desk *desk, size_t row, const void *record, struct uuid id)
{
    if (!uuid_is_set(id) || uuid_map_find(&desk->followed[row].asked, id))
        return false;
    if (rows[row].lacking && store_find(desk->store, rows[row].lacking, id))
        return false;
    return !rows[row].is_current || stay_is_current(desk, record);
}

static void
follow(struct desk *desk, size_t row)
{
    struct store_rows records = store_all(desk->store, rows[row].from);
    struct uuid *ids = NULL;
    size_t capacity = 0;
    size_t count = 0;

    for (size_t i = 0; i < records.count; i++) {
        struct uuid id = *(const struct uuid *)((const char *)records.rows[i] + rows[row].key);

        if (!is_wanted(desk, row, records.rows[i], id))
            continue;
        uuid_map_put(&desk->followed[row].asked, id, &asked_mark);
        ids = memory_grow(ids, count, &capacity, sizeof(*ids));
        ids[count++] = id;
    }
    for (size_t from = 0; from < count; from += rows[row].most)
        ask(desk, row, ids + from, count - from < rows[row].most ? count - from : rows[row].most);
    free(ids);
}

/*
 * The reads that bring a row's records are over, so that few calls ask for many: one that failed
 * brings its records later, and holds up nothing.
 */
static bool
is_ready(const struct desk *desk, const struct follow_row *row)
{
    if (row->from == RECORD_message_thread)
        return loading_is_over(desk, DESK_THREADS);
    if (!loading_is_over(desk, DESK_STAYS))
        return false;
    return row->is_current || row->part == DESK_STAYS || loading_is_over(desk, DESK_WINDOW);
}

void
follow_step(struct desk *desk)
{
    for (size_t i = 0; i < countof(rows); i++)
        if (is_ready(desk, &rows[i]) && attempt_may(&desk->followed[i].attempt, desk->clock_ms()))
            follow(desk, i);
}

void
follow_retry(struct desk *desk)
{
    for (size_t i = 0; i < countof(rows); i++)
        attempt_hurry(&desk->followed[i].attempt);
}

int64_t
follow_due_ms(const struct desk *desk)
{
    int64_t due_ms = INT64_MAX;

    for (size_t i = 0; i < countof(rows); i++) {
        const struct followed *followed = &desk->followed[i];

        if (!followed->under_way && attempt_has_failed(&followed->attempt)
            && followed->attempt.again_ms < due_ms)
            due_ms = followed->attempt.again_ms;
    }
    return due_ms;
}

bool
follow_is_done(const struct desk *desk, enum desk_part part)
{
    for (size_t i = 0; i < countof(rows); i++)
        if (rows[i].part == part
            && (!is_ready(desk, &rows[i]) || desk->followed[i].under_way
                || attempt_has_failed(&desk->followed[i].attempt)))
            return false;
    return true;
}

const struct error *
follow_missing(const struct desk *desk, enum desk_part part)
{
    for (size_t i = 0; i < countof(rows); i++)
        if (rows[i].part == part && attempt_has_failed(&desk->followed[i].attempt))
            return &desk->followed[i].attempt.error;
    return NULL;
}

bool
follow_has_account(const struct desk *desk, struct uuid account)
{
    return uuid_map_find(&desk->followed[ROW_ITEMS].asked, account) == &answered_mark
           && uuid_map_find(&desk->followed[ROW_PAYMENTS].asked, account) == &answered_mark;
}

void
follow_clear(struct desk *desk)
{
    for (size_t i = 0; i < countof(rows); i++)
        uuid_map_clear(&desk->followed[i].asked);
}
