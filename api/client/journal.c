#include "api/client/journal.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/memory.h"

/* Outcomes stand in the file, and in the statements below, as numbers. */
#define OPEN "0"
#define NOT_SENT "3"
#define UNKNOWN "4"
#define FOUND_DONE "5"
#define FOUND_UNDONE "6"
#define HELD "7"
#define DROPPED "8"
_Static_assert(JOURNAL_OPEN == 0 && JOURNAL_NOT_SENT == 3 && JOURNAL_UNKNOWN == 4
                   && JOURNAL_FOUND_DONE == 5 && JOURNAL_FOUND_UNDONE == 6 && JOURNAL_HELD == 7
                   && JOURNAL_DROPPED == 8,
               "what is written must keep its meaning");

enum {
    LATE_DAYS = 3 /* what was found undone since may still come */
};

static void
bind_text(sqlite3_stmt *statement, int at, const char *text)
{
    sqlite3_bind_text(statement, at, text ? text : "", -1, SQLITE_TRANSIENT);
}

/* NULL where there is none. */
static void
bind_uuid(sqlite3_stmt *statement, int at, struct uuid value)
{
    if (uuid_is_set(value))
        sqlite3_bind_blob(statement, at, value.bytes, sizeof(value.bytes), SQLITE_TRANSIENT);
}

/* Numbers, collected before they are worked on: a statement must not change what it walks over. */
struct numbers {
    int64_t *rows;
    size_t count;
    size_t capacity;
};

static void
add_number(void *context, int64_t number)
{
    struct numbers *numbers = context;

    numbers->rows =
        memory_grow(numbers->rows, numbers->count, &numbers->capacity, sizeof(*numbers->rows));
    numbers->rows[numbers->count++] = number;
}

/* Sweeping */

static bool
collect_dead(struct state *state, struct numbers *dead, struct error *err)
{
    sqlite3_stmt *statement = state_prepare(
        state, "SELECT number, desk FROM journal WHERE outcome IN (" OPEN ", " HELD ")", err);

    if (!statement)
        return false;
    while (state_row(state, statement, err))
        if (!lock_is_held(&state->lock, sqlite3_column_int64(statement, 1)))
            add_number(dead, sqlite3_column_int64(statement, 0));
    sqlite3_finalize(statement);
    return err->kind == ERROR_NONE;
}

static bool
set_outcome(struct state *state, int64_t number, enum journal_outcome outcome,
            const struct error *why, struct error *err)
{
    sqlite3_stmt *statement = state_prepare(
        state,
        "UPDATE journal SET outcome = iif(outcome = " HELD ", " DROPPED ", ?2), message = ?3,"
        " request_id = ?4 WHERE number = ?1 AND outcome IN (" OPEN ", " UNKNOWN ", " HELD ")",
        err);
    bool ok;

    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, number);
    sqlite3_bind_int(statement, 2, (int)outcome);
    bind_text(statement, 3, why ? why->text : "");
    bind_text(statement, 4, why ? why->request_id : "");
    ok = state_run(state, statement, err);
    sqlite3_finalize(statement);
    return ok;
}

/* In a transaction. */
static bool
sweep(struct state *state, const struct numbers *dead, struct error *err)
{
    static const struct error why = {.text = "The desk ended before the answer came."};

    for (size_t i = 0; i < dead->count; i++)
        if (!set_outcome(state, dead->rows[i], JOURNAL_UNKNOWN, &why, err))
            return false;
    return true;
}

bool
journal_sweep(struct state *state, struct error *err)
{
    struct numbers dead = {0};
    bool ok = collect_dead(state, &dead, err);

    if (ok && dead.count)
        ok = state_begin(state, STATE_SYNCED, err)
             && state_end(state, sweep(state, &dead, err), err);
    free(dead.rows);
    return ok;
}

/* Opening */

static bool
refuse_repeat(int64_t number, struct instant at, enum operation_id operation, struct error *err)
{
    char when[INSTANT_TEXT_SIZE];

    return error_set(
        err, ERROR_REFUSED,
        "%s was sent at %s for the same, and nobody knows whether it was done (journal "
        "entry %lld): find out and settle that entry, or insist.",
        operation_of(operation)->path, instant_text(at, when), (long long)number);
}

