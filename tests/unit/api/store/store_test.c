#include "api/store/store.h"

#include <stdlib.h>

#include "api/base/thread.h"
#include "tests/support/house.h"
#include "tests/support/test.h"

static int
set_up(void **state)
{
    thread_name(THREAD_UI);
    *state = store_new();
    return 0;
}

static int
tear_down(void **state)
{
    store_free(*state);
    return 0;
}

static struct resource
room(const char *name, const char *updated)
{
    return (struct resource){.id = house_id(name),
                             .name = name,
                             .floor = "",
                             .location = "",
                             .updated_utc = updated ? house_at(updated) : (struct instant){0}};
}

static bool
apply(struct store *store, const void *rows, size_t count, bool is_whole)
{
    return store_apply(store, record_type(RECORD_resource), rows, count, is_whole);
}

static void
records_are_found_by_id(void **state)
{
    struct resource rows[] = {room("101", NULL), room("102", NULL)};

    assert_null(store_resource_of(*state, house_id("101")));
    assert_true(apply(*state, rows, 2, false));
    assert_string_equal(store_resource_of(*state, house_id("101"))->name, "101");
    assert_int_equal(store_all(*state, RECORD_resource).count, 2);
    assert_null(store_resource_of(*state, house_id("103")));
    assert_null(store_configuration(*state));
}

/* A later answer may be of an earlier time: two reads overtake each other. */
static void
the_newer_record_wins(void **state)
{
    struct resource old = room("101", "2026-03-24T08:00:00Z");
    struct resource new = room("101", "2026-03-24T09:00:00Z");

    old.state = RESOURCE_DIRTY;
    new.state = RESOURCE_INSPECTED;
    assert_true(apply(*state, &new, 1, false));
    assert_false(apply(*state, &old, 1, false));
    assert_int_equal(store_resource_of(*state, old.id)->state, RESOURCE_INSPECTED);
    assert_false(apply(*state, &new, 1, false)); // the same is no change
    new.state = RESOURCE_CLEAN;                  // of the same time, but other: taken
    assert_true(apply(*state, &new, 1, false));
    assert_int_equal(store_resource_of(*state, old.id)->state, RESOURCE_CLEAN);
}

static void
a_whole_set_takes_the_others_out(void **state)
{
    struct resource rows[] = {room("101", NULL), room("102", NULL), room("103", NULL)};

    assert_true(apply(*state, rows, 3, false));
    assert_true(apply(*state, rows + 1, 1, true));
    assert_int_equal(store_all(*state, RECORD_resource).count, 1);
    assert_non_null(store_resource_of(*state, house_id("102")));
    assert_false(apply(*state, rows + 1, 1, true));
    assert_true(apply(*state, NULL, 0, true));
    assert_int_equal(store_all(*state, RECORD_resource).count, 0);
}

static void
removing_leaves_the_others_where_they_are_found(void **state)
{
    struct resource rows[] = {room("101", NULL), room("102", NULL), room("103", NULL)};

    assert_true(apply(*state, rows, 3, false));
    store_remove(*state, RECORD_resource, house_id("101"));
    store_remove(*state, RECORD_resource, house_id("101"));
    assert_null(store_resource_of(*state, house_id("101")));
    assert_string_equal(store_resource_of(*state, house_id("103"))->name, "103");
    rows[2].state = RESOURCE_DIRTY; // its place in the rows is another now
    assert_true(apply(*state, rows + 2, 1, false));
    assert_int_equal(store_resource_of(*state, house_id("103"))->state, RESOURCE_DIRTY);
    assert_int_equal(store_all(*state, RECORD_resource).count, 2);
}

static struct reservation
stay(const char *name, const char *room_name)
{
    struct reservation record = {.id = house_id(name)};

    record_fill(record_type(RECORD_reservation), &record);
    if (room_name)
        record.resource_id = house_id(room_name);
    return record;
}

static size_t
count_in(struct store *store, const char *room_name)
{
    return store_by(store, STORE_RESERVATIONS_OF_RESOURCE, house_id(room_name)).count;
}

/* Indexes follow what the record says now. */
static void
records_are_found_by_what_they_refer_to(void **state)
{
    const struct record_type *type = record_type(RECORD_reservation);
    struct reservation rows[] = {stay("a", "101"), stay("b", "101"), stay("c", NULL)};

    assert_true(store_apply(*state, type, rows, 3, false));
    assert_int_equal(count_in(*state, "101"), 2);
    assert_int_equal(store_by(*state, STORE_RESERVATIONS_OF_RESOURCE, (struct uuid){{0}}).count, 0);
    rows[0].resource_id = house_id("102");
    assert_true(store_apply(*state, type, rows, 1, false));
    assert_int_equal(count_in(*state, "101"), 1);
    assert_int_equal(count_in(*state, "102"), 1);
    rows[0].resource_id = (struct uuid){{0}};
    assert_true(store_apply(*state, type, rows, 1, false));
    assert_int_equal(count_in(*state, "102"), 0);
    store_remove(*state, RECORD_reservation, house_id("b"));
    assert_int_equal(count_in(*state, "101"), 0);
}

static void
what_the_store_does_not_keep_is_passed_over(void **state)
{
    const struct record_type *type = record_type(RECORD_tax_environment);
    struct tax_environment row = {.code = "CZ"};
    struct resource nobody = room("", NULL);

    record_fill(type, &row);
    assert_false(store_apply(*state, type, &row, 1, false));
    nobody.id = (struct uuid){{0}}; // without an id it can't be found again
    assert_false(apply(*state, &nobody, 1, false));
    assert_int_equal(store_all(*state, RECORD_resource).count, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(records_are_found_by_id, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_newer_record_wins, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_whole_set_takes_the_others_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(removing_leaves_the_others_where_they_are_found, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(records_are_found_by_what_they_refer_to, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_the_store_does_not_keep_is_passed_over, set_up,
                                        tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
