/*
 * What the desk does: an action is a table of steps, each of which checks, skips or sends one
 * request. Open actions are laid over the rows they change; the store changes only by what the
 * property answers.
 */
#pragma once

#include "api/desk/wish.h"
#include "api/rules/splits.h"

struct action;

enum action_kind {
    ACTION_NONE = 0,
    ACTION_CHECKIN,     /* reservation; room: assign it first; inspect: mark it Inspected first */
    ACTION_CHECKOUT,    /* reservation; text: leave the balance open, and why */
    ACTION_ASSIGN,      /* reservation, room */
    ACTION_ROOM_STATE,  /* rooms, state */
    ACTION_CHARGE,      /* reservation, product and count, or text and amount; bill, consumed */
    ACTION_PAY,         /* reservation or account, amount, type, bill */
    ACTION_NEW_BILL,    /* account; payee: an associated account */
    ACTION_CLOSE_BILL,  /* bill, bill_type, terms; payee: who owns it from now on */
    ACTION_DELETE_BILL, /* bill, on which nothing stands */
    ACTION_SET_PAYER,   /* bill, payee: it goes to, with all that is on it */
    ACTION_TRANSFER,    /* items; bill, or payee: on a new bill of theirs */
    ACTION_REBATE,      /* items of one open bill, text: why */
    ACTION_CORRECT,     /* items of one closed bill, text: why; type: how the money goes back */
    ACTION_SPLIT,       /* items of one bill, split; bill, or payee: on a new bill of theirs */
    ACTION_FINISH,      /* account: the parts that a split or share left beside their charges */
    ACTION_SHARE,       /* bill, payees: one for each further share; types, settles */
    ACTION_CHARGE_CARD, /* card, amount; reservation */
    ACTION_ADD_CARD,    /* account, text: the gateway's token, type: when it expires */
    ACTION_TAKE_CARD,   /* account, amount, type: Visa, text: its last digits; bill */
    ACTION_TAKE_OTHER,  /* account, amount, type: the method */
    ACTION_REFUND,      /* items: the one payment; amount, text: why */
    ACTION_PRINT,       /* bill, device, text: the PDF in base64 */
    ACTION_REPLY,       /* thread, text */
    ACTION_NOTE,        /* reservation, text */
    ACTION_CONFIRM,     /* reservation; sends_email */
    ACTION_CANCEL,      /* reservation, text: why; posts_fee, sends_email */
    ACTION_MOVE,        /* reservation, room; text: why */
    ACTION_EXTEND,      /* reservation, during.end_utc: it leaves then */
    ACTION_COMPANION,   /* reservation, account: the other guest's */
    ACTION_DROP_COMPANION, /* the same: he is off it */
    ACTION_CUT_KEY,        /* reservation, device, count */
    ACTION_ADD_PIN,        /* reservation, text: the code */
    ACTION_BLOCK,          /* room, during, block_type; text: why */
    ACTION_UNBLOCK,        /* block */
    ACTION_ADD_TASK,       /* text, during.end_utc: the deadline; department, reservation */
    ACTION_CLOSE_TASK,     /* task: it is done */
    ACTION_ADD_THREAD,     /* account, text: the subject */
    ACTION_ADD_GUEST,      /* text: the body of customers/add, in JSON */
    ACTION_EDIT_GUEST,     /* account, text: of customers/update; before: the whole profile */
    ACTION_ADD_COMPANY,    /* text: the body of companies/add */
    ACTION_EDIT_COMPANY,   /* account, text: of companies/update; before: the whole profile */
    ACTION_MERGE,          /* account: it goes, payee: into this one, both guests or companies */
    ACTION_ATTACH,         /* account: a guest's, name: of the file, type: MIME, text: base64 */
    ACTION_BOOK,           /* wish, sends_email; account, or who is new: guest; room: it gets it */
};

/* How a bill is closed, all of it optional: days as YYYY-MM-DD, for invoices alone. */
struct closing_terms {
    struct uuid counter;
    const char *taxed_date;
    const char *due_date;
    const char *order_number;
    const char *variable_symbol;
    const char *notes;
};

