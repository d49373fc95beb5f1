#include "api/desk/bulk.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/memory.h"
#include "api/desk/state.h"

/*
 * Parts are begun in their order. A part that was throttled goes back to waiting, so the first that
 * waits is looked for anew. The desk keeps it until its last part and read are over, whoever left.
 */

enum {
    PARTS_AT_A_TIME = 6, /* more than the worker has under way only wait there */
    MOST_THROTTLED = 20,
    IDS_A_READ = 1000,
    ACCOUNTS_A_READ = 100,
};

struct bulk {
    struct bulk *next;
    struct desk *desk;  /* NULL: it was closed first */
    struct arena arena; /* texts of the orders */
    struct bulk_part *parts;
    struct bulk_counts counts;
    size_t first; /* before it, none waits */
    size_t reads; /* under way */
    bool is_stopped;
    bool is_left;
    bool is_beginning;
    bool is_telling;
    bool is_read; /* what was changed was asked for */
    void (*changed)(void *context);
    void *context;
};

static void
bulk_free(struct bulk *bulk)
{
    arena_clear(&bulk->arena);
    free(bulk->parts);
    free(bulk);
}

static void
drop(struct bulk *bulk)
{
    struct bulk **link = bulk->desk ? &bulk->desk->bulks : NULL;

    while (link && *link != bulk)
        link = &(*link)->next;
    if (link)
        *link = bulk->next;
    bulk_free(bulk);
}

/* Reading what was changed */

enum changed_ids {
    IDS_RESERVATIONS,
    IDS_ROOMS,
    IDS_ACCOUNTS,
    IDS_BILLS,
};

static struct uuid
changed_id(const struct bulk *bulk, const struct bulk_part *part, enum changed_ids which)
{
    const struct store *store = bulk->desk->store;
    const struct reservation *stay = store_reservation_of(store, part->order.reservation);
    const struct bill *bill = store_bill_of(store, part->order.bill);

    switch (which) {
    case IDS_RESERVATIONS:
        return part->order.reservation;
    case IDS_ROOMS:
        return stay ? stay->resource_id : (struct uuid){{0}};
    case IDS_ACCOUNTS:
        return stay ? stay->account_id : bill ? bill->account_id : (struct uuid){{0}};
    case IDS_BILLS:
        return part->order.bill;
    }
    return (struct uuid){{0}};
}

static void
with_resources(struct filter *filter)
{
    filter->with_resources = (struct optional_bool){PRESENCE_SET, true};
}

static const struct {
    enum changed_ids ids;
    enum operation_id operation;
    size_t filter; /* offset of the list of ids in struct filter */
    size_t most;   /* ids a call */
    void (*fill)(struct filter *filter);
} reads[] = {
    {IDS_RESERVATIONS, OP_reservations_get_all_2023, offsetof(struct filter, reservation_ids),
     IDS_A_READ, NULL},
    {IDS_ROOMS, OP_resources_get_all, offsetof(struct filter, resource_ids), IDS_A_READ,
     with_resources},
    {IDS_ACCOUNTS, OP_order_items_get_all, offsetof(struct filter, account_ids), ACCOUNTS_A_READ,
     NULL},
    {IDS_ACCOUNTS, OP_payments_get_all, offsetof(struct filter, account_ids), ACCOUNTS_A_READ,
     NULL},
    {IDS_BILLS, OP_bills_get_all, offsetof(struct filter, bill_ids), IDS_A_READ, NULL},
    {IDS_BILLS, OP_order_items_get_all, offsetof(struct filter, bill_ids), IDS_A_READ, NULL},
    {IDS_BILLS, OP_payments_get_all, offsetof(struct filter, bill_ids), IDS_A_READ, NULL},
};

static int
compare_ids(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct uuid));
}

/* Of all parts that may have been done, each once. */
static struct uuid_list
collect(const struct bulk *bulk, enum changed_ids which, struct arena *arena)
{
    struct uuid *ids = arena_new(arena, (bulk->counts.all + 1) * sizeof(*ids));
    size_t count = 0;
    size_t kept = 0;

    for (size_t i = 0; i < bulk->counts.all; i++) {
        struct uuid id = changed_id(bulk, &bulk->parts[i], which);

        if (bulk->parts[i].state != BULK_WAITING && uuid_is_set(id))
            ids[count++] = id;
    }
    qsort(ids, count, sizeof(*ids), compare_ids);
    for (size_t i = 0; i < count; i++)
        if (!kept || !uuid_equal(ids[kept - 1], ids[i]))
            ids[kept++] = ids[i];
    return (struct uuid_list){ids, kept};
}

static void
tell(struct bulk *bulk)
{
    bulk->is_telling = true; // who is told may leave
    if (!bulk->is_left && bulk->changed)
        bulk->changed(bulk->context);
    bulk->is_telling = false;
    if (bulk->is_left && bulk_is_over(bulk))
        drop(bulk);
}

/* That a read fails doesn't undo what was done; polls bring it later. */
static void
answered(struct desk *desk, const struct result *result, void *context)
{
    struct bulk *bulk = context;

    (void)desk;
    if (!result->is_last)
        return;
    bulk->reads--;
    tell(bulk);
}

