/* The cards of the desk: each opens on the screen, says what will happen, and acts on one key. */
#pragma once

#include "views/app.h"

/* Check-in: room (picked, or made ready), money due, notes; Enter checks in. */
void checkin_card(struct app *app, const struct reservation *stay);

/* Check-out: Enter at zero balance; else leads to the folio, a payment, or a reason. */
void checkout_card(struct app *app, const struct reservation *stay);

/* Who pays: the account, its stay if it is one's, and the bill if it is for one. */
struct payer {
    struct uuid account;
    struct uuid reservation;
    struct uuid bill;
};

/* Takes a payment; `amount` as somebody said it, NULL: what is owed. */
void pay_card(struct app *app, const struct payer *payer, const char *amount);

/* The time of a charge on a day: now today, else noon. Errors: those of resolve_date(). */
MUST_USE bool charge_day(struct app *app, const char *text, struct instant *at, struct error *err);

/* Posts a product to the account. */
void charge_card(struct app *app, struct uuid stay, struct uuid bill);

/* Closes a bill: a receipt, or an invoice to whom it is picked for. */
void close_card(struct app *app, struct uuid bill, enum bill_type type);

/* Gives a bill to another payer. */
void payer_card(struct app *app, struct uuid bill);

/* Charges and payments: to another bill; a part of them; taken back (for `stay`, may be none). */
void transfer_card(struct app *app, const struct uuid *ids, size_t count);
void split_card(struct app *app, const struct uuid *ids, size_t count);
void rebate_card(struct app *app, const struct uuid *ids, size_t count, struct uuid stay);

/* Finishes a split or share that stopped under way. */
void finish_card(struct app *app, struct uuid account);

/* Gives a payment back; the order for it, whose text says why, and whose amount may be missing. */
void refund_card(struct app *app, struct uuid payment);
MUST_USE bool refund_order(const struct app *app, struct uuid payment, struct action_order *order,
                           struct error *err);

/* A guest's cards on file and preauthorizations; keeps a new card. */
void wallet_card(struct app *app, struct uuid account);

/* A bill on paper, in a file, or to read; where its PDF goes by default. */
enum {
    BILL_PATH_SIZE = 512
};
void print_card(struct app *app, struct uuid bill);
const char *bill_pdf_path(const struct app *app, const struct bill *bill,
                          char path[BILL_PATH_SIZE]);

/* What was marked in the folio is done with: the next key means other lines. */
void folio_unmark(struct app *app);

/* A whole bill evenly among several, settled and closed. */
void share_card(struct app *app, struct uuid bill);

/* The free rooms as options of a card, best first, and Enter to take one. */
void room_options(struct card *card, struct app *app, const struct reservation *stay);

/* Picks a room for the stay. */
void assign_card(struct app *app, const struct reservation *stay);

/* Picks another room for who is in house; the old one is Dirty then. */
void move_card(struct app *app, const struct reservation *stay);

/*
 * Asks for what an order still lacks, and does it on Enter: of the kinds that ask.c has, from
 * ACTION_CONFIRM on.
 */
void ask_card(struct app *app, const struct action_order *order);

/* Marks rooms, after a question where the house wants one (Dirty to Inspected). */
MUST_USE bool room_state_ask(struct app *app, struct uuid_list rooms, enum resource_state state,
                             struct error *err);

/* Counts the drawer and hands the shift over. Errors: no such cashier. */
MUST_USE bool handover_card(struct app *app, const char *cashier, struct error *err);

/*
 * Merges two profiles, which of them stays is chosen and typed. Errors: they are the same, or of
 * two kinds.
 */
MUST_USE bool merge_card(struct app *app, struct uuid from, struct uuid into, struct error *err);

/* Which writing operation of the browsed entity; its form opens. */
void edit_card(struct app *app);

/* What speaks against the stay's next step, and which key mends it; the same as lines for `run`. */
void why_card(struct app *app, const struct reservation *stay);
void why_print(struct app *app, const struct reservation *stay);
