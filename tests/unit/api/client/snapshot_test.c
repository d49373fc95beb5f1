/* The last known records: back as they were, newest form, gone with another layout. */
#include "api/client/snapshot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/error.h"
#include "api/client/result.h"
#include "tests/support/cmocka.h"
#include "tests/support/desk.h"

struct place {
    char *folder;
    char *path;
    struct state *state;
};

static int
set_up(void **state)
{
    static struct place place;
    struct error err;

    place.folder = folder_fresh();
    place.path = folder_path(place.folder, "state.db");
    place.state = state_open(place.path, STATE_BY_FILE_SYSTEM, &err);
    *state = &place;
    return place.state && snapshot_prepare(place.state, &err) ? 0 : 1;
}

static int
tear_down(void **state)
{
    struct place *place = *state;

    state_close(place->state);
    folder_drop(place->folder);
    free(place->path);
    return 0;
}

/* What a load gave: all results, oldest first. */
struct loaded {
    struct result *rows[64];
    size_t count;
    size_t records;
};

static void
keep(void *context, struct result *result)
{
    struct loaded *loaded = context;

    assert_true(result->batches[0].count <= 100);
    loaded->rows[loaded->count++] = result;
    loaded->records += result->batches[0].count;
}

static void
load(struct state *state, enum record_id kind, struct loaded *loaded)
{
    struct error err;

    *loaded = (struct loaded){0};
    assert_true(snapshot_load(state, kind, keep, loaded, &err));
}

static void
drop(struct loaded *loaded)
{
    for (size_t i = 0; i < loaded->count; i++)
        result_free(loaded->rows[i]);
}

static bool
store(struct state *state, enum record_id kind, void *rows, size_t count, int64_t now_ms)
{
    struct batch batch = {.type = record_type(kind), .rows = rows, .count = count};
    struct error err;

    return snapshot_store(state, &batch, 1, (struct instant){now_ms}, &err);
}

static void
records_come_back_as_they_were(void **state)
{
    struct place *place = *state;
    static const struct tax_value taxes[] = {{.code = "CZ-21", .value = {57425, 4}}};
    struct order_item item = {
        .id = uuid_random(),
        .name = "Minibar: křupky",
        .unit_count = 3,
        .amount = {.currency = "CZK", .gross = {123456789012, 2}, .taxes = {taxes, 1}},
        .state = ACCOUNTING_OPEN,
        .updated_utc = {1774342800000},
    };
    struct loaded loaded;
    const struct order_item *back;

    record_fill(record_type(RECORD_order_item), &item);
    assert_true(store(place->state, RECORD_order_item, &item, 1, 1774342805000));
    load(place->state, RECORD_order_item, &loaded);
    assert_int_equal(loaded.records, 1);
    assert_int_equal(loaded.rows[0]->kind, RESULT_SNAPSHOT);
    assert_int_equal(loaded.rows[0]->server_date.ms, 1774342805000);
    back = loaded.rows[0]->batches[0].rows;
    assert_true(record_equal(record_type(RECORD_order_item), &item, back));
    drop(&loaded);
}

static void
the_newest_form_wins(void **state)
{
    struct place *place = *state;
    struct bill old = {.id = uuid_random(), .name = "old", .updated_utc = {1000000}};
    struct bill newer = old;
    struct bill later;
    struct loaded loaded;

    newer.name = "new";
    newer.updated_utc.ms = 2000000;
    assert_true(store(place->state, RECORD_bill, &newer, 1, 2000000));
    assert_true(store(place->state, RECORD_bill, &old, 1, 2000000));
    load(place->state, RECORD_bill, &loaded);
    assert_string_equal(((const struct bill *)loaded.rows[0]->batches[0].rows)->name, "new");
    drop(&loaded);
    /* The property's clock was set back: what it has now is the newest, whatever it says. */
    later = old;
    later.name = "after the clock";
    later.updated_utc.ms = 1500000;
    assert_true(store(place->state, RECORD_bill, &later, 1, 1500000));
    load(place->state, RECORD_bill, &loaded);
    assert_int_equal(loaded.records, 1);
    assert_string_equal(((const struct bill *)loaded.rows[0]->batches[0].rows)->name,
                        "after the clock");
    drop(&loaded);
}

static void
kinds_without_an_id_are_kept_by_code(void **state)
{
    struct place *place = *state;
    struct tax_rate rates[] = {{.code = "UK-S"}, {.code = "UK-Z"}};
    struct loaded loaded;

    assert_true(store(place->state, RECORD_tax_rate, rates, 2, 1));
    assert_true(store(place->state, RECORD_tax_rate, rates, 2, 2));
    load(place->state, RECORD_tax_rate, &loaded);
    assert_int_equal(loaded.records, 2);
    drop(&loaded);
}

