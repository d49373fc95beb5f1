#include <assert.h>
#include <string.h>

#include "api/desk/state.h"
#include "api/desk/stays.h"

/*
 * What other desks do, by polling: a row an entity, with the filter that takes the time of the last
 * poll, or none where deletions leave no trace. The worker asks, and hands over only news; what the
 * property's events tell of it asks rarely.
 */

enum {
    BEHIND_FACTOR = 6,   /* what no pane shows is polled so much more rarely */
    RARE_FACTOR = 60,    /* and what hardly ever changes */
    IDS_MOST = 1000,     /* of a filter */
    BACK_DAYS_MOST = 30, /* that a delta reaches back: some reads are refused beyond a month */
    SECOND_MS = 1000,
};

enum pace {
    PACE_SCREEN, /* always shown somewhere */
    PACE_BEHIND, /* while no pane shows it */
    PACE_RARE,
    PACE_SHOWN, /* only while a pane shows it */
};

struct sync_row {
    enum operation_id operation;
    enum record_id kind;
    enum pace pace;
    const char *since; /* NULL: a whole set */
    const char *part;  /* of a whole set, what it is whole of: the name of `list` */
    /* Ids in the filter, in as many polls of IDS_MOST as there are slots for; NULL: none. */
    struct uuid_list (*ids)(const struct desk *desk, struct arena *arena);
    size_t list;
    int slots;
    void (*fill)(const struct desk *desk, struct filter *filter);
};

/* Filters */

/* Rooms that were closed for good are news too. */
static void
with_resources(const struct desk *desk, struct filter *filter)
{
    (void)desk;
    filter->with_resources = (struct optional_bool){PRESENCE_SET, true};
    filter->with_inactive = (struct optional_bool){PRESENCE_SET, true};
}

static void
with_customers(const struct desk *desk, struct filter *filter)
{
    (void)desk;
    filter->with_customers = (struct optional_bool){PRESENCE_SET, true};
    filter->with_addresses = (struct optional_bool){PRESENCE_SET, false};
}

static void
with_companions(const struct desk *desk, struct filter *filter)
{
    (void)desk;
    filter->with_customers = (struct optional_bool){PRESENCE_SET, true};
    filter->with_reservations = (struct optional_bool){PRESENCE_SET, false};
    filter->with_groups = (struct optional_bool){PRESENCE_SET, false};
}

/* What was deleted is news too. */
static void
with_deleted(const struct desk *desk, struct filter *filter)
{
    static const char *const states[] = {"Active", "Deleted"};

    (void)desk;
    filter->activity_states = (struct text_list){states, countof(states)};
}

/* They have no time of change, but are few. */
static void
with_deadlines(const struct desk *desk, struct filter *filter)
{
    filter->deadline_utc = asked_deadlines(desk);
}

/* Ids */

static struct uuid_list
services(const struct desk *desk, struct arena *arena)
{
    return desk_ids(desk, RECORD_service, arena);
}

static struct uuid_list
categories(const struct desk *desk, struct arena *arena)
{
    return desk_ids(desk, RECORD_resource_category, arena);
}

/* Messages have no time of change: the new ones of the threads that are known. */
static struct uuid_list
threads(const struct desk *desk, struct arena *arena)
{
    return desk_ids(desk, RECORD_message_thread, arena);
}

static struct uuid_list
current_stays(const struct desk *desk, struct arena *arena)
{
    struct store_rows stays = store_all(desk->store, RECORD_reservation);
    struct uuid *ids = arena_new(arena, stays.count * sizeof(*ids));
    size_t count = 0;

    for (size_t i = 0; i < stays.count; i++) {
        const struct reservation *stay = stays.rows[i];

        if (stay_is_current(desk, stay))
            ids[count++] = stay->id;
    }
    return (struct uuid_list){ids, count};
}

/* Read by when it was updated; with ids, one poll that names them. */
#define BY_UPDATE(read, record, pace, fill)                                                        \
    {                                                                                              \
        OP_##read, RECORD_##record, PACE_##pace, "updated_utc", NULL, NULL, 0, 1, fill             \
    }
#define BY_UPDATE_OF(ids, field, read, record, pace, fill)                                         \
    {                                                                                              \
        OP_##read, RECORD_##record, PACE_##pace, "updated_utc", NULL, ids,                         \
            offsetof(struct filter, field), 1, fill                                                \
    }

