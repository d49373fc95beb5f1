#include "api/client/fact.h"

#include "api/base/error.h"

static bool
change(struct state *state, const char *name, const char *value, struct error *err)
{
    sqlite3_stmt *statement =
        state_prepare(state,
                      value ? "INSERT INTO fact(name, value) VALUES(?1, ?2)"
                              " ON CONFLICT(name) DO UPDATE SET value = excluded.value"
                            : "DELETE FROM fact WHERE name = ?1",
                      err);
    bool ok;

    if (!statement)
        return false;
    sqlite3_bind_text(statement, 1, name, -1, SQLITE_TRANSIENT);
    if (value)
        sqlite3_bind_text(statement, 2, value, -1, SQLITE_TRANSIENT);
    ok = state_run(state, statement, err);
    sqlite3_finalize(statement);
    return ok;
}

bool
fact_set(struct state *state, const char *name, const char *value, struct error *err)
{
    return state_begin(state, STATE_LAZY, err)
           && state_end(state, change(state, name, value, err), err);
}

bool
fact_walk(struct state *state, void (*take)(void *context, const char *name, const char *value),
          void *context, struct error *err)
{
    sqlite3_stmt *statement =
        state_prepare(state, "SELECT name, value FROM fact ORDER BY name", err);

    if (!statement)
        return false;
    while (state_row(state, statement, err))
        take(context, (const char *)sqlite3_column_text(statement, 0),
             (const char *)sqlite3_column_text(statement, 1));
    sqlite3_finalize(statement);
    return err->kind == ERROR_NONE;
}