static void
parts_have_at_most_a_hundred(void **state)
{
    enum {
        ROWS = 200
    };
    struct place *place = *state;
    static struct customer customers[ROWS];
    struct loaded loaded;

    for (size_t i = 0; i < ROWS; i++)
        customers[i].id = uuid_random();
    assert_true(store(place->state, RECORD_customer, customers, ROWS, 1));
    load(place->state, RECORD_customer, &loaded);
    assert_int_equal(loaded.count, 2);
    assert_int_equal(loaded.records, ROWS);
    drop(&loaded);
}

static void
what_is_forgotten_is_gone(void **state)
{
    struct place *place = *state;
    struct customer customer = {.id = uuid_random(), .last_name = "Vergessen-Bitte"};
    struct loaded loaded;
    struct error err;
    char command[512];

    assert_true(store(place->state, RECORD_customer, &customer, 1, 1));
    assert_true(snapshot_forget(place->state, RECORD_customer, customer.id, &err));
    load(place->state, RECORD_customer, &loaded);
    assert_int_equal(loaded.records, 0);
    drop(&loaded);
    state_close(place->state);
    snprintf(command, sizeof(command), "! grep -q Vergessen-Bitte %s", place->path);
    assert_int_equal(system(command), 0);
    place->state = state_open(place->path, STATE_BY_FILE_SYSTEM, &err);
}

/* The tables as another build has them. */
static void
claim_by_another_build(struct state *state)
{
    struct error err;

    assert_true(
        state_execute(state, "UPDATE meta SET value = value + 1 WHERE name = 'layout'", &err));
}

static void
another_layout_drops_the_records_and_keeps_the_journal(void **state)
{
    struct place *place = *state;
    struct bill bill = {.id = uuid_random(), .name = "one"};
    struct loaded loaded;
    struct error err;

    assert_true(store(place->state, RECORD_bill, &bill, 1, 1));
    assert_true(state_execute(place->state,
                              "INSERT INTO journal VALUES(7, 1, 1, 'bills/add', NULL, NULL, 1, 0,"
                              " 0, '', 4, '', '', '', '', '', '', 0)",
                              &err));
    claim_by_another_build(place->state);
    load(place->state, RECORD_bill, &loaded); // not ours: nothing is read as what it isn't
    assert_int_equal(loaded.records, 0);
    bill.id = uuid_random();
    assert_true(store(place->state, RECORD_bill, &bill, 1, 1)); // nor written
    assert_true(state_execute(place->state, "DELETE FROM snapshot_bill", &err));
    assert_int_equal(sqlite3_changes(place->state->db), 1);
    assert_true(snapshot_prepare(place->state, &err));
    load(place->state, RECORD_bill, &loaded);
    assert_int_equal(loaded.records, 0);
    assert_true(store(place->state, RECORD_bill, &bill, 1, 1));
    load(place->state, RECORD_bill, &loaded);
    assert_int_equal(loaded.records, 1);
    drop(&loaded);
    assert_true(
        state_execute(place->state, "UPDATE journal SET number = 8 WHERE number = 7", &err));
    assert_int_equal(sqlite3_changes(place->state->db), 1);
}

/* Blocks are checked before they are believed. */
static void
a_damaged_record_is_told(void **state)
{
    struct place *place = *state;
    struct bill bill = {.id = uuid_random(), .name = "one"};
    struct loaded loaded = {0};
    struct error err;

    assert_true(store(place->state, RECORD_bill, &bill, 1, 1));
    assert_true(
        state_execute(place->state, "UPDATE snapshot_bill SET block = substr(block, 1, 40)", &err));
    assert_false(snapshot_load(place->state, RECORD_bill, keep, &loaded, &err));
    assert_int_equal(err.kind, ERROR_DISK);
    assert_non_null(strstr(err.text, "bill"));
    drop(&loaded);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(records_come_back_as_they_were, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_newest_form_wins, set_up, tear_down),
        cmocka_unit_test_setup_teardown(kinds_without_an_id_are_kept_by_code, set_up, tear_down),
        cmocka_unit_test_setup_teardown(parts_have_at_most_a_hundred, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_forgotten_is_gone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(another_layout_drops_the_records_and_keeps_the_journal,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_damaged_record_is_told, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