static void
read_changed(struct bulk *bulk)
{
    struct arena arena = {0};

    bulk->is_read = true;
    for (size_t i = 0; i < countof(reads); i++) {
        struct uuid_list ids = collect(bulk, reads[i].ids, &arena);

        for (size_t from = 0; from < ids.count; from += reads[i].most) {
            size_t left = ids.count - from;
            struct filter filter = {0};

            *(struct uuid_list *)((char *)&filter + reads[i].filter) =
                (struct uuid_list){ids.rows + from, left < reads[i].most ? left : reads[i].most};
            if (reads[i].fill)
                reads[i].fill(&filter);
            bulk->reads++;
            desk_send(bulk->desk, desk_read(reads[i].operation, REQUEST_FOR_VIEW, &filter),
                      answered, bulk);
        }
    }
    arena_clear(&arena);
}

/* Parts */

static void go_on(struct bulk *bulk);

static void
fail(struct bulk_part *part, const struct error *err)
{
    struct bulk *bulk = part->bulk;

    part->state = BULK_FAILED;
    part->error = *err;
    bulk->counts.failed++;
    bulk->is_stopped |= err->kind == ERROR_UNREACHABLE;
}

/* The property counts for all desks of the token: it was not done, and may be sent again. */
static bool
is_throttled(struct bulk_part *part, const struct error *err)
{
    if (!err || err->kind != ERROR_BUSY || part->throttled++ >= MOST_THROTTLED)
        return false;
    part->state = BULK_WAITING;
    part->bulk->first = 0;
    return true;
}

static void
ended(void *context, struct action *action)
{
    struct bulk_part *part = context;
    struct bulk *bulk = part->bulk;
    const struct error *err = action_error(action);

    bulk->counts.running--;
    if (is_throttled(part, err)) {
        go_on(bulk);
        return;
    }
    if (err) {
        fail(part, err);
    } else {
        part->state = BULK_DONE;
        bulk->counts.done++;
    }
    go_on(bulk);
}

static struct bulk_part *
next_part(struct bulk *bulk)
{
    while (bulk->first < bulk->counts.all && bulk->parts[bulk->first].state != BULK_WAITING)
        bulk->first++;
    return bulk->first < bulk->counts.all ? &bulk->parts[bulk->first] : NULL;
}

/* An action may end while it begins, and come back here: the outer loop goes on with the next. */
static void
begin_more(struct bulk *bulk)
{
    struct bulk_part *part;

    bulk->is_beginning = true;
    while (!bulk->is_stopped && bulk->counts.running < PARTS_AT_A_TIME
           && (part = next_part(bulk))) {
        struct error err;

        part->state = BULK_RUNNING;
        bulk->counts.running++;
        if (action_begin(bulk->desk, &part->order, ended, part, &err))
            continue;
        bulk->counts.running--;
        fail(part, &err);
    }
    bulk->is_beginning = false;
}

static void
go_on(struct bulk *bulk)
{
    if (bulk->is_beginning)
        return;
    begin_more(bulk);
    if (!bulk->counts.running && !bulk->is_read)
        read_changed(bulk);
    tell(bulk);
}

struct bulk *
bulk_begin(struct desk *desk, const struct action_order *orders, size_t count,
           void (*changed)(void *context), void *context)
{
    struct bulk *bulk = memory_new(sizeof(*bulk));

    *bulk = (struct bulk){
        .next = desk->bulks,
        .desk = desk,
        .parts = memory_new((count + 1) * sizeof(*bulk->parts)),
        .counts = {.all = count},
        .context = context,
    };
    desk->bulks = bulk;
    for (size_t i = 0; i < count; i++) {
        bulk->parts[i].bulk = bulk;
        bulk->parts[i].order = action_order_copy(&bulk->arena, &orders[i]);
        bulk->parts[i].order.is_part = true;
    }
    go_on(bulk); // nobody is told before he has it
    bulk->changed = changed;
    return bulk;
}

void
bulk_stop(struct bulk *bulk)
{
    bulk->is_stopped = true;
}

void
bulk_leave(struct bulk *bulk)
{
    if (!bulk)
        return;
    bulk->is_left = true;
    bulk->is_stopped = true;
    if (bulk_is_over(bulk) && !bulk->is_telling)
        drop(bulk);
}

bool
bulk_is_over(const struct bulk *bulk)
{
    return bulk->is_read && !bulk->reads;
}

bool
bulk_is_stopped(const struct bulk *bulk)
{
    return bulk->is_stopped;
}

struct bulk_counts
bulk_counts(const struct bulk *bulk)
{
    return bulk->counts;
}

const struct bulk_part *
bulk_part(const struct bulk *bulk, size_t index)
{
    return &bulk->parts[index];
}

void
bulks_free(struct desk *desk)
{
    while (desk->bulks) {
        struct bulk *bulk = desk->bulks;

        desk->bulks = bulk->next;
        bulk->desk = NULL;
        bulk->is_stopped = bulk->is_read = true;
        bulk->counts.running = bulk->reads = 0;
        if (bulk->is_left)
            bulk_free(bulk);
    }
}
