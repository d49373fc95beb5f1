/* Who may be checked in, moved, checked out; the refusals name the remedy. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "api/base/error.h"

#include "api/rules/reservations.h"
#include "api/rules/resources.h"

static void
expect(bool allowed, const struct error *err, const char *refusal)
{
    assert_int_equal(allowed, refusal == NULL);
    if (refusal && !strstr(err->text, refusal))
        fail_msg("\"%s\" lacks \"%s\"", err->text, refusal);
}

static struct instant
at(const char *text)
{
    struct instant value;

    assert_true(instant_parse(text, &value));
    return value;
}

static const struct resource inspected = {
    .name = "412", .is_active = true, .state = RESOURCE_INSPECTED};
static const struct resource dirty = {.name = "412", .is_active = true, .state = RESOURCE_DIRTY};
static const struct resource clean = {.name = "412", .is_active = true, .state = RESOURCE_CLEAN};
static const struct resource retired = {.name = "412", .state = RESOURCE_INSPECTED};

static void
start_is_refused_with_the_remedy(void **state)
{
    static const struct {
        const char *refusal;
        enum reservation_state state;
        int64_t start_ms, now_ms;
        const struct resource *room;
    } rows[] = {
        /* refusal           state                  start now  room */
        {NULL, RESERVATION_CONFIRMED, 100, 100, &inspected},
        {"only Confirmed", RESERVATION_STARTED, 100, 100, &inspected},
        {"is Optional", RESERVATION_OPTIONAL, 100, 100, &inspected},
        {"starts later", RESERVATION_CONFIRMED, 101, 100, &inspected},
        {"assign one", RESERVATION_CONFIRMED, 100, 100, NULL},
        {"Room 412 is Dirty", RESERVATION_CONFIRMED, 100, 100, &dirty},
        {"Room 412 is Clean", RESERVATION_CONFIRMED, 100, 100, &clean},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct reservation res = {
            .number = "7", .state = rows[i].state, .start_utc = {rows[i].start_ms}};
        struct error err = {0};

        expect(reservation_may_start(&res, rows[i].room, (struct instant){rows[i].now_ms}, &err),
               &err, rows[i].refusal);
        assert_int_equal(err.kind, rows[i].refusal ? ERROR_REFUSED : ERROR_NONE);
    }
}

static void
check_out_is_on_the_last_day_of_the_hotels_calendar(void **state)
{
    static const struct {
        const char *refusal;
        enum reservation_state state;
        const char *end, *now, *owner;
    } rows[] = {
        {NULL, RESERVATION_STARTED, "2026-03-24T10:00:00Z", "2026-03-24T08:00:00Z", "Novak"},
        {NULL, RESERVATION_STARTED, "2026-03-24T10:00:00Z", "2026-03-26T08:00:00Z", "Novak"},
        /* In Prague it is the 24th from 23:00 UTC of the 23rd. */
        {NULL, RESERVATION_STARTED, "2026-03-24T10:00:00Z", "2026-03-23T23:00:00Z", "Novak"},
        {"until 2026-03-24: shorten", RESERVATION_STARTED, "2026-03-24T10:00:00Z",
         "2026-03-23T22:59:59Z", "Novak"},
        {"only Started", RESERVATION_CONFIRMED, "2026-03-24T10:00:00Z", "2026-03-24T08:00:00Z",
         "Novak"},
        {"is Processed", RESERVATION_PROCESSED, "2026-03-24T10:00:00Z", "2026-03-24T08:00:00Z",
         "Novak"},
        {"no last name", RESERVATION_STARTED, "2026-03-24T10:00:00Z", "2026-03-24T08:00:00Z", ""},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct reservation res = {
            .number = "7", .state = rows[i].state, .end_utc = at(rows[i].end)};
        struct error err = {0};

        expect(reservation_may_process(&res, rows[i].owner, at(rows[i].now), &err), &err,
               rows[i].refusal);
    }
}

static void
a_move_heeds_lock_and_state(void **state)
{
    static const struct {
        const char *refusal;
        enum reservation_state state;
        bool was_locked, is_locked;
        const struct resource *room;
    } rows[] = {
        {NULL, RESERVATION_CONFIRMED, false, false, &dirty},
        {NULL, RESERVATION_CONFIRMED, false, true, &inspected},
        {NULL, RESERVATION_CONFIRMED, true, false, &inspected},
        {NULL, RESERVATION_CONFIRMED, false, false, NULL},
        {NULL, RESERVATION_STARTED, false, false, &inspected},
        {"unlock it", RESERVATION_CONFIRMED, true, true, &inspected},
        {"needs a room", RESERVATION_STARTED, false, false, NULL},
        {"not in use", RESERVATION_CONFIRMED, false, false, &retired},
        {"is Processed", RESERVATION_PROCESSED, false, false, &inspected},
        {"is Canceled", RESERVATION_CANCELED, false, false, &inspected},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct reservation res = {
            .number = "7", .state = rows[i].state, .is_resource_locked = rows[i].was_locked};
        struct error err = {0};

        expect(reservation_may_move(&res, rows[i].room, rows[i].is_locked, &err), &err,
               rows[i].refusal);
    }
}