/* A guest without a profile yet: the last name alone is needed. */
struct new_guest {
    const char *last_name;
    const char *first_name;
    const char *email;
    const char *phone;
};

enum {
    SHARES_MOST = 16
};

/* How far ACTION_SHARE goes. */
enum settling_steps {
    SETTLE_NOT = 0,
    SETTLE_PAY,
    SETTLE_PAY_AND_CLOSE
};

/* What to do it with; which members count is said above. Texts and lists are copied. */
struct action_order {
    enum action_kind kind;
    struct uuid reservation;
    struct uuid room;
    struct uuid account;
    struct uuid bill;
    struct uuid product;
    struct uuid category; /* accounting category of a free item */
    struct uuid thread;
    struct uuid payee;
    struct uuid card;
    struct uuid device;
    struct uuid department;
    struct uuid block;
    struct uuid task;
    struct interval during;
    enum resource_block_type block_type;
    struct uuid_list rooms;
    struct uuid_list items; /* charges and payments */
    struct uuid_list payees;
    struct text_list types; /* of the payment of each share, the first one's too; none: `type` */
    struct split split;
    struct closing_terms terms;
    struct wish wish;
    struct new_guest guest;
    enum settling_steps settles;
    enum resource_state state;
    enum bill_type bill_type;
    bool inspect;
    bool unlock;     /* the room is locked to the stay: change it all the same */
    bool takes_room; /* of ACTION_ASSIGN: it has none afterwards */
    bool locks_room; /* of ACTION_ASSIGN: it is locked to the one that it gets */
    bool is_undo;    /* takes another one back: is not taken back itself */
    bool posts_fee;
    bool sends_email;
    bool insist;  /* although an earlier one is of unknown outcome */
    bool is_part; /* of a bulk, which reads what changed for all; it goes behind keys */
    int64_t count;
    struct instant consumed; /* when a charge was; none: now */
    struct money amount;
    const char *type; /* of a payment: Cash */
    const char *text;
    const char *name;   /* of a file; who was looked for and is new */
    const char *before; /* in JSON, as the property sent it */
    const char *tax_code;
    const char *key; /* the key or command that asked, for the journal */
};

/* A copy whose texts and rooms live in the arena. */
struct action_order action_order_copy(struct arena *arena, const struct action_order *order);

enum action_state {
    ACTION_RUNNING,
    ACTION_DONE,
    ACTION_FAILED,
    ACTION_HELD, /* kept back: nothing was sent yet */
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

/* `check-in`, as the journal calls it. */
const char *action_noun(const struct action *action);

/*
 * The earlier write that this order would do again, and of which nobody knows whether it was done:
 * it is refused unless the order insists. NULL: there is none.
 */
const struct journal_entry *action_repeats(const struct desk *desk,
                                           const struct action_order *order);

/* What a charge is split by: its gross value; the net one where the house prices net. */
struct money action_split_value(const struct desk *desk, const struct order_item *item);

/* The action under way or failed on this reservation, room, bill, account or thread; NULL. */
const struct action *action_of(const struct desk *desk, struct uuid subject);

/* Whether one of the kind is under way. */
bool action_is_running(const struct desk *desk, enum action_kind kind);

/* A failed one was read: it no longer shows; all of them. */
void action_dismiss(struct desk *desk, struct uuid subject);
void action_dismiss_all(struct desk *desk);

/*
 * Held actions: those that cannot be taken back are kept back for some seconds, where the user
 * wants that. The one that was held last, and the whole seconds that are left.
 */
struct held {
    const struct action *action; /* NULL: none is held */
    int seconds;
    size_t count; /* how many are held */
};
struct held desk_held(const struct desk *desk);

/* From now on, for so many seconds; 0: none is held. */
void desk_set_hold(struct desk *desk, int seconds);

/* Sends all that is held, at once. */
void desk_send_held(struct desk *desk);

/*
 * Takes the last one back, and nothing was sent; its words, NULL: none is held. *Valid until* the
 * next.
 */
const char *desk_take_back(struct desk *desk);

/* Whether something is under way that a desk that ends now would leave unknown. */
bool desk_is_writing(const struct desk *desk);
