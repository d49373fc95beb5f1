/* What is left of a category, counted by hand: stays, blocks and what is picked up. */
#include "api/rules/availability.h"

#include "api/base/error.h"
#include "tests/support/test.h"

enum {
    DAYS = 10
};

static const struct uuid single = {{1}};
static const struct uuid double_room = {{2}};
static const struct uuid wedding = {{9}};

static const struct resource_category categories[] = {
    {.id = {{1}}, .name = "Single"},
    {.id = {{2}}, .name = "Double"},
};

static struct arena arena;

/* Midnight of day n, and a clock time of it. */
static struct instant
day(int number)
{
    return day_at((struct day){20500 + number}, 0);
}

static struct instant
at(int number, int hour)
{
    return day_at((struct day){20500 + number}, hour * 60);
}

/* Four doubles and a single, days 0 to 9. */
static struct availability *
house(void)
{
    const struct resource_category_list list = {categories, countof(categories)};
    struct availability *rooms =
        availability_new(&arena, (struct time_units){TIME_UNIT_DAY, day(0), DAYS}, &list);

    for (int i = 0; i < 4; i++)
        availability_add_room(rooms, double_room);
    availability_add_room(rooms, single);
    availability_add_room(rooms, wedding); // no category of this: passed over
    return rooms;
}

static struct booked_stay
stay_of(enum reservation_state state, int first, int last)
{
    return (struct booked_stay){
        .category = double_room, .state = state, .when = {at(first, 15), at(last, 11)}};
}

/* `left` has a digit a day; a minus goes with the next. */
static void
check_left(const struct availability *rooms, struct uuid category, const char *left)
{
    for (int i = 0; i < DAYS; i++) {
        int sign = *left == '-' ? -1 : 1;
        int wanted;

        left += sign < 0;
        wanted = sign * (*left++ - '0');
        check(availability_left(rooms, category, i) == wanted, "day %d: %lld, not %d", i,
              (long long)availability_left(rooms, category, i), wanted);
    }
}

static void
nights_of_stays_are_taken(void **state)
{
    static const struct {
        enum reservation_state state;
        const char *left;
    } rows[] = {
        {RESERVATION_CONFIRMED, "4433444444"}, {RESERVATION_OPTIONAL, "4433444444"},
        {RESERVATION_STARTED, "4433444444"},   {RESERVATION_PROCESSED, "4433444444"},
        {RESERVATION_INQUIRED, "4444444444"},  {RESERVATION_CANCELED, "4444444444"},
        {RESERVATION_REQUESTED, "4444444444"},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct availability *rooms = house();
        struct booked_stay stay = stay_of(rows[i].state, 2, 4);

        availability_add_stay(rooms, &stay);
        check_left(rooms, double_room, rows[i].left);
        check_left(rooms, single, "1111111111");
        availability_remove_stay(rooms, &stay);
        check_left(rooms, double_room, "4444444444");
    }
}

static void
stays_reach_over_the_ends(void **state)
{
    struct availability *rooms = house();
    struct booked_stay stays[] = {
        stay_of(RESERVATION_CONFIRMED, -5, 1),
        stay_of(RESERVATION_CONFIRMED, 9, 20),
        stay_of(RESERVATION_CONFIRMED, -5, 0), // gone by day 0
        stay_of(RESERVATION_CONFIRMED, 10, 12),
        {.category = double_room, .state = RESERVATION_CONFIRMED, .when = {at(4, 9), at(4, 18)}},
        {.category = double_room, .state = RESERVATION_PROCESSED, .when = {at(5, 9), at(5, 18)}},
    };

    (void)state;
    for (size_t i = 0; i < countof(stays); i++)
        availability_add_stay(rooms, &stays[i]);
    check_left(rooms, double_room, "3444344443");
}

