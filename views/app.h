/*
 * The program: what every view and command works with. On the screen `screen` is set; in `run` it
 * is NULL, and results go to `output`.
 */
#pragma once

#include "api/desk/action.h"
#include "api/desk/stays.h"
#include "tui/screen.h"

struct errands;
struct output;
struct profiles;
struct theming;

struct app {
    struct desk *desk;
    struct loop *loop;
    struct screen *screen; /* NULL in `run` */
    struct output *output; /* NULL on the screen */
    struct keymap *keymap;
    struct settings *settings;
    struct profiles *profiles;
    struct { /* what the screen opens on when it has ended; `connect` sets it */
        bool is_set;
        char *profile; /* NULL: the demo hotel */
    } next;
    struct errands *errands; /* NULL: there was none yet */
    struct theme *theme;     /* drawn in; NULL: the default */
    struct theming *theming; /* of the theme that was asked for last, until it is there */
    struct command_table commands;
    bool is_read_only;
    int ended_by;   /* the signal that ended a wait of `run` or `call` */
    int64_t *asked; /* entries of the journal that the screen has asked about */
    size_t asked_count;
    size_t asked_capacity;
    unsigned due_timer;      /* of the screen: when the desk wants to be served */
    enum client_status told; /* of the connection, on the screen */
    bool shows_held;         /* the status line does */
};

/* Shows an error where somebody looks: the status line, or standard error. */
void app_error(struct app *app, const struct error *err);

/* A line of success or fact for the user on the screen; nothing in `run`. */
void app_say(struct app *app, enum style style, const char *format, ...) PRINTF_LIKE(3, 4);

/*
 * Begins an action of the screen; `done` gets the app. Where it may be done already it asks first,
 * and begins when the user insists.
 * Errors  those of action_begin().
 */
MUST_USE bool app_begin(struct app *app, const struct action_order *order, action_done_fn done,
                        struct error *err);

/*
 * Does it for a command of `run`, and waits for the end: `ended` is the order with what it made.
 * Errors  the action's.
 */
MUST_USE bool app_perform(struct app *app, const struct action_order *order,
                          struct action_order *ended, struct error *err);

/* The same, and puts what it changed into the output. */
MUST_USE bool app_act(struct app *app, const struct action_order *order, struct error *err);

/*
 * Does it for a command whose words say everything: on the screen its end is told in the status
 * line, in `run` as app_act().
 */
MUST_USE bool app_do(struct app *app, const struct action_order *order, struct error *err);

/*
 * Work that may block, as on a slow disk: `work` on a thread of its own, then `over` on this one.
 * Errors  those of errand_begin().
 */
MUST_USE bool app_errand(struct app *app, void (*work)(void *context), void (*over)(void *context),
                         void *context, struct error *err);

/* At the end: waits for those under way, not for ever. What hangs is given up. */
void app_finish_errands(struct app *app);

/*
 * In `run`: serves the loop until `is_over` says so, and not why there is nothing to wait for.
 * Errors  what it said, or a signal ended the wait.
 */
typedef bool (*is_over_fn)(struct app *app, const void *context, struct error *err);
MUST_USE bool app_wait(struct app *app, is_over_fn is_over, const void *context, struct error *err);

/*
 * Waits until the day is loaded, as far as these parts go (bits 1 << DESK_…). What is `wanted` but
 * cannot be had is named on standard error, and nothing more.
 * Errors  a part that is `needed` cannot be had.
 */
MUST_USE bool app_wait_parts(struct app *app, unsigned needed, unsigned wanted, struct error *err);

/* Waits until each write of unknown outcome was looked for once. */
MUST_USE bool app_wait_lookups(struct app *app, struct error *err);

/* Waits until a guest's cards and the exchange rates were read. */
MUST_USE bool app_wait_wallet(struct app *app, struct uuid account, struct error *err);

/* Asks for the house's devices and departments; in `run` waits for them. */
MUST_USE bool app_load_house(struct app *app, struct error *err);

/* Waits until all bills, items and payments of the account are there. */
MUST_USE bool app_wait_account(struct app *app, struct uuid account, struct error *err);
