#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/error.h"
#include "api/base/memory.h"
#include "api/server/data_file.h"
#include "api/server/sqlite_layout.h"
#include "api/server/storage.h"

/*
 * Storage on SQLite. On disk the log is written ahead (WAL): one connection writes, another reads
 * what was committed, and neither waits for the other.
 */

enum {
    LIST_MOST = 16384 /* values of one condition */
};

struct storage {
    struct connection connection;
    struct data_file file;
    bool is_durable;
    struct uuid enterprise;
    struct storage_watch watch;
    struct changes changes; /* of the transaction, for the watcher */
    _Atomic uint64_t commits;
    const struct storage *source; /* of a reader: whose commits it reads ... */
    uint64_t seen;                /* ... and how many there were when its transaction began */
};

static bool
open_tables(struct storage *storage, const char *path, struct error *err)
{
    if (!connection_open(&storage->connection, path, 1, err))
        return false;
    if (layout_update(&storage->connection, err)
        && connection_run_text(&storage->connection, "PRAGMA journal_mode = WAL", err))
        return true;
    connection_close(&storage->connection);
    return false;
}

struct storage *
storage_open(const char *path, struct error *err)
{
    struct storage *storage = memory_new(sizeof(*storage));

    storage->is_durable = path != NULL;
    storage->file.lock_fd = -1;
    if (path && !data_file_take(&storage->file, path, err)) {
        free(storage);
        return NULL;
    }
    if (open_tables(storage, path ? storage->file.path : NULL, err))
        return storage;
    error_prefix(err, "Cannot use the data %s: ", path ? storage->file.path : "in memory");
    data_file_release(&storage->file);
    free(storage);
    return NULL;
}

bool
storage_index(struct storage *storage, struct error *err)
{
    return layout_index(&storage->connection, err);
}

bool
storage_index_entity(struct storage *storage, enum entity_id entity, struct error *err)
{
    return layout_index_table(&storage->connection, entity, err);
}

struct storage *
storage_open_reader(const struct storage *storage, size_t readers, struct error *err)
{
    struct storage *reader = memory_new(sizeof(*reader));

    assert(storage->is_durable);
    reader->is_durable = true;
    reader->file.lock_fd = -1;
    reader->enterprise = storage->enterprise;
    reader->source = storage;
    if (connection_open(&reader->connection, storage->file.path, readers, err))
        return reader;
    free(reader);
    return NULL;
}

void
storage_close(struct storage *storage)
{
    if (!storage)
        return;
    connection_close(&storage->connection);
    data_file_release(&storage->file);
    changes_clear(&storage->changes);
    free(storage);
}

bool
storage_is_durable(const struct storage *storage)
{
    return storage->is_durable;
}

void
storage_use(struct storage *storage, struct uuid enterprise)
{
    storage->enterprise = enterprise;
}

void
storage_watch(struct storage *storage, struct storage_watch watch)
{
    storage->watch = watch;
}

static void
note_change(struct storage *storage, enum entity_id entity, struct uuid id, const json_t *body)
{
    const char *text = storage->watch.describe
                           ? storage->watch.describe(&storage->changes.arena, entity, body)
                           : NULL;

    if (text)
        changes_add(&storage->changes, id, text);
}

/* The builder, emptied. */
static struct sql *
start(struct storage *storage)
{
    sql_reset(&storage->connection.sql);
    return &storage->connection.sql;
}

bool
storage_find_enterprise(struct storage *storage, struct uuid *enterprise, struct error *err)
{
    sqlite3_stmt *statement;
    int step;

    memset(enterprise, 0, sizeof(*enterprise));
    sql_add(start(storage), "SELECT enterprise FROM enterprise ORDER BY created, id LIMIT 1");
    statement = connection_prepare(&storage->connection, err);
    if (!statement)
        return false;
    step = sqlite3_step(statement);
    if (step == SQLITE_ROW)
        memcpy(enterprise->bytes, sqlite3_column_blob(statement, 0), sizeof(enterprise->bytes));
    else if (step != SQLITE_DONE)
        connection_failed(&storage->connection, err);
    sqlite3_reset(statement);
    return step == SQLITE_ROW || step == SQLITE_DONE;
}

/* Transactions */

static bool
run_fixed(struct storage *storage, const char *text, struct error *err)
{
    sql_add(start(storage), text);
    return connection_run(&storage->connection, err);
}

bool
storage_begin(struct storage *storage, struct error *err)
{
    if (storage->source)
        storage->seen = atomic_load(&storage->source->commits);
    return run_fixed(storage, "BEGIN", err);
}

