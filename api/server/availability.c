#include "api/server/availability.h"

#include <string.h>

#include "api/base/error.h"
#include "api/base/uuid_map.h"

/*
 * Everything is read by columns, never by bodies: in a large house there are thousands of stays.
 * A room may be of several categories; it then counts in each.
 */

/* That a room is of a category; the next one of the same room. */
struct assignment {
    struct uuid category;
    struct assignment *next;
};

struct loading {
    struct transaction *tx;
    const struct service *service;
    struct availability *availability;
    struct uuid_list categories;
    struct interval when;
    struct uuid_map rooms; /* to the room's assignments */
};

static bool
select_values(struct loading *loading, const struct query *query, const enum column_id *columns,
              size_t count, storage_values_fn take, struct error *err)
{
    return storage_select_values(loading->tx->storage, query, (struct column_list){columns, count},
                                 take, loading, err);
}

/* Rooms */

static bool
take_assignment(void *context, const struct column_value *values)
{
    struct loading *loading = context;
    struct assignment *assignment = arena_new(loading->tx->arena, sizeof(*assignment));

    assignment->category = values[1].uuid;
    assignment->next = uuid_map_find(&loading->rooms, values[0].uuid);
    uuid_map_put(&loading->rooms, values[0].uuid, assignment);
    return true;
}

static bool
take_room(void *context, const struct column_value *values)
{
    struct loading *loading = context;
    const struct assignment *of = uuid_map_find(&loading->rooms, values[0].uuid);

    for (; of; of = of->next)
        availability_add_room(loading->availability, of->category);
    return true;
}

static bool
add_rooms(struct loading *loading, struct error *err)
{
    static const enum column_id pairs[] = {COLUMN_resource_category_assignment_resource_id,
                                           COLUMN_resource_category_assignment_category_id};
    static const enum column_id ids[] = {COLUMN_id};
    struct query assignments = {.entity = ENTITY_resource_category_assignment};
    struct query rooms = {.entity = ENTITY_resource};

    query_add(&assignments, COLUMN_resource_category_assignment_category_id, CONDITION_UUIDS)
        ->uuids = loading->categories;
    query_add(&assignments, COLUMN_resource_category_assignment_is_active, CONDITION_BOOL)->value =
        true;
    query_add(&rooms, COLUMN_resource_is_active, CONDITION_BOOL)->value = true;
    return select_values(loading, &assignments, pairs, countof(pairs), take_assignment, err)
           && select_values(loading, &rooms, ids, countof(ids), take_room, err);
}

static bool
take_block(void *context, const struct column_value *values)
{
    struct loading *loading = context;
    const struct assignment *of = uuid_map_find(&loading->rooms, values[0].uuid);
    bool is_internal = strcmp(values[3].text, "InternalUse") == 0;

    for (; of; of = of->next)
        availability_add_block(loading->availability, of->category,
                               is_internal ? RESOURCE_BLOCK_INTERNAL_USE
                                           : RESOURCE_BLOCK_OUT_OF_ORDER,
                               (struct interval){values[1].at, values[2].at});
    return true;
}

static bool
add_blocks(struct loading *loading, struct error *err)
{
    static const enum column_id columns[] = {
        COLUMN_resource_block_resource_id, COLUMN_resource_block_start_utc,
        COLUMN_resource_block_end_utc, COLUMN_resource_block_type};
    struct query query = {.entity = ENTITY_resource_block};

    query_add(&query, COLUMN_resource_block_end_utc, CONDITION_AFTER)->start =
        loading->when.start_utc;
    query_add(&query, COLUMN_resource_block_start_utc, CONDITION_BEFORE)->end =
        loading->when.end_utc;
    query_add(&query, COLUMN_resource_block_is_active, CONDITION_BOOL)->value = true;
    return select_values(loading, &query, columns, countof(columns), take_block, err);
}

/* Stays */

static enum reservation_state
state_of(const char *name)
{
    static const enum reservation_state states[] = {RESERVATION_OPTIONAL, RESERVATION_STARTED,
                                                    RESERVATION_PROCESSED};

    for (size_t i = 0; i < countof(states); i++)
        if (strcmp(reservation_state_name(states[i]), name) == 0)
            return states[i];
    return RESERVATION_CONFIRMED;
}

