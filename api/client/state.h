/*
 * state.db: the SQLite file in which a user's desks keep the journal of writes, the last known
 * records and small facts. Several processes share it: transactions are short, and wait for each
 * other. SQLite shows in this header and in journal, snapshot and fact.
 */
#pragma once

#include <sqlite3.h>

#include "api/client/lock.h"

struct error;

/* Belongs to the worker's thread once that runs. */
struct state {
    sqlite3 *db;
    struct lock lock;
    char *path;
};

/* How SQLite keeps its own journal. */
enum state_files {
    STATE_BY_FILE_SYSTEM, /* WAL, but where the folder lies on a network file system */
    STATE_ROLLBACK,       /* as it must be there: WAL's shared memory is one machine's */
};

/*
 * Opens it; made (0600) where it is missing, its folder too (0700). *Gives*: state_close().
 * Errors  NULL: ERROR_DISK, with path, reason and remedy: damaged, somebody else's, of a newer
 *         version. A journal that cannot be read is never taken for an empty one.
 */
MUST_USE struct state *state_open(const char *path, enum state_files files, struct error *err);
void state_close(struct state *state);

/* Whether a file system (statfs.f_type) is shared by machines. */
bool state_is_network(long file_system);

/* How surely a transaction is on the disk when it ends. */
enum state_sync {
    STATE_LAZY,   /* after a power cut it may be gone, whole */
    STATE_SYNCED, /* it stays */
};

/*
 * A transaction that writes. Whoever began it ends it: committed when its steps went well (`ok`),
 * else undone. Returns whether all of it went well.
 * Errors  false: ERROR_DISK; nothing was written.
 */
MUST_USE bool state_begin(struct state *state, enum state_sync sync, struct error *err);
MUST_USE bool state_end(struct state *state, bool ok, struct error *err);

/* Statements without values. Errors: ERROR_DISK. */
MUST_USE bool state_execute(struct state *state, const char *sql, struct error *err);

/* *Gives*: sqlite3_finalize(). Errors: NULL, ERROR_DISK. */
MUST_USE sqlite3_stmt *state_prepare(struct state *state, const char *sql, struct error *err);

/*
 * The next row of a statement: true while there is one; then `err` says whether it ended
 * (ERROR_NONE) or failed (ERROR_DISK).
 */
MUST_USE bool state_row(struct state *state, sqlite3_stmt *statement, struct error *err);

/* Runs a statement that gives no rows, once, and resets it. Errors: ERROR_DISK. */
MUST_USE bool state_run(struct state *state, sqlite3_stmt *statement, struct error *err);
