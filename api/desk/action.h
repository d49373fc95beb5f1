/*
 * What the desk does: an action is a table of steps, each of which checks, skips or sends one
 * request. Open actions are laid over the rows they change; the store changes only by what the
 * property answers.
 */
#pragma once

#include "api/desk/desk.h"

struct action;

enum action_kind {
    ACTION_NONE = 0,
    ACTION_CHECKIN,    /* reservation; room: assign it first; inspect: mark it Inspected first */
    ACTION_CHECKOUT,   /* reservation; text: leave the balance open, and why */
    ACTION_ASSIGN,     /* reservation, room */
    ACTION_ROOM_STATE, /* rooms, state */
    ACTION_CHARGE,     /* reservation, product and count, or text and amount; bill */
    ACTION_PAY,        /* reservation or account, amount, type, bill */
    ACTION_NEW_BILL,   /* account */
    ACTION_CLOSE_BILL, /* bill, bill_type */
    ACTION_REPLY,      /* thread, text */
    ACTION_NOTE,       /* reservation, text */
};

/* What to do it with; which members count is said above. Texts are copied. */
struct action_order {
    enum action_kind kind;
    struct uuid reservation;
    struct uuid room;
    struct uuid account;
    struct uuid bill;
    struct uuid product;
    struct uuid category; /* accounting category of a free item */
    struct uuid thread;
    struct uuid_list rooms;
    enum resource_state state;
    enum bill_type bill_type;
    bool inspect;
    bool unlock; /* the room is locked to the stay: change it all the same */
    bool insist; /* although an earlier one is of unknown outcome */
    bool
        is_part; /* of a bulk, which reads what changed for all of them: goes behind what keys ask */
    int64_t count;
    struct money amount;
    const char *type; /* of a payment: Cash */
    const char *text;
    const char *tax_code;
    const char *key; /* the key or command that asked, for the journal */
};

/* A copy whose texts and rooms live in the arena. */
struct action_order action_order_copy(struct arena *arena, const struct action_order *order);

enum action_state {
    ACTION_RUNNING,
    ACTION_DONE,
    ACTION_FAILED
};

/*
 * Called once, when it is done or failed (then action_error() says why). It may be gone afterwards.
 */
typedef void (*action_done_fn)(void *context, struct action *action);

/*
 * Begins. A refusal that can be judged here comes at once, through `err`; later ones through
 * `done`.
 * Errors  false: ERROR_REFUSED and others; nothing was sent, `done` is not called.
 */
MUST_USE bool action_begin(struct desk *desk, const struct action_order *order, action_done_fn done,
                           void *context, struct error *err);

enum action_state action_state(const struct action *action);
const struct error *action_error(const struct action *action);
const struct action_order *action_order(const struct action *action);

/* What it made: the payment, order or bill. */
struct uuid action_created(const struct action *action);

/* `checking in`, for the row while it runs (N_()). */
const char *action_word(const struct action *action);

/*
 * The earlier write that this order would do again, and of which nobody knows whether it was done:
 * it is refused unless the order insists. NULL: there is none.
 */
const struct journal_entry *action_repeats(const struct desk *desk,
                                           const struct action_order *order);

/* The action under way or failed on this reservation, room, bill, account or thread; NULL. */
const struct action *action_of(const struct desk *desk, struct uuid subject);

/* A failed one was read: it no longer shows; all of them. */
void action_dismiss(struct desk *desk, struct uuid subject);
void action_dismiss_all(struct desk *desk);
