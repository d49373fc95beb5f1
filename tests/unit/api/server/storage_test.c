/* What is stored comes back, in order, found by its columns; the file is one process's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "api/base/buffer.h"
#include "api/base/error.h"
#include "api/server/data_file.h"
#include "api/server/storage.h"

static const struct uuid house = {{1}};
static const struct instant noon = {1774353600000};

static char folder[] = "/tmp/storage_test.XXXXXX";

static const char *
file_in(const char *name)
{
    static char path[128];

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    return path;
}

static struct uuid
id_of(int number)
{
    struct uuid id = {{0}};

    id.bytes[0] = 7;
    id.bytes[15] = (uint8_t)number;
    return id;
}

static struct storage *
open_house(const char *path)
{
    struct error err = {0};
    struct storage *db = storage_open(path, &err);

    if (!db || !storage_index(db, &err))
        fail_msg("%s", err.text);
    storage_use(db, house);
    return db;
}

static void
put(struct storage *db, enum entity_id entity, const char *text)
{
    struct error err = {0};
    json_t *body = codec_parse(text, strlen(text), CODEC_REQUEST, &err);

    assert_non_null(body);
    if (!storage_insert(db, entity, body, noon, &err))
        fail_msg("%s", err.text);
    json_decref(body);
}

static void
put_room(struct storage *db, int number, const char *name)
{
    char id[UUID_TEXT_SIZE];
    char text[256];

    snprintf(text, sizeof(text),
             "{\"Id\":\"%s\",\"Name\":\"%s\",\"IsActive\":%s,\"CreatedUtc\":"
             "\"2026-03-%02dT09:00:00Z\"}",
             uuid_text(id_of(number), id), name, number % 2 ? "true" : "false", number);
    put(db, ENTITY_resource, text);
}

static bool
collect(void *context, const struct storage_row *row)
{
    json_t *body = json_loadb(row->body, row->length, 0, NULL);

    assert_non_null(body);
    buffer_add_text(context, json_string_value(json_object_get(body, "Name")));
    json_decref(body);
    return true;
}

static void
expect(struct storage *db, const struct query *query, const char *names)
{
    struct buffer found = {0};
    struct error err = {0};

    if (!storage_select(db, query, collect, &found, &err))
        fail_msg("%s", err.text);
    assert_string_equal(buffer_text(&found), names);
    buffer_clear(&found);
}

static struct storage *
five_rooms(const char *path)
{
    static const char *const names[] = {"a", "b", "c", "d", "e"};
    struct storage *db = open_house(path);

    for (int i = 0; i < 5; i++)
        put_room(db, i + 1, names[i]);
    return db;
}

static void
pages_run_from_newest_to_oldest(void **state)
{
    struct storage *db = five_rooms(NULL);
    struct query query = {.entity = ENTITY_resource, .limit = 2};
    struct error err = {0};

    (void)state;
    expect(db, &query, "ed");
    query.cursor = id_of(4);
    expect(db, &query, "cb");
    query.cursor = id_of(2);
    expect(db, &query, "a");
    query.cursor = id_of(1);
    expect(db, &query, "");
    query.cursor = id_of(9);
    assert_false(storage_select(db, &query, collect, NULL, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
    assert_non_null(strstr(err.text, "Cursor"));
    storage_close(db);
}

static void
conditions_find_by_column(void **state)
{
    static const char *const names[] = {"b", "c", "nobody"};
    const struct uuid ids[] = {id_of(5), id_of(2), id_of(9)};
    struct storage *db = five_rooms(NULL);
    struct query query = {.entity = ENTITY_resource};
    struct condition *condition;

    (void)state;
    query_add(&query, COLUMN_resource_name, CONDITION_TEXTS)->texts = (struct text_list){names, 3};
    expect(db, &query, "cb");
    query_add(&query, COLUMN_resource_is_active, CONDITION_BOOL)->value = true;
    expect(db, &query, "c");
    query.count = 0;
    query_add(&query, COLUMN_id, CONDITION_UUIDS)->uuids = (struct uuid_list){ids, 3};
    expect(db, &query, "eb");
    query.conditions[0].uuids.count = 0;
    expect(db, &query, "");
    query.count = 0;
    assert_true(instant_parse("2026-03-02T09:00:00Z",
                              &query_add(&query, COLUMN_created, CONDITION_FROM)->start));
    condition = query_add(&query, COLUMN_created, CONDITION_BEFORE);
    assert_true(instant_parse("2026-03-04T09:00:00Z", &condition->end));
    expect(db, &query, "cb");
    query.conditions[0].kind = CONDITION_AT;
    query.count = 1;
    expect(db, &query, "b");
    query.count = 0;
    query_add(&query, COLUMN_resource_is_active, CONDITION_NOT_TRUE);
    expect(db, &query, "db");
    storage_close(db);
}

static void
put_restriction(struct storage *db, int number, const char *conditions)
{
    char id[UUID_TEXT_SIZE];
    char text[400];

    snprintf(text, sizeof(text),
             "{\"Id\":\"%s\",\"Name\":\"%d\",\"Conditions\":%s,\"CreatedUtc\":"
             "\"2026-03-%02dT09:00:00Z\"}",
             uuid_text(id_of(number), id), number, conditions, number);
    put(db, ENTITY_restriction, text);
}

/* What has no beginning or no end, and what names nothing, holds always and for all. */
static struct storage *
four_restrictions(void)
{
    struct storage *db = open_house(NULL);
    char rate[UUID_TEXT_SIZE];
    char text[200];

    put_restriction(db, 1, "{\"StartUtc\":\"2026-03-01T00:00:00Z\",\"EndUtc\":null}");
    put_restriction(db, 2, "{\"EndUtc\":\"2026-03-05T00:00:00Z\"}");
    snprintf(text, sizeof(text),
             "{\"ExactRateId\":\"%s\",\"StartUtc\":\"2026-03-08T00:00:00Z\",\"EndUtc\":"
             "\"2026-03-09T00:00:00Z\"}",
             uuid_text(id_of(70), rate));
    put_restriction(db, 3, text);
    put_restriction(db, 4, "{}");
    return db;
}