static bool
refuse_settling(sqlite3_stmt *statement, enum operation_id operation, struct error *err)
{
    return error_set(
        err, ERROR_REFUSED,
        "Nobody knows whether \"%s\" was done: it must be found out before %s (journal "
        "entry %lld).",
        (const char *)sqlite3_column_text(statement, 1), operation_of(operation)->path,
        (long long)sqlite3_column_int64(statement, 0));
}

/* What closes an account waits until all that may stand on it is known, also to other desks. */
static bool
check_account(struct state *state, const struct request *request, struct error *err)
{
    sqlite3_stmt *statement;
    bool ok;

    if (!request->intent.settles || !uuid_is_set(request->intent.account))
        return true;
    statement = state_prepare(state,
                              "SELECT number, text FROM journal WHERE outcome = " UNKNOWN
                              " AND account = ?1"
                              " AND operation <> ?2 LIMIT 1",
                              err);
    if (!statement)
        return false;
    bind_uuid(statement, 1, request->intent.account);
    bind_text(statement, 2, operation_of(request->operation)->path);
    if (state_row(state, statement, err))
        ok = refuse_settling(statement, request->operation, err);
    else
        ok = err->kind == ERROR_NONE;
    sqlite3_finalize(statement);
    return ok;
}

/* Whether the same is unknown already: the same operation on the same subject, else body. */
static bool
check_repeat(struct state *state, const struct request *request, uint64_t body, struct error *err)
{
    sqlite3_stmt *statement = state_prepare(
        state,
        "SELECT number, at FROM journal WHERE outcome = " UNKNOWN
        " AND operation = ?1 AND subject IS ?2 AND (subject IS NOT NULL OR body = ?3) LIMIT 1",
        err);
    bool ok;

    if (!statement)
        return false;
    bind_text(statement, 1, operation_of(request->operation)->path);
    bind_uuid(statement, 2, request->intent.subject);
    sqlite3_bind_int64(statement, 3, (int64_t)body);
    if (state_row(state, statement, err))
        ok = refuse_repeat(sqlite3_column_int64(statement, 0),
                           (struct instant){sqlite3_column_int64(statement, 1)}, request->operation,
                           err);
    else
        ok = err->kind == ERROR_NONE;
    sqlite3_finalize(statement);
    return ok;
}

static bool
insert(struct state *state, const struct request *request, uint64_t body, const char *user,
       enum journal_outcome outcome, struct error *err)
{
    const struct intent *intent = &request->intent;
    sqlite3_stmt *statement = state_prepare(
        state,
        "INSERT OR REPLACE INTO journal(number, at, desk, operation, subject, account, body, units,"
        " scale, currency, outcome, nonce, text, key, user, message, request_id)"
        " VALUES((SELECT number FROM journal WHERE outcome = " HELD
        " AND nonce = ?15), ?1, ?2, ?3, ?4, "
        "?5, ?6, ?7, ?8, ?9, ?14, ?10, ?11, ?12, ?13, '', '')",
        err);
    bool ok;

    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, instant_now().ms);
    sqlite3_bind_int64(statement, 2, state->lock.desk);
    bind_text(statement, 3, operation_of(request->operation)->path);
    bind_uuid(statement, 4, intent->subject);
    bind_uuid(statement, 5, intent->account);
    sqlite3_bind_int64(statement, 6, (int64_t)body);
    sqlite3_bind_int64(statement, 7, intent->amount.amount.units);
    sqlite3_bind_int(statement, 8, intent->amount.amount.scale);
    bind_text(statement, 9, intent->amount.currency);
    bind_text(statement, 10, outcome == JOURNAL_HELD ? intent->held : intent->nonce);
    bind_text(statement, 11, intent->text);
    bind_text(statement, 12, intent->key);
    bind_text(statement, 13, user);
    sqlite3_bind_int(statement, 14, (int)outcome);
    if (intent->held)
        bind_text(statement, 15, intent->held);
    ok = state_run(state, statement, err);
    sqlite3_finalize(statement);
    return ok;
}

bool
journal_hold(struct state *state, const struct request *request, const char *user, int64_t *number,
             struct error *err)
{
    bool ok = state_begin(state, STATE_SYNCED, err)
              && state_end(state, insert(state, request, 0, user, JOURNAL_HELD, err), err);

    *number = sqlite3_last_insert_rowid(state->db);
    if (ok)
        lock_testify(&state->lock, *number);
    return ok;
}

