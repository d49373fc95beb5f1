#include "api/rules/availability.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/error.h"

/*
 * A row of counters a category, one cell a unit. What a block holds and what was picked up from it
 * are counted apart, block by block: only what is left of it deducts, and never less than nothing.
 */

enum counter {
    COUNT_OUT_OF_ORDER,
    COUNT_HOUSE_USE,
    COUNT_FOREIGN,
    COUNT_CONFIRMED,
    COUNT_OPTIONAL,
    COUNT_ADJUSTED,
    COUNTERS,
};

struct category_row {
    struct uuid id;
    const char *name;
    int64_t rooms;
    int32_t *counters[COUNTERS];
};

/* What a block holds of a category. */
struct block_row {
    struct uuid block;
    struct uuid category;
    int32_t *held;    /* given back already: not in it */
    int32_t *deducts; /* of `held`, what is taken from the others */
    int32_t *picked;
    struct block_row *next;
};

struct availability {
    struct arena *arena;
    struct time_units units;
    struct category_row *categories;
    size_t count;
    struct block_row *blocks;
};

static const char *const metric_names[METRIC_COUNT] = {
    [METRIC_UNKNOWN] = "",
    [METRIC_OUT_OF_ORDER] = "OutOfOrderBlocks",
    [METRIC_PUBLIC_ADJUSTMENT] = "PublicAvailabilityAdjustment",
    [METRIC_OTHER_SERVICE] = "OtherServiceReservationCount",
    [METRIC_OCCUPIED] = "Occupied",
    [METRIC_CONFIRMED] = "ConfirmedReservations",
    [METRIC_OPTIONAL] = "OptionalReservations",
    [METRIC_BLOCKED] = "BlockAvailability",
    [METRIC_ALLOCATED] = "AllocatedBlockAvailability",
    [METRIC_USABLE] = "UsableResources",
    [METRIC_ACTIVE] = "ActiveResources",
    [METRIC_HOUSE_USE] = "HouseUse",
};

enum availability_metric
availability_metric_find(const char *name)
{
    for (int metric = METRIC_UNKNOWN + 1; metric < METRIC_COUNT; metric++)
        if (strcmp(metric_names[metric], name) == 0)
            return (enum availability_metric)metric;
    return METRIC_UNKNOWN;
}

const char *
availability_metric_name(enum availability_metric metric)
{
    return metric_names[metric];
}

static int32_t *
new_cells(struct arena *arena, const struct time_units *units)
{
    return arena_new(arena, (size_t)units->count * sizeof(int32_t));
}

struct availability *
availability_new(struct arena *arena, struct time_units units,
                 const struct resource_category_list *categories)
{
    struct availability *availability = arena_new(arena, sizeof(*availability));

    availability->arena = arena;
    availability->units = units;
    availability->count = categories->count;
    availability->categories =
        arena_new(arena, (categories->count + 1) * sizeof(*availability->categories));
    for (size_t i = 0; i < categories->count; i++) {
        struct category_row *row = &availability->categories[i];

        row->id = categories->rows[i].id;
        row->name = categories->rows[i].name;
        for (int k = 0; k < COUNTERS; k++)
            row->counters[k] = new_cells(arena, &units);
    }
    return availability;
}

static struct category_row *
find_category(const struct availability *availability, struct uuid category)
{
    for (size_t i = 0; i < availability->count; i++)
        if (uuid_equal(availability->categories[i].id, category))
            return &availability->categories[i];
    return NULL;
}

static struct block_row *
find_block(const struct availability *availability, struct uuid block, struct uuid category)
{
    struct block_row *row = availability->blocks;

    while (row && !(uuid_equal(row->block, block) && uuid_equal(row->category, category)))
        row = row->next;
    return row;
}

static struct block_row *
need_block(struct availability *availability, struct uuid block, struct uuid category)
{
    struct block_row *row = find_block(availability, block, category);

    if (row)
        return row;
    row = arena_new(availability->arena, sizeof(*row));
    row->block = block;
    row->category = category;
    row->held = new_cells(availability->arena, &availability->units);
    row->deducts = new_cells(availability->arena, &availability->units);
    row->picked = new_cells(availability->arena, &availability->units);
    row->next = availability->blocks;
    availability->blocks = row;
    return row;
}

/* Units */

/* Some of the units, from one to before another. */
struct range {
    int from, to;
};

static struct range
clip(const struct availability *availability, int from, int count)
{
    int to = from + count;

    if (from < 0)
        from = 0;
    if (to > availability->units.count)
        to = availability->units.count;
    return (struct range){from, to};
}

