#include "api/server/sqlite_connection.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/error.h"
#include "api/base/log.h"
#include "api/base/memory.h"

/*
 * The cache is a table of chains by the hash of the text. When it has grown large it is emptied
 * whole: the texts in use come back at once.
 */

enum {
    PREPARED_SLOTS = 256,
    PREPARED_MOST = 1024,
    BUSY_MS = 5000,
    PROGRESS_STEPS = 20000, /* some milliseconds of SQLite's machine */
    CACHE_KIB = 65536,
    CHECKPOINT_PAGES = 600, /* writes wait while so many are copied and synced */
    LOG_BYTES = 64 << 20,   /* what stays of the log after filling */
};

struct prepared {
    struct prepared *next;
    sqlite3_stmt *statement;
    char text[];
};

static const struct sql_dialect sqlite = {
    .types = {[COLUMN_KIND_UUID] = "BLOB",
              [COLUMN_KIND_TEXT] = "TEXT",
              [COLUMN_KIND_KEY] = "TEXT",
              [COLUMN_KIND_INSTANT] = "INTEGER",
              [COLUMN_KIND_SINCE] = "INTEGER",
              [COLUMN_KIND_UNTIL] = "INTEGER",
              [COLUMN_KIND_BOOL] = "INTEGER"},
    .place = "rowid",
    .no_index = "+",
};

bool
connection_failed(struct connection *connection, struct error *err)
{
    int code = sqlite3_errcode(connection->db);

    log_line(LOG_LEVEL_ERROR, "storage code=%d", sqlite3_extended_errcode(connection->db));
    switch (code) {
    case SQLITE_CONSTRAINT:
        return error_set(err, ERROR_INPUT, "There is one with this identifier already.");
    case SQLITE_INTERRUPT:
        return error_set(err, ERROR_TIMEOUT,
                         "This takes too long: ask for less at once, by a smaller page or a "
                         "shorter interval.");
    case SQLITE_NOTADB:
        return error_set(err, ERROR_USAGE, "it is no property's data");
    case SQLITE_FULL:
        return error_set(err, ERROR_DISK, "the disk is full");
    default:
        return error_set(err, ERROR_DISK, "%s", sqlite3_errmsg(connection->db));
    }
}

bool
connection_run_text(struct connection *connection, const char *text, struct error *err)
{
    return sqlite3_exec(connection->db, text, NULL, NULL, NULL) == SQLITE_OK
           || connection_failed(connection, err);
}

static int
check_deadline(void *context)
{
    const struct connection *connection = context;

    return connection->deadline_ms && monotonic_ms() > connection->deadline_ms;
}

bool
connection_open(struct connection *connection, const char *path, size_t count, struct error *err)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    char settings[256];

    memset(connection, 0, sizeof(*connection));
    connection->sql.dialect = &sqlite;
    connection->slots = memory_new(PREPARED_SLOTS * sizeof(struct prepared *));
    snprintf(settings, sizeof(settings),
             "PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;"
             "PRAGMA cache_size = -%d; PRAGMA wal_autocheckpoint = %d;"
             "PRAGMA journal_size_limit = %d; PRAGMA trusted_schema = 0",
             CACHE_KIB / (int)count, CHECKPOINT_PAGES, LOG_BYTES);
    if (sqlite3_open_v2(path ? path : ":memory:", &connection->db, flags, NULL) == SQLITE_OK
        && sqlite3_busy_timeout(connection->db, BUSY_MS) == SQLITE_OK
        && connection_run_text(connection, settings, err)) {
        sqlite3_progress_handler(connection->db, PROGRESS_STEPS, check_deadline, connection);
        return true;
    }
    connection_failed(connection, err);
    connection_close(connection);
    return false;
}

static void
drop_prepared(struct connection *connection)
{
    for (size_t i = 0; i < PREPARED_SLOTS; i++) {
        struct prepared *next;

        for (struct prepared *one = connection->slots[i]; one; one = next) {
            next = one->next;
            sqlite3_finalize(one->statement);
            free(one);
        }
        connection->slots[i] = NULL;
    }
    connection->count = 0;
}

