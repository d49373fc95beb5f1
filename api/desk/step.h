/* The inside of actions, for the files that hold their tables of steps. */
#pragma once

#include "api/desk/action.h"
#include "api/desk/state.h"

/*
 * One step: fills `*request`, or leaves it NULL when there is nothing to do.
 * Errors  false: the action fails with `err`.
 */
struct step {
    bool (*prepare)(struct action *action, struct request **request, struct error *err);
    bool is_read; /* brings what changed: that it fails doesn't undo what was done */
};

struct action_row {
    const char *word;                                         /* N_() `checking in` */
    const char *noun;                                         /* `check-in`, for the journal */
    enum operation_id operation;                              /* the write that it is about */
    struct uuid (*subject)(const struct action_order *order); /* the row that shows it */
    bool is_account; /* which is the account of the stay, where only that is given */
    bool (*judge)(struct action *action, struct error *err); /* refuses at once; may be NULL */
    const struct step *steps;                                /* ended by a NULL prepare */
    bool may_hold;    /* it cannot be taken back, and no money moves */
    const char *left; /* N_() what stands half done when a later write fails; may be NULL */
};

/* An external payment that was sent, as what is read afterwards must show it. */
struct sent_payment {
    struct sent_payment *next;
    struct uuid account;
    const char *mark;
    struct money amount;
};

struct action {
    struct action *next;
    struct desk *desk;
    const struct action_row *row;
    struct arena arena; /* texts of the order */
    struct action_order order;
    struct uuid subject;
    struct uuid created;
    struct sent_payment *sent; /* the payments so far, the last one first */
    enum action_state state;
    size_t step;
    bool again;                /* set by a step: it is prepared anew after the answer */
    size_t turn;               /* of such a step: how often it was answered */
    size_t writes;             /* that were done */
    void *plan;                /* of the row's own steps, in the arena */
    struct uuid_list accounts; /* whose folios are read again; empty: the order's account */
    struct uuid_list bills;    /* read again by their ids; empty: those of the account */
    bool has_read;             /* the read before this step was answered */
    struct {
        int64_t until_ms;            /* when it is sent */
        int64_t tick_ms;             /* when the seconds that are left change */
        enum operation_id operation; /* the write that the journal has as held; none: OP_NONE */
        char mark[UUID_TEXT_SIZE];
    } held;
    const char *said;  /* what the last write is, in words; NULL: none was sent */
    struct undo *undo; /* what was there before; NULL */
    struct error error;
    action_done_fn done;
    void *context;
};

void action_go(struct action *action);

/* A held one begins: what it was judged by may have changed. */
void action_resume(struct action *action);

/* Drops one that was not begun. */
void action_drop(struct action *action);

/*
 * hold.c: whether it is kept back, which it is from here on; and a write that has to follow others:
 * the journal has it as held until it is sent, so that a desk that ends before leaves word of it.
 */
bool hold_take(struct action *action);
void hold_announce(struct action *action, enum operation_id operation, const char *text);

/* undo.c: before the first step, when it is done, and when it is not. */
void undo_prepare(struct action *action);
void undo_push(struct action *action);
void undo_drop(struct action *action);

/*
 * A write with its intent: what it is for goes into the journal, as the row's noun unless the step
 * says more.
 */
struct request *action_write(struct action *action, enum operation_id operation,
                             enum record_id record, const void *body);

/* The same with a body that is the request's own JSON. */
struct request *action_write_text(struct action *action, enum operation_id operation,
                                  const char *json);

/* What the write is, in words, and what a later read finds it by; both are copied. */
void write_says(struct request *request, const char *mark, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* Reads of what a write changed. */
bool reread_stay(struct action *action, struct request **request, struct error *err);
bool reread_rooms(struct action *action, struct request **request, struct error *err);
bool reread_items(struct action *action, struct request **request, struct error *err);
bool reread_payments(struct action *action, struct request **request, struct error *err);
bool reread_bills(struct action *action, struct request **request, struct error *err);

/* Gives the stay of the order the ordered room, unless it has it. */
bool assign_room(struct action *action, struct request **request, struct error *err);
MUST_USE bool judge_assign(struct action *action, struct error *err);

/* A note with the order's text, where it has one, on the stay. */
bool add_note(struct action *action, struct request **request, struct error *err);

/* Which record shows an action on a stay. */
struct uuid of_stay(const struct action_order *order);

/* Which record shows an action on money: the account's, or the bill's. */
struct uuid of_account(const struct action_order *order);
struct uuid of_bill(const struct action_order *order);

/* The account of the order: as given, else the owner of the stay; the row that shows it is its. */
MUST_USE bool settle_account(struct action *action, struct error *err);

/*
 * Where no bill is said, the account's open one in the order's currency becomes the order's; a
 * guest who has none gets one, and it is what was created.
 */
bool find_bill(struct action *action, struct request **request, struct error *err);
bool make_bill(struct action *action, struct request **request, struct error *err);

/* In the house's pricing: gross or net, as its tax environment asks. */
struct amount_parameters amount_of(const struct desk *desk, const struct money *amount,
                                   const char *const *tax_codes, size_t tax_count);

/* A mark that reads can find again, should the outcome be unknown: letters alone. */
const char *new_nonce(struct arena *arena);

/*
 * Whether a bill can be worked on: it is loaded and open, and no write on its account is of unknown
 * outcome. Sets the order's account.
 */
MUST_USE bool judge_open_bill(struct action *action, const struct bill **bill, struct error *err);

/* The stay of the order; NULL with `err` when it isn't loaded. */
const struct reservation *order_stay(const struct action *action, struct error *err);

extern const struct action_row checkin_row, checkout_row, assign_row, room_state_row;
extern const struct action_row charge_row, pay_row, charge_card_row, add_card_row;
extern const struct action_row take_card_row, take_other_row, refund_row;
extern const struct action_row new_bill_row, close_bill_row, delete_bill_row, set_payer_row;
extern const struct action_row print_row, finish_row;
extern const struct action_row transfer_row, rebate_row, correct_row, split_row, share_row;
extern const struct action_row reply_row, note_row, add_thread_row;
extern const struct action_row confirm_row, cancel_row, move_row, extend_row, companion_row;
extern const struct action_row drop_companion_row;
extern const struct action_row add_guest_row, edit_guest_row, add_company_row, edit_company_row;
extern const struct action_row merge_row, attach_row;
extern const struct action_row book_row;
extern const struct action_row cut_key_row, add_pin_row, block_row, unblock_row, add_task_row;
extern const struct action_row close_task_row;
