#include "api/client/state.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "api/base/error.h"
#include "api/base/file.h"
#include "api/base/hash.h"
#include "api/base/memory.h"

/*
 * The file is made whole under another name and then linked to its own, so that one of no bytes is
 * never a new one: it was cut, and its journal with it.
 */

enum {
    APPLICATION_ID = 0x6664736b, /* "fdsk" */
    BUSY_MS = 3000,
};

/* What a journal entry's seal is of: a bit that falls over makes no unknown one a done one. */
#define SEALED                                                                                     \
    "seal(number, at, desk, operation, subject, account, body, units, scale, currency, outcome,"   \
    " nonce, text, key, user, message, request_id)"

/* Steps from each schema version to the next; a new one goes to the end. Never change one. */
static const char *const migrations[] = {
    "CREATE TABLE journal("
    " number INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, desk INTEGER NOT NULL,"
    " operation TEXT NOT NULL, subject BLOB, account BLOB, body INTEGER NOT NULL,"
    " units INTEGER NOT NULL, scale INTEGER NOT NULL, currency TEXT NOT NULL,"
    " outcome INTEGER NOT NULL, nonce TEXT NOT NULL, text TEXT NOT NULL, key TEXT NOT NULL,"
    " user TEXT NOT NULL, message TEXT NOT NULL, request_id TEXT NOT NULL);"
    "CREATE INDEX journal_outcome ON journal(outcome);"
    "CREATE TABLE fact(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE meta(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;",
    "ALTER TABLE journal ADD COLUMN seal INTEGER NOT NULL DEFAULT 0;"
    "UPDATE journal SET seal = " SEALED ";"
    "CREATE TRIGGER journal_added AFTER INSERT ON journal BEGIN"
    " UPDATE journal SET seal = " SEALED " WHERE number = NEW.number; END;"
    "CREATE TRIGGER journal_changed AFTER UPDATE OF outcome ON journal BEGIN"
    " UPDATE journal SET seal = " SEALED " WHERE number = NEW.number; END;",
};

/* Errors */

static bool
damaged(const char *path, const char *reason, struct error *err)
{
    return error_set(
        err, ERROR_DISK,
        "%s is damaged (%s), and the journal of writes in it cannot be read: check the "
        "last payments at the property, then move the file away, with those beside it.",
        path, reason);
}

/* What SQLite says of the last call. */
static bool
fail(const struct state *state, struct error *err)
{
    const char *reason = sqlite3_errmsg(state->db);

    switch (sqlite3_errcode(state->db)) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return damaged(state->path, reason, err);
    case SQLITE_FULL:
        return error_set(err, ERROR_DISK, "Cannot write %s: the disk is full; make room.",
                         state->path);
    case SQLITE_BUSY:
        return error_set(err, ERROR_DISK, "Cannot write %s: another program keeps it locked.",
                         state->path);
    default:
        return error_set(err, ERROR_DISK, "Cannot use %s: %s.", state->path, reason);
    }
}

/* Statements */

bool
state_execute(struct state *state, const char *sql, struct error *err)
{
    return sqlite3_exec(state->db, sql, NULL, NULL, NULL) == SQLITE_OK || fail(state, err);
}

sqlite3_stmt *
state_prepare(struct state *state, const char *sql, struct error *err)
{
    sqlite3_stmt *statement = NULL;

    if (sqlite3_prepare_v2(state->db, sql, -1, &statement, NULL) != SQLITE_OK)
        fail(state, err);
    return statement;
}

bool
state_row(struct state *state, sqlite3_stmt *statement, struct error *err)
{
    int result = sqlite3_step(statement);

    *err = (struct error){0};
    if (result == SQLITE_ROW)
        return true;
    return result == SQLITE_DONE ? false : fail(state, err);
}

bool
state_run(struct state *state, sqlite3_stmt *statement, struct error *err)
{
    bool ok = sqlite3_step(statement) == SQLITE_DONE || fail(state, err);

    sqlite3_reset(statement);
    return ok;
}

bool
state_begin(struct state *state, enum state_sync sync, struct error *err)
{
    /* EXTRA is FULL that also syncs the folder, which a rollback journal needs to be gone. */
    return state_execute(
               state,
               sync == STATE_SYNCED ? "PRAGMA synchronous=EXTRA" : "PRAGMA synchronous=NORMAL", err)
           && state_execute(state, "BEGIN IMMEDIATE", err);
}

bool
state_end(struct state *state, bool ok, struct error *err)
{
    if (ok && state_execute(state, "COMMIT", err))
        return true;
    sqlite3_exec(state->db, "ROLLBACK", NULL, NULL, NULL); // SQLite may have done it already
    return false;
}

/* The number that a pragma answers; -1 when it fails. */
static int64_t
pragma(struct state *state, const char *sql, struct error *err)
{
    sqlite3_stmt *statement = state_prepare(state, sql, err);
    int64_t value = -1;

    if (statement && state_row(state, statement, err))
        value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return value;
}