static void
blocked_rooms_and_rooms_of_others_are_taken(void **state)
{
    struct availability *rooms = house();

    (void)state;
    availability_add_block(rooms, double_room, RESOURCE_BLOCK_OUT_OF_ORDER,
                           (struct interval){at(1, 10), at(4, 10)});
    availability_add_block(rooms, double_room, RESOURCE_BLOCK_INTERNAL_USE,
                           (struct interval){day(3), day(5)});
    availability_add_block(rooms, double_room, RESOURCE_BLOCK_OUT_OF_ORDER,
                           (struct interval){at(7, 10), at(7, 16)}); // over before the night
    availability_add_foreign(rooms, double_room, (struct interval){at(8, 9), at(8, 18)});
    check_left(rooms, double_room, "4332344434");
    assert_int_equal(availability_metric(rooms, double_room, METRIC_USABLE, 3), 3);
    assert_int_equal(availability_metric(rooms, double_room, METRIC_HOUSE_USE, 3), 1);
    assert_int_equal(availability_metric(rooms, double_room, METRIC_OUT_OF_ORDER, 3), 1);
    assert_int_equal(availability_metric(rooms, double_room, METRIC_ACTIVE, 3), 4);
    assert_int_equal(availability_metric(rooms, double_room, METRIC_OTHER_SERVICE, 8), 1);
}

static void
adjustments_by_hand_add_and_take(void **state)
{
    struct availability *rooms = house();
    struct availability_adjustment rows[] = {
        {.category_id = double_room,
         .first_utc = day(-2),
         .last_utc = day(1),
         .count = -1,
         .is_active = true},
        {.category_id = double_room,
         .first_utc = day(3),
         .last_utc = day(3),
         .count = 2,
         .is_active = true},
        {.category_id = double_room,
         .first_utc = day(8),
         .last_utc = day(30),
         .count = -5,
         .is_active = true},
        {.category_id = double_room, .first_utc = day(0), .last_utc = day(9), .count = -1},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++)
        availability_add_adjustment(rooms, &rows[i], NULL, day(0));
    check_left(rooms, double_room, "33464444-1-1");
    assert_int_equal(availability_adjusted(rooms, double_room, 3), 2);
    assert_int_equal(availability_adjusted(rooms, double_room, 9), -5);
    assert_int_equal(availability_adjusted(rooms, double_room, 5), 0);
}

/* A block holds three doubles of days 2 to 5; `state` and release say whether they are taken. */
static void
hold(struct availability *rooms, const struct availability_block *block, int count)
{
    struct availability_adjustment held = {
        .block_id = block->id,
        .category_id = double_room,
        .first_utc = day(2),
        .last_utc = day(5),
        .count = count,
        .is_active = true,
    };

    availability_add_adjustment(rooms, &held, block, at(0, 12));
}

static void
blocks_deduct_by_state_until_they_are_released(void **state)
{
    const struct {
        enum availability_block_state state;
        bool is_active;
        enum release_strategy release;
        struct instant released;
        const char *offset, *left;
    } rows[] = {
        {AVAILABILITY_BLOCK_CONFIRMED, true, RELEASE_NONE, {0}, "", "4411114444"},
        {AVAILABILITY_BLOCK_OPTIONAL, true, RELEASE_NONE, {0}, "", "4411114444"},
        {AVAILABILITY_BLOCK_INQUIRED, true, RELEASE_NONE, {0}, "", "4444444444"},
        {AVAILABILITY_BLOCK_CANCELED, true, RELEASE_NONE, {0}, "", "4444444444"},
        {AVAILABILITY_BLOCK_CONFIRMED, false, RELEASE_NONE, {0}, "", "4444444444"},
        {AVAILABILITY_BLOCK_CONFIRMED, true, RELEASE_FIXED, at(0, 13), "", "4411114444"},
        {AVAILABILITY_BLOCK_CONFIRMED, true, RELEASE_FIXED, at(0, 12), "", "4444444444"},
        {AVAILABILITY_BLOCK_CONFIRMED, true, RELEASE_ROLLING, {0}, "-P0M3DT0H0M0S", "4444114444"},
        {AVAILABILITY_BLOCK_CONFIRMED, true, RELEASE_ROLLING, at(0, 1), "P1D", "4411114444"},
        {AVAILABILITY_BLOCK_CONFIRMED, true, RELEASE_ROLLING, {0}, "soon", "4411114444"},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        for (int sign = -1; sign <= 1; sign += 2) { // clients of 2022 hold with a positive count
            struct availability *rooms = house();
            struct availability_block block = {
                .id = wedding,
                .state = rows[i].state,
                .is_active = rows[i].is_active,
                .release = rows[i].release,
                .released_utc = rows[i].released,
                .release_offset = rows[i].offset,
            };

            hold(rooms, &block, sign * 3);
            check_left(rooms, double_room, rows[i].left);
        }
    }
}