static void
open_ends_hold_for_ever(void **state)
{
    static const struct {
        const char *start, *end, *names;
    } rows[] = {
        {"2026-02-01T00:00:00Z", "2026-02-02T00:00:00Z", "42"},
        {"2026-03-05T00:00:00Z", "2026-03-05T00:00:00Z", "421"},
        {"2026-03-08T00:00:00Z", "2026-03-20T00:00:00Z", "431"},
        {"2036-01-01T00:00:00Z", "2036-01-02T00:00:00Z", "41"},
    };
    struct storage *db = four_restrictions();

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct query query = {.entity = ENTITY_restriction};
        struct condition *from = query_add(&query, COLUMN_restriction_end_utc, CONDITION_FROM);
        struct condition *to = query_add(&query, COLUMN_restriction_start_utc, CONDITION_BEFORE);

        assert_true(instant_parse(rows[i].start, &from->start));
        assert_true(instant_parse(rows[i].end, &to->end));
        to->end.ms++;
        expect(db, &query, rows[i].names);
    }
    storage_close(db);
}

static void
what_names_nothing_is_for_all(void **state)
{
    const struct uuid rates[] = {id_of(70), id_of(71)};
    struct storage *db = four_restrictions();
    struct query query = {.entity = ENTITY_restriction};
    struct condition *of_rate;

    (void)state;
    of_rate = query_add(&query, COLUMN_restriction_rate_id, CONDITION_OR_ABSENT);
    of_rate->uuids = (struct uuid_list){rates, 2};
    expect(db, &query, "4321");
    of_rate->uuids.rows = &rates[1];
    of_rate->uuids.count = 1;
    expect(db, &query, "421");
    of_rate->uuids.count = 0;
    expect(db, &query, "421");
    storage_close(db);
}

static bool
collect_values(void *context, const struct column_value *values)
{
    char start[INSTANT_TEXT_SIZE];

    buffer_print(context, "%s%02x %d %s;", values[1].is_set ? "+" : "-", values[1].uuid.bytes[15],
                 values[0].uuid.bytes[15], instant_text(values[2].at, start));
    return true;
}

