/* Rooms: numbers, floors, towers, shares of categories, what is shut. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "api/server/demo_rooms.h"
#include "tests/support/demo_census.h"

static void
plan(struct demo_hotel *hotel, int rooms)
{
    demo_hotel_init(hotel,
                    &(struct demo_config){.seed = 1,
                                          .rooms = rooms,
                                          .now = census_config(1, rooms, "2026-03-24", 9, 0).now});
}

static void
rooms_are_named_by_floor_and_number(void **state)
{
    static const struct {
        int rooms, index;
        const char *name;
        int floor;
    } cases[] = {
        {20, 0, "101", 1},          {20, 10, "201", 2},     {120, 12, "114", 1}, /* no 13 */
        {120, 11, "112", 1},        {120, 18, "201", 2},    {900, 23, "201", 2},
        {1300, 0, "A0101", 1},      {1300, 11, "B0101", 1}, {1300, 22, "C0101", 1},
        {5000, 42 * 3, "A0201", 2},
    };

    (void)state;
    for (size_t i = 0; i < countof(cases); i++) {
        struct demo_hotel hotel;

        plan(&hotel, cases[i].rooms);
        assert_string_equal(hotel.rooms[cases[i].index].name, cases[i].name);
        assert_int_equal(hotel.rooms[cases[i].index].floor, cases[i].floor);
        demo_hotel_clear(&hotel);
    }
}

static int
compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
names_are_unique_and_some_are_apartments(void **state)
{
    static const int rooms[] = {20, 120, 1200, 1201, 5000};

    (void)state;
    for (size_t i = 0; i < countof(rooms); i++) {
        struct demo_hotel hotel;
        const char **names;
        int apartments = 0;

        plan(&hotel, rooms[i]);
        names = malloc((size_t)rooms[i] * sizeof(*names));
        for (int32_t k = 0; k < hotel.room_count; k++) {
            names[k] = hotel.rooms[k].name;
            apartments += strncmp(names[k], "Apt ", 4) == 0;
        }
        qsort(names, (size_t)rooms[i], sizeof(*names), compare_names);
        for (int k = 1; k < rooms[i]; k++)
            assert_string_not_equal(names[k - 1], names[k]);
        assert_true(apartments > 0);
        free(names);
        demo_hotel_clear(&hotel);
    }
}

static void
categories_have_their_shares(void **state)
{
    static const int rooms[] = {20, 50, 120, 1000};

    (void)state;
    for (size_t i = 0; i < countof(rooms); i++) {
        struct demo_hotel hotel;
        int counts[CATEGORY_COUNT] = {0};

        plan(&hotel, rooms[i]);
        for (int32_t k = 0; k < hotel.room_count; k++)
            counts[hotel.rooms[k].category]++;
        for (int c = 0; c < CATEGORY_COUNT; c++) {
            int wanted = demo_categories[c].share_percent * rooms[i] / 100;

            assert_in_range(counts[c], wanted > 1 ? wanted - 1 : 1, wanted + 1);
        }
        demo_hotel_clear(&hotel);
    }
}

static void
some_rooms_are_shut_and_none_of_the_few(void **state)
{
    struct demo_hotel hotel;
    int counts[BLOCK_OUT_OF_SERVICE + 1] = {0};

    (void)state;
    plan(&hotel, 400);
    for (int32_t i = 0; i < hotel.room_count; i++) {
        const struct demo_room *room = &hotel.rooms[i];

        if (!demo_room_is_shut_now(&hotel, room))
            continue;
        counts[room->block_kind]++;
        assert_in_range(room->block_end - room->block_start, 1, 21);
        assert_false(room->is_occupied);
        assert_true(room->category < CATEGORY_ACCESSIBLE);
        if (room->block_kind == BLOCK_OUT_OF_ORDER)
            assert_int_equal(room->state, RESOURCE_OUT_OF_ORDER);
    }
    assert_int_equal(counts[BLOCK_OUT_OF_ORDER], 6);   // 1.5 %
    assert_int_equal(counts[BLOCK_INTERNAL_USE], 2);   // 0.5 %
    assert_int_equal(counts[BLOCK_OUT_OF_SERVICE], 4); // 1 %
    demo_hotel_clear(&hotel);
    plan(&hotel, 20);
    for (int32_t i = 0; i < hotel.room_count; i++)
        counts[0] += demo_room_is_shut_now(&hotel, &hotel.rooms[i]);
    assert_int_equal(counts[0], 1);
    demo_hotel_clear(&hotel);
}

static void
a_room_is_shut_on_the_nights_of_its_block(void **state)
{
    static const struct demo_room room = {
        .block_kind = BLOCK_OUT_OF_ORDER, .block_start = 100, .block_end = 103};
    static const struct demo_room open = {.block_start = 100, .block_end = 103};

    (void)state;
    assert_false(demo_room_is_shut(&room, 98, 2));
    assert_true(demo_room_is_shut(&room, 98, 3));
    assert_true(demo_room_is_shut(&room, 102, 1));
    assert_false(demo_room_is_shut(&room, 103, 1));
    assert_false(demo_room_is_shut(&open, 101, 1));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rooms_are_named_by_floor_and_number),
        cmocka_unit_test(names_are_unique_and_some_are_apartments),
        cmocka_unit_test(categories_have_their_shares),
        cmocka_unit_test(some_rooms_are_shut_and_none_of_the_few),
        cmocka_unit_test(a_room_is_shut_on_the_nights_of_its_block),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