bool
storage_is_current(const struct storage *storage)
{
    return !storage->source || storage->seen == atomic_load(&storage->source->commits);
}

void
storage_limit(struct storage *storage, int milliseconds)
{
    storage->connection.deadline_ms = monotonic_ms() + milliseconds;
}

bool
storage_commit(struct storage *storage, struct error *err)
{
    storage->connection.deadline_ms = 0;
    if (!run_fixed(storage, "COMMIT", err))
        return false;
    atomic_fetch_add(&storage->commits, 1);
    if (storage->changes.count)
        storage->watch.tell(storage->watch.context, storage->changes.rows, storage->changes.count);
    changes_reset(&storage->changes);
    return true;
}

void
storage_rollback(struct storage *storage)
{
    storage->connection.deadline_ms = 0;
    changes_reset(&storage->changes);
    if (!sqlite3_get_autocommit(storage->connection.db)) // some failures have rolled back already
        (void)run_fixed(storage, "ROLLBACK", NULL);
}

bool
storage_mark(struct storage *storage, struct error *err)
{
    changes_mark(&storage->changes);
    return run_fixed(storage, "SAVEPOINT request", err);
}

bool
storage_keep(struct storage *storage, struct error *err)
{
    storage->connection.deadline_ms = 0;
    return run_fixed(storage, "RELEASE request", err);
}

bool
storage_undo(struct storage *storage, struct error *err)
{
    storage->connection.deadline_ms = 0;
    changes_undo(&storage->changes);
    return run_fixed(storage, "ROLLBACK TO request", err)
           && run_fixed(storage, "RELEASE request", err);
}

bool
storage_remember(struct storage *storage, const char *name, int64_t value, struct error *err)
{
    struct sql *sql = start(storage);

    sql_add(sql, "INSERT INTO fact (name, number) VALUES (");
    sql_add_text(sql, name);
    sql_add(sql, ", ");
    sql_add_number(sql, value);
    sql_add(sql, ") ON CONFLICT (name) DO UPDATE SET number = excluded.number");
    return connection_run(&storage->connection, err);
}

bool
storage_recall(struct storage *storage, const char *name, int64_t *value, struct error *err)
{
    struct sql *sql = start(storage);

    sql_add(sql, "SELECT number FROM fact WHERE name = ");
    sql_add_text(sql, name);
    return connection_number(&storage->connection, *value, value, err);
}

/* Writing */

static bool
write_row(struct storage *storage, enum sql_write write, const struct storage_new *new,
          struct instant now, struct error *err)
{
    struct sql_row row = {
        .enterprise = storage->enterprise,
        .created = now,
        .updated = now,
        .body = new->body,
        .text = new->text,
    };

    if (!entity_key(new->entity, new->body, &row.id, err)
        || !connection_write(&storage->connection, write, new->entity, &row, err))
        return false;
    note_change(storage, new->entity, row.id, new->body);
    return true;
}

static bool
print_and_write(struct storage *storage, enum sql_write write, enum entity_id entity,
                const json_t *body, struct instant now, struct error *err)
{
    struct storage_new new = {entity, body, entity_print(entity, body)};
    bool ok = write_row(storage, write, &new, now, err);

    entity_text_clear(&new.text);
    return ok;
}

bool
storage_insert(struct storage *storage, enum entity_id entity, const json_t *body,
               struct instant now, struct error *err)
{
    return print_and_write(storage, SQL_INSERT, entity, body, now, err);
}

bool
storage_insert_printed(struct storage *storage, const struct storage_new *new, struct instant now,
                       struct error *err)
{
    return write_row(storage, SQL_INSERT, new, now, err);
}

bool
storage_update(struct storage *storage, enum entity_id entity, const json_t *body,
               struct instant now, struct error *err)
{
    return print_and_write(storage, SQL_UPDATE, entity, body, now, err);
}

/* ` FROM table WHERE` it is this one. */
static void
add_one(struct storage *storage, struct sql *sql, enum entity_id entity, struct uuid id)
{
    sql_add(sql, " FROM ");
    sql_add(sql, entity_of(entity)->table);
    sql_add(sql, " WHERE enterprise = ");
    sql_add_uuid(sql, storage->enterprise);
    sql_add(sql, " AND id = ");
    sql_add_uuid(sql, id);
}