static bool
take_back(struct state *state, const char *held, int64_t *number, struct error *err)
{
    sqlite3_stmt *statement =
        state_prepare(state,
                      "UPDATE journal SET outcome = " NOT_SENT ", message = 'Taken back.'"
                      " WHERE outcome = " HELD " AND nonce = ?1 RETURNING number",
                      err);

    *number = 0;
    if (!statement)
        return false;
    bind_text(statement, 1, held);
    while (state_row(state, statement, err))
        *number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return err->kind == ERROR_NONE;
}

bool
journal_take_back(struct state *state, const char *held, int64_t *number, struct error *err)
{
    return state_begin(state, STATE_SYNCED, err)
           && state_end(state, take_back(state, held, number, err), err);
}

bool
journal_open(struct state *state, const struct request *request, uint64_t body, const char *user,
             int64_t *number, struct error *err)
{
    struct numbers dead = {0};
    bool ok;

    /* One transaction, so that two desks can't both find that the other hasn't sent it. */
    if (!state_begin(state, STATE_SYNCED, err))
        return false;
    ok = collect_dead(state, &dead, err) && sweep(state, &dead, err)
         && (request->intent.insist || check_repeat(state, request, body, err))
         && check_account(state, request, err)
         && insert(state, request, body, user, JOURNAL_OPEN, err);
    *number = sqlite3_last_insert_rowid(state->db);
    free(dead.rows);
    if (!state_end(state, ok, err))
        return false;
    lock_testify(&state->lock, *number);
    return true;
}

bool
journal_close(struct state *state, int64_t number, enum journal_outcome outcome,
              const struct error *why, struct error *err)
{
    return state_begin(state, STATE_SYNCED, err)
           && state_end(state, set_outcome(state, number, outcome, why, err), err);
}

static bool
resolve(struct state *state, int64_t number, enum journal_outcome outcome, const char *why,
        struct error *err)
{
    sqlite3_stmt *statement =
        state_prepare(state,
                      "UPDATE journal SET outcome = ?2, message = ?3"
                      " WHERE number = ?1 AND (outcome IN (" UNKNOWN ", " DROPPED
                      ") OR (outcome = " FOUND_UNDONE " AND ?2 = " FOUND_DONE "))",
                      err);
    bool ok;

    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, number);
    sqlite3_bind_int(statement, 2, (int)outcome);
    bind_text(statement, 3, why);
    ok = state_run(state, statement, err);
    sqlite3_finalize(statement);
    if (ok && sqlite3_changes(state->db) == 0)
        return error_set(
            err, ERROR_NOT_FOUND,
            "Journal entry %lld is not of unknown outcome: there is nothing to settle.",
            (long long)number);
    return ok;
}

bool
journal_resolve(struct state *state, int64_t number, enum journal_outcome outcome, const char *why,
                struct error *err)
{
    return state_begin(state, STATE_SYNCED, err)
           && state_end(state, resolve(state, number, outcome, why, err), err);
}

/* Purging */

#define KEPT OPEN ", " UNKNOWN ", " HELD ", " DROPPED

/* Entries are in the order of their time, so the first tells whether there is anything to do. */
static bool
is_due(struct state *state, struct instant before, struct error *err)
{
    sqlite3_stmt *statement = state_prepare(
        state, "SELECT at FROM journal WHERE outcome NOT IN (" KEPT ") ORDER BY number LIMIT 1",
        err);
    bool due = statement && state_row(state, statement, err)
               && sqlite3_column_int64(statement, 0) < before.ms;

    sqlite3_finalize(statement);
    return due;
}

static bool
purge(struct state *state, struct instant before, struct error *err)
{
    sqlite3_stmt *statement = state_prepare(
        state, "DELETE FROM journal WHERE outcome NOT IN (" KEPT ") AND at < ?1", err);
    bool ok;

    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, before.ms);
    ok = state_run(state, statement, err);
    sqlite3_finalize(statement);
    return ok;
}

bool
journal_purge(struct state *state, struct instant now, struct error *err)
{
    struct instant before = instant_add_ms(now, -(int64_t)JOURNAL_KEPT_DAYS * 24 * 3600 * 1000);

    *err = (struct error){0};
    if (!is_due(state, before, err))
        return err->kind == ERROR_NONE;
    return state_begin(state, STATE_LAZY, err) && state_end(state, purge(state, before, err), err);
}

