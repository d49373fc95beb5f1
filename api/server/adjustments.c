#include "api/server/adjustments.h"

#include <stdlib.h>

#include "api/base/error.h"
#include "api/rules/availability.h"
#include "api/rules/history.h"
#include "api/rules/spans.h"

enum {
    COUNT_MOST = 100000
};

/* One update under way. */
struct adjusting {
    struct transaction *tx;
    const struct service *service;
    const struct availability_update *wanted;
    struct resource_category category;
    struct availability_block block; /* when the update names one */
    bool has_block;
    struct time_units units;
    struct availability_adjustment_list old;
    struct span_list spans;
};

/* Rows */

static json_t *
pax_json(const struct pax_count *counts, size_t count)
{
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_pack("{s:I, s:I}", "PersonCount",
                                              (json_int_t)counts[i].person_count, "UnitCount",
                                              (json_int_t)counts[i].unit_count));
    return list;
}

/* A block's adjustment for which nothing else is said is of so many persons as the category has. */
static json_t *
pax_of(const struct adjusting *adjusting)
{
    const struct pax_count_list *given = &adjusting->wanted->pax_counts;
    struct pax_count whole = {adjusting->category.capacity, llabs(adjusting->wanted->count.value)};

    if (!adjusting->has_block)
        return json_null();
    return given->count ? pax_json(given->rows, given->count) : pax_json(&whole, 1);
}

struct adjustment_row {
    struct uuid block_id, category_id;
    struct instant first, last, end;
    int64_t count;
    struct instant released; /* the first unit's; none */
};

/* *Takes* `pax`. */
static json_t *
row_json(const struct transaction *tx, const struct adjustment_row *row, json_t *pax)
{
    return json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:I, s:s, s:n, s:o, s:b, s:o, s:o}", "Id",
        codec_uuid(uuid_random()), "AvailabilityBlockId", codec_uuid(row->block_id),
        "ResourceCategoryId", codec_uuid(row->category_id), "StartUtc", codec_instant(row->first),
        "EndUtc", codec_instant(row->end), "FirstTimeUnitStartUtc", codec_instant(row->first),
        "LastTimeUnitStartUtc", codec_instant(row->last), "UnitCount", (json_int_t)row->count,
        "ActivityState", "Active", "ReleaseOverrideUtc", "UpdatedUtc", codec_instant(tx->now),
        "IsActive", 1, "PaxCounts", pax, "FirstTimeUnitReleaseUtc", codec_instant(row->released));
}

/* It stays to be read, but counts no more. */
static bool
retire(struct transaction *tx, struct uuid id, struct error *err)
{
    json_t *body = transaction_read(tx, ENTITY_availability_adjustment, id, err);

    if (!body)
        return false;
    json_object_set_new(body, "IsActive", json_false());
    json_object_set_new(body, "ActivityState", json_string("Deleted"));
    return transaction_put(tx, ENTITY_availability_adjustment, body, err);
}

/* services/updateAvailability */

static bool
is_same_kind(const struct adjusting *adjusting, const struct availability_adjustment *row)
{
    return uuid_equal(row->block_id, adjusting->wanted->block_id)
           && uuid_equal(row->category_id, adjusting->wanted->category_id);
}

static bool
select_old(struct adjusting *adjusting, struct availability_adjustment_list *all, struct error *err)
{
    struct query query = {.entity = ENTITY_availability_adjustment};

    if (adjusting->has_block)
        query_add(&query, COLUMN_availability_adjustment_block_id, CONDITION_UUIDS)->uuids =
            (struct uuid_list){&adjusting->wanted->block_id, 1};
    query_add(&query, COLUMN_availability_adjustment_end_utc, CONDITION_FROM)->start =
        adjusting->units.first;
    query_add(&query, COLUMN_availability_adjustment_start_utc, CONDITION_BEFORE)->end =
        time_units_start(&adjusting->units, adjusting->units.count);
    query_add(&query, COLUMN_availability_adjustment_is_active, CONDITION_BOOL)->value = true;
    return transaction_select(adjusting->tx, &query, all, err);
}

/* What was adjusted before, as spans counted from the first unit. */
static bool
find_old(struct adjusting *adjusting, struct error *err)
{
    struct availability_adjustment_list all;
    struct availability_adjustment *rows;
    struct span *spans;
    size_t count = 0;

    if (!select_old(adjusting, &all, err))
        return false;
    rows = arena_new(adjusting->tx->arena, (all.count + 1) * sizeof(*rows));
    spans = arena_new(adjusting->tx->arena, (all.count + 1) * sizeof(*spans));
    for (size_t i = 0; i < all.count; i++) {
        if (!is_same_kind(adjusting, &all.rows[i]))
            continue;
        rows[count] = all.rows[i];
        spans[count] = (struct span){time_units_place(&adjusting->units, all.rows[i].first_utc),
                                     time_units_place(&adjusting->units, all.rows[i].last_utc),
                                     (int)count, (int)count};
        count++;
    }
    adjusting->old = (struct availability_adjustment_list){rows, count};
    adjusting->spans = (struct span_list){spans, count};
    return true;
}

