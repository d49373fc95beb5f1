#include "tests/support/data_state.h"

#include <sqlite3.h>

#include "api/base/buffer.h"
#include "tests/support/test.h"

/* The rows that a statement gives, one text a row. */
static void
take_rows(sqlite3 *data, const char *sql, struct buffer *rows)
{
    sqlite3_stmt *statement;

    assert_int_equal(sqlite3_prepare_v2(data, sql, -1, &statement, NULL), SQLITE_OK);
    while (sqlite3_step(statement) == SQLITE_ROW)
        buffer_print(rows, "%s\n", (const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
}

char *
data_state(const char *path)
{
    static const char tables[] =
        "SELECT group_concat('SELECT ''' || name || ' '' || count(*) || '' '' ||"
        " ifnull(max(updated), 0) FROM ' || name, ' UNION ALL ')"
        " FROM sqlite_master WHERE type = 'table' AND sql LIKE '% updated %'";
    struct buffer sql = {0};
    struct buffer state = {0};
    sqlite3 *data;

    assert_int_equal(sqlite3_open_v2(path, &data, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    take_rows(data, tables, &sql);
    take_rows(data, buffer_text(&sql), &state);
    sqlite3_close(data);
    buffer_clear(&sql);
    check(state.length > 1000, "%s has no entities", path);
    return buffer_take(&state);
}