void
connection_close(struct connection *connection)
{
    drop_prepared(connection);
    for (size_t i = 0; i < ENTITY_COUNT; i++) {
        sqlite3_finalize(connection->writes[SQL_INSERT][i]);
        sqlite3_finalize(connection->writes[SQL_UPDATE][i]);
    }
    free(connection->slots);
    sql_clear(&connection->sql);
    sqlite3_close(connection->db);
}

static size_t
slot_of(const char *text)
{
    uint32_t hash = 2166136261u;

    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 16777619u;
    return hash % PREPARED_SLOTS;
}

static bool
compile(struct connection *connection, const char *text, sqlite3_stmt **statement,
        struct error *err)
{
    return sqlite3_prepare_v3(connection->db, text, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL)
               == SQLITE_OK
           || connection_failed(connection, err);
}

static sqlite3_stmt *
find_prepared(struct connection *connection, const char *text, struct error *err)
{
    size_t slot = slot_of(text);
    size_t size = strlen(text) + 1;
    struct prepared *one = connection->slots[slot];

    while (one && strcmp(one->text, text) != 0)
        one = one->next;
    if (one)
        return one->statement;
    if (connection->count >= PREPARED_MOST)
        drop_prepared(connection);
    one = memory_new(sizeof(*one) + size);
    memcpy(one->text, text, size);
    if (!compile(connection, text, &one->statement, err)) {
        free(one);
        return NULL;
    }
    one->next = connection->slots[slot];
    connection->slots[slot] = one;
    connection->count++;
    return one->statement;
}

static int
bind_value(sqlite3_stmt *statement, int at, const struct sql_value *value)
{
    switch (value->kind) {
    case SQL_NULL:
        return sqlite3_bind_null(statement, at);
    case SQL_NUMBER:
        return sqlite3_bind_int64(statement, at, value->number);
    case SQL_TEXT:
        return sqlite3_bind_text64(statement, at, value->text, value->length, SQLITE_STATIC,
                                   SQLITE_UTF8);
    case SQL_UUID:
        return sqlite3_bind_blob(statement, at, value->uuid.bytes, sizeof(value->uuid.bytes),
                                 SQLITE_STATIC);
    }
    return SQLITE_MISUSE;
}

static bool
bind_values(struct connection *connection, sqlite3_stmt *statement, struct error *err)
{
    const struct sql *sql = &connection->sql;

    for (size_t i = 0; i < sql->count; i++)
        if (bind_value(statement, (int)i + 1, &sql->values[i]) != SQLITE_OK)
            return connection_failed(connection, err);
    return true;
}

sqlite3_stmt *
connection_prepare(struct connection *connection, struct error *err)
{
    sqlite3_stmt *statement = find_prepared(connection, buffer_text(&connection->sql.text), err);

    return statement && bind_values(connection, statement, err) ? statement : NULL;
}

static bool
run_to_end(struct connection *connection, sqlite3_stmt *statement, struct error *err)
{
    bool ok = sqlite3_step(statement) == SQLITE_DONE || connection_failed(connection, err);

    sqlite3_reset(statement);
    return ok;
}

bool
connection_run(struct connection *connection, struct error *err)
{
    sqlite3_stmt *statement = connection_prepare(connection, err);

    return statement && run_to_end(connection, statement, err);
}

/* Apart from the others: making the text of so many columns takes longer than putting in a row. */
bool
connection_write(struct connection *connection, enum sql_write write, enum entity_id entity,
                 const struct sql_row *row, struct error *err)
{
    sqlite3_stmt **statement = &connection->writes[write][entity];
    struct sql *sql = &connection->sql;

    sql_reset(sql);
    if (!*statement) {
        sql_write_text(sql, write, entity);
        if (!compile(connection, buffer_text(&sql->text), statement, err))
            return false;
    }
    sql_write_values(sql, write, entity, row);
    return bind_values(connection, *statement, err) && run_to_end(connection, *statement, err);
}

bool
connection_number(struct connection *connection, int64_t otherwise, int64_t *number,
                  struct error *err)
{
    sqlite3_stmt *statement = connection_prepare(connection, err);
    int step;

    if (!statement)
        return false;
    *number = otherwise;
    step = sqlite3_step(statement);
    if (step == SQLITE_ROW)
        *number = sqlite3_column_int64(statement, 0);
    else if (step != SQLITE_DONE)
        connection_failed(connection, err);
    sqlite3_reset(statement);
    return step == SQLITE_ROW || step == SQLITE_DONE;
}
