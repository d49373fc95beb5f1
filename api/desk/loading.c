#include "api/base/memory.h"
#include "api/desk/state.h"

/*
 * The day's plan: each row is one read, asked as soon as those that it needs are answered. What is
 * looked at first comes first; the worker orders what waits by priority.
 */

enum load {
    LOAD_HOUSE,
    LOAD_ARRIVALS,
    LOAD_DEPARTURES,
    LOAD_IN_HOUSE,
    LOAD_SERVICES,
    LOAD_RESOURCES,
    LOAD_CATEGORIES,
    LOAD_ASSIGNMENTS,
    LOAD_AGES,
    LOAD_BLOCKS,
    LOAD_WINDOW,
    LOAD_PRODUCTS,
    LOAD_RATES,
    LOAD_ACCOUNTING,
    LOAD_THREADS,
    LOAD_COUNT,
};

_Static_assert((int)LOAD_COUNT <= (int)LOAD_ROWS, "the desk keeps a state a row");

enum {
    WINDOW_BEFORE_DAYS = 3,
    WINDOW_AFTER_DAYS = 21,
    THREAD_DAYS = 60
};

struct load_row {
    enum operation_id operation;
    enum desk_part part;
    enum request_priority priority;
    unsigned needs; /* bits of rows */
    void (*fill)(const struct desk *desk, struct filter *filter, struct arena *arena);
};

/* The ids of all records of a kind, in the arena. */
static struct uuid_list
all_ids(const struct desk *desk, enum record_id kind, struct arena *arena)
{
    struct store_rows rows = store_all(desk->store, kind);
    struct uuid *ids = arena_new(arena, rows.count * sizeof(*ids));

    for (size_t i = 0; i < rows.count; i++)
        ids[i] = record_uuid(record_type(kind), rows.rows[i]);
    return (struct uuid_list){ids, rows.count};
}

/* The business day as an interval: from the day before, whose guests may have been missed. */
static struct interval
day_interval(const struct desk *desk)
{
    struct day today = desk_today(desk);

    return (struct interval){day_at(day_add(today, -1), 0), day_at(day_add(today, 2), 0)};
}

static void
fill_arrivals(const struct desk *desk, struct filter *filter, struct arena *arena)
{
    (void)arena;
    filter->scheduled_start_utc = day_interval(desk);
}

static void
fill_departures(const struct desk *desk, struct filter *filter, struct arena *arena)
{
    (void)arena;
    filter->scheduled_end_utc = day_interval(desk);
}

static void
fill_in_house(const struct desk *desk, struct filter *filter, struct arena *arena)
{
    const char **states = arena_new(arena, sizeof(*states));
    struct day today = desk_today(desk);

    states[0] = reservation_state_name(RESERVATION_STARTED);
    filter->states = (struct text_list){states, 1};
    /* Overdue guests end before today: a wide look back finds them. */
    filter->colliding_utc =
        (struct interval){day_at(day_add(today, -30), 0), day_at(day_add(today, 1), 0)};
}

static void
fill_resources(const struct desk *desk, struct filter *filter, struct arena *arena)
{
    (void)desk;
    (void)arena;
    filter->with_resources = (struct optional_bool){PRESENCE_SET, true};
}

static void
fill_services(const struct desk *desk, struct filter *filter, struct arena *arena)
{
    filter->service_ids = all_ids(desk, RECORD_service, arena);
}

static void
fill_categories(const struct desk *desk, struct filter *filter, struct arena *arena)
{
    filter->category_ids = all_ids(desk, RECORD_resource_category, arena);
}

static struct interval
window_interval(struct day from, struct day to)
{
    return (struct interval){day_at(from, 0), day_at(to, 0)};
}

static void
fill_window(const struct desk *desk, struct filter *filter, struct arena *arena)
{
    struct day today = desk_today(desk);

    (void)arena;
    filter->colliding_utc =
        window_interval(day_add(today, -WINDOW_BEFORE_DAYS), day_add(today, WINDOW_AFTER_DAYS));
}

static void
fill_threads(const struct desk *desk, struct filter *filter, struct arena *arena)
{
    struct day today = desk_today(desk);

    (void)arena;
    filter->updated_utc =
        (struct interval){day_at(day_add(today, -THREAD_DAYS), 0), day_at(day_add(today, 2), 0)};
}

#define NEED(load) (1u << LOAD_##load)

