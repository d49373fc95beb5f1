#include "views/rack_rows.h"

#include "tests/support/house.h"
#include "tests/support/test.h"

static struct house house;
static struct rack_rows rows;

static int
set_up(void **state)
{
    struct day today;

    (void)state;
    house_open(&house, "2026-03-24T08:00:00Z");
    today = desk_today(&house.desk);
    rows = (struct rack_rows){.app = &house.app, .from = today, .to = day_add(today, 7)};
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    rack_rows_clear(&rows);
    house_close(&house);
    return 0;
}

/* Rows from top to bottom: [category], rooms, lanes as (stays). */
static const char *
rack(void)
{
    static char text[500];
    size_t length = 0;

    rack_rows_refresh(&rows);
    text[0] = '\0';
    for (size_t i = 0; i < rows.count; i++) {
        const struct rack_row *row = &rows.rows[i];
        char lane[100] = "";

        for (size_t k = 0; k < row->stay_count; k++)
            snprintf(lane + strlen(lane), sizeof(lane) - strlen(lane), "%s%s", k ? "," : "",
                     rows.lane_stays[row->first_stay + k]->number);
        length += (size_t)snprintf(text + length, sizeof(text) - length,
                                   row->kind == GRID_HEADING ? "%s[%s]"
                                   : row->kind == GRID_ROW   ? "%s%s"
                                                             : "%s(%s)",
                                   i ? " " : "",
                                   row->kind == GRID_HEADING ? row->category->name
                                   : row->kind == GRID_ROW   ? row->room->name
                                                             : lane);
    }
    return text;
}

static void
categories_by_order_and_rooms_by_number(void **state)
{
    (void)state;
    assert_string_equal(rack(), "[single] 201 [double] 101 102 103 104 [superior] 9");
    rack_rows_drop_headings(&rows);
    assert_int_equal(rows.count, 6);
}

/* As few lanes as hold them: one whose guest has left takes the next. */
static void
stays_without_a_room_share_lanes(void **state)
{
    (void)state;
    house_stay(&house, "A", "", RESERVATION_CONFIRMED, "2026-03-24T14:00:00Z",
               "2026-03-26T10:00:00Z");
    house_stay(&house, "B", "", RESERVATION_CONFIRMED, "2026-03-25T14:00:00Z",
               "2026-03-27T10:00:00Z");
    house_stay(&house, "C", "", RESERVATION_OPTIONAL, "2026-03-26T14:00:00Z",
               "2026-03-28T10:00:00Z");
    house_stay(&house, "D", "", RESERVATION_CONFIRMED, "2026-03-27T14:00:00Z",
               "2026-03-28T10:00:00Z");
    house_stay(&house, "Far", "", RESERVATION_CONFIRMED, "2026-05-27T14:00:00Z",
               "2026-05-28T10:00:00Z");
    house_stay(&house, "No", "", RESERVATION_CANCELED, "2026-03-25T14:00:00Z",
               "2026-03-26T10:00:00Z");
    assert_string_equal(rack(), "[single] 201 [double] 101 102 103 104 (A,C) (B,D) [superior] 9");
}

/* Half days: a bar from the afternoon of the arrival to the noon of the departure. */
static void
bars_are_of_stays_and_blocks(void **state)
{
    const struct grid_class *class = rack_grid_class();
    struct grid_bar bars[GRID_BARS];
    struct day today = desk_today(&house.desk);

    (void)state;
    house_stay(&house, "A", "201", RESERVATION_CONFIRMED, "2026-03-24T14:00:00Z",
               "2026-03-26T10:00:00Z");
    HOUSE_PUT(&house, resource_block, .id = house_id("block"), .resource_id = house_id("201"),
              .is_active = true, .name = "Leak", .start_utc = house_at("2026-03-27T12:00:00Z"),
              .end_utc = house_at("2026-03-28T12:00:00Z"));
    rack_rows_refresh(&rows);
    assert_int_equal(class->kind(&rows, 0), GRID_HEADING);
    assert_int_equal(class->bars(&rows, 0, today.number, 7, bars), 0);
    assert_int_equal(class->bars(&rows, 1, today.number, 7, bars), 2);
    assert_true(bars[0].is_hatched);
    assert_string_equal(bars[0].text, "Leak");
    assert_int_equal(bars[1].start, today.number * 2 + 1);
    assert_int_equal(bars[1].end, (today.number + 2) * 2 + 1);
    assert_string_equal(bars[1].text, "A");
    assert_int_equal(class->bars(&rows, 1, today.number + 10, 7, bars), 0);
}

/* From midnight to midnight of a hotel at UTC+1: the day of departure is free for an arrival. */
static void
the_day_of_departure_is_free_for_the_next(void **state)
{
    const struct grid_class *class = rack_grid_class();
    struct grid_bar bars[GRID_BARS];
    int first = desk_today(&house.desk).number; // 24 March

    (void)state;
    house_stay(&house, "B", "201", RESERVATION_CONFIRMED, "2026-03-27T23:00:00Z",
               "2026-03-28T23:00:00Z");
    house_stay(&house, "A", "201", RESERVATION_CONFIRMED, "2026-03-23T23:00:00Z",
               "2026-03-27T23:00:00Z");
    rack_rows_refresh(&rows);
    assert_int_equal(class->bars(&rows, 1, first, 7, bars), 2);
    for (int i = 0; i < 2; i++) { // by their start
        assert_string_equal(bars[i].text, i == 0 ? "A" : "B");
        assert_int_equal(bars[i].start, (i == 0 ? first : first + 4) * 2 + 1);
        assert_int_equal(bars[i].end, (i == 0 ? first + 4 : first + 5) * 2 + 1);
    }
    house_stay(&house, "C", "", RESERVATION_CONFIRMED, "2026-03-24T23:00:00Z",
               "2026-03-25T23:00:00Z");
    house_stay(&house, "D", "", RESERVATION_CONFIRMED, "2026-03-25T23:00:00Z",
               "2026-03-26T23:00:00Z");
    assert_string_equal(rack(), "[single] 201 [double] 101 102 103 104 (C,D) [superior] 9");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(categories_by_order_and_rooms_by_number, set_up, tear_down),
        cmocka_unit_test_setup_teardown(stays_without_a_room_share_lanes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(bars_are_of_stays_and_blocks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_day_of_departure_is_free_for_the_next, set_up,
                                        tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
