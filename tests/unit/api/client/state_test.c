/* state.db: made, opened, shared; a damaged one is told. */
#include "api/client/state.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/base/error.h"
#include "api/base/file.h"
#include "api/client/journal.h"
#include "tests/support/cmocka.h"
#include "tests/support/desk.h"

struct place {
    char *folder;
    char *path;
};

static int
set_up(void **state)
{
    static struct place place;

    place.folder = folder_fresh();
    place.path = folder_path(place.folder, "state.db");
    *state = &place;
    return 0;
}

static int
tear_down(void **state)
{
    struct place *place = *state;

    folder_drop(place->folder);
    free(place->path);
    return 0;
}

static int64_t
number(struct state *state, const char *sql)
{
    struct error err;
    sqlite3_stmt *statement = state_prepare(state, sql, &err);
    int64_t value = -1;

    if (state_row(state, statement, &err))
        value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return value;
}

static void
assert_files_mode(const char *folder, const char *mode)
{
    char command[512];

    /* Whatever lies beside it (-wal, -shm, -desks) is closed to others too. */
    snprintf(command, sizeof(command), "test -z \"$(find %s -type f ! -perm %s)\"", folder, mode);
    assert_int_equal(system(command), 0);
}

static void
it_is_made_for_the_user_alone(void **state)
{
    struct place *place = *state;
    struct error err;
    struct state *made;

    umask(0);
    made = state_open(place->path, STATE_BY_FILE_SYSTEM, &err);
    assert_non_null(made);
    assert_int_equal(number(made, "SELECT count(*) FROM journal"), 0);
    assert_true(state_execute(made, "INSERT INTO fact VALUES('a', 'b')", &err));
    assert_files_mode(place->folder, "600");
    state_close(made);
    assert_int_equal(chmod(place->path, 0644), 0);
    made = state_open(place->path, STATE_BY_FILE_SYSTEM, &err);
    assert_non_null(made);
    assert_int_equal(number(made, "SELECT count(*) FROM fact"), 1);
    assert_files_mode(place->folder, "600");
    state_close(made);
}

/* Where WAL can't work, SQLite's rollback journal does. */
static void
network_file_systems_get_a_rollback_journal(void **state)
{
    struct place *place = *state;
    struct error err;
    struct state *made;
    sqlite3_stmt *mode;

    assert_true(state_is_network(0x6969));
    assert_true(state_is_network(0xff534d42));
    assert_true(state_is_network((int)0xff534d42)); // as statfs() has it where long has 32 bits
    assert_true(state_is_network(0x01021997));
    assert_false(state_is_network(0xef53));
    made = state_open(place->path, STATE_BY_FILE_SYSTEM, &err);
    state_close(made);
    made = state_open(place->path, STATE_ROLLBACK, &err); // the home has moved
    assert_non_null(made);
    mode = state_prepare(made, "PRAGMA journal_mode", &err);
    assert_true(state_row(made, mode, &err));
    assert_string_equal((const char *)sqlite3_column_text(mode, 0), "delete");
    sqlite3_finalize(mode);
    assert_true(state_begin(made, STATE_SYNCED, &err));
    assert_true(
        state_end(made, state_execute(made, "INSERT INTO fact VALUES('a', 'b')", &err), &err));
    state_close(made);
}

static void
write_file(const char *path, const char *bytes, size_t length)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    assert_int_equal(write(fd, bytes, length), length);
    close(fd);
}

static void
assert_refused(const char *path, const char *says)
{
    struct error err = {0};

    assert_null(state_open(path, STATE_BY_FILE_SYSTEM, &err));
    assert_int_equal(err.kind, ERROR_DISK);
    assert_non_null(strstr(err.text, path));
    assert_non_null(strstr(err.text, says));
}

/* Makes one whose journal fills many pages. */
static void
make_full(const char *path)
{
    struct error err;
    struct state *made = state_open(path, STATE_BY_FILE_SYSTEM, &err);

    assert_true(state_execute(
        made,
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
        " INSERT INTO journal SELECT i, 1, 1, 'bills/add', NULL, NULL, 1, 0, 0, 'EUR', 4, 'n',"
        " 'a text that fills the page', '', '', '', '', 0 FROM n",
        &err));
    state_close(made);
}

/* Overwrites the page that holds a text, all of it. */
static void
spoil_page(const char *path, const char *text)
{
    enum {
        PAGE = 4096
    };
    struct error err;
    size_t length;
    char *bytes = file_read(path, 16 * 1024 * 1024, &length, &err);
    char *at = memmem(bytes, length, text, strlen(text));

    assert_non_null(at);
    memset(bytes + (at - bytes) / PAGE * PAGE, 0x5a, PAGE);
    write_file(path, bytes, length);
    free(bytes);
}

