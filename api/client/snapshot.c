#include "api/client/snapshot.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/client/answer.h"
#include "api/client/result.h"
#include "api/schema/codec.h"

/*
 * A record is a block that record_freeze() made: it is read back with one copy and no decoding. It
 * means something to a build with the same record_layout() alone, so each transaction looks who
 * owns the tables.
 */

enum {
    SQL_SIZE = 320,
    FUTURE_MS = 5000, /* a property's Date has whole seconds, and its answer took its time */
};

static bool
meta_set(struct state *state, const char *name, int64_t value, struct error *err)
{
    sqlite3_stmt *statement = state_prepare(
        state,
        "INSERT INTO meta(name, value) VALUES(?1, ?2)"
        " ON CONFLICT(name) DO UPDATE SET value = excluded.value WHERE value <> excluded.value",
        err);
    bool ok;

    if (!statement)
        return false;
    sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 2, value);
    ok = state_run(state, statement, err);
    sqlite3_finalize(statement);
    return ok;
}

/* 0 where it isn't set. */
static int64_t
meta_get(struct state *state, const char *name, struct error *err)
{
    sqlite3_stmt *statement = state_prepare(state, "SELECT value FROM meta WHERE name = ?1", err);
    int64_t value = 0;

    if (!statement)
        return 0;
    sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
    if (state_row(state, statement, err))
        value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return value;
}

static bool
is_ours(struct state *state, struct error *err)
{
    return meta_get(state, "layout", err) == (int64_t)record_layout();
}

/* Making the tables */