/* Of another service: it may have one of the rooms. */
static void
take_foreign(struct loading *loading, struct uuid room, struct interval when)
{
    const struct assignment *of = uuid_map_find(&loading->rooms, room);

    for (; of; of = of->next)
        availability_add_foreign(loading->availability, of->category, when);
}

static bool
take_stay(void *context, const struct column_value *values)
{
    struct loading *loading = context;
    struct booked_stay stay = {
        .category = values[0].uuid,
        .block = values[1].uuid,
        .state = state_of(values[2].text),
        .when = {values[3].at, values[4].at},
    };

    if (uuid_equal(values[5].uuid, loading->service->id))
        availability_add_stay(loading->availability, &stay);
    else if (values[6].is_set)
        take_foreign(loading, values[6].uuid, stay.when);
    return true;
}

static bool
add_stays(struct loading *loading, struct error *err)
{
    static const char *const states[] = {"Optional", "Confirmed", "Started", "Processed"};
    static const enum column_id columns[] = {
        COLUMN_reservation_category_id, COLUMN_reservation_availability_block_id,
        COLUMN_reservation_state,       COLUMN_reservation_start_utc,
        COLUMN_reservation_end_utc,     COLUMN_reservation_service_id,
        COLUMN_reservation_resource_id};
    struct query query = {.entity = ENTITY_reservation};

    query_add(&query, COLUMN_reservation_state, CONDITION_TEXTS)->texts =
        (struct text_list){states, countof(states)};
    query_add(&query, COLUMN_reservation_end_utc, CONDITION_AFTER)->start = loading->when.start_utc;
    query_add(&query, COLUMN_reservation_start_utc, CONDITION_BEFORE)->end = loading->when.end_utc;
    return select_values(loading, &query, columns, countof(columns), take_stay, err);
}

/* Adjustments */

static const struct availability_block *
block_of(const struct availability_block_list *blocks, struct uuid id)
{
    for (size_t i = 0; i < blocks->count; i++)
        if (uuid_equal(blocks->rows[i].id, id))
            return &blocks->rows[i];
    return NULL;
}

static bool
find_blocks(struct transaction *tx, const struct availability_adjustment_list *adjustments,
            struct availability_block_list *blocks, struct error *err)
{
    struct uuid *ids = arena_new(tx->arena, (adjustments->count + 1) * sizeof(*ids));
    struct query query = {.entity = ENTITY_availability_block};
    size_t count = 0;

    for (size_t i = 0; i < adjustments->count; i++)
        if (uuid_is_set(adjustments->rows[i].block_id))
            ids[count++] = adjustments->rows[i].block_id;
    query_add(&query, COLUMN_id, CONDITION_UUIDS)->uuids = (struct uuid_list){ids, count};
    return transaction_select(tx, &query, blocks, err);
}

static bool
add_adjustments(struct loading *loading, struct error *err)
{
    struct transaction *tx = loading->tx;
    struct query query = {.entity = ENTITY_availability_adjustment};
    struct availability_adjustment_list adjustments;
    struct availability_block_list blocks;

    query_add(&query, COLUMN_availability_adjustment_end_utc, CONDITION_FROM)->start =
        loading->when.start_utc;
    query_add(&query, COLUMN_availability_adjustment_start_utc, CONDITION_BEFORE)->end =
        loading->when.end_utc;
    query_add(&query, COLUMN_availability_adjustment_is_active, CONDITION_BOOL)->value = true;
    query_add(&query, COLUMN_availability_adjustment_category_id, CONDITION_UUIDS)->uuids =
        loading->categories;
    if (!transaction_select(tx, &query, &adjustments, err)
        || !find_blocks(tx, &adjustments, &blocks, err))
        return false;
    for (size_t i = 0; i < adjustments.count; i++) {
        const struct availability_adjustment *row = &adjustments.rows[i];

        availability_add_adjustment(loading->availability, row, block_of(&blocks, row->block_id),
                                    tx->now);
    }
    return true;
}