/* Reading */

static const char *
column_text(sqlite3_stmt *statement, int at, struct arena *arena)
{
    const char *text = (const char *)sqlite3_column_text(statement, at);

    return arena_text(arena, text ? text : "");
}

static struct uuid
column_uuid(sqlite3_stmt *statement, int at)
{
    struct uuid value = {{0}};

    if (sqlite3_column_bytes(statement, at) == sizeof(value.bytes))
        memcpy(value.bytes, sqlite3_column_blob(statement, at), sizeof(value.bytes));
    return value;
}

static struct money
column_money(sqlite3_stmt *statement, int at)
{
    struct money value = {.amount = {sqlite3_column_int64(statement, at),
                                     (uint8_t)sqlite3_column_int(statement, at + 1)}};
    const char *currency = (const char *)sqlite3_column_text(statement, at + 2);

    if (currency)
        strncpy(value.currency, currency, sizeof(value.currency) - 1);
    return value;
}

static void
read_entry(sqlite3_stmt *statement, struct arena *arena, struct journal_entry *entry)
{
    const char *path = (const char *)sqlite3_column_text(statement, 2);
    const struct operation *operation = path ? operation_find(path) : NULL;

    *entry = (struct journal_entry){
        .number = sqlite3_column_int64(statement, 0),
        .at = {sqlite3_column_int64(statement, 1)},
        .operation = operation ? operation->id : OP_NONE,
        .subject = column_uuid(statement, 3),
        .account = column_uuid(statement, 4),
        .amount = column_money(statement, 5),
        .outcome = (enum journal_outcome)sqlite3_column_int(statement, 8),
        .nonce = column_text(statement, 9, arena),
        .text = column_text(statement, 10, arena),
        .key = column_text(statement, 11, arena),
        .user = column_text(statement, 12, arena),
        .message = column_text(statement, 13, arena),
        .request_id = column_text(statement, 14, arena),
    };
}

bool
journal_read(struct state *state, int64_t number, struct arena *arena, struct journal_entry *entry,
             struct error *err)
{
    sqlite3_stmt *statement =
        state_prepare(state,
                      "SELECT number, at, operation, subject, account, units, scale, currency,"
                      " outcome, nonce, text, key, user, message, request_id"
                      " FROM journal WHERE number = ?1",
                      err);
    bool found;

    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, number);
    found = state_row(state, statement, err);
    if (found)
        read_entry(statement, arena, entry);
    sqlite3_finalize(statement);
    if (!found && err->kind == ERROR_NONE)
        return error_set(err, ERROR_NOT_FOUND, "The journal has no entry %lld.", (long long)number);
    return found;
}

bool
journal_walk(struct state *state, enum journal_choice choice, int most, journal_fn take,
             void *context, struct error *err)
{
    static const char *const choices[] = {
        [JOURNAL_UNSETTLED] = ("SELECT number FROM journal"
                               " WHERE outcome IN (" OPEN ", " UNKNOWN ", " DROPPED ")"
                               " OR (outcome = " FOUND_UNDONE " AND nonce <> '' AND at > ?2)"
                               " ORDER BY number LIMIT ?1"),
        [JOURNAL_UNKNOWNS] =
            "SELECT number FROM journal WHERE outcome = " UNKNOWN " ORDER BY number LIMIT ?1",
        [JOURNAL_NEWEST] = "SELECT number FROM (SELECT number FROM journal"
                           " ORDER BY number DESC LIMIT ?1) ORDER BY number",
    };
    struct numbers numbers = {0};
    sqlite3_stmt *statement = state_prepare(state, choices[choice], err);

    if (!statement)
        return false;
    sqlite3_bind_int(statement, 1, most);
    if (choice == JOURNAL_UNSETTLED)
        sqlite3_bind_int64(statement, 2, instant_now().ms - LATE_DAYS * INT64_C(86400000));
    while (state_row(state, statement, err))
        add_number(&numbers, sqlite3_column_int64(statement, 0));
    sqlite3_finalize(statement);
    for (size_t i = 0; err->kind == ERROR_NONE && i < numbers.count; i++)
        take(context, numbers.rows[i]);
    free(numbers.rows);
    return err->kind == ERROR_NONE;
}
