/*
 * Whatever the hour: arrivals of each kind that can be dealt with now, departures that are due, and
 * nobody in anybody's room.
 */
#include <stdlib.h>
#include <string.h>

#include "api/base/uuid_map.h"
#include "api/base/zone.h"
#include "api/server/demo_shape.h"
#include "tests/support/cmocka.h"
#include "tests/support/demo_census.h"

enum {
    HOURS = 24,
    ARRIVALS_EACH = 8, /* from 100 rooms on */
    DEPARTURES_DUE = 12,
};

/* What each arrival and departure is judged by. */
struct view {
    struct census census;
    struct instant now;
    struct day today;
    struct uuid_map rooms;    /* resource id -> resource */
    struct uuid_map category; /* resource id -> its assignment */
    struct uuid_map due;      /* account id -> int64 * of minor units */
    struct uuid_map unbilled; /* account id -> int64 * of lines on no bill */
    struct uuid_map secured;  /* reservation id: a preauthorization */
    int64_t *numbers;
    size_t number_count;
};

struct counts {
    int ready, no_room, not_ready, due;
    int leaving, leaving_clear, leaving_owing;
};

static int64_t *
number_of(struct view *view, struct uuid_map *map, struct uuid key)
{
    int64_t *number = uuid_map_find(map, key);

    if (!number) {
        number = &view->numbers[view->number_count++];
        uuid_map_put(map, key, number);
    }
    return number;
}

static int64_t
sum_of(const struct uuid_map *map, struct uuid key)
{
    const int64_t *number = uuid_map_find(map, key);

    return number ? *number : 0;
}

static int64_t
minor(struct decimal value)
{
    struct decimal rounded;

    assert_true(decimal_round(value, 2, &rounded));
    return rounded.units;
}

static void
add_items(struct view *view)
{
    for (size_t i = 0; i < view->census.items.count; i++) {
        const struct order_item *item = &view->census.items.rows[i];

        if (item->state != ACCOUNTING_OPEN)
            continue;
        *number_of(view, &view->due, item->account_id) += minor(item->amount.gross);
        if (!uuid_is_set(item->bill_id))
            *number_of(view, &view->unbilled, item->account_id) += 1;
    }
    for (size_t i = 0; i < view->census.payments.count; i++) {
        const struct payment *payment = &view->census.payments.rows[i];

        if (payment->accounting_state == ACCOUNTING_OPEN && payment->state == PAYMENT_CHARGED)
            *number_of(view, &view->due, payment->account_id) += minor(payment->amount.gross);
    }
}

static void
view_take(struct view *view, struct demo_config config)
{
    static const char *const keep[] = {"Preauthorization", NULL};
    static char present;
    const json_t *row;
    size_t i;

    *view = (struct view){.now = config.now};
    view->today = business_day_of(config.now, (struct duration){.ms = 4 * 3600 * 1000});
    census_take(&view->census, config, CENSUS_PLAIN, keep);
    view->numbers = calloc(2 * (view->census.items.count + view->census.payments.count) + 1,
                           sizeof(*view->numbers));
    for (i = 0; i < view->census.resources.count; i++)
        uuid_map_put(&view->rooms, view->census.resources.rows[i].id,
                     (void *)(uintptr_t)&view->census.resources.rows[i]);
    for (i = 0; i < view->census.assignments.count; i++)
        uuid_map_put(&view->category, view->census.assignments.rows[i].resource_id,
                     (void *)(uintptr_t)&view->census.assignments.rows[i]);
    add_items(view);
    json_array_foreach(json_object_get(view->census.kept, "Preauthorization"), i, row)
    {
        struct uuid id;

        assert_true(uuid_parse(json_string_value(json_object_get(row, "ReservationId")), &id));
        uuid_map_put(&view->secured, id, &present);
    }
}

static void
view_clear(struct view *view)
{
    uuid_map_clear(&view->rooms);
    uuid_map_clear(&view->category);
    uuid_map_clear(&view->due);
    uuid_map_clear(&view->unbilled);
    uuid_map_clear(&view->secured);
    free(view->numbers);
    census_clear(&view->census);
}

static bool
occupies(const struct reservation *stay)
{
    return stay->state == RESERVATION_OPTIONAL || stay->state == RESERVATION_CONFIRMED
           || stay->state == RESERVATION_STARTED;
}