// clang-format off
static const struct load_row rows[] = {
    [LOAD_HOUSE]       = {OP_configuration_get, DESK_CONFIGURATION, REQUEST_FOR_VIEW, 0, NULL},
    [LOAD_ARRIVALS]    = {OP_reservations_get_all_2023, DESK_STAYS, REQUEST_FOR_VIEW, NEED(HOUSE), fill_arrivals},
    [LOAD_DEPARTURES]  = {OP_reservations_get_all_2023, DESK_STAYS, REQUEST_FOR_VIEW, NEED(HOUSE), fill_departures},
    [LOAD_IN_HOUSE]    = {OP_reservations_get_all_2023, DESK_STAYS, REQUEST_FOR_VIEW, NEED(HOUSE), fill_in_house},
    [LOAD_SERVICES]    = {OP_services_get_all, DESK_ROOMS, REQUEST_FOR_VIEW, 0, NULL},
    [LOAD_RESOURCES]   = {OP_resources_get_all, DESK_ROOMS, REQUEST_FOR_VIEW, 0, fill_resources},
    [LOAD_CATEGORIES]  = {OP_resource_categories_get_all, DESK_ROOMS, REQUEST_FOR_VIEW, NEED(SERVICES), fill_services},
    [LOAD_ASSIGNMENTS] = {OP_resource_category_assignments_get_all, DESK_ROOMS, REQUEST_FOR_VIEW, NEED(CATEGORIES), fill_categories},
    [LOAD_AGES]        = {OP_age_categories_get_all, DESK_ROOMS, REQUEST_BEHIND, NEED(SERVICES), fill_services},
    [LOAD_BLOCKS]      = {OP_resource_blocks_get_all, DESK_WINDOW, REQUEST_BEHIND, NEED(HOUSE), fill_window},
    [LOAD_WINDOW]      = {OP_reservations_get_all_2023, DESK_WINDOW, REQUEST_BEHIND, NEED(HOUSE), fill_window},
    [LOAD_PRODUCTS]    = {OP_products_get_all, DESK_CATALOG, REQUEST_BEHIND, NEED(SERVICES), fill_services},
    [LOAD_RATES]       = {OP_rates_get_all, DESK_CATALOG, REQUEST_BEHIND, NEED(SERVICES), fill_services},
    [LOAD_ACCOUNTING]  = {OP_accounting_categories_get_all, DESK_CATALOG, REQUEST_BEHIND, 0, NULL},
    [LOAD_THREADS]     = {OP_message_threads_get_all, DESK_THREADS, REQUEST_BEHIND, NEED(HOUSE), fill_threads},
};
// clang-format on

static bool
may_ask(const struct desk *desk, const struct load_row *row)
{
    for (unsigned i = 0; i < LOAD_COUNT; i++)
        if (row->needs & 1u << i && desk->loads[i] != LOAD_DONE)
            return false;
    return true;
}

static void
answered(struct desk *desk, const struct result *result, void *context)
{
    enum load_state *state = context;

    if (!result->is_last)
        return;
    *state = result->error.kind ? LOAD_FAILED : LOAD_DONE;
    if (result->error.kind)
        desk->load_error = result->error;
    if (state == &desk->loads[LOAD_WINDOW] && *state == LOAD_DONE) {
        desk->window_from = day_add(desk_today(desk), -WINDOW_BEFORE_DAYS);
        desk->window_to = day_add(desk_today(desk), WINDOW_AFTER_DAYS);
    }
    desk->what |= DESK_STATUS;
}

static void
ask(struct desk *desk, size_t load)
{
    const struct load_row *row = &rows[load];
    struct arena arena = {0};
    struct filter filter = {0};

    if (row->fill)
        row->fill(desk, &filter, &arena);
    desk->loads[load] = LOAD_ASKED;
    desk_send(desk, desk_read(row->operation, row->priority, &filter), answered,
              &desk->loads[load]);
    arena_clear(&arena);
}

static bool
has_all(const struct desk *desk)
{
    for (int part = 0; part < DESK_PARTS; part++)
        if (!desk_has(desk, (enum desk_part)part))
            return false;
    return true;
}

void
loading_step(struct desk *desk)
{
    for (size_t i = 0; i < LOAD_COUNT && !desk->load_error.kind; i++)
        if (desk->loads[i] == LOAD_WAITING && may_ask(desk, &rows[i]))
            ask(desk, i);
    follow_step(desk);
    desk->is_live |= loading_is_done(desk, DESK_STAYS);
    if (!desk->is_live)
        return;
    if (!instant_is_set(desk->synced)) // from then on polls bring what changes
        desk_remember_synced(desk, desk->load_began);
    sync_step(desk);
    if (!desk->is_trimmed && has_all(desk)) {
        memory_trim(); // answers took several times what the store keeps of them
        desk->is_trimmed = true;
    }
}

void
loading_retry(struct desk *desk)
{
    desk->load_error = (struct error){0};
    for (size_t i = 0; i < LOAD_COUNT; i++)
        if (desk->loads[i] == LOAD_FAILED)
            desk->loads[i] = LOAD_WAITING;
    desk->what |= DESK_STATUS;
    if (desk->is_started)
        loading_step(desk);
}

bool
loading_is_done(const struct desk *desk, enum desk_part part)
{
    for (size_t i = 0; i < LOAD_COUNT; i++)
        if (rows[i].part == part && desk->loads[i] != LOAD_DONE)
            return false;
    return true;
}

static void
window_answered(struct desk *desk, const struct result *result, void *context)
{
    (void)context;
    if (result->is_last)
        desk->what |= DESK_STATUS;
}

/* Asks for the stays and blocks of [from, to). */
static void
ask_window(struct desk *desk, struct day from, struct day to)
{
    struct filter filter = {.colliding_utc = window_interval(from, to)};

    desk_send(desk, desk_read(OP_reservations_get_all_2023, REQUEST_FOR_VIEW, &filter),
              window_answered, NULL);
    desk_send(desk, desk_read(OP_resource_blocks_get_all, REQUEST_FOR_VIEW, &filter),
              window_answered, NULL);
}

void
desk_load_window(struct desk *desk, struct day from, struct day to)
{
    if (!loading_is_done(desk, DESK_WINDOW))
        return;
    if (from.number < desk->window_from.number) {
        ask_window(desk, from, desk->window_from);
        desk->window_from = from;
    }
    if (to.number > desk->window_to.number) {
        ask_window(desk, desk->window_to, to);
        desk->window_to = to;
    }
}
