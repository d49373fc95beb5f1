/* Who has a room when. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "api/base/error.h"

#include "api/rules/occupancy.h"

static const struct uuid room_id = {{4, 1, 2}};

static struct interval
from_to(const char *start, const char *end)
{
    struct interval when;

    assert_true(instant_parse(start, &when.start_utc) && instant_parse(end, &when.end_utc));
    return when;
}

static struct reservation
stay_of(uint8_t number, enum reservation_state state, struct interval when)
{
    struct reservation stay = {
        .id = {{number}},
        .number = "101",
        .state = state,
        .resource_id = room_id,
        .start_utc = when.start_utc,
        .end_utc = when.end_utc,
    };

    return stay;
}

static void
only_some_states_hold_the_room(void **state)
{
    static const struct {
        enum reservation_state state;
        bool holds;
    } rows[] = {
        {RESERVATION_INQUIRED, false}, {RESERVATION_REQUESTED, false},
        {RESERVATION_OPTIONAL, true},  {RESERVATION_CONFIRMED, true},
        {RESERVATION_STARTED, true},   {RESERVATION_PROCESSED, false},
        {RESERVATION_CANCELED, false}, {reservation_state_unknown, false},
    };
    struct interval when = from_to("2026-03-20T14:00:00Z", "2026-03-24T10:00:00Z");

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct reservation stay = stay_of(1, rows[i].state, when);

        assert_int_equal(reservation_takes_room(&stay, room_id, when), rows[i].holds);
    }
}

static void
stays_that_meet_do_not_collide(void **state)
{
    static const struct {
        const char *start, *end;
        bool overlaps;
    } rows[] = {
        /* against 20 March 15:00 to 24 March 11:00 */
        {"2026-03-24T11:00:00Z", "2026-03-25T11:00:00Z", false},
        {"2026-03-24T15:00:00Z", "2026-03-25T11:00:00Z", false},
        {"2026-03-18T15:00:00Z", "2026-03-20T15:00:00Z", false},
        {"2026-03-24T10:59:59Z", "2026-03-25T11:00:00Z", true},
        {"2026-03-18T15:00:00Z", "2026-03-20T15:00:01Z", true},
        {"2026-03-21T15:00:00Z", "2026-03-22T11:00:00Z", true},
        {"2026-03-01T15:00:00Z", "2026-04-01T11:00:00Z", true},
    };
    struct interval stay = from_to("2026-03-20T15:00:00Z", "2026-03-24T11:00:00Z");

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct interval other = from_to(rows[i].start, rows[i].end);

        assert_int_equal(intervals_overlap(stay, other), rows[i].overlaps);
        assert_int_equal(intervals_overlap(other, stay), rows[i].overlaps);
    }
}

static void
a_room_is_refused_by_what_is_in_the_way(void **state)
{
    const struct resource room = {.id = room_id, .name = "412", .is_active = true};
    struct interval when = from_to("2026-03-20T15:00:00Z", "2026-03-24T11:00:00Z");
    struct reservation wanted = stay_of(1, RESERVATION_CONFIRMED, when);
    struct reservation others[] = {wanted, stay_of(2, RESERVATION_OPTIONAL, when)};
    struct resource_block block = {
        .resource_id = room_id,
        .is_active = true,
        .name = "leak",
        .start_utc = when.start_utc,
        .end_utc = when.end_utc,
    };
    struct occupancy occupancy = {.stays = {others, 1}};
    struct error err;

    (void)state;
    assert_true(room_may_take(&room, &wanted, &occupancy, &err)); // not in its own way
    occupancy.stays.count = 2;
    assert_false(room_may_take(&room, &wanted, &occupancy, &err));
    assert_string_equal(err.text, "Room 412 is taken by reservation 101 until 2026-03-24 11:00: "
                                  "choose another one.");
    assert_int_equal(err.kind, ERROR_REFUSED);
    others[1].resource_id.bytes[0] = 9;
    occupancy.blocks = (struct resource_block_list){&block, 1};
    assert_false(room_may_take(&room, &wanted, &occupancy, &err));
    assert_non_null(strstr(err.text, "blocked until 2026-03-24 11:00 (leak)"));
    block.is_active = false;
    assert_true(room_may_take(&room, &wanted, &occupancy, &err));
}

static void
a_guest_who_overstays_is_still_in(void **state)
{
    const struct resource room = {.id = room_id, .name = "412", .is_active = true};
    struct interval before = from_to("2026-03-20T15:00:00Z", "2026-03-24T11:00:00Z");
    struct reservation stays[] = {stay_of(2, RESERVATION_STARTED, before)};
    struct occupancy occupancy = {.stays = {stays, 1}};
    struct interval when = from_to("2026-03-24T15:00:00Z", "2026-03-25T11:00:00Z");
    struct reservation arriving = stay_of(1, RESERVATION_CONFIRMED, when);
    struct error err;

    (void)state;
    assert_true(room_may_take(&room, &arriving, &occupancy, &err));
    assert_false(room_may_be_entered(&room, &arriving, &occupancy, when.start_utc, &err));
    assert_non_null(strstr(err.text, "occupied by reservation 101: check it out first"));
    stays[0].state = RESERVATION_PROCESSED;
    assert_true(room_may_be_entered(&room, &arriving, &occupancy, when.start_utc, &err));
}

static void
free_rooms_are_found_at_once(void **state)
{
    struct resource rooms[4] = {{.id = {{1}}}, {.id = {{2}}}, {.id = {{3}}}, {.id = {{4}}}};
    struct interval when = from_to("2026-03-20T15:00:00Z", "2026-03-24T11:00:00Z");
    struct reservation stays[] = {stay_of(11, RESERVATION_CONFIRMED, when),
                                  stay_of(12, RESERVATION_CANCELED, when),
                                  stay_of(13, RESERVATION_STARTED, when)};
    struct resource_block block = {.resource_id = {{3}},
                                   .is_active = true,
                                   .start_utc = when.start_utc,
                                   .end_utc = when.end_utc};
    struct occupancy occupancy = {.stays = {stays, 3}, .blocks = {&block, 1}};
    bool is_free[4];

    (void)state;
    stays[0].resource_id = rooms[0].id;
    stays[1].resource_id = rooms[1].id;
    stays[2].resource_id = rooms[3].id;
    rooms_find_free(&(struct resource_list){rooms, 4}, when, &occupancy, (struct uuid){{13}},
                    is_free);
    assert_false(is_free[0]);
    assert_true(is_free[1]);
    assert_false(is_free[2]);
    assert_true(is_free[3]); // its own stay is not in the way
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_some_states_hold_the_room),
        cmocka_unit_test(stays_that_meet_do_not_collide),
        cmocka_unit_test(a_room_is_refused_by_what_is_in_the_way),
        cmocka_unit_test(a_guest_who_overstays_is_still_in),
        cmocka_unit_test(free_rooms_are_found_at_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
