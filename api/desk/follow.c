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

enum {
    PAGE_MOST = 1000,
    CUSTOMERS_MOST = PAGE_MOST - 1, /* a full page would be followed by an empty one */
};

struct follow_row {
    enum record_id from;
    size_t key; /* offset of the id in the record */
    /* Asked only for ids of which the store has none of this kind; RECORD_NONE: always. */
    enum record_id lacking;
    bool (*is_meant)(const struct desk *desk, const struct reservation *stay); /* NULL: all are */
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

/* One page, however many they are: each call of a hundred accounts would make two of it. */
static void
open_only(struct filter *filter)
{
    static const char *const states[] = {"Open", "Inactive"}; // Inactive: pending payments

    filter->accounting_states = (struct text_list){states, countof(states)};
    filter->count = (struct optional_int){PRESENCE_SET, PAGE_MOST};
}

static bool
is_within(struct instant at, struct interval when)
{
    return !instant_before(at, when.start_utc) && instant_before(at, when.end_utc);
}

/* What the day's reads bring. */
static bool
is_of_the_day(const struct desk *desk, const struct reservation *stay)
{
    struct interval day = loading_day(desk);

    return stay->state == RESERVATION_STARTED || is_within(stay->start_utc, day)
           || is_within(stay->end_utc, day);
}

static bool
is_of_other_days(const struct desk *desk, const struct reservation *stay)
{
    return !is_of_the_day(desk, stay);
}

#define FROM(record, field) RECORD_##record, offsetof(struct record, field)
#define BY(operation, field) OP_##operation, offsetof(struct filter, field)

// clang-format off
static const struct follow_row rows[] = {
    {FROM(reservation, account_id), RECORD_customer, is_of_the_day, DESK_STAYS,
     BY(customers_get_all, customer_ids), CUSTOMERS_MOST, REQUEST_FOR_VIEW, with_customers},
    {FROM(reservation, account_id), RECORD_NONE, stay_is_current, DESK_BALANCES,
     BY(order_items_get_all, account_ids), 100, REQUEST_FOR_VIEW, open_only},
    {FROM(reservation, account_id), RECORD_NONE, stay_is_current, DESK_BALANCES,
     BY(payments_get_all, account_ids), 100, REQUEST_FOR_VIEW, open_only},
    {FROM(reservation, company_id), RECORD_company, NULL, DESK_DETAILS,
     BY(companies_get_all, company_ids), 1000, REQUEST_BEHIND, NULL},
    {FROM(reservation, id), RECORD_NONE, stay_is_current, DESK_DETAILS,
     BY(companionships_get_all, reservation_ids), 1000, REQUEST_BEHIND, companions},
    {FROM(reservation, id), RECORD_NONE, stay_is_current, DESK_DETAILS,
     BY(service_order_notes_get_all, service_order_ids), 1000, REQUEST_BEHIND, NULL},
    {FROM(reservation, group_id), RECORD_reservation_group, stay_is_current, DESK_DETAILS,
     BY(reservation_groups_get_all, group_ids), 1000, REQUEST_BEHIND, NULL},
    {FROM(order_item, bill_id), RECORD_bill, NULL, DESK_BALANCES,
     BY(bills_get_all, bill_ids), 1000, REQUEST_BEHIND, NULL},
    {FROM(bill, account_id), RECORD_customer, NULL, DESK_DETAILS,
     BY(companies_get_all, company_ids), 1000, REQUEST_BEHIND, NULL},
    {FROM(message_thread, id), RECORD_NONE, NULL, DESK_THREADS,
     BY(messages_get_all, thread_ids), 1000, REQUEST_BEHIND, NULL},
    {FROM(reservation, account_id), RECORD_customer, is_of_other_days, DESK_WINDOW,
     BY(customers_get_all, customer_ids), CUSTOMERS_MOST, REQUEST_BEHIND, with_customers},
    {FROM(task, service_order_id), RECORD_reservation, NULL, DESK_DETAILS,
     BY(reservations_get_all_2023, reservation_ids), 1000, REQUEST_BEHIND, NULL},
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
    followed->sees_again |= result->error.kind != ERROR_NONE;
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
    return !rows[row].is_meant || rows[row].is_meant(desk, record);
}

/* What its last attempt was to bring has come by another way. */
static void
stop_missing(struct desk *desk, size_t row)
{
    desk->followed[row].attempt = (struct attempt){0};
    desk->what |= DESK_STATUS;
}

/* What a row is about to ask for. */
struct wanted {
    struct uuid *ids;
    size_t count;
    size_t capacity;
};

static void
look_at(struct desk *desk, size_t row, const void *record, struct wanted *wanted)
{
    struct uuid id = *(const struct uuid *)((const char *)record + rows[row].key);

    if (!is_wanted(desk, row, record, id))
        return;
    uuid_map_put(&desk->followed[row].asked, id, &asked_mark);
    wanted->ids = memory_grow(wanted->ids, wanted->count, &wanted->capacity, sizeof(*wanted->ids));
    wanted->ids[wanted->count++] = id;
}

/*
 * Only what came in is looked at: with all of a house of 1,000 rooms at every result, reading it
 * took twice the time.
 */
static void
look(struct desk *desk, size_t row, struct wanted *wanted)
{
    struct followed *followed = &desk->followed[row];
    const struct came *came = &desk->came[rows[row].from];
    struct store_rows all = store_all(desk->store, rows[row].from);

    if (followed->sees_again)
        for (size_t i = 0; i < all.count; i++)
            look_at(desk, row, all.rows[i], wanted);
    else
        for (size_t i = followed->seen; i < came->count; i++) {
            const void *record = store_find(desk->store, rows[row].from, came->ids[i]);

            if (record)
                look_at(desk, row, record, wanted);
        }
    followed->seen = came->count;
    followed->sees_again = false;
}

static void
follow(struct desk *desk, size_t row)
{
    struct wanted wanted = {0};
    size_t most = rows[row].most;

    look(desk, row, &wanted);
    if (!wanted.count && !desk->followed[row].under_way
        && attempt_has_failed(&desk->followed[row].attempt))
        stop_missing(desk, row);
    for (size_t from = 0; from < wanted.count; from += most)
        ask(desk, row, wanted.ids + from, wanted.count - from < most ? wanted.count - from : most);
    free(wanted.ids);
}

static bool
is_followed(enum record_id kind)
{
    for (size_t i = 0; i < countof(rows); i++)
        if (rows[i].from == kind)
            return true;
    return false;
}

void
follow_take(struct desk *desk, const struct batch *batch)
{
    struct came *came = &desk->came[batch->type->id];

    if (!is_followed(batch->type->id))
        return;
    for (size_t i = 0; i < batch->count; i++) {
        came->ids = memory_grow(came->ids, came->count, &came->capacity, sizeof(*came->ids));
        came->ids[came->count++] =
            record_uuid(batch->type, (const char *)batch->rows + i * batch->type->size);
    }
}

/* What all rows of a kind have seen. */
static void
forget_seen(struct desk *desk, enum record_id kind)
{
    for (size_t i = 0; i < countof(rows); i++)
        if (rows[i].from == kind && desk->followed[i].seen < desk->came[kind].count)
            return;
    for (size_t i = 0; i < countof(rows); i++)
        if (rows[i].from == kind)
            desk->followed[i].seen = 0;
    free(desk->came[kind].ids);
    desk->came[kind] = (struct came){0};
}

/* With the day other stays become current. */
static void
turn_day(struct desk *desk)
{
    struct day today = desk_today(desk);

    if (today.number == desk->followed_day.number)
        return;
    for (size_t i = 0; i < countof(rows); i++)
        desk->followed[i].sees_again |= rows[i].is_meant != NULL;
    desk->followed_day = today;
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
    return (row->is_meant && row->part != DESK_WINDOW) || loading_is_over(desk, DESK_WINDOW);
}

void
follow_step(struct desk *desk)
{
    turn_day(desk);
    for (size_t i = 0; i < countof(rows); i++)
        if (is_ready(desk, &rows[i]) && attempt_may(&desk->followed[i].attempt, desk->clock_ms()))
            follow(desk, i);
    for (size_t i = 0; i < countof(rows); i++)
        forget_seen(desk, rows[i].from);
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
            && followed->attempt.again_ms < due_ms && is_ready(desk, &rows[i]))
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
    for (size_t i = 0; i < countof(rows); i++) {
        uuid_map_clear(&desk->followed[i].asked);
        free(desk->came[rows[i].from].ids);
        desk->came[rows[i].from] = (struct came){0};
    }
}