/* Nobody is in, no block is on, and no other stay has it while this one would. */
static bool
is_free_for(const struct view *view, struct uuid room, const struct reservation *stay)
{
    for (size_t i = 0; i < view->census.reservations.count; i++) {
        const struct reservation *other = &view->census.reservations.rows[i];

        if (other == stay || !uuid_equal(other->resource_id, room) || !occupies(other))
            continue;
        if (other->state == RESERVATION_STARTED)
            return false;
        if (instant_before(other->start_utc, stay->end_utc)
            && instant_before(stay->start_utc, other->end_utc))
            return false;
    }
    for (size_t i = 0; i < view->census.blocks.count; i++) {
        const struct resource_block *block = &view->census.blocks.rows[i];

        if (uuid_equal(block->resource_id, room) && instant_before(block->start_utc, stay->end_utc)
            && instant_before(stay->start_utc, block->end_utc))
            return false;
    }
    return true;
}

/* A room for an arrival without one; `taken` are those given to others by now. */
static bool
finds_room(const struct view *view, const struct reservation *stay, struct uuid_map *taken)
{
    for (size_t i = 0; i < view->census.resources.count; i++) {
        const struct resource *room = &view->census.resources.rows[i];
        const struct resource_category_assignment *assignment =
            uuid_map_find(&view->category, room->id);

        if (room->state != RESOURCE_INSPECTED || uuid_map_find(taken, room->id)
            || !uuid_equal(assignment->category_id, stay->requested_category_id)
            || !is_free_for(view, room->id, stay))
            continue;
        uuid_map_put(taken, room->id, (void *)(uintptr_t)room);
        return true;
    }
    return false;
}

static bool
is_unsecured(const struct view *view, const struct reservation *stay)
{
    return !uuid_is_set(stay->credit_card_id) && !uuid_is_set(stay->company_id)
           && !uuid_map_find(&view->secured, stay->id);
}

static void
count_arrival(const struct view *view, const struct reservation *stay, struct counts *counts,
              struct uuid_map *taken)
{
    const struct resource *room = uuid_map_find(&view->rooms, stay->resource_id);
    int64_t due = sum_of(&view->due, stay->account_id);

    if (instant_before(view->now, stay->start_utc))
        return; // still to come
    if (!room) {
        counts->no_room += due == 0 && finds_room(view, stay, taken);
        return;
    }
    // whoever has a room and whose time has come finds nobody in it
    assert_true(is_free_for(view, room->id, stay));
    if (room->state == RESOURCE_INSPECTED && due == 0)
        counts->ready += sum_of(&view->unbilled, stay->account_id) == 0;
    else if (room->state == RESOURCE_INSPECTED && due > 0)
        counts->due += is_unsecured(view, stay);
    else if (room->state == RESOURCE_CLEAN || room->state == RESOURCE_DIRTY)
        counts->not_ready += due == 0;
}

static void
count_departure(const struct view *view, const struct reservation *stay, struct counts *counts)
{
    int64_t due = sum_of(&view->due, stay->account_id);

    counts->leaving++;
    counts->leaving_clear += due == 0 && sum_of(&view->unbilled, stay->account_id) == 0;
    counts->leaving_owing += due > 0;
}

static struct counts
count_day(const struct view *view)
{
    struct counts counts = {0};
    struct uuid_map taken = {0};

    for (size_t i = 0; i < view->census.reservations.count; i++) {
        const struct reservation *stay = &view->census.reservations.rows[i];

        if (stay->state == RESERVATION_CONFIRMED
            && day_of(stay->start_utc).number == view->today.number)
            count_arrival(view, stay, &counts, &taken);
        if (stay->state == RESERVATION_STARTED
            && day_of(stay->end_utc).number == view->today.number)
            count_departure(view, stay, &counts);
    }
    uuid_map_clear(&taken);
    return counts;
}

static int
compare_stays(const void *a, const void *b)
{
    const struct reservation *x = *(const struct reservation *const *)a;
    const struct reservation *y = *(const struct reservation *const *)b;
    int order = memcmp(&x->resource_id, &y->resource_id, sizeof(x->resource_id));

    if (order)
        return order;
    return x->start_utc.ms < y->start_utc.ms ? -1 : x->start_utc.ms > y->start_utc.ms;
}

/* No two stays have one room at one time: as planned, and as it came. */
static void
check_double_bookings(const struct view *view)
{
    const struct reservation_list *all = &view->census.reservations;
    const struct reservation **stays = malloc((all->count + 1) * sizeof(*stays));
    size_t count = 0;

    for (size_t i = 0; i < all->count; i++)
        if (uuid_is_set(all->rows[i].resource_id) && all->rows[i].state != RESERVATION_CANCELED)
            stays[count++] = &all->rows[i];
    qsort(stays, count, sizeof(*stays), compare_stays);
    for (size_t i = 1; i < count; i++) {
        const struct reservation *before = stays[i - 1];

        if (!uuid_equal(before->resource_id, stays[i]->resource_id))
            continue;
        assert_false(instant_before(stays[i]->start_utc, before->end_utc));
        if (instant_is_set(before->actual_end_utc) && instant_is_set(stays[i]->actual_start_utc))
            assert_false(instant_before(stays[i]->actual_start_utc, before->actual_end_utc));
        // two guests are never in one room
        assert_false(before->state == RESERVATION_STARTED
                     && stays[i]->state == RESERVATION_STARTED);
    }
    free(stays);
}