/* What is about to be deleted is read once more for the watcher. */
static bool
note_deletion(struct storage *storage, enum entity_id entity, struct uuid id, struct error *err)
{
    const char *text;
    json_t *body;

    if (!storage->watch.describe)
        return true;
    if (!storage_get(storage, &storage->changes.arena, entity, id, &text, err))
        return false;
    if (!text)
        return true;
    body = codec_parse(text, strlen(text), CODEC_ANSWER, err);
    if (!body)
        return false;
    note_change(storage, entity, id, body);
    json_decref(body);
    return true;
}

bool
storage_delete(struct storage *storage, enum entity_id entity, struct uuid id, struct error *err)
{
    struct sql *sql;

    if (!note_deletion(storage, entity, id, err))
        return false;
    sql = start(storage);
    sql_add(sql, "DELETE");
    add_one(storage, sql, entity, id);
    return connection_run(&storage->connection, err);
}

/* Reading */

struct condition *
query_add(struct query *query, enum column_id column, enum condition_kind kind)
{
    struct condition *condition = &query->conditions[query->count];

    assert(query->count < QUERY_CONDITIONS);
    query->count++;
    *condition = (struct condition){.column = column, .kind = kind};
    return condition;
}

static bool
check_lists(const struct query *query, struct error *err)
{
    for (size_t i = 0; i < query->count; i++)
        if (query->conditions[i].uuids.count > LIST_MOST
            || query->conditions[i].texts.count > LIST_MOST)
            return error_set(
                err, ERROR_TIMEOUT,
                "This is too much at once: ask for a shorter interval or a smaller page.");
    return true;
}

static bool
find_cursor(struct storage *storage, const struct query *query, struct instant *created,
            struct error *err)
{
    struct sql *sql = start(storage);

    *created = (struct instant){0};
    if (!uuid_is_set(query->cursor))
        return true;
    sql_add(sql, "SELECT created");
    add_one(storage, sql, query->entity, query->cursor);
    if (!connection_number(&storage->connection, INT64_MIN, &created->ms, err))
        return false;
    return created->ms != INT64_MIN
           || error_set(err, ERROR_INPUT,
                        "Invalid Limitation.Cursor: it is no item of this list; begin again "
                        "without it.");
}

static struct storage_row
row_of(sqlite3_stmt *statement, bool has_tail)
{
    struct storage_row row = {.tail = ""};

    memcpy(row.id.bytes, sqlite3_column_blob(statement, 0), sizeof(row.id.bytes));
    row.body = (const char *)sqlite3_column_text(statement, 1);
    row.length = (size_t)sqlite3_column_bytes(statement, 1);
    if (has_tail && sqlite3_column_type(statement, 2) == SQLITE_TEXT) {
        row.tail = (const char *)sqlite3_column_text(statement, 2);
        row.tail_length = (size_t)sqlite3_column_bytes(statement, 2);
    }
    return row;
}

bool
storage_select(struct storage *storage, const struct query *query, storage_row_fn take,
               void *context, struct error *err)
{
    bool has_tail = entity_of(query->entity)->tail != NULL;
    struct instant after;
    sqlite3_stmt *statement;
    int step;
    bool ok = true;

    if (!check_lists(query, err) || !find_cursor(storage, query, &after, err))
        return false;
    sql_select(start(storage), storage->enterprise, query, after);
    statement = connection_prepare(&storage->connection, err);
    if (!statement)
        return false;
    while (ok && (step = sqlite3_step(statement)) != SQLITE_DONE) {
        struct storage_row row;

        if (step != SQLITE_ROW) {
            ok = connection_failed(&storage->connection, err);
            break;
        }
        row = row_of(statement, has_tail);
        ok = take(context, &row);
    }
    sqlite3_reset(statement);
    return ok;
}

static struct column_value
value_of(sqlite3_stmt *statement, int at, enum column_kind kind)
{
    struct column_value value = {.text = ""};

    value.is_set = sqlite3_column_type(statement, at) != SQLITE_NULL;
    if (!value.is_set)
        return value;
    switch (kind) {
    case COLUMN_KIND_UUID:
        memcpy(value.uuid.bytes, sqlite3_column_blob(statement, at), sizeof(value.uuid.bytes));
        break;
    case COLUMN_KIND_TEXT:
    case COLUMN_KIND_KEY:
        value.text = (const char *)sqlite3_column_text(statement, at);
        break;
    case COLUMN_KIND_INSTANT:
    case COLUMN_KIND_SINCE:
    case COLUMN_KIND_UNTIL:
        value.at.ms = sqlite3_column_int64(statement, at);
        break;
    case COLUMN_KIND_BOOL:
        value.flag = sqlite3_column_int(statement, at) != 0;
        break;
    case COLUMN_KINDS:
        break;
    }
    return value;
}