/* The first text that a pragma answers is `wanted`, else it stands in `got`. */
static bool
pragma_says(struct state *state, const char *sql, const char *wanted, char *got, size_t size)
{
    sqlite3_stmt *statement = state_prepare(state, sql, NULL);
    struct error err;

    if (statement && state_row(state, statement, &err))
        snprintf(got, size, "%s", (const char *)sqlite3_column_text(statement, 0));
    else
        snprintf(got, size, "%s", sqlite3_errmsg(state->db));
    sqlite3_finalize(statement);
    return strcmp(got, wanted) == 0;
}

/* Schema */

static bool
migrate(struct state *state, struct error *err)
{
    int64_t version = pragma(state, "PRAGMA user_version", err);
    char set[64];

    for (size_t i = (size_t)version; i < countof(migrations); i++)
        if (!state_execute(state, migrations[i], err))
            return false;
    snprintf(set, sizeof(set), "PRAGMA user_version=%zu", countof(migrations));
    return state_execute(state, set, err);
}

/* Nobody else's file, no newer version's; the older ones are brought up to date. */
static bool
check_schema(struct state *state, struct error *err)
{
    int64_t id = pragma(state, "PRAGMA application_id", err);
    int64_t version = id < 0 ? -1 : pragma(state, "PRAGMA user_version", err);

    if (version < 0)
        return false;
    if (id != APPLICATION_ID)
        return error_set(err, ERROR_DISK, "%s is another program's file: move it away.",
                         state->path);
    if (version > (int64_t)countof(migrations))
        return error_set(err, ERROR_DISK,
                         "%s was written by a newer frontdesk: update this one, or give it another "
                         "state folder.",
                         state->path);
    if (version == (int64_t)countof(migrations))
        return true;
    return state_begin(state, STATE_SYNCED, err) && state_end(state, migrate(state, err), err);
}

/* Seals */

/* Types count too: NULL, 0 and "" are three things. */
static uint64_t
hash_value(uint64_t hash, sqlite3_value *value)
{
    int type = sqlite3_value_type(value);
    const void *bytes = sqlite3_value_blob(value); // of numbers their digits
    int length = sqlite3_value_bytes(value);

    hash = hash_bytes(hash, &type, sizeof(type));
    hash = hash_bytes(hash, &length, sizeof(length));
    return length ? hash_bytes(hash, bytes, (size_t)length) : hash;
}

static void
seal(sqlite3_context *context, int count, sqlite3_value **values)
{
    uint64_t hash = HASH_START;

    for (int i = 0; i < count; i++)
        hash = hash_value(hash, values[i]);
    sqlite3_result_int64(context, (int64_t)hash);
}

/* Its pages hold together, its entries are as written, and none that the witness knows is gone. */
static bool
check_journal(struct state *state, struct error *err)
{
    char reason[128];
    int64_t witness = lock_witness(&state->lock); // first: another desk may add one meanwhile
    int64_t entries;

    if (!pragma_says(state, "PRAGMA quick_check(journal)", "ok", reason, sizeof(reason)))
        return damaged(state->path, reason, err);
    entries = pragma(state, "SELECT count(*) FROM journal WHERE seal <> " SEALED, err);
    if (entries > 0)
        return damaged(state->path, "entries are not as they were written", err);
    if (entries < 0)
        return false;
    entries = pragma(state, "SELECT coalesce(max(seq), 0) FROM sqlite_sequence", err);
    if (entries < 0)
        return false;
    if (entries >= witness)
        return true;
    snprintf(reason, sizeof(reason), "its last entries are gone, %" PRId64 " of %" PRId64,
             witness - entries, witness);
    return damaged(state->path, reason, err);
}

/* Opening */

bool
state_is_network(long file_system)
{
    static const uint32_t networks[] = {
        0x6969,     // NFS
        0xff534d42, // CIFS
        0xfe534d42, // SMB 2
        0x517b,     // SMB
        0x01021997, // 9p
        0x5346414f, // AFS
        0x00c36400, // Ceph
        0x0bd00bd0, // Lustre
        0x73757245, // Coda
        0x65735546, // FUSE: sshfs and others
    };

    for (size_t i = 0; i < countof(networks); i++)
        if ((uint32_t)file_system == networks[i])
            return true;
    return false;
}

