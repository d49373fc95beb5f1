/*
 * One connection to SQLite: statements prepared once and found again by their text, and its errors
 * in our words.
 */
#pragma once

#include <sqlite3.h>

#include "api/server/sql.h"

struct prepared;

struct connection {
    sqlite3 *db;
    struct sql sql; /* the statement being built */
    struct prepared **slots;
    size_t count;
    sqlite3_stmt *writes[SQL_WRITES][ENTITY_COUNT]; /* prepared at their first use */
    int64_t deadline_ms;                            /* monotonic, of what runs; 0: none */
};

/*
 * Opens `path`, or memory for NULL, with the settings that a property's data wants. It is one of
 * `count` that share the memory for pages.
 * Errors  false: ERROR_USAGE, no such database; ERROR_DISK.
 */
MUST_USE bool connection_open(struct connection *connection, const char *path, size_t count,
                              struct error *err);
void connection_close(struct connection *connection);

/*
 * The statement of `connection->sql`, its values bound, to be stepped and then reset. Owned by the
 * connection.
 */
MUST_USE sqlite3_stmt *connection_prepare(struct connection *connection, struct error *err);

/* Runs it to its end, which gives no rows; then a fixed text. */
MUST_USE bool connection_run(struct connection *connection, struct error *err);
MUST_USE bool connection_run_text(struct connection *connection, const char *text,
                                  struct error *err);

/* Adds a row, or puts it in place of the old one. */
MUST_USE bool connection_write(struct connection *connection, enum sql_write write,
                               enum entity_id entity, const struct sql_row *row, struct error *err);

/* The first column of the first row; `otherwise` where there is none. */
MUST_USE bool connection_number(struct connection *connection, int64_t otherwise, int64_t *number,
                                struct error *err);

/* Fills `err` from the last failure. */
bool connection_failed(struct connection *connection, struct error *err);
