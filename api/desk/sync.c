#include <limits.h>

#include "api/desk/state.h"

/*
 * What other desks do, by polling: a row an entity, with the filter that takes the time of the last
 * poll. The worker asks, and hands over only news.
 */

enum {
    BEHIND_FACTOR = 6
}; /* what no pane shows is polled so much more rarely */

struct sync_row {
    enum operation_id operation;
    const char *since;
    bool is_behind;
    void (*fill)(const struct desk *desk, struct filter *filter, struct arena *arena);
};

static void
fill_resources(const struct desk *desk, struct filter *filter, struct arena *arena)
{
    (void)desk;
    (void)arena;
    filter->with_resources = (struct optional_bool){PRESENCE_SET, true};
}

static void
fill_customers(const struct desk *desk, struct filter *filter, struct arena *arena)
{
    (void)desk;
    (void)arena;
    filter->with_customers = (struct optional_bool){PRESENCE_SET, true};
    filter->with_addresses = (struct optional_bool){PRESENCE_SET, false};
}

static void
fill_blocks(const struct desk *desk, struct filter *filter, struct arena *arena)
{
    static const char *const states[] = {"Active", "Deleted"};

    (void)desk;
    (void)arena;
    filter->activity_states = (struct text_list){states, countof(states)};
}

/* Messages have no time of change: the new ones of the threads that are known. */
static void
fill_messages(const struct desk *desk, struct filter *filter, struct arena *arena)
{
    struct store_rows threads = store_all(desk->store, RECORD_message_thread);
    size_t count = threads.count < 1000 ? threads.count : 1000;
    struct uuid *ids = arena_new(arena, count * sizeof(*ids));

    for (size_t i = 0; i < count; i++)
        ids[i] = ((const struct message_thread *)threads.rows[i])->id;
    filter->thread_ids = (struct uuid_list){ids, count};
}

static const struct sync_row rows[] = {
    {OP_reservations_get_all_2023, "updated_utc", false, NULL},
    {OP_resources_get_all, "updated_utc", false, fill_resources},
    {OP_order_items_get_all, "updated_utc", false, NULL},
    {OP_payments_get_all, "updated_utc", false, NULL},
    {OP_bills_get_all, "updated_utc", true, NULL},
    {OP_resource_blocks_get_all, "updated_utc", true, fill_blocks},
    {OP_customers_get_all, "updated_utc", true, fill_customers},
    {OP_message_threads_get_all, "updated_utc", true, NULL},
    {OP_messages_get_all, "created_utc", true, fill_messages},
};

/* Without a period it is asked when the user refreshes, and not by itself. */
static int
period_ms(const struct desk *desk, const struct sync_row *row)
{
    if (!desk->refresh_seconds)
        return INT_MAX;
    return desk->refresh_seconds * 1000 * (row->is_behind ? BEHIND_FACTOR : 1);
}

static void
poll(struct desk *desk, size_t row)
{
    struct arena arena = {0};
    struct filter filter = {0};
    struct poll poll = {
        .operation = rows[row].operation,
        .filter = &filter,
        .since = rows[row].since,
        .first = desk->synced, // of the last start: nothing of the time between is missed
        .period_ms = period_ms(desk, &rows[row]),
    };

    if (rows[row].fill)
        rows[row].fill(desk, &filter, &arena);
    client_poll(desk->client, (int)row, &poll);
    arena_clear(&arena);
}

/* The messages' poll names the threads: it is told anew when there are others. */
void
sync_step(struct desk *desk)
{
    size_t threads = store_all(desk->store, RECORD_message_thread).count;

    for (size_t i = 0; i < countof(rows); i++)
        if (rows[i].fill == fill_messages ? threads != desk->polled_threads : !desk->is_polling)
            poll(desk, i);
    desk->polled_threads = threads;
    desk->is_polling = true;
}
