#include "api/server/sqlite_layout.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/error.h"

enum {
    LAYOUT_VERSION = 1 /* of the bodies */
};

/*
 * From each version of the bodies to the next: SQL, or NULL where only columns changed. Row 0 leads
 * from a new file to version 1.
 */
static const char *const steps[LAYOUT_VERSION] = {NULL};

static bool
read_number(struct connection *connection, const char *text, int64_t otherwise, int64_t *number,
            struct error *err)
{
    sql_reset(&connection->sql);
    sql_add(&connection->sql, text);
    return connection_number(connection, otherwise, number, err);
}

static bool
check_owner(struct connection *connection, int64_t *version, struct error *err)
{
    int64_t tables;
    int64_t ours;

    if (!read_number(connection, "SELECT count(*) FROM sqlite_master WHERE type = 'table'", 0,
                     &tables, err)
        || !read_number(connection,
                        "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND "
                        "name = 'fact'",
                        0, &ours, err))
        return false;
    if (tables && !ours)
        return error_set(err, ERROR_USAGE, "it is another program's database");
    if (!ours
        && !connection_run_text(connection,
                                "CREATE TABLE fact (name TEXT PRIMARY KEY, number INTEGER);"
                                "CREATE TABLE layout (name TEXT PRIMARY KEY, text TEXT)",
                                err))
        return false;
    if (!read_number(connection, "SELECT number FROM fact WHERE name = 'version'", 0, version, err))
        return false;
    if (*version > LAYOUT_VERSION)
        return error_set(err, ERROR_USAGE, "a newer frontdesk wrote it: use that one");
    return true;
}

static bool
create_table(struct connection *connection, enum entity_id id, struct error *err)
{
    sql_reset(&connection->sql);
    sql_create_table(&connection->sql, id, entity_of(id)->table);
    return connection_run(connection, err);
}

/* One row of the old table into the new one. */
static bool
copy_row(struct connection *connection, enum entity_id id, sqlite3_stmt *old, struct error *err)
{
    struct sql_row row = {
        .created = {sqlite3_column_int64(old, 2)},
        .updated = {sqlite3_column_int64(old, 3)},
    };
    json_t *body = codec_parse((const char *)sqlite3_column_text(old, 4),
                               (size_t)sqlite3_column_bytes(old, 4), CODEC_ANSWER, err);
    bool ok;

    if (!body)
        return false;
    memcpy(row.enterprise.bytes, sqlite3_column_blob(old, 0), sizeof(row.enterprise.bytes));
    memcpy(row.id.bytes, sqlite3_column_blob(old, 1), sizeof(row.id.bytes));
    row.body = body;
    row.text = entity_print(id, body);
    ok = connection_write(connection, SQL_INSERT, id, &row, err);
    entity_text_clear(&row.text);
    json_decref(body);
    return ok;
}

/* What a query finds: enterprise, id, created, updated, body. */
static bool
copy_found(struct connection *connection, enum entity_id id, const char *text, struct error *err)
{
    sqlite3_stmt *old;
    int step;
    bool ok = true;

    if (sqlite3_prepare_v2(connection->db, text, -1, &old, NULL) != SQLITE_OK)
        return connection_failed(connection, err);
    while (ok && (step = sqlite3_step(old)) != SQLITE_DONE)
        ok = step == SQLITE_ROW ? copy_row(connection, id, old, err)
                                : connection_failed(connection, err);
    sqlite3_finalize(old);
    return ok;
}

/* A table with a tail has it joined to the body first, so that entity_print() splits it anew. */
static bool
copy_rows(struct connection *connection, enum entity_id id, struct error *err)
{
    char text[256];
    int64_t has_tail;

    snprintf(text, sizeof(text),
             "SELECT count(*) FROM pragma_table_info('old_rows') WHERE name = 'tail'");
    if (!read_number(connection, text, 0, &has_tail, err))
        return false;
    snprintf(text, sizeof(text), "SELECT enterprise, id, created, updated, %s FROM old_rows",
             has_tail ? "CASE WHEN tail IS NULL THEN body ELSE substr(body, 1, length(body) - 1) "
                        "|| ',' || tail || '}' END"
                      : "body");
    return copy_found(connection, id, text, err);
}

/* Facts of the property's own that got a table to themselves: they lay among the others before. */
static bool
adopt_rows(struct connection *connection, enum entity_id id, struct error *err)
{
    const char *type = entity_of(id)->type;
    const char *others = entity_of(ENTITY_internal)->table;
    char text[192];
    int64_t has_others;

    if (*type != '.')
        return true;
    snprintf(text, sizeof(text), "SELECT count(*) FROM layout WHERE name = '%s'", others);
    if (!read_number(connection, text, 0, &has_others, err))
        return false;
    if (!has_others)
        return true;
    snprintf(text, sizeof(text),
             "SELECT enterprise, id, created, updated, body FROM %s WHERE type = '%s'", others,
             type);
    if (!copy_found(connection, id, text, err))
        return false;
    snprintf(text, sizeof(text), "DELETE FROM %s WHERE type = '%s'", others, type);
    return connection_run_text(connection, text, err);
}