static void
a_damaged_one_is_told(void **state)
{
    struct place *place = *state;

    write_file(place->path, "", 0);
    assert_refused(place->path, "it is empty");
    write_file(place->path, "This is no database, but it is as long as one has to be.......", 62);
    assert_refused(place->path, "is damaged");
    for (off_t size = 4096; size <= 4 * 4096; size += 4096) {
        unlink(place->path);
        make_full(place->path);
        assert_int_equal(truncate(place->path, size), 0);
        assert_refused(place->path, "is damaged");
    }
    unlink(place->path);
    make_full(place->path);
    spoil_page(place->path, "a text that fills the page");
    assert_refused(place->path, "is damaged");
}

/* A bit that falls over inside an entry leaves every page whole. */
static void
an_entry_that_changed_is_told(void **state)
{
    struct place *place = *state;
    struct error err;
    size_t length;
    char *bytes;
    char *at;

    make_full(place->path);
    state_close(state_open(place->path, STATE_BY_FILE_SYSTEM, &err));
    bytes = file_read(place->path, 16 * 1024 * 1024, &length, &err);
    at = memmem(bytes, length, "EUR", 3);
    at[3] ^= 1; // the outcome, behind the currency
    write_file(place->path, bytes, length);
    assert_refused(place->path, "not as they were written");
    free(bytes);
}

/* Copies a file to another name. */
static void
copy_file(const char *from, const char *to)
{
    struct error err;
    size_t length;
    char *bytes = file_read(from, 16 * 1024 * 1024, &length, &err);

    assert_non_null(bytes);
    write_file(to, bytes, length);
    free(bytes);
}

static void
open_entry(struct state *made, int64_t expected)
{
    struct request request = {.operation = OP_bills_close};
    struct error err;
    int64_t number;

    assert_true(journal_open(made, &request, (uint64_t)expected, "anna", &number, &err));
    assert_int_equal(number, expected);
}

/* As kill -9 leaves it: SQLite's log holds entries, and it drops a damaged end of that. */
static void
a_damaged_log_is_told(void **state)
{
    struct place *place = *state;
    char *log = folder_path(place->folder, "state.db-wal");
    char *kept = folder_path(place->folder, "kept");
    char *kept_log = folder_path(place->folder, "kept-wal");
    struct error err;
    struct state *made = state_open(place->path, STATE_BY_FILE_SYSTEM, &err);

    for (int64_t number = 1; number <= 3; number++)
        open_entry(made, number);
    copy_file(place->path, kept);
    copy_file(log, kept_log);
    state_close(made);
    copy_file(kept, place->path);
    assert_refused(place->path, "its last entries are gone, 3 of 3");

    copy_file(kept, place->path);
    copy_file(kept_log, log);
    spoil_page(log, "bills/close");
    assert_refused(place->path, "its last entries are gone");

    unlink(place->path);
    copy_file(kept_log, log);
    assert_refused(place->path, "is gone, but not its log");
    unlink(log);
    made = state_open(place->path, STATE_BY_FILE_SYSTEM, &err); // moved away, as told
    open_entry(made, 1);
    state_close(made);
    free(log);
    free(kept);
    free(kept_log);
}

static void
others_files_are_left_alone(void **state)
{
    struct place *place = *state;
    struct error err;
    struct state *made = state_open(place->path, STATE_BY_FILE_SYSTEM, &err);

    assert_true(state_execute(made, "PRAGMA user_version=99", &err));
    state_close(made);
    assert_refused(place->path, "newer frontdesk");
    made = NULL;
    unlink(place->path);
    assert_int_equal(mkdir(place->path, 0700), 0);
    assert_refused(place->path, "not a file of yours");
    rmdir(place->path);
    assert_int_equal(chmod(place->folder, 0777), 0);
    assert_null(state_open(place->path, STATE_BY_FILE_SYSTEM, &err));
    assert_int_equal(err.kind, ERROR_DISK);
    assert_int_equal(chmod(place->folder, 0700), 0);
}

static void
another_program_s_database_is_refused(void **state)
{
    struct place *place = *state;
    sqlite3 *db;

    assert_int_equal(sqlite3_open(place->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "CREATE TABLE journal(a)", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    assert_refused(place->path, "another program's");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(it_is_made_for_the_user_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(network_file_systems_get_a_rollback_journal, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_damaged_one_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_entry_that_changed_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_damaged_log_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(others_files_are_left_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(another_program_s_database_is_refused, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