static void
columns_are_read_without_bodies(void **state)
{
    static const enum column_id columns[] = {COLUMN_id, COLUMN_restriction_rate_id,
                                             COLUMN_restriction_start_utc};
    const struct uuid ids[] = {id_of(3), id_of(1)};
    struct storage *db = four_restrictions();
    struct query query = {.entity = ENTITY_restriction};
    struct buffer found = {0};
    struct error err = {0};

    (void)state;
    query_add(&query, COLUMN_id, CONDITION_UUIDS)->uuids = (struct uuid_list){ids, 2};
    assert_true(storage_select_values(db, &query, (struct column_list){columns, countof(columns)},
                                      collect_values, &found, &err));
    assert_string_equal(buffer_text(&found),
                        "-00 1 2026-03-01T00:00:00Z;+46 3 2026-03-08T00:00:00Z;");
    buffer_clear(&found);
    storage_close(db);
}

static void
another_enterprise_sees_nothing(void **state)
{
    struct storage *db = five_rooms(NULL);
    struct query query = {.entity = ENTITY_resource};

    (void)state;
    storage_use(db, id_of(3));
    expect(db, &query, "");
    storage_use(db, house);
    expect(db, &query, "edcba");
    storage_close(db);
}

static void
an_address_is_kept_apart(void **state)
{
    struct storage *db = open_house(NULL);
    struct arena arena = {0};
    struct error err = {0};
    const char *body;
    char id[UUID_TEXT_SIZE];
    char text[160];

    (void)state;
    snprintf(text, sizeof(text),
             "{\"Id\":\"%s\",\"Address\":{\"City\":\"Brno\"},\"Name\":\"Nov\\u00e1k\"}",
             uuid_text(id_of(1), id));
    put(db, ENTITY_customer, text);
    expect(db, &(struct query){.entity = ENTITY_customer}, "Novák");
    assert_true(storage_get(db, &arena, ENTITY_customer, id_of(1), &body, &err));
    snprintf(text, sizeof(text),
             "{\"Id\":\"%s\",\"Name\":\"Novák\",\"Address\":{\"City\":\"Brno\"}}", id);
    assert_string_equal(body, text);
    assert_true(storage_get(db, &arena, ENTITY_customer, id_of(2), &body, &err));
    assert_null(body);
    arena_clear(&arena);
    storage_close(db);
}

static void
a_mark_undoes_what_followed(void **state)
{
    struct storage *db = open_house(NULL);
    struct error err = {0};

    (void)state;
    assert_true(storage_begin(db, &err));
    assert_true(storage_mark(db, &err));
    put_room(db, 1, "kept");
    assert_true(storage_keep(db, &err));
    assert_true(storage_mark(db, &err));
    put_room(db, 2, "undone");
    assert_true(storage_undo(db, &err));
    assert_true(storage_commit(db, &err));
    expect(db, &(struct query){.entity = ENTITY_resource}, "kept");
    storage_close(db);
}