static void
an_adjustment_may_be_released_by_itself(void **state)
{
    struct availability *rooms = house();
    struct availability_block block = {
        .id = wedding, .state = AVAILABILITY_BLOCK_CONFIRMED, .is_active = true};
    struct availability_adjustment held = {.category_id = double_room,
                                           .first_utc = day(2),
                                           .last_utc = day(3),
                                           .count = -2,
                                           .is_active = true,
                                           .released_utc = at(0, 11)};

    (void)state;
    availability_add_adjustment(rooms, &held, &block, at(0, 12));
    check_left(rooms, double_room, "4444444444");
}

/* What is picked up was held already; what is more than that comes from the others. */
static void
stays_of_a_block_are_not_counted_twice(void **state)
{
    struct availability *rooms = house();
    struct availability_block block = {
        .id = wedding, .state = AVAILABILITY_BLOCK_CONFIRMED, .is_active = true};
    struct booked_stay stay = stay_of(RESERVATION_CONFIRMED, 2, 4);
    struct error err;

    (void)state;
    stay.block = wedding;
    hold(rooms, &block, -2);
    check_left(rooms, double_room, "4422224444");
    assert_true(availability_may_take(rooms, &stay, &err));
    availability_add_stay(rooms, &stay);
    check_left(rooms, double_room, "4422224444");
    assert_int_equal(availability_metric(rooms, double_room, METRIC_BLOCKED, 2), 1);
    assert_int_equal(availability_metric(rooms, double_room, METRIC_ALLOCATED, 2), 1);
    assert_int_equal(availability_metric(rooms, double_room, METRIC_CONFIRMED, 2), 1);
    assert_int_equal(availability_metric(rooms, double_room, METRIC_OCCUPIED, 2), 2);
    assert_int_equal(availability_adjusted(rooms, double_room, 2), -2);
    availability_add_stay(rooms, &stay);
    assert_false(availability_may_take(rooms, &stay, &err));
    assert_non_null(strstr(err.text, "The block has none of Double left on"));
    stay.is_booked = true; // one that is in the house already may have of the others
    assert_true(availability_may_take(rooms, &stay, &err));
    availability_add_stay(rooms, &stay);
    check_left(rooms, double_room, "4411224444");
}

/* None left; overbooked; refused again. */
static void
the_last_one_is_taken_once(void **state)
{
    struct availability *rooms = house();
    struct booked_stay stay = stay_of(RESERVATION_CONFIRMED, 2, 4);
    struct booked_stay longer = stay_of(RESERVATION_CONFIRMED, 0, 3);
    struct booked_stay next = stay_of(RESERVATION_CONFIRMED, 4, 6);
    struct error err;
    char wanted[80];
    char text[DAY_TEXT_SIZE];

    (void)state;
    for (int i = 0; i < 4; i++) {
        assert_true(availability_may_take(rooms, &stay, &err));
        availability_add_stay(rooms, &stay);
    }
    assert_true(availability_may_take(rooms, &next, &err)); // the day of departure is free
    assert_false(availability_may_take(rooms, &longer, &err));
    assert_int_equal(err.kind, ERROR_REFUSED);
    snprintf(wanted, sizeof(wanted), "The house has none of Double left on %s",
             day_text(day_of(day(2)), text));
    assert_non_null(strstr(err.text, wanted));
    availability_add_stay(rooms, &stay);
    check_left(rooms, double_room, "44-1-1444444");
    assert_false(availability_may_take(rooms, &stay, &err));
}

static void
metrics_have_names(void **state)
{
    (void)state;
    for (int metric = METRIC_UNKNOWN + 1; metric < METRIC_COUNT; metric++)
        assert_int_equal(
            availability_metric_find(availability_metric_name((enum availability_metric)metric)),
            metric);
    assert_int_equal(availability_metric_find("Sunshine"), METRIC_UNKNOWN);
}

static int
begin(void **state)
{
    (void)state;
    return zone_set("Europe/Prague", NULL) ? 0 : -1;
}

static int
end(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nights_of_stays_are_taken),
        cmocka_unit_test(stays_reach_over_the_ends),
        cmocka_unit_test(blocked_rooms_and_rooms_of_others_are_taken),
        cmocka_unit_test(adjustments_by_hand_add_and_take),
        cmocka_unit_test(blocks_deduct_by_state_until_they_are_released),
        cmocka_unit_test(an_adjustment_may_be_released_by_itself),
        cmocka_unit_test(stays_of_a_block_are_not_counted_twice),
        cmocka_unit_test(the_last_one_is_taken_once),
        cmocka_unit_test(metrics_have_names),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