/* Blocks keep stays out; a room that is out of order has a block that says so. */
static void
check_blocks(const struct view *view)
{
    for (size_t i = 0; i < view->census.blocks.count; i++) {
        const struct resource_block *block = &view->census.blocks.rows[i];
        const struct resource *room = uuid_map_find(&view->rooms, block->resource_id);
        bool is_on = !instant_before(view->now, block->start_utc)
                     && instant_before(view->now, block->end_utc);

        for (size_t k = 0; k < view->census.reservations.count; k++) {
            const struct reservation *stay = &view->census.reservations.rows[k];

            if (uuid_equal(stay->resource_id, block->resource_id)
                && stay->state != RESERVATION_CANCELED)
                assert_false(instant_before(stay->start_utc, block->end_utc)
                             && instant_before(block->start_utc, stay->end_utc));
        }
        if (is_on && block->type == RESOURCE_BLOCK_OUT_OF_ORDER)
            assert_int_equal(room->state, RESOURCE_OUT_OF_ORDER);
    }
}

/* Nothing that was done lies ahead, and what was done has its instants. */
static void
check_instants(const struct view *view)
{
    for (size_t i = 0; i < view->census.reservations.count; i++) {
        const struct reservation *stay = &view->census.reservations.rows[i];
        bool was_in = stay->state == RESERVATION_STARTED || stay->state == RESERVATION_PROCESSED;

        assert_true(instant_before(stay->start_utc, stay->end_utc));
        assert_false(instant_before(view->now, stay->created_utc));
        assert_false(instant_before(view->now, stay->updated_utc));
        assert_false(instant_before(stay->updated_utc, stay->created_utc));
        assert_int_equal(instant_is_set(stay->actual_start_utc), was_in);
        assert_int_equal(instant_is_set(stay->actual_end_utc),
                         stay->state == RESERVATION_PROCESSED);
        if (was_in) {
            assert_false(instant_before(view->now, stay->actual_start_utc));
            assert_true(uuid_is_set(stay->resource_id));
        }
        if (stay->state == RESERVATION_PROCESSED) {
            assert_false(instant_before(view->now, stay->actual_end_utc));
            assert_true(instant_before(stay->actual_start_utc, stay->actual_end_utc));
        }
    }
    for (size_t i = 0; i < view->census.items.count; i++)
        assert_false(instant_before(view->now, view->census.items.rows[i].created_utc));
    for (size_t i = 0; i < view->census.payments.count; i++)
        assert_false(instant_before(view->now, view->census.payments.rows[i].created_utc));
    for (size_t i = 0; i < view->census.messages.count; i++)
        assert_false(instant_before(view->now, view->census.messages.rows[i].created_utc));
}

static void
check_day(struct demo_config config)
{
    bool is_large = config.rooms >= 100;
    struct demo_quota quota = demo_shape_quota(config.rooms);
    int each = is_large ? ARRIVALS_EACH : (quota.each + 1) / 2;
    struct counts counts;
    struct view view;

    view_take(&view, config);
    counts = count_day(&view);
    if (counts.ready < each || counts.no_room < each || counts.not_ready < each
        || counts.due < each)
        fail_msg("%d rooms, seed %d, %s: ready %d, no room %d, not ready %d, due %d", config.rooms,
                 (int)config.seed, instant_text(config.now, (char[INSTANT_TEXT_SIZE]){0}),
                 counts.ready, counts.no_room, counts.not_ready, counts.due);
    if (counts.leaving < (is_large ? DEPARTURES_DUE : quota.due)
        || counts.leaving_clear * 2 < counts.leaving
        || counts.leaving_clear + counts.leaving_owing != counts.leaving
        || (is_large && counts.leaving_owing < 2))
        fail_msg("%d rooms, seed %d, %s: %d leave, %d owe nothing, %d something", config.rooms,
                 (int)config.seed, instant_text(config.now, (char[INSTANT_TEXT_SIZE]){0}),
                 counts.leaving, counts.leaving_clear, counts.leaving_owing);
    check_double_bookings(&view);
    check_blocks(&view);
    check_instants(&view);
    view_clear(&view);
}