static void
a_key_is_taken_once(void **state)
{
    struct storage *db = open_house(NULL);
    struct error err = {0};
    json_t *body = json_pack("{s:s}", "Code", "CZ-21");

    (void)state;
    assert_true(storage_insert(db, ENTITY_tax_rate, body, noon, &err));
    assert_false(storage_insert(db, ENTITY_tax_rate, body, noon, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
    json_object_del(body, "Code");
    assert_false(storage_insert(db, ENTITY_tax_rate, body, noon, &err));
    assert_non_null(strstr(err.text, "A TaxRate has no Code"));
    json_decref(body);
    storage_close(db);
}

static void
a_reader_sees_commits_and_no_more(void **state)
{
    struct storage *db = five_rooms(file_in("reader"));
    struct error err = {0};
    struct storage *reader = storage_open_reader(db, 1, &err);
    struct query query = {.entity = ENTITY_resource};

    (void)state;
    assert_non_null(reader);
    assert_true(storage_begin(db, &err));
    put_room(db, 6, "f");
    assert_true(storage_begin(reader, &err));
    expect(reader, &query, "edcba");
    assert_true(storage_is_current(reader));
    assert_true(storage_commit(db, &err));
    assert_false(storage_is_current(reader));
    expect(reader, &query, "edcba");
    storage_rollback(reader);
    assert_true(storage_begin(reader, &err));
    assert_true(storage_is_current(reader));
    expect(reader, &query, "fedcba");
    storage_rollback(reader);
    storage_close(reader);
    storage_close(db);
    db = open_house(file_in("reader"));
    expect(db, &query, "fedcba");
    storage_close(db);
}

static void
what_takes_too_long_is_given_up(void **state)
{
    static const char *const names[] = {"none of these"};
    struct storage *db = open_house(NULL);
    struct query query = {.entity = ENTITY_resource};
    struct error err = {0};

    (void)state;
    assert_true(storage_begin(db, &err));
    for (int i = 0; i < 3000; i++) {
        json_t *body = json_pack("{s:o, s:s}", "Id", codec_uuid(uuid_random()), "Name", "x");

        assert_true(storage_insert(db, ENTITY_resource, body, noon, &err));
        json_decref(body);
    }
    query_add(&query, COLUMN_created, CONDITION_FROM); // so that each row is looked at
    query_add(&query, COLUMN_resource_name, CONDITION_TEXTS)->texts = (struct text_list){names, 1};
    storage_limit(db, 60000);
    assert_true(storage_select(db, &query, collect, NULL, &err));
    storage_limit(db, -1);
    assert_false(storage_select(db, &query, collect, NULL, &err));
    assert_int_equal(error_http_status(err.kind), 408);
    storage_rollback(db);
    expect(db, &query, ""); // ... and the next one isn't
    storage_close(db);
}

static void
facts_are_remembered(void **state)
{
    struct storage *db = open_house(file_in("facts"));
    struct error err = {0};
    int64_t value = 7;

    (void)state;
    assert_true(storage_recall(db, "clock", &value, &err));
    assert_int_equal(value, 7);
    assert_true(storage_remember(db, "clock", 8, &err) && storage_remember(db, "clock", 9, &err));
    storage_close(db);
    db = open_house(file_in("facts"));
    assert_true(storage_recall(db, "clock", &value, &err));
    assert_int_equal(value, 9);
    storage_close(db);
}

static void
run_sql(const char *path, const char *text)
{
    sqlite3 *db;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, text, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void
a_new_column_is_filled_from_the_bodies(void **state)
{
    static const char *const names[] = {"c"};
    struct storage *db = five_rooms(file_in("older"));
    struct query query = {.entity = ENTITY_resource};

    (void)state;
    storage_close(db);
    run_sql(file_in("older"), "DROP INDEX resource_name; ALTER TABLE resource DROP COLUMN name;"
                              "UPDATE layout SET text = 'older' WHERE name = 'resource'");
    db = open_house(file_in("older"));
    expect(db, &query, "edcba");
    query_add(&query, COLUMN_resource_name, CONDITION_TEXTS)->texts = (struct text_list){names, 1};
    expect(db, &query, "c");
    storage_close(db);
}

/* Rows of a type that lay among the property's other facts, until it got a table. */
static void
facts_move_to_a_table_of_their_own(void **state)
{
    struct storage *db = open_house(file_in("facts-older"));
    struct query query = {.entity = ENTITY_rate_price};
    struct query others = {.entity = ENTITY_internal};
    struct uuid rate = id_of(70);
    char id[UUID_TEXT_SIZE];
    char rate_text[UUID_TEXT_SIZE];
    char text[256];

    (void)state;
    snprintf(text, sizeof(text),
             "{\"Id\":\"%s\",\"EntityType\":\".RatePrice\",\"Name\":\"price\",\"RateId\":"
             "\"%s\"}",
             uuid_text(id_of(1), id), uuid_text(rate, rate_text));
    put(db, ENTITY_internal, text);
    snprintf(text, sizeof(text), "{\"Id\":\"%s\",\"EntityType\":\".Other\",\"Name\":\"other\"}",
             uuid_text(id_of(2), id));
    put(db, ENTITY_internal, text);
    storage_close(db);
    run_sql(file_in("facts-older"),
            "DROP TABLE rate_price; DELETE FROM layout WHERE name = 'rate_price'");
    db = open_house(file_in("facts-older"));
    query_add(&query, COLUMN_rate_price_rate_id, CONDITION_UUIDS)->uuids =
        (struct uuid_list){&rate, 1};
    expect(db, &query, "price");
    expect(db, &others, "other");
    storage_close(db);
}

static void
expect_refusal(const char *path, const char *why)
{
    struct error err = {0};

    assert_null(storage_open(path, &err));
    assert_int_equal(error_exit_code(err.kind), 2);
    assert_non_null(strstr(err.text, path));
    if (!strstr(err.text, why))
        fail_msg("%s", err.text);
}

static void
files_of_others_are_refused(void **state)
{
    FILE *text = fopen(file_in("text"), "w");

    (void)state;
    for (int i = 0; i < 100; i++)
        fputs("no database at all\n", text);
    fclose(text);
    expect_refusal(file_in("text"), "no property's data");
    run_sql(file_in("foreign"), "CREATE TABLE t (a)");
    expect_refusal(file_in("foreign"), "another program's");
    storage_close(open_house(file_in("newer")));
    run_sql(file_in("newer"), "UPDATE fact SET number = 99 WHERE name = 'version'");
    expect_refusal(file_in("newer"), "newer frontdesk");
    expect_refusal("/nonesuch/data", "No such file");
}

/* Opens the file in a process of its own, says so, and waits to be killed. */
static pid_t
hold(const char *path)
{
    int ready[2];
    char byte;
    pid_t child;

    assert_int_equal(pipe(ready), 0);
    child = fork();
    if (child == 0) {
        struct error err;
        struct storage *db = storage_open(path, &err);

        if (!db || write(ready[1], "x", 1) != 1)
            _exit(1);
        for (;;)
            pause();
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    close(ready[1]);
    return child;
}

static void
a_file_in_use_names_its_holder(void **state)
{
    pid_t holder = hold(file_in("held"));
    char number[32];
    struct stat info;
    int status;

    (void)state;
    snprintf(number, sizeof(number), "process %d", (int)holder);
    expect_refusal(file_in("held"), number);
    kill(holder, SIGKILL);
    waitpid(holder, &status, 0);
    storage_close(open_house(file_in("held")));
    assert_int_equal(stat(file_in("held"), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
}

static void
network_file_systems_are_known(void **state)
{
    (void)state;
    assert_string_equal(network_file_system(0x6969), "nfs");
    assert_string_equal(network_file_system(0xff534d42), "cifs");
    assert_string_equal(network_file_system(0x01021997), "9p");
    assert_null(network_file_system(0xef53));
}

static int
make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int
remove_folder(void **state)
{
    char command[160];

    (void)state;
    snprintf(command, sizeof(command), "rm -rf %s", folder);
    return system(command);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_run_from_newest_to_oldest),
        cmocka_unit_test(conditions_find_by_column),
        cmocka_unit_test(open_ends_hold_for_ever),
        cmocka_unit_test(what_names_nothing_is_for_all),
        cmocka_unit_test(columns_are_read_without_bodies),
        cmocka_unit_test(another_enterprise_sees_nothing),
        cmocka_unit_test(an_address_is_kept_apart),
        cmocka_unit_test(a_mark_undoes_what_followed),
        cmocka_unit_test(a_key_is_taken_once),
        cmocka_unit_test(a_reader_sees_commits_and_no_more),
        cmocka_unit_test(what_takes_too_long_is_given_up),
        cmocka_unit_test(facts_are_remembered),
        cmocka_unit_test(a_new_column_is_filled_from_the_bodies),
        cmocka_unit_test(facts_move_to_a_table_of_their_own),
        cmocka_unit_test(files_of_others_are_refused),
        cmocka_unit_test(a_file_in_use_names_its_holder),
        cmocka_unit_test(network_file_systems_are_known),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