static bool
drop_indexes(struct connection *connection, const char *table, struct error *err)
{
    struct buffer drops = {0};
    sqlite3_stmt *names;
    bool ok;

    if (sqlite3_prepare_v2(connection->db,
                           "SELECT name FROM sqlite_master WHERE type = 'index' AND "
                           "sql IS NOT NULL AND tbl_name = ?1",
                           -1, &names, NULL)
            != SQLITE_OK
        || sqlite3_bind_text(names, 1, table, -1, SQLITE_STATIC) != SQLITE_OK)
        return connection_failed(connection, err);
    while (sqlite3_step(names) == SQLITE_ROW)
        buffer_print(&drops, "DROP INDEX %s;", (const char *)sqlite3_column_text(names, 0));
    sqlite3_finalize(names);
    ok = connection_run_text(connection, buffer_text(&drops), err);
    buffer_clear(&drops);
    return ok;
}

static bool
rebuild_table(struct connection *connection, enum entity_id id, struct error *err)
{
    const char *table = entity_of(id)->table;
    char rename[96];

    snprintf(rename, sizeof(rename), "ALTER TABLE %s RENAME TO old_rows", table);
    return drop_indexes(connection, table, err) && connection_run_text(connection, rename, err)
           && create_table(connection, id, err) && copy_rows(connection, id, err)
           && connection_run_text(connection, "DROP TABLE old_rows", err);
}

static bool
update_table(struct connection *connection, enum entity_id id, struct error *err)
{
    struct sql *sql = &connection->sql;
    const char *table = entity_of(id)->table;
    struct buffer wanted = {0};
    int64_t known;
    int64_t same;
    bool ok;

    sql_reset(sql);
    sql_create_table(sql, id, table);
    for (size_t i = 0; i < entity_of(id)->count; i++)
        buffer_print(&sql->text, " %s",
                     entity_of(id)->columns[i].index ? entity_of(id)->columns[i].index : "-");
    buffer_add_text(&wanted, buffer_text(&sql->text));
    sql_reset(sql);
    sql_add(sql, "SELECT text = ");
    sql_add_text(sql, buffer_text(&wanted));
    sql_add(sql, " FROM layout WHERE name = ");
    sql_add_text(sql, table);
    ok = connection_number(connection, -1, &same, err);
    known = same >= 0;
    if (ok && same != 1) {
        ok = known ? rebuild_table(connection, id, err)
                   : create_table(connection, id, err) && adopt_rows(connection, id, err);
        sql_reset(sql);
        sql_add(sql, "INSERT OR REPLACE INTO layout VALUES (");
        sql_add_text(sql, table);
        sql_add(sql, ", ");
        sql_add_text(sql, buffer_text(&wanted));
        sql_add(sql, ")");
        ok = ok && connection_run(connection, err);
    }
    buffer_clear(&wanted);
    return ok;
}

static bool
take_steps(struct connection *connection, int64_t version, struct error *err)
{
    char text[96];

    for (; version < LAYOUT_VERSION; version++)
        if (steps[version] && !connection_run_text(connection, steps[version], err))
            return false;
    snprintf(text, sizeof(text), "INSERT OR REPLACE INTO fact VALUES ('version', %d)",
             LAYOUT_VERSION);
    return connection_run_text(connection, text, err);
}

static bool
update_all(struct connection *connection, struct error *err)
{
    int64_t version;

    if (!check_owner(connection, &version, err) || !take_steps(connection, version, err))
        return false;
    for (size_t id = ENTITY_NONE + 1; id < ENTITY_COUNT; id++)
        if (!update_table(connection, (enum entity_id)id, err))
            return false;
    return true;
}

static bool
create_index(struct connection *connection, enum entity_id id, const struct column *column,
             struct error *err)
{
    sql_reset(&connection->sql);
    sql_create_index(&connection->sql, id, column);
    return connection_run_text(connection, buffer_text(&connection->sql.text), err);
}

bool
layout_index_table(struct connection *connection, enum entity_id id, struct error *err)
{
    const struct entity *entity = entity_of(id);

    if (!create_index(connection, id, column_of(COLUMN_created), err)
        || !create_index(connection, id, column_of(COLUMN_updated), err))
        return false;
    for (size_t i = 0; i < entity->count; i++)
        if (entity->columns[i].index && !create_index(connection, id, &entity->columns[i], err))
            return false;
    return true;
}

static bool
index_all(struct connection *connection, struct error *err)
{
    for (size_t id = ENTITY_NONE + 1; id < ENTITY_COUNT; id++)
        if (!layout_index_table(connection, (enum entity_id)id, err))
            return false;
    return true;
}

/* All or nothing. */
static bool
run_whole(struct connection *connection, bool (*run)(struct connection *, struct error *),
          struct error *err)
{
    if (!connection_run_text(connection, "BEGIN IMMEDIATE", err))
        return false;
    if (run(connection, err))
        return connection_run_text(connection, "COMMIT", err);
    sqlite3_exec(connection->db, "ROLLBACK", NULL, NULL, NULL);
    return false;
}

bool
layout_index(struct connection *connection, struct error *err)
{
    return run_whole(connection, index_all, err);
}

bool
layout_update(struct connection *connection, struct error *err)
{
    return run_whole(connection, update_all, err);
}