static bool
add_span(const struct adjusting *adjusting, const struct span *span, struct error *err)
{
    const struct availability_adjustment none = {.count = 0};
    bool is_new = span->row == SPAN_NEW;
    const struct availability_adjustment *old = is_new ? &none : &adjusting->old.rows[span->row];
    struct adjustment_row row = {
        .block_id = adjusting->wanted->block_id,
        .category_id = adjusting->wanted->category_id,
        .first = time_units_start(&adjusting->units, (int)span->first),
        .last = time_units_start(&adjusting->units, (int)span->last),
        .end = time_units_start(&adjusting->units, (int)span->last + 1),
        .count = is_new ? adjusting->wanted->count.value : old->count,
    };

    if (adjusting->has_block)
        row.released = availability_release(&adjusting->block, old, row.first);
    return transaction_add(adjusting->tx, ENTITY_availability_adjustment,
                           row_json(adjusting->tx, &row, is_new ? pax_of(adjusting) : json_null()),
                           err);
}

static bool
apply_change(const struct adjusting *adjusting, const struct span_change *change, struct error *err)
{
    for (size_t i = 0; i < adjusting->old.count; i++)
        if (change->dropped[i] && !retire(adjusting->tx, adjusting->old.rows[i].id, err))
            return false;
    for (size_t i = 0; i < change->added.count; i++)
        if (!add_span(adjusting, &change->added.rows[i], err))
            return false;
    return true;
}

/* How the units of a block are meant for guests: a reading aid, which must add up. */
static bool
check_pax(const struct adjusting *adjusting, struct error *err)
{
    const struct pax_count_list *counts = &adjusting->wanted->pax_counts;
    int64_t most = adjusting->category.capacity + adjusting->category.extra_capacity;
    int64_t sum = 0;

    for (size_t i = 0; i < counts->count; i++) {
        const struct pax_count *pax = &counts->rows[i];

        if (pax->person_count < 1 || pax->person_count > most)
            return error_set(err, ERROR_INPUT,
                             "Invalid AvailabilityUpdates.PaxCounts.PersonCount: must be 1 to %d.",
                             (int)most);
        if (pax->unit_count < 0 || pax->unit_count > COUNT_MOST)
            return error_set(err, ERROR_INPUT,
                             "Invalid AvailabilityUpdates.PaxCounts.UnitCount: must be a number of "
                             "units.");
        for (size_t k = 0; k < i; k++)
            if (counts->rows[k].person_count == pax->person_count)
                return error_set(err, ERROR_INPUT,
                                 "Invalid AvailabilityUpdates.PaxCounts.PersonCount: %d is there "
                                 "twice.",
                                 (int)pax->person_count);
        sum += pax->unit_count;
    }
    return !counts->count || sum == llabs(adjusting->wanted->count.value)
           || error_set(err, ERROR_INPUT,
                        "Invalid AvailabilityUpdates.PaxCounts: they must add up to the units of "
                        "UnitCountAdjustment.");
}

static bool
check_block(struct adjusting *adjusting, struct error *err)
{
    const struct time_units *units = &adjusting->units;
    const struct availability_block *block = &adjusting->block;

    adjusting->has_block = uuid_is_set(adjusting->wanted->block_id);
    if (!adjusting->has_block)
        return true;
    if (!transaction_get(adjusting->tx, ENTITY_availability_block, adjusting->wanted->block_id,
                         "AvailabilityUpdates.AvailabilityBlockId", &adjusting->block, err))
        return false;
    if (!uuid_equal(block->service_id, adjusting->service->id) || !block->is_active)
        return error_set(
            err, ERROR_INPUT,
            "Invalid AvailabilityUpdates.AvailabilityBlockId: it is no active block of "
            "the service.");
    if (instant_before(units->first, block->first_utc)
        || instant_before(block->last_utc, time_units_start(units, units->count - 1)))
        return error_set(err, ERROR_INPUT,
                         "Invalid AvailabilityUpdates.FirstTimeUnitStartUtc: the interval reaches "
                         "beyond the block's.");
    return check_pax(adjusting, err);
}

