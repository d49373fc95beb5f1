#include "api/base/memory.h"
#include "api/desk/state.h"

/*
 * The day's plan: each row is one read, asked as soon as those that it needs are answered. What is
 * looked at first comes first; the worker orders what waits by priority. A row that fails is tried
 * again, and holds up those alone that need what it brings and the snapshot lacks.
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

/* From the day before, whose guests may have been missed. */
struct interval
loading_day(const struct desk *desk)
{
    struct day today = desk_today(desk);

    return (struct interval){day_at(day_add(today, -1), 0), day_at(day_add(today, 2), 0)};
}

static void
fill_arrivals(const struct desk *desk, struct filter *filter, struct arena *arena)
{
    (void)arena;
    filter->scheduled_start_utc = loading_day(desk);
}

static void
fill_departures(const struct desk *desk, struct filter *filter, struct arena *arena)
{
    (void)arena;
    filter->scheduled_end_utc = loading_day(desk);
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
    filter->service_ids = desk_ids(desk, RECORD_service, arena);
}

static void
fill_categories(const struct desk *desk, struct filter *filter, struct arena *arena)
{
    filter->category_ids = desk_ids(desk, RECORD_resource_category, arena);
}

static void
fill_window(const struct desk *desk, struct filter *filter, struct arena *arena)
{
    struct day today = desk_today(desk);

    (void)arena;
    filter->colliding_utc = (struct interval){day_at(day_add(today, -WINDOW_BEFORE_DAYS), 0),
                                              day_at(day_add(today, WINDOW_AFTER_DAYS), 0)};
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

static const struct load_row rows[] = {
    [LOAD_HOUSE] = {OP_configuration_get, DESK_CONFIGURATION, REQUEST_FOR_VIEW, 0, NULL},
    [LOAD_ARRIVALS] = {OP_reservations_get_all_2023, DESK_STAYS, REQUEST_FOR_VIEW, NEED(HOUSE),
                       fill_arrivals},
    [LOAD_DEPARTURES] = {OP_reservations_get_all_2023, DESK_STAYS, REQUEST_FOR_VIEW, NEED(HOUSE),
                         fill_departures},
    [LOAD_IN_HOUSE] = {OP_reservations_get_all_2023, DESK_STAYS, REQUEST_FOR_VIEW, NEED(HOUSE),
                       fill_in_house},
    [LOAD_SERVICES] = {OP_services_get_all, DESK_ROOMS, REQUEST_FOR_VIEW, 0, NULL},
    [LOAD_RESOURCES] = {OP_resources_get_all, DESK_ROOMS, REQUEST_FOR_VIEW, 0, fill_resources},
    [LOAD_CATEGORIES] = {OP_resource_categories_get_all, DESK_ROOMS, REQUEST_FOR_VIEW,
                         NEED(SERVICES), fill_services},
    [LOAD_ASSIGNMENTS] = {OP_resource_category_assignments_get_all, DESK_ROOMS, REQUEST_FOR_VIEW,
                          NEED(CATEGORIES), fill_categories},
    [LOAD_AGES] = {OP_age_categories_get_all, DESK_ROOMS, REQUEST_BEHIND, NEED(SERVICES),
                   fill_services},
    [LOAD_BLOCKS] = {OP_resource_blocks_get_all, DESK_WINDOW, REQUEST_BEHIND, NEED(HOUSE),
                     fill_window},
    [LOAD_WINDOW] = {OP_reservations_get_all_2023, DESK_WINDOW, REQUEST_BEHIND, NEED(HOUSE),
                     fill_window},
    [LOAD_PRODUCTS] = {OP_products_get_all, DESK_CATALOG, REQUEST_BEHIND, NEED(SERVICES),
                       fill_services},
    [LOAD_RATES] = {OP_rates_get_all, DESK_CATALOG, REQUEST_BEHIND, NEED(SERVICES), fill_services},
    [LOAD_ACCOUNTING] = {OP_accounting_categories_get_all, DESK_CATALOG, REQUEST_BEHIND, 0, NULL},
    [LOAD_THREADS] = {OP_message_threads_get_all, DESK_THREADS, REQUEST_BEHIND, NEED(HOUSE),
                      fill_threads},
};

/* What the rows bring that others need. */
static enum record_id
brings(size_t load)
{
    switch (load) {
    case LOAD_HOUSE:
        return RECORD_configuration;
    case LOAD_SERVICES:
        return RECORD_service;
    default:
        return RECORD_resource_category;
    }
}

/* Whether others may build on it: also on what the snapshot has, unless nothing is permitted. */
static bool
is_known(const struct desk *desk, size_t load)
{
    const struct loading *state = &desk->loads[load];

    return state->state == LOAD_DONE
           || (attempt_has_failed(&state->attempt) && state->attempt.error.kind != ERROR_PERMISSION
               && store_all(desk->store, brings(load)).count > 0);
}

/* The failed row that this one waits for; LOAD_COUNT: none. */
static size_t
obstacle(const struct desk *desk, const struct load_row *row)
{
    for (size_t i = 0; i < LOAD_COUNT; i++)
        if (row->needs & 1u << i && !is_known(desk, i)) {
            size_t deeper = obstacle(desk, &rows[i]);

            if (deeper != LOAD_COUNT)
                return deeper;
            if (attempt_has_failed(&desk->loads[i].attempt))
                return i;
        }
    return LOAD_COUNT;
}

/* Nothing but its time holds it up. */
static bool
is_waiting(const struct desk *desk, size_t load)
{
    if (desk->loads[load].state != LOAD_WAITING)
        return false;
    for (size_t i = 0; i < LOAD_COUNT; i++)
        if (rows[load].needs & 1u << i && !is_known(desk, i))
            return false;
    return true;
}

static void
answered(struct desk *desk, const struct result *result, void *context)
{
    struct loading *load = context;

    if (!result->is_last)
        return;
    load->state = result->error.kind ? LOAD_WAITING : LOAD_DONE;
    attempt_end(&load->attempt, &result->error, desk->clock_ms());
    if (load == &desk->loads[LOAD_HOUSE] && result->error.kind == ERROR_PERMISSION)
        error_prefix(&load->attempt.error,
                     "The property refuses the tokens: check FRONTDESK_CLIENT_TOKEN and "
                     "FRONTDESK_ACCESS_TOKEN, or the profile's file of tokens. ");
    if (load == &desk->loads[LOAD_WINDOW] && load->state == LOAD_DONE)
        window_begin(desk, day_add(desk_today(desk), -WINDOW_BEFORE_DAYS),
                     day_add(desk_today(desk), WINDOW_AFTER_DAYS));
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
    desk->loads[load].state = LOAD_ASKED;
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
    for (size_t i = 0; i < LOAD_COUNT; i++)
        if (is_waiting(desk, i) && attempt_may(&desk->loads[i].attempt, desk->clock_ms()))
            ask(desk, i);
    window_step(desk);
    follow_step(desk);
    account_step(desk);
    desk->is_live |= loading_is_done(desk, DESK_STAYS);
    if (desk->is_live && !instant_is_set(desk->synced)) // from then on polls bring what changes
        desk_remember_synced(desk, desk->load_began);
    if (loading_is_over(desk, DESK_STAYS))
        sync_step(desk);
    if (!desk->is_trimmed && has_all(desk)) {
        memory_trim(); // answers took several times what the store keeps of them
        desk->is_trimmed = true;
    }
}

void
loading_retry(struct desk *desk)
{
    for (size_t i = 0; i < LOAD_COUNT; i++)
        attempt_hurry(&desk->loads[i].attempt);
    attempt_hurry(&desk->window.attempt);
    follow_retry(desk);
    account_retry(desk);
    desk->what |= DESK_STATUS;
    if (desk->is_started)
        loading_step(desk);
}

int64_t
loading_due_ms(const struct desk *desk)
{
    int64_t due_ms = INT64_MAX;

    for (size_t i = 0; i < LOAD_COUNT; i++) {
        const struct attempt *attempt = &desk->loads[i].attempt;

        if (attempt_has_failed(attempt) && attempt->again_ms < due_ms && is_waiting(desk, i))
            due_ms = attempt->again_ms;
    }
    return due_ms;
}

bool
loading_is_done(const struct desk *desk, enum desk_part part)
{
    for (size_t i = 0; i < LOAD_COUNT; i++)
        if (rows[i].part == part && desk->loads[i].state != LOAD_DONE)
            return false;
    return true;
}

/* Why a row's records are not there; NULL. */
static const struct error *
failure_of(const struct desk *desk, size_t load)
{
    size_t at = load;

    if (desk->loads[load].state == LOAD_DONE)
        return NULL;
    if (!attempt_has_failed(&desk->loads[load].attempt))
        at = obstacle(desk, &rows[load]);
    return at == LOAD_COUNT ? NULL : &desk->loads[at].attempt.error;
}

bool
loading_is_over(const struct desk *desk, enum desk_part part)
{
    for (size_t i = 0; i < LOAD_COUNT; i++)
        if (rows[i].part == part && desk->loads[i].state != LOAD_DONE && !failure_of(desk, i))
            return false;
    return true;
}

const struct error *
loading_missing(const struct desk *desk, enum desk_part part)
{
    for (size_t i = 0; i < LOAD_COUNT; i++) {
        const struct error *err = rows[i].part == part ? failure_of(desk, i) : NULL;

        if (err)
            return err;
    }
    return NULL;
}