/* Some hours with their own seeds, one under a sanitizer; with FRONTDESK_SOAK all with all. */
static void
check_hours(int rooms, int step)
{
    bool is_soak = getenv("FRONTDESK_SOAK") != NULL;

    if (IS_SANITIZED)
        step = HOURS;
    for (int hour = 0; hour < HOURS; hour += is_soak ? 1 : step)
        for (int seed = 1; seed <= (is_soak ? 5 : 1); seed++)
            check_day(census_config((uint64_t)(is_soak ? seed : 1 + hour % 5), rooms, "2026-03-24",
                                    hour, hour * 7 % 60));
}

static void
there_is_work_at_every_hour_in_20_rooms(void **state)
{
    (void)state;
    check_hours(20, 1);
}

static void
there_is_work_at_every_hour_in_50_rooms(void **state)
{
    (void)state;
    check_hours(50, 1);
}

static void
there_is_work_at_every_hour_in_100_rooms(void **state)
{
    (void)state;
    check_hours(100, 5);
}

static void
there_is_work_at_every_hour_in_120_rooms(void **state)
{
    (void)state;
    check_hours(120, 2);
}

static void
there_is_work_at_every_hour_in_500_rooms(void **state)
{
    (void)state;
    check_hours(500, 9);
}

static void
there_is_work_around_the_end_of_the_business_day(void **state)
{
    (void)state;
    check_day(census_config(3, 120, "2026-03-24", 0, 30));
    check_day(census_config(3, 120, "2026-03-24", 3, 59));
    check_day(census_config(3, 120, "2026-03-24", 4, 0));
    check_day(census_config(3, 120, "2026-03-24", 5, 0));
}

static void
there_is_work_when_the_clock_changes(void **state)
{
    (void)state;
    check_day(census_config(4, 100, "2026-03-29", 3, 30)); // 02:30 does not exist
    check_day(census_config(4, 100, "2026-03-29", 9, 0));
    check_day(census_config(4, 100, "2026-10-25", 2, 30)); // exists twice
    check_day(census_config(4, 100, "2026-10-25", 4, 10));
    check_day(census_config(4, 100, "2024-02-29", 12, 0));
}

/* How many stays of today are in a state: of those that begin, and of those that end. */
struct course {
    int coming, in;    /* Confirmed, Started */
    int staying, left; /* Started, Processed */
};

static struct course
course_of(struct demo_config config)
{
    struct course course = {0};
    struct view view;

    view_take(&view, config);
    for (size_t i = 0; i < view.census.reservations.count; i++) {
        const struct reservation *stay = &view.census.reservations.rows[i];
        bool begins = day_of(stay->start_utc).number == view.today.number;
        bool ends = day_of(stay->end_utc).number == view.today.number;

        course.coming += begins && stay->state == RESERVATION_CONFIRMED;
        course.in += begins && stay->state == RESERVATION_STARTED;
        course.staying += ends && stay->state == RESERVATION_STARTED;
        course.left += ends && stay->state == RESERVATION_PROCESSED;
    }
    view_clear(&view);
    return course;
}

static void
guests_leave_and_come_as_the_day_goes_on(void **state)
{
    static const int hours[] = {5, 9, 11, 16, 22};
    struct course before = {0};

    (void)state;
    if (IS_SANITIZED)
        skip();
    for (size_t i = 0; i < countof(hours); i++) {
        struct course now = course_of(census_config(1, 250, "2026-03-24", hours[i], 0));

        assert_true(now.left >= before.left && now.in >= before.in);
        assert_true(now.left > 0 || hours[i] < 9);
        before = now;
    }
    assert_true(before.in > 20 && before.left > 3 * before.staying);
}

static void
three_in_ten_have_left_and_one_in_25_is_in_at_nine(void **state)
{
    struct course course = course_of(census_config(2, 500, "2026-03-24", 9, 0));

    (void)state;
    assert_in_range(1000 * course.left / (course.left + course.staying), 280, 310);
    assert_in_range(1000 * course.in / (course.in + course.coming), 25, 45);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_is_work_at_every_hour_in_20_rooms),
        cmocka_unit_test(there_is_work_at_every_hour_in_50_rooms),
        cmocka_unit_test(there_is_work_at_every_hour_in_100_rooms),
        cmocka_unit_test(there_is_work_at_every_hour_in_120_rooms),
        cmocka_unit_test(there_is_work_at_every_hour_in_500_rooms),
        cmocka_unit_test(there_is_work_around_the_end_of_the_business_day),
        cmocka_unit_test(there_is_work_when_the_clock_changes),
        cmocka_unit_test(guests_leave_and_come_as_the_day_goes_on),
        cmocka_unit_test(three_in_ten_have_left_and_one_in_25_is_in_at_nine),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
