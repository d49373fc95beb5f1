/*
 * The journal of writes in state.db: what was meant, on the disk before it is sent, and what became
 * of it. An entry whose desk ended before the answer came is unknown; while it is, nobody sends the
 * same again unless told to. Settled entries are kept for JOURNAL_KEPT_DAYS, others until settled.
 */
#pragma once

#include "api/client/client.h"
#include "api/client/state.h"

enum {
    JOURNAL_KEPT_DAYS = 400 /* the same day of last year can still be looked up */
};

/*
 * Notes that a write will be sent, as JOURNAL_OPEN; it is on the disk when this returns. `body` is
 * body_hash(): what tells a repeat where the intent has no subject. Its number goes to `number`.
 * Errors  ERROR_REFUSED: the same was sent before and its outcome is unknown; ERROR_DISK. It must
 *         not be sent then.
 */
MUST_USE bool journal_open(struct state *state, const struct request *request, uint64_t body,
                           const char *user, int64_t *number, struct error *err);

/*
 * Notes a write that is kept back, under its intent's `held`, as JOURNAL_HELD; journal_open() with
 * the same mark takes its place. Or it was taken back: JOURNAL_NOT_SENT; `*number` is 0 where none
 * was held. Errors: ERROR_DISK.
 */
MUST_USE bool journal_hold(struct state *state, const struct request *request, const char *user,
                           int64_t *number, struct error *err);
MUST_USE bool journal_take_back(struct state *state, const char *held, int64_t *number,
                                struct error *err);

/* Notes an outcome; `why` (may be NULL) gives message and request id. Errors: ERROR_DISK. */
MUST_USE bool journal_close(struct state *state, int64_t number, enum journal_outcome outcome,
                            const struct error *why, struct error *err);

/*
 * The user, or a later read, says what became of an unknown one: JOURNAL_FOUND_DONE or _UNDONE;
 * the latter may turn out to be done after all.
 * Errors  ERROR_NOT_FOUND: no unknown entry has that number; ERROR_DISK.
 */
MUST_USE bool journal_resolve(struct state *state, int64_t number, enum journal_outcome outcome,
                              const char *why, struct error *err);

/*
 * Entries of desks that live no more: open ones become unknown, held ones dropped.
 * Errors  ERROR_DISK.
 */
MUST_USE bool journal_sweep(struct state *state, struct error *err);

/* Removes what was settled and is older than it is kept. Errors: ERROR_DISK. */
MUST_USE bool journal_purge(struct state *state, struct instant now, struct error *err);

/* An entry; its texts go to the arena. Errors: ERROR_NOT_FOUND, ERROR_DISK. */
MUST_USE bool journal_read(struct state *state, int64_t number, struct arena *arena,
                           struct journal_entry *entry, struct error *err);

/* Which entries. */
enum journal_choice {
    JOURNAL_UNSETTLED, /* open, unknown or dropped; those found undone of late may still come */
    JOURNAL_UNKNOWNS,
    JOURNAL_NEWEST,
};

typedef void (*journal_fn)(void *context, int64_t number);

/* Calls `take` for the numbers of at most `most` entries, oldest first. Errors: ERROR_DISK. */
MUST_USE bool journal_walk(struct state *state, enum journal_choice choice, int most,
                           journal_fn take, void *context, struct error *err);