static void
a_room_becomes_what_the_desk_may_say(void **state)
{
    static const struct {
        const char *refusal;
        enum error_kind kind;
        const struct resource *room;
        const char *to;
        enum resource_state becomes;
    } rows[] = {
        {NULL, ERROR_NONE, &dirty, "Inspected", RESOURCE_INSPECTED},
        {NULL, ERROR_NONE, &inspected, "OutOfService", RESOURCE_OUT_OF_SERVICE},
        {NULL, ERROR_NONE, &inspected, "Dirty", RESOURCE_DIRTY},
        {"by a block", ERROR_INPUT, &dirty, "OutOfOrder", 0},
        {"Invalid State: dirty is none", ERROR_INPUT, &dirty, "dirty", 0},
        {"Invalid State:  is none", ERROR_INPUT, &dirty, "", 0},
    };
    static const struct resource broken = {.name = "9", .state = RESOURCE_OUT_OF_ORDER};
    enum resource_state becomes;
    struct error err = {0};

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        becomes = resource_state_unknown;
        expect(resource_may_become(rows[i].room, false, rows[i].to, &becomes, &err), &err,
               rows[i].refusal);
        assert_int_equal(becomes, rows[i].becomes);
        if (rows[i].refusal)
            assert_int_equal(err.kind, rows[i].kind);
    }
    expect(resource_may_become(&broken, true, "Dirty", &becomes, &err), &err, "remove its block");
    expect(resource_may_become(&broken, false, "Dirty", &becomes, &err), &err, NULL);
}

static void
some_states_are_confirmed_and_some_canceled(void **state)
{
    static const struct {
        enum reservation_state state;
        const char *confirm, *cancel;
    } rows[] = {
        {RESERVATION_INQUIRED, "is Inquired: only Optional", NULL},
        {RESERVATION_REQUESTED, "is Requested: only Optional", NULL},
        {RESERVATION_OPTIONAL, NULL, NULL},
        {RESERVATION_CONFIRMED, "is Confirmed: only Optional", NULL},
        {RESERVATION_STARTED, "is Started: only Optional", "check it out instead"},
        {RESERVATION_PROCESSED, "is Processed: only Optional", "is Processed: it can't be"},
        {RESERVATION_CANCELED, "is Canceled: only Optional", "is Canceled: it can't be"},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct reservation res = {.number = "7", .state = rows[i].state};
        struct error err = {0};

        expect(reservation_may_confirm(&res, &err), &err, rows[i].confirm);
        expect(reservation_may_cancel(&res, &err), &err, rows[i].cancel);
    }
}

static void
companions_are_as_many_as_persons(void **state)
{
    static const struct age_category ages[] = {{.id = {{1}}, .classification = AGE_ADULT},
                                               {.id = {{2}}, .classification = AGE_CHILD}};
    static const struct person_count counts[] = {{{{1}}, 2}, {{{2}}, 1}, {{{3}}, 4}};
    const struct age_category_list categories = {ages, 2};
    struct reservation res = {.number = "7", .person_counts = {counts, 2}};
    struct error err = {0};

    (void)state;
    expect(reservation_may_grow(&res, 2, &err), &err, NULL);
    expect(reservation_may_grow(&res, 3, &err), &err, "is for 3 and has 3 companions");
    expect(reservation_may_shrink(&res, 3, &err), &err, NULL);
    expect(reservation_may_shrink(&res, 4, &err), &err, "has 4 companions");
    res.person_counts.count = 3;
    assert_int_equal(reservation_persons(&res.person_counts, &categories, AGE_ADULT), 2);
    assert_int_equal(reservation_persons(&res.person_counts, &categories, AGE_CHILD), 1);
    assert_int_equal(
        reservation_persons(&res.person_counts, &categories, age_classification_unknown), 7);
}

static void
times_of_a_stay_move_while_they_can(void **state)
{
    static const struct {
        const char *refusal;
        enum reservation_state state;
        const char *start, *end;
    } rows[] = {
        {NULL, RESERVATION_CONFIRMED, "2026-03-25T14:00:00Z", "2026-03-27T10:00:00Z"},
        {NULL, RESERVATION_STARTED, "2026-03-22T14:00:00Z", "2026-03-28T10:00:00Z"},
        {NULL, RESERVATION_STARTED, "2026-03-22T14:00:00Z", "2026-03-24T10:00:00Z"},
        {"ended before today", RESERVATION_STARTED, "2026-03-22T14:00:00Z", "2026-03-23T10:00:00Z"},
        {"its start can't be moved", RESERVATION_STARTED, "2026-03-23T14:00:00Z",
         "2026-03-28T10:00:00Z"},
        {"is Processed", RESERVATION_PROCESSED, "2026-03-22T14:00:00Z", "2026-03-28T10:00:00Z"},
        {"is Canceled", RESERVATION_CANCELED, "2026-03-22T14:00:00Z", "2026-03-28T10:00:00Z"},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct reservation res = {.number = "7",
                                  .state = rows[i].state,
                                  .start_utc = at("2026-03-22T14:00:00Z"),
                                  .end_utc = at("2026-03-26T10:00:00Z")};
        struct interval when = {at(rows[i].start), at(rows[i].end)};
        struct error err = {0};

        expect(reservation_may_last(&res, when, at("2026-03-24T15:00:00Z"), &err), &err,
               rows[i].refusal);
    }
}

static int
in_prague(void **state)
{
    (void)state;
    return zone_set("Europe/Prague", NULL) ? 0 : -1;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(start_is_refused_with_the_remedy),
        cmocka_unit_test(check_out_is_on_the_last_day_of_the_hotels_calendar),
        cmocka_unit_test(a_move_heeds_lock_and_state),
        cmocka_unit_test(a_room_becomes_what_the_desk_may_say),
        cmocka_unit_test(some_states_are_confirmed_and_some_canceled),
        cmocka_unit_test(companions_are_as_many_as_persons),
        cmocka_unit_test(times_of_a_stay_move_while_they_can),
    };

    return cmocka_run_group_tests(tests, in_prague, NULL);
}