bool
availability_find(struct transaction *tx, const struct service *service,
                  const struct resource_category_list *categories, struct time_units units,
                  struct availability **availability, struct error *err)
{
    struct uuid *ids = arena_new(tx->arena, (categories->count + 1) * sizeof(*ids));
    struct loading loading = {
        .tx = tx,
        .service = service,
        .availability = availability_new(tx->arena, units, categories),
        .categories = {ids, categories->count},
        .when = {units.first, time_units_start(&units, units.count)},
    };
    bool ok;

    for (size_t i = 0; i < categories->count; i++)
        ids[i] = categories->rows[i].id;
    ok = add_rooms(&loading, err) && add_blocks(&loading, err) && add_stays(&loading, err)
         && add_adjustments(&loading, err);
    uuid_map_clear(&loading.rooms);
    *availability = loading.availability;
    return ok;
}

struct booked_stay
availability_stay(const struct reservation *reservation)
{
    return (struct booked_stay){
        .category = reservation->requested_category_id,
        .block = reservation->availability_block_id,
        .state = reservation->state,
        .when = {reservation->start_utc, reservation->end_utc},
    };
}

/* The reads */

struct overview {
    struct service service;
    struct time_units units;
    struct resource_category_list categories;
    struct availability *availability;
};

static bool
find_overview(struct transaction *tx, const struct availability_filter *request,
              struct overview *overview, struct error *err)
{
    if (!services_get(tx, request->service_id, "ServiceId", &overview->service, err)
        || !time_units_of(overview->service.time_unit, request->first_utc, request->last_utc, "",
                          &overview->units, err)
        || !services_categories(tx, &overview->service, &overview->categories, err)
        || !availability_find(tx, &overview->service, &overview->categories, overview->units,
                              &overview->availability, err))
        return false;
    transaction_answer(tx, "TimeUnitStartsUtc", services_starts(&overview->units));
    return true;
}

bool
services_get_availability(struct transaction *tx, const struct availability_filter *request,
                          struct error *err)
{
    struct overview overview;
    json_t *list = json_array();

    transaction_answer(tx, "CategoryAvailabilities", list);
    if (!find_overview(tx, request, &overview, err))
        return false;
    transaction_answer(tx, "DatesUtc", services_starts(&overview.units));
    for (size_t i = 0; i < overview.categories.count; i++) {
        struct uuid category = overview.categories.rows[i].id;
        json_t *left = json_array();
        json_t *adjusted = json_array();

        for (int unit = 0; unit < overview.units.count; unit++) {
            json_array_append_new(
                left, json_integer(availability_left(overview.availability, category, unit)));
            json_array_append_new(adjusted, json_integer(availability_adjusted(
                                                overview.availability, category, unit)));
        }
        json_array_append_new(list, json_pack("{s:o, s:o, s:o}", "CategoryId", codec_uuid(category),
                                              "Availabilities", left, "Adjustments", adjusted));
    }
    return true;
}

/* The numbers of a metric, unit by unit. */
static json_t *
metric_json(const struct overview *overview, struct uuid category, enum availability_metric metric)
{
    json_t *numbers = json_array();

    for (int unit = 0; unit < overview->units.count; unit++)
        json_array_append_new(numbers, json_integer(availability_metric(overview->availability,
                                                                        category, metric, unit)));
    return numbers;
}

bool
services_get_availability_2024(struct transaction *tx, const struct availability_filter *request,
                               struct error *err)
{
    struct overview overview;
    json_t *list = json_array();

    transaction_answer(tx, "ResourceCategoryAvailabilities", list);
    for (size_t i = 0; i < request->metrics.count; i++)
        if (!availability_metric_find(request->metrics.rows[i]))
            return error_set(err, ERROR_INPUT, "Invalid Metrics: %.60s is no metric.",
                             request->metrics.rows[i]);
    if (!find_overview(tx, request, &overview, err))
        return false;
    for (size_t i = 0; i < overview.categories.count; i++) {
        struct uuid category = overview.categories.rows[i].id;
        json_t *metrics = json_object();

        for (size_t k = 0; k < request->metrics.count; k++)
            json_object_set_new(metrics, request->metrics.rows[k],
                                metric_json(&overview, category,
                                            availability_metric_find(request->metrics.rows[k])));
        json_array_append_new(list, json_pack("{s:o, s:o}", "ResourceCategoryId",
                                              codec_uuid(category), "Metrics", metrics));
    }
    return true;
}