bool
storage_select_values(struct storage *storage, const struct query *query,
                      struct column_list columns, storage_values_fn take, void *context,
                      struct error *err)
{
    struct column_value values[STORAGE_COLUMNS];
    sqlite3_stmt *statement;
    int step;
    bool ok = true;

    assert(columns.count <= STORAGE_COLUMNS);
    if (!check_lists(query, err))
        return false;
    sql_select_columns(start(storage), storage->enterprise, query, columns.rows, columns.count);
    statement = connection_prepare(&storage->connection, err);
    if (!statement)
        return false;
    while (ok && (step = sqlite3_step(statement)) != SQLITE_DONE) {
        if (step != SQLITE_ROW) {
            ok = connection_failed(&storage->connection, err);
            break;
        }
        for (size_t i = 0; i < columns.count; i++)
            values[i] = value_of(statement, (int)i, column_of(columns.rows[i])->kind);
        ok = take(context, values);
    }
    sqlite3_reset(statement);
    return ok;
}

bool
storage_select_uuids(struct storage *storage, struct arena *arena, const struct query *query,
                     enum column_id column, struct uuid_list *uuids, struct error *err)
{
    struct uuid *rows = NULL;
    size_t capacity = 0;
    size_t count = 0;
    sqlite3_stmt *statement;
    int step;

    if (!check_lists(query, err))
        return false;
    sql_select_distinct(start(storage), storage->enterprise, query, column_of(column));
    statement = connection_prepare(&storage->connection, err);
    if (!statement)
        return false;
    while ((step = sqlite3_step(statement)) == SQLITE_ROW) {
        rows = memory_grow(rows, count, &capacity, sizeof(*rows));
        memcpy(rows[count++].bytes, sqlite3_column_blob(statement, 0), sizeof(rows->bytes));
    }
    if (step != SQLITE_DONE)
        connection_failed(&storage->connection, err);
    sqlite3_reset(statement);
    *uuids = (struct uuid_list){NULL, 0};
    if (count) {
        uuids->rows = memcpy(arena_new(arena, count * sizeof(*rows)), rows, count * sizeof(*rows));
        uuids->count = count;
    }
    free(rows);
    return step == SQLITE_DONE;
}

bool
storage_find_text(struct storage *storage, struct arena *arena, const struct query *query,
                  enum column_id column, const char **text, struct error *err)
{
    sqlite3_stmt *statement;
    int step;

    *text = NULL;
    sql_select_any(start(storage), storage->enterprise, query, column_of(column));
    statement = connection_prepare(&storage->connection, err);
    if (!statement)
        return false;
    step = sqlite3_step(statement);
    if (step == SQLITE_ROW)
        *text = arena_text(arena, (const char *)sqlite3_column_text(statement, 0));
    else if (step != SQLITE_DONE)
        connection_failed(&storage->connection, err);
    sqlite3_reset(statement);
    return step == SQLITE_ROW || step == SQLITE_DONE;
}

/* `{…}` and its tail as one object. */
static const char *
joined(struct arena *arena, const struct storage_row *row)
{
    char *text;

    if (!row->tail_length)
        return arena_bytes(arena, row->body, row->length);
    text = arena_new(arena, row->length + row->tail_length + 2);
    memcpy(text, row->body, row->length - 1);
    text[row->length - 1] = ',';
    memcpy(text + row->length, row->tail, row->tail_length);
    text[row->length + row->tail_length] = '}';
    return text;
}

bool
storage_get(struct storage *storage, struct arena *arena, enum entity_id entity, struct uuid id,
            const char **body, struct error *err)
{
    bool has_tail = entity_of(entity)->tail != NULL;
    struct sql *sql = start(storage);
    sqlite3_stmt *statement;
    int step;

    *body = NULL;
    sql_add(sql, has_tail ? "SELECT id, body, tail" : "SELECT id, body");
    add_one(storage, sql, entity, id);
    statement = connection_prepare(&storage->connection, err);
    if (!statement)
        return false;
    step = sqlite3_step(statement);
    if (step == SQLITE_ROW) {
        struct storage_row row = row_of(statement, has_tail);

        *body = joined(arena, &row);
    } else if (step != SQLITE_DONE) {
        connection_failed(&storage->connection, err);
    }
    sqlite3_reset(statement);
    return step == SQLITE_ROW || step == SQLITE_DONE;
}
