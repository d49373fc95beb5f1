/*
 * What the worker asks by itself, and hands over only when it is new. A delta asks for what was
 * updated since the last good answer began, by the property's clock; a whole set replaces the last.
 * While events come, what they tell of is asked rarely, for safety.
 */
#pragma once

#include "api/client/client.h"
#include "api/client/seen.h"

enum {
    POLL_SLOTS = 40
};

struct poll_slot {
    struct poll poll;     /* filter, a block, is owned; period_ms 0: free */
    struct instant since; /* of a delta */
    struct instant date;  /* of the last good answer, or where it begins, and when that was */
    int64_t asked_ms;     /* monotonic */
    int64_t due_ms;       /* monotonic */
    int failures;         /* since the last good answer */
    bool is_asking;       /* a call is on its way */
    bool is_hurried;      /* and another is wanted at once behind it */
    bool is_refused;      /* and it was told */
    bool has_set;         /* `set` holds the last whole set */
    struct seen set;
};

struct polls {
    struct poll_slot slots[POLL_SLOTS];
    bool has_events; /* of the property come */
    bool had_events; /* before */
};

struct worker;
struct call;

/* Sets a slot anew; *takes* the poll's filter, a block. */
void polls_set(struct worker *worker, int slot, struct poll poll, int64_t now_ms);
void polls_clear(struct polls *polls);

/* All at once. */
void polls_hurry(struct polls *polls, int64_t now_ms);

/*
 * Events come from now on, or no more. What was missed meanwhile is asked for at once; after a
 * break all there is.
 */
void polls_note_events(struct polls *polls, bool come, int64_t now_ms);

/*
 * Of what this read brings, all is known that was updated before `at`, by the property's clock.
 */
void polls_move_on(struct polls *polls, enum operation_id operation, struct instant at);

/* Since when something may be missing that deltas bring; none: nothing is polled. */
struct instant polls_synced(const struct polls *polls);

/* Puts calls for those that are due into the line. Returns when the next is due. */
int64_t polls_ask(struct worker *worker, int64_t now_ms);

/*
 * The call's page came: what is new in it goes out.
 * Errors  false: it cannot be read.
 */
MUST_USE bool polls_take(struct worker *worker, struct call *call, struct error *err);

/*
 * Where the next delta begins, by the property's clock: its `date` of this answer, `last` of the
 * one before, and how long ago by ours that was asked for. A clock that moved on by less than ours
 * was set back: true, what was updated since then is older than what was asked for, and is to be
 * asked for at once. A clock that stands still is a frozen one. Pure.
 */
bool polls_next(struct instant last, struct instant date, int64_t passed_ms, struct instant *since);

/* It failed: tried again later, told where the property refuses it. */
void polls_fail(struct worker *worker, struct call *call, const struct error *err);