/* Those that an interval takes: by days the nights, else what it touches; `least` of them. */
static struct range
range_of(const struct availability *availability, struct interval when, int least)
{
    enum time_unit unit = availability->units.unit;
    struct instant start = time_unit_start(unit, when.start_utc);
    int count;

    if (unit == TIME_UNIT_DAY)
        count = nights_between(when.start_utc, when.end_utc);
    else
        count =
            time_units_between(unit, start, time_unit_start(unit, instant_add_ms(when.end_utc, -1)))
            + 1;
    return clip(availability, time_units_place(&availability->units, start),
                count < least ? least : count);
}

static void
count_range(int32_t *cells, struct range range, int32_t by)
{
    for (int i = range.from; i < range.to; i++)
        cells[i] += by;
}

/* What is put in */

void
availability_add_room(struct availability *availability, struct uuid category)
{
    struct category_row *row = find_category(availability, category);

    if (row)
        row->rooms++;
}

bool
booking_counts(enum reservation_state state)
{
    return state == RESERVATION_OPTIONAL || state == RESERVATION_CONFIRMED
           || state == RESERVATION_STARTED || state == RESERVATION_PROCESSED;
}

static void
count_stay(struct availability *availability, const struct booked_stay *stay, int32_t by)
{
    struct category_row *row = find_category(availability, stay->category);
    int least = stay->state != RESERVATION_PROCESSED; // who left on the same day sleeps elsewhere
    struct range range = range_of(availability, stay->when, least);
    bool is_optional = stay->state == RESERVATION_OPTIONAL;

    if (!row || !booking_counts(stay->state))
        return;
    count_range(row->counters[is_optional ? COUNT_OPTIONAL : COUNT_CONFIRMED], range, by);
    if (uuid_is_set(stay->block))
        count_range(need_block(availability, stay->block, stay->category)->picked, range, by);
}

void
availability_add_stay(struct availability *availability, const struct booked_stay *stay)
{
    count_stay(availability, stay, 1);
}

void
availability_remove_stay(struct availability *availability, const struct booked_stay *stay)
{
    count_stay(availability, stay, -1);
}

static void
count_rooms(struct availability *availability, struct uuid category, enum counter counter,
            struct interval when, int least)
{
    struct category_row *row = find_category(availability, category);

    if (row)
        count_range(row->counters[counter], range_of(availability, when, least), 1);
}

void
availability_add_foreign(struct availability *availability, struct uuid category,
                         struct interval when)
{
    count_rooms(availability, category, COUNT_FOREIGN, when, 1);
}

void
availability_add_block(struct availability *availability, struct uuid category,
                       enum resource_block_type type, struct interval when)
{
    count_rooms(availability, category,
                type == RESOURCE_BLOCK_INTERNAL_USE ? COUNT_HOUSE_USE : COUNT_OUT_OF_ORDER, when,
                0);
}

bool
availability_block_deducts(enum availability_block_state state)
{
    return state == AVAILABILITY_BLOCK_CONFIRMED || state == AVAILABILITY_BLOCK_OPTIONAL;
}

struct instant
availability_release(const struct availability_block *block,
                     const struct availability_adjustment *adjustment, struct instant unit_start)
{
    struct duration offset;

    if (instant_is_set(adjustment->released_utc))
        return adjustment->released_utc;
    if (block->release == RELEASE_FIXED)
        return block->released_utc;
    if (block->release == RELEASE_ROLLING && duration_parse(block->release_offset, &offset))
        return instant_add(unit_start, offset);
    return (struct instant){0};
}

static void
add_held(struct availability *availability, const struct availability_adjustment *adjustment,
         const struct availability_block *block, struct range range, struct instant now)
{
    struct block_row *row = need_block(availability, block->id, adjustment->category_id);
    int32_t count = (int32_t)llabs(adjustment->count);

    for (int i = range.from; i < range.to; i++) {
        struct instant start = time_units_start(&availability->units, i);
        struct instant release = availability_release(block, adjustment, start);

        if (instant_is_set(release) && !instant_before(now, release))
            continue;
        row->held[i] += count;
        if (availability_block_deducts(block->state))
            row->deducts[i] += count;
    }
}

void
availability_add_adjustment(struct availability *availability,
                            const struct availability_adjustment *adjustment,
                            const struct availability_block *block, struct instant now)
{
    const struct time_units *units = &availability->units;
    struct category_row *row = find_category(availability, adjustment->category_id);
    struct range range =
        clip(availability, time_units_place(units, adjustment->first_utc),
             time_units_between(units->unit, adjustment->first_utc, adjustment->last_utc) + 1);

    if (!row || !adjustment->is_active || (block && !block->is_active))
        return;
    if (block)
        add_held(availability, adjustment, block, range, now);
    else
        count_range(row->counters[COUNT_ADJUSTED], range, (int32_t)adjustment->count);
}

