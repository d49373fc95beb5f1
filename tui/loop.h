/*
 * The one loop of the UI thread: keys, signals, descriptors and timers in one ppoll. Asleep when
 * idle.
 */
#pragma once

#include "api/base/error.h"
#include "tui/key.h"
#include "tui/terminal.h"

struct loop;

/*
 * `terminal` may be NULL: no keys (`run`, tests). Until loop_free() the signals that it takes are
 * blocked in this thread and those it starts: a child resets its mask before exec.
 */
MUST_USE struct loop *loop_new(struct terminal *terminal, struct error *err);
void loop_free(struct loop *loop);

/* Calls `ready` whenever `fd` can be read. One watch a descriptor; `ready` NULL ends it. */
void loop_watch(struct loop *loop, int fd, void (*ready)(void *context), void *context);

/*
 * Calls `fire` once at that time of CLOCK_MONOTONIC. Returns a number for loop_cancel(); 0 is none.
 */
unsigned loop_timer(struct loop *loop, int64_t at_ms, void (*fire)(void *context), void *context);
void loop_cancel(struct loop *loop, unsigned timer);

enum loop_event {
    LOOP_KEY,
    LOOP_RESIZE,
    LOOP_CONTINUED, /* after SIGTSTP and SIGCONT: draw all */
    LOOP_HANGUP,    /* the terminal is gone: end, losing nothing */
    LOOP_TERMINATE, /* SIGTERM, SIGHUP, SIGINT (without a terminal): `signal` says which */
    LOOP_QUIET,     /* nothing waits any more: draw if something changed, then ask again */
};

struct loop_news {
    enum loop_event event;
    struct key key;
    int signal;
    unsigned frame;      /* the number of the last frame that was out when the key was read */
    bool is_typed_ahead; /* another is out since */
};

/*
 * The next event. Serves watches and timers on the way. LOOP_QUIET comes once after a run of work,
 * before sleeping. Everybody who needs a key asks here: the screen's main loop, and the prompt
 * inside it.
 */
struct loop_news loop_next(struct loop *loop);

/* The text of the last KEYCODE_PASTE. *Valid until* the next loop_next(). */
const char *loop_paste(const struct loop *loop);

/* Drops the keys that were typed ahead (a card with money appeared); true when there were any. */
bool loop_drop_keys(struct loop *loop);

/* Whether keys wait that were typed before now. */
bool loop_has_keys(struct loop *loop);

/*
 * While keys are held they wait in order; Escape and C-c alone come through, and drop what waits
 * before them.
 */
void loop_hold_keys(struct loop *loop);
void loop_release_keys(struct loop *loop);

/*
 * Says that a frame was handed to the terminal. Keys read before it is out count as typed ahead.
 */
void loop_frame_written(struct loop *loop);

/* The number of the last frame that is out, from 1 on. */
unsigned loop_frame(const struct loop *loop);

/*
 * Ctrl-Z: gives the terminal back, stops the process group, and takes the terminal over again when
 * it is continued (LOOP_CONTINUED follows).
 */
void loop_stop(struct loop *loop);