static bool
check_update(struct adjusting *adjusting, struct error *err)
{
    const struct time_units *units = &adjusting->units;
    const struct configuration *settings = &adjusting->tx->property->settings;
    const struct optional_int *count = &adjusting->wanted->count;
    struct instant now = adjusting->tx->now;

    if (!services_category(adjusting->tx, adjusting->service, adjusting->wanted->category_id,
                           "AvailabilityUpdates.ResourceCategoryId", &adjusting->category, err)
        || !check_block(adjusting, err))
        return false;
    if (count->presence == PRESENCE_SET && llabs(count->value) > COUNT_MOST)
        return error_set(err, ERROR_INPUT,
                         "Invalid AvailabilityUpdates.UnitCountAdjustment: must be at most %d "
                         "units.",
                         COUNT_MOST);
    return history_may_change(settings->operational_history, "Availability",
                              instant_add_ms(time_units_start(units, 1), -1), now, err)
           && future_may_change("Availability", time_units_start(units, units->count - 1), now,
                                err);
}

static bool
adjust(struct adjusting *adjusting, struct error *err)
{
    struct span span = {0, adjusting->units.count - 1, SPAN_NEW, SPAN_NEW};
    bool is_set = adjusting->wanted->count.presence == PRESENCE_SET;
    struct span_change change;

    if (!check_update(adjusting, err) || !find_old(adjusting, err))
        return false;
    if (is_set && adjusting->wanted->count.value)
        spans_replace(adjusting->tx->arena, &adjusting->spans, span, &change);
    else
        spans_clear(adjusting->tx->arena, &adjusting->spans, span, &change);
    return apply_change(adjusting, &change, err);
}

bool
services_update_availability(struct transaction *tx, const struct availability_updates *request,
                             struct error *err)
{
    struct service service;

    if (!services_get(tx, request->service_id, "ServiceId", &service, err))
        return false;
    for (size_t i = 0; i < request->updates.count; i++) {
        struct adjusting adjusting = {
            .tx = tx, .service = &service, .wanted = &request->updates.rows[i]};

        if (!time_units_of(service.time_unit, adjusting.wanted->first_utc,
                           adjusting.wanted->last_utc, "AvailabilityUpdates.", &adjusting.units,
                           err)
            || !adjust(&adjusting, err))
            return false;
    }
    return true;
}

/* Blocks */

bool
adjustments_of(struct transaction *tx, struct uuid block,
               struct availability_adjustment_list *adjustments, struct error *err)
{
    struct query query = {.entity = ENTITY_availability_adjustment};

    query_add(&query, COLUMN_availability_adjustment_block_id, CONDITION_UUIDS)->uuids =
        (struct uuid_list){&block, 1};
    query_add(&query, COLUMN_availability_adjustment_is_active, CONDITION_BOOL)->value = true;
    return transaction_select(tx, &query, adjustments, err);
}

static struct instant
later(struct instant a, struct instant b)
{
    return instant_before(a, b) ? b : a;
}

static struct instant
earlier(struct instant a, struct instant b)
{
    return instant_before(a, b) ? a : b;
}

/* What is left of one within the block's interval, with its release as it is now. */
static bool
follow_one(struct transaction *tx, const struct service *service,
           const struct availability_block *block, const struct availability_adjustment *old,
           struct error *err)
{
    struct instant first = later(old->first_utc, block->first_utc);
    struct instant last = earlier(old->last_utc, block->last_utc);
    json_t *body;

    if (!block->is_active || instant_before(last, first))
        return retire(tx, old->id, err);
    body = transaction_read(tx, ENTITY_availability_adjustment, old->id, err);
    if (!body)
        return false;
    json_object_set_new(body, "FirstTimeUnitStartUtc", codec_instant(first));
    json_object_set_new(body, "LastTimeUnitStartUtc", codec_instant(last));
    json_object_set_new(body, "StartUtc", codec_instant(first));
    json_object_set_new(body, "EndUtc", codec_instant(time_unit_add(service->time_unit, last, 1)));
    json_object_set_new(body, "FirstTimeUnitReleaseUtc",
                        codec_instant(availability_release(block, old, first)));
    return transaction_put(tx, ENTITY_availability_adjustment, body, err);
}

bool
adjustments_follow(struct transaction *tx, const struct service *service,
                   const struct availability_block *block, struct error *err)
{
    struct availability_adjustment_list old;

    if (!adjustments_of(tx, block->id, &old, err))
        return false;
    for (size_t i = 0; i < old.count; i++)
        if (!follow_one(tx, service, block, &old.rows[i], err))
            return false;
    return true;
}