// clang-format off
static const struct sync_row rows[] = {
    BY_UPDATE(reservations_get_all_2023,   reservation,       SCREEN, NULL),
    BY_UPDATE(resources_get_all,           resource,          SCREEN, with_resources),
    BY_UPDATE(order_items_get_all,         order_item,        SCREEN, NULL),
    BY_UPDATE(payments_get_all,            payment,           SCREEN, NULL),
    BY_UPDATE(bills_get_all,               bill,              BEHIND, NULL),
    BY_UPDATE(resource_blocks_get_all,     resource_block,    BEHIND, with_deleted),
    BY_UPDATE(customers_get_all,           customer,          BEHIND, with_customers),
    BY_UPDATE(companies_get_all,           company,           BEHIND, with_deleted),
    {OP_service_order_notes_get_all, RECORD_note, PACE_BEHIND, "updated_utc", NULL,
     current_stays, offsetof(struct filter, service_order_ids), 8, NULL},
    {OP_companionships_get_all, RECORD_companionship, PACE_BEHIND, NULL, "reservation_ids",
     current_stays, offsetof(struct filter, reservation_ids), 8, with_companions},
    BY_UPDATE(message_threads_get_all,     message_thread,    BEHIND, NULL),
    {OP_messages_get_all, RECORD_message, PACE_BEHIND, "created_utc", NULL,
     threads, offsetof(struct filter, thread_ids), 4, NULL},
    BY_UPDATE(reservation_groups_get_all,  reservation_group, RARE, NULL),
    BY_UPDATE(services_get_all,            service,           RARE, NULL),
    BY_UPDATE(accounting_categories_get_all, accounting_category, RARE, with_deleted),
    BY_UPDATE_OF(services, service_ids,
        age_categories_get_all,            age_category,      RARE, with_deleted),
    BY_UPDATE_OF(services, service_ids,
        resource_categories_get_all,       resource_category, RARE, with_deleted),
    BY_UPDATE_OF(categories, category_ids,
        resource_category_assignments_get_all, resource_category_assignment, RARE, with_deleted),
    BY_UPDATE_OF(services, service_ids,
        products_get_all,                  product,           RARE, NULL),
    BY_UPDATE_OF(services, service_ids,
        rates_get_all,                     rate,              RARE, with_deleted),
    {OP_tasks_get_all, RECORD_task, PACE_SHOWN, NULL, NULL, NULL, 0, 1, with_deadlines},
};
// clang-format on

/* Telling the worker */

static int
period_ms(const struct desk *desk, const struct sync_row *row)
{
    int period = desk->refresh_seconds * SECOND_MS;

    if (row->pace == PACE_SHOWN && !desk->shown[row->kind])
        return 0;
    if (!period)
        return POLL_WHEN_TOLD;
    if (row->pace == PACE_RARE)
        return period * RARE_FACTOR;
    return row->pace == PACE_SCREEN || desk->shown[row->kind] ? period : period * BEHIND_FACTOR;
}

/* Since the last start, so that nothing of the time between is missed. */
static struct instant
first_since(const struct desk *desk)
{
    struct instant earliest =
        instant_add_ms(day_at(desk_today(desk), 0), -(int64_t)BACK_DAYS_MOST * 86400 * SECOND_MS);

    return instant_is_set(desk->synced) && instant_before(desk->synced, earliest) ? earliest
                                                                                  : desk->synced;
}

/* The same for the same ids in any order, so that a poll is told anew only when it must be. */
static uint64_t
signature(struct uuid_list ids, int period)
{
    uint64_t sum = ids.count;

    for (size_t i = 0; i < ids.count; i++) {
        uint64_t halves[2];

        memcpy(halves, ids.rows[i].bytes, sizeof(halves));
        sum += (halves[0] ^ halves[1]) * 0x9e3779b97f4a7c15u;
    }
    return (sum ^ (uint64_t)period << 32) | 1;
}

static void
tell(struct desk *desk, const struct sync_row *row, int slot, struct uuid_list ids)
{
    struct filter filter = {0};
    struct poll poll = {
        .operation = row->operation,
        .filter = &filter,
        .since = row->since,
        .part = row->part,
        .first = first_since(desk),
        .period_ms = row->ids && !ids.count ? 0 : period_ms(desk, row),
    };
    uint64_t now = signature(ids, poll.period_ms);

    if (desk->polled[slot] == now || (!desk->polled[slot] && !poll.period_ms))
        return;
    desk->polled[slot] = now;
    if (row->ids)
        *(struct uuid_list *)(void *)((char *)&filter + row->list) = ids;
    if (row->fill)
        row->fill(desk, &filter);
    client_poll(desk->client, slot, &poll);
}

/* The part of the ids that belongs to the row's slot number `i`. */
static struct uuid_list
slice(struct uuid_list ids, int i)
{
    size_t from = (size_t)i * IDS_MOST;
    size_t count = ids.count > from ? ids.count - from : 0;

    return (struct uuid_list){count ? ids.rows + from : NULL, count < IDS_MOST ? count : IDS_MOST};
}

/* What names ids is told anew when there are others. */
void
sync_step(struct desk *desk)
{
    struct arena arena = {0};
    int slot = 0;

    for (size_t i = 0; i < countof(rows); i++) {
        struct uuid_list ids = rows[i].ids ? rows[i].ids(desk, &arena) : (struct uuid_list){0};

        for (int part = 0; part < rows[i].slots; part++)
            tell(desk, &rows[i], slot++, slice(ids, part));
    }
    assert(slot <= POLLS_MOST);
    arena_clear(&arena);
}

/* How often */

static void
adapt(struct desk *desk)
{
    if (desk->polled[0]) // what is polled is told when it is loaded
        sync_step(desk);
}

void
desk_set_refresh(struct desk *desk, int seconds)
{
    desk->refresh_seconds = seconds;
    adapt(desk);
}

void
desk_show(struct desk *desk, enum record_id kind)
{
    desk->shown[kind]++;
    adapt(desk);
}

void
desk_hide(struct desk *desk, enum record_id kind)
{
    if (desk->shown[kind]) // it may have been shown of another desk
        desk->shown[kind]--;
    adapt(desk);
}