/* What comes out */

/* What the category's blocks hold and nobody has picked up. */
static int64_t
count_held(const struct availability *availability, struct uuid category, int unit,
           bool of_deducting)
{
    int64_t sum = 0;

    for (const struct block_row *row = availability->blocks; row; row = row->next) {
        int32_t left = (of_deducting ? row->deducts : row->held)[unit] - row->picked[unit];

        if (left > 0 && uuid_equal(row->category, category))
            sum += left;
    }
    return sum;
}

int64_t
availability_metric(const struct availability *availability, struct uuid category,
                    enum availability_metric metric, int unit)
{
    static const enum counter counters[METRIC_COUNT] = {
        [METRIC_OUT_OF_ORDER] = COUNT_OUT_OF_ORDER, [METRIC_PUBLIC_ADJUSTMENT] = COUNT_ADJUSTED,
        [METRIC_OTHER_SERVICE] = COUNT_FOREIGN,     [METRIC_CONFIRMED] = COUNT_CONFIRMED,
        [METRIC_OPTIONAL] = COUNT_OPTIONAL,         [METRIC_HOUSE_USE] = COUNT_HOUSE_USE,
    };
    const struct category_row *row = find_category(availability, category);

    if (!row)
        return 0;
    switch (metric) {
    case METRIC_ACTIVE:
        return row->rooms;
    case METRIC_USABLE:
        return row->rooms - row->counters[COUNT_OUT_OF_ORDER][unit];
    case METRIC_BLOCKED:
        return count_held(availability, category, unit, false);
    case METRIC_ALLOCATED:
        return count_held(availability, category, unit, true);
    case METRIC_OCCUPIED:
        return row->counters[COUNT_CONFIRMED][unit] + row->counters[COUNT_OPTIONAL][unit]
               + count_held(availability, category, unit, true);
    case METRIC_OUT_OF_ORDER:
    case METRIC_PUBLIC_ADJUSTMENT:
    case METRIC_OTHER_SERVICE:
    case METRIC_CONFIRMED:
    case METRIC_OPTIONAL:
    case METRIC_HOUSE_USE:
        return row->counters[counters[metric]][unit];
    case METRIC_UNKNOWN:
    case METRIC_COUNT:
        break;
    }
    return 0;
}

int64_t
availability_left(const struct availability *availability, struct uuid category, int unit)
{
    return availability_metric(availability, category, METRIC_USABLE, unit)
           - availability_metric(availability, category, METRIC_HOUSE_USE, unit)
           - availability_metric(availability, category, METRIC_OTHER_SERVICE, unit)
           + availability_metric(availability, category, METRIC_PUBLIC_ADJUSTMENT, unit)
           - availability_metric(availability, category, METRIC_OCCUPIED, unit);
}

int64_t
availability_adjusted(const struct availability *availability, struct uuid category, int unit)
{
    int64_t sum = availability_metric(availability, category, METRIC_PUBLIC_ADJUSTMENT, unit);

    for (const struct block_row *row = availability->blocks; row; row = row->next)
        if (uuid_equal(row->category, category))
            sum -= row->deducts[unit];
    return sum;
}

static bool
refuse(const struct availability *availability, const struct booked_stay *stay, int unit,
       struct error *err)
{
    const struct category_row *row = find_category(availability, stay->category);
    struct instant start = time_units_start(&availability->units, unit);
    char day[DAY_TEXT_SIZE];

    return error_set(err, ERROR_REFUSED,
                     "%s has none of %.80s left on %s: choose another category or other dates, "
                     "or overbook it (CheckOverbooking false).",
                     uuid_is_set(stay->block) ? "The block" : "The house", row ? row->name : "this",
                     day_text(day_of(start), day));
}

bool
availability_may_take(const struct availability *availability, const struct booked_stay *stay,
                      struct error *err)
{
    struct range range = range_of(availability, stay->when, 1);
    const struct block_row *block =
        uuid_is_set(stay->block) ? find_block(availability, stay->block, stay->category) : NULL;

    for (int i = range.from; i < range.to; i++) {
        int64_t left = availability_left(availability, stay->category, i);
        int64_t of_block = block ? block->deducts[i] - block->picked[i] : 0;

        if (uuid_is_set(stay->block) && (of_block > 0 || !stay->is_booked))
            left = of_block;
        if (left < 1)
            return refuse(availability, stay, i, err);
    }
    return true;
}