static bool
open_database(struct state *state, const char *path, struct error *err)
{
    if (sqlite3_open_v2(path, &state->db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
        return fail(state, err);
    sqlite3_busy_timeout(state->db, BUSY_MS);
    if (sqlite3_create_function(state->db, "seal", -1,
                                SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL, seal,
                                NULL, NULL)
        != SQLITE_OK)
        return fail(state, err);
    return state_execute(state, "PRAGMA secure_delete=ON; PRAGMA cache_size=-1024", err);
}

static bool
set_files(struct state *state, enum state_files files, struct error *err)
{
    const char *wanted = files == STATE_ROLLBACK ? "delete" : "wal";
    char pragma_text[64];
    char mode[128];

    if (pragma_says(state, "PRAGMA journal_mode", wanted, mode, sizeof(mode)))
        return true;
    snprintf(pragma_text, sizeof(pragma_text), "PRAGMA journal_mode=%s", wanted);
    return pragma_says(state, pragma_text, wanted, mode, sizeof(mode))
           || error_set(err, ERROR_DISK,
                        "Cannot prepare %s for its file system (%s): end the other desks first.",
                        state->path, mode);
}

static bool
fill_new(struct state *state, const char *path, enum state_files files, struct error *err)
{
    char set[64];

    snprintf(set, sizeof(set), "PRAGMA application_id=%d", APPLICATION_ID);
    return open_database(state, path, err) && set_files(state, files, err)
           && state_execute(state, set, err) && migrate(state, err);
}

/* Gives the whole file its name, unless another desk was quicker. */
static bool
name_new(const char *temporary, const char *path, struct error *err)
{
    if (link(temporary, path) == 0 || errno == EEXIST)
        return true;
    if ((errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS) && rename(temporary, path) == 0)
        return true; // a file system without links
    return error_set(err, ERROR_DISK, "Cannot make %s: %s.", path, strerror(errno));
}

static bool
make_new(const char *path, enum state_files files, struct error *err)
{
    char temporary[PATH_MAX];
    struct state state = {.path = temporary};
    int fd;
    bool ok;

    snprintf(temporary, sizeof(temporary), "%s.XXXXXX", path);
    fd = mkostemp(temporary, O_CLOEXEC);
    if (fd < 0)
        return error_set(err, ERROR_DISK, "Cannot make %s: %s.", path, strerror(errno));
    close(fd);
    ok = fill_new(&state, temporary, files, err);
    sqlite3_close(state.db);
    ok = ok && name_new(temporary, path, err);
    unlink(temporary);
    return ok;
}

/* SQLite would put what another file's log holds into the new one. */
static bool
check_left(const char *path, struct error *err)
{
    static const char *const logs[] = {"-wal", "-journal"};
    char log[PATH_MAX];
    struct stat info;

    for (size_t i = 0; i < countof(logs); i++) {
        snprintf(log, sizeof(log), "%s%s", path, logs[i]);
        if (stat(log, &info) == 0 && info.st_size)
            return error_set(err, ERROR_DISK,
                             "%s is gone, but not its log %s: put it back, or check the last "
                             "payments at the property and move the log away too.",
                             path, log);
    }
    return true;
}

/* A file of the user's alone; one that others may read is closed to them. */
static bool
check_file(const char *path, enum state_files files, bool *is_new, struct error *err)
{
    struct stat info;

    *is_new = stat(path, &info) != 0 && errno == ENOENT;
    if (*is_new && !(check_left(path, err) && make_new(path, files, err)))
        return false;
    if (stat(path, &info) != 0)
        return error_set(err, ERROR_DISK, "Cannot open %s: %s.", path, strerror(errno));
    if (!S_ISREG(info.st_mode) || info.st_uid != geteuid())
        return error_set(err, ERROR_DISK, "%s is not a file of yours: move it away.", path);
    if (info.st_size == 0)
        return damaged(path, "it is empty", err);
    if ((info.st_mode & 077) && chmod(path, 0600) != 0)
        return error_set(err, ERROR_DISK, "Cannot close %s to others: %s.", path, strerror(errno));
    return true;
}

static bool
make_folder(const char *path, enum state_files *files, struct error *err)
{
    char folder[PATH_MAX];
    struct statfs info;
    char *slash;

    if (strlen(path) + sizeof("-desks") + sizeof(".XXXXXX") > sizeof(folder))
        return error_set(err, ERROR_DISK, "The path of state.db is too long.");
    strcpy(folder, path);
    slash = strrchr(folder, '/');
    if (slash)
        slash[slash == folder] = '\0';
    if (!folder_make(slash ? folder : ".", err))
        return false;
    if (*files == STATE_BY_FILE_SYSTEM && statfs(slash ? folder : ".", &info) == 0
        && state_is_network(info.f_type))
        *files = STATE_ROLLBACK;
    return true;
}

struct state *
state_open(const char *path, enum state_files files, struct error *err)
{
    char desks[PATH_MAX];
    struct state *state;
    bool is_new;

    if (!make_folder(path, &files, err) || !check_file(path, files, &is_new, err))
        return NULL;
    state = memory_new(sizeof(*state));
    state->path = memory_text(path);
    state->lock.fd = -1;
    snprintf(desks, sizeof(desks), "%s-desks", path);
    if (!lock_open(&state->lock, desks, err))
        goto failed;
    if (is_new)
        lock_forget(&state->lock);
    if (open_database(state, path, err) && check_schema(state, err) && set_files(state, files, err)
        && check_journal(state, err))
        return state;
failed:
    state_close(state);
    return NULL;
}

void
state_close(struct state *state)
{
    if (!state)
        return;
    sqlite3_close(state->db);
    lock_close(&state->lock);
    free(state->path);
    free(state);
}