/* A statement that drops one table; "" when there is none left. */
static bool
next_drop(struct state *state, char sql[SQL_SIZE], struct error *err)
{
    sqlite3_stmt *statement =
        state_prepare(state,
                      "SELECT name FROM sqlite_master"
                      " WHERE type = 'table' AND name LIKE 'snapshot\\_%' ESCAPE '\\' LIMIT 1",
                      err);

    sql[0] = '\0';
    if (!statement)
        return false;
    if (state_row(state, statement, err))
        snprintf(sql, SQL_SIZE, "DROP TABLE \"%s\"",
                 (const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    return err->kind == ERROR_NONE;
}

static bool
drop_tables(struct state *state, struct error *err)
{
    char sql[SQL_SIZE];

    while (next_drop(state, sql, err)) {
        if (!*sql)
            return true;
        if (!state_execute(state, sql, err))
            return false;
    }
    return false;
}

static bool
make_tables(struct state *state, struct error *err)
{
    for (int operation = OP_NONE + 1; operation < OP_COUNT; operation++) {
        size_t count;
        const struct answer_row *rows = answer_rows((enum operation_id)operation, &count);

        for (size_t i = 0; i < count; i++) {
            char sql[SQL_SIZE];

            snprintf(sql, sizeof(sql),
                     "CREATE TABLE IF NOT EXISTS snapshot_%s"
                     "(id BLOB PRIMARY KEY, updated INTEGER NOT NULL, block BLOB NOT NULL)",
                     record_type(rows[i].record)->name);
            if (!state_execute(state, sql, err))
                return false;
        }
    }
    return true;
}

bool
snapshot_prepare(struct state *state, struct error *err)
{
    *err = (struct error){0};
    if (is_ours(state, err) || err->kind != ERROR_NONE)
        return err->kind == ERROR_NONE;
    return state_begin(state, STATE_LAZY, err)
           && state_end(state,
                        drop_tables(state, err) && make_tables(state, err)
                            && meta_set(state, "layout", (int64_t)record_layout(), err),
                        err);
}

/* Storing */

static bool
store_row(struct state *state, sqlite3_stmt *statement, const struct record_type *type,
          const void *record, struct error *err)
{
    struct uuid key = record_key(type, record);
    size_t size;
    void *block;

    if (!uuid_is_set(key))
        return true;
    block = record_copy(type, record, &size);
    record_freeze(type, block);
    sqlite3_bind_blob(statement, 1, key.bytes, sizeof(key.bytes), SQLITE_TRANSIENT);
    sqlite3_bind_int64(statement, 2, record_updated(type, record).ms);
    sqlite3_bind_blob64(statement, 3, block, size, free);
    return state_run(state, statement, err);
}

static bool
store_batch(struct state *state, const struct batch *batch, struct instant now, struct error *err)
{
    char sql[SQL_SIZE];
    sqlite3_stmt *statement;
    bool ok = true;

    snprintf(sql, sizeof(sql),
             "INSERT INTO snapshot_%s(id, updated, block) VALUES(?1, ?2, ?3)"
             " ON CONFLICT(id) DO UPDATE SET updated = excluded.updated, block = excluded.block"
             " WHERE excluded.updated >= updated OR updated > ?4",
             batch->type->name);
    statement = state_prepare(state, sql, err);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 4, now.ms + FUTURE_MS);
    for (size_t i = 0; ok && i < batch->count; i++)
        ok = store_row(state, statement, batch->type,
                       (const char *)batch->rows + i * batch->type->size, err);
    sqlite3_finalize(statement);
    return ok;
}

/* In a transaction. */
static bool
store(struct state *state, const struct batch *batches, size_t count, struct instant now,
      struct error *err)
{
    *err = (struct error){0};
    if (!is_ours(state, err))
        return err->kind == ERROR_NONE;
    for (size_t i = 0; i < count; i++)
        if (!store_batch(state, &batches[i], now, err))
            return false;
    return meta_set(state, "stored", now.ms, err);
}

bool
snapshot_store(struct state *state, const struct batch *batches, size_t count, struct instant now,
               struct error *err)
{
    return state_begin(state, STATE_LAZY, err)
           && state_end(state, store(state, batches, count, now, err), err);
}

/* Loading */

/* The record in a row of the table; false: it is none of this build's. */
static bool
load_row(sqlite3_stmt *statement, const struct record_type *type, struct arena *arena, void *record)
{
    size_t size = (size_t)sqlite3_column_bytes(statement, 0);
    const void *bytes = sqlite3_column_blob(statement, 0);
    char *block = bytes ? arena_bytes(arena, bytes, size) : NULL;

    if (!block || !record_thaw(type, block, size))
        return false;
    memcpy(record, block, type->size);
    return true;
}

/* The next part of a kind; none of its rows, or fewer than a part has, at the end. */
static bool
load_part(struct state *state, sqlite3_stmt *statement, const struct record_type *type,
          struct result *result, struct error *err)
{
    struct batch batch = {.type = type};

    batch.rows = arena_new(&result->arena, type->size * ANSWER_PART_ROWS);
    while (batch.count < ANSWER_PART_ROWS && state_row(state, statement, err)) {
        if (!load_row(statement, type, &result->arena,
                      (char *)batch.rows + batch.count * type->size))
            return error_set(err, ERROR_DISK,
                             "%s is damaged: a %s in it cannot be read; it is read again from the "
                             "property.",
                             state->path, type->name);
        batch.count++;
    }
    result_add(result, batch);
    return err->kind == ERROR_NONE;
}

static bool
load(struct state *state, enum record_id kind, snapshot_fn take, void *context, struct error *err)
{
    const struct record_type *type = record_type(kind);
    int64_t stored_ms = meta_get(state, "stored", err);
    sqlite3_stmt *statement;
    char sql[SQL_SIZE];
    bool more = true;

    snprintf(sql, sizeof(sql), "SELECT block FROM snapshot_%s", type->name);
    statement = state_prepare(state, sql, err);
    while (statement && more) {
        struct result *result = result_new(RESULT_SNAPSHOT);

        result->server_date.ms = stored_ms;
        more = load_part(state, statement, type, result, err)
               && result->batches[0].count == ANSWER_PART_ROWS;
        if (result->batch_count)
            take(context, result);
        else
            result_free(result);
    }
    sqlite3_finalize(statement);
    return err->kind == ERROR_NONE;
}

bool
snapshot_load(struct state *state, enum record_id kind, snapshot_fn take, void *context,
              struct error *err)
{
    bool ok;

    *err = (struct error){0};
    if (!state_execute(state, "BEGIN", err))
        return false;
    ok = is_ours(state, err) ? load(state, kind, take, context, err) : err->kind == ERROR_NONE;
    return state_end(state, ok, err);
}

bool
snapshot_forget(struct state *state, enum record_id kind, struct uuid key, struct error *err)
{
    char sql[SQL_SIZE];
    sqlite3_stmt *statement;
    bool ok;

    snprintf(sql, sizeof(sql), "DELETE FROM snapshot_%s WHERE id = ?1", record_type(kind)->name);
    statement = state_prepare(state, sql, err);
    if (!statement)
        return false;
    sqlite3_bind_blob(statement, 1, key.bytes, sizeof(key.bytes), SQLITE_TRANSIENT);
    ok = state_run(state, statement, err);
    sqlite3_finalize(statement);
    return ok;
}
