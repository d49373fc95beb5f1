#include <stdio.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/desk/marks.h"
#include "api/desk/moves.h"
#include "api/desk/postings.h"
#include "api/desk/stays.h"
#include "api/rules/bills.h"

/*
 * Charges that go to another bill, are reversed, or charged back: accountingItems/update,
 * orders/add.
 */

enum {
    MOVES_A_WRITE = 1000
};

/* The first line and the bill that it goes to are what a later read looks for. */
static void
say_moves(const struct action *action, struct request *request, const struct item_move *first,
          size_t count)
{
    const struct store *store = action->desk->store;
    const struct bill *bill = store_bill_of(store, first->bill);
    char mark[sizeof(MOVED_PAYMENT_MARK) + UUID_TEXT_SIZE];
    char id[UUID_TEXT_SIZE];

    snprintf(mark, sizeof(mark), "%s%s",
             store_payment_of(store, first->item) ? MOVED_PAYMENT_MARK : "",
             uuid_text(first->bill, id));
    request->intent.subject = first->item;
    write_says(request, mark, "move %zu line%s to bill %.40s", count, count == 1 ? "" : "s",
               bill ? bill_title(bill) : "");
}

struct request *
moves_request(struct action *action, const struct item_move *moves, size_t count, size_t *next)
{
    struct arena arena = {0};
    size_t here = count - *next < MOVES_A_WRITE ? count - *next : MOVES_A_WRITE;
    struct item_update *updates = arena_new(&arena, (here + 1) * sizeof(*updates));
    struct items_update body = {.updates = {updates, here}};
    struct request *request = NULL;

    for (size_t i = 0; i < here; i++)
        updates[i] = (struct item_update){
            .item_id = moves[*next + i].item,
            .account_id = {PRESENCE_SET, moves[*next + i].account},
            .bill_id = {PRESENCE_SET, moves[*next + i].bill},
        };
    if (here) {
        request = action_write(action, OP_accounting_items_update, RECORD_items_update, &body);
        say_moves(action, request, &moves[*next], here);
    }
    *next += here;
    arena_clear(&arena);
    return request;
}

void
moves_reread(struct action *action, struct uuid from, struct uuid to)
{
    struct uuid *accounts = arena_new(&action->arena, 2 * sizeof(*accounts));

    accounts[0] = from;
    accounts[1] = to;
    action->accounts = (struct uuid_list){accounts, uuid_equal(from, to) ? 1 : 2};
}

/* Transfer */

struct transfer {
    struct item_move *moves;
    size_t count;
    size_t next;
    struct uuid owner; /* of the bill that they go to */
};

static bool
refuse_payment(const struct payment *payment, struct error *err)
{
    char text[MONEY_TEXT_SIZE];

    return error_set(err, ERROR_REFUSED,
                     "A payment that is %s can't be moved (%s): put the charges on the right bill "
                     "first, and pay then.",
                     payment_state_name(payment->state),
                     money_text(amount_gross(&payment->amount), text));
}

/* The account and the bill of a line that may move. */
static bool
find_line(const struct desk *desk, struct uuid id, struct uuid *account, struct uuid *bill,
          struct error *err)
{
    const struct order_item *item = store_order_item_of(desk->store, id);
    const struct payment *payment = store_payment_of(desk->store, id);

    if (!item && !payment)
        return error_set(err, ERROR_NOT_FOUND, "One of the lines is gone: read anew (Ctrl-R).");
    *account = item ? item->account_id : payment->account_id;
    *bill = item ? item->bill_id : payment->bill_id;
    if (item)
        return item_may_move(item, NULL)
               || error_set(err, ERROR_REFUSED, "%.60s is %s: it can't be moved.", item->name,
                            accounting_state_name(item->state));
    return payment_may_move(payment, NULL) || refuse_payment(payment, err);
}

static bool
take_lines(struct action *action, struct transfer *transfer, struct error *err)
{
    for (size_t i = 0; i < action->order.items.count; i++) {
        struct uuid id = action->order.items.rows[i];
        struct uuid account;
        struct uuid bill;

        if (!find_line(action->desk, id, &account, &bill, err))
            return false;
        if (!uuid_is_set(action->order.account))
            action->order.account = account;
        if (!uuid_is_set(action->order.bill) || !uuid_equal(bill, action->order.bill))
            transfer->moves[transfer->count++].item = id;
    }
    return transfer->count
           || error_set(err, ERROR_REFUSED, "They are on that bill already: choose another one.");
}

/* The owner of the bill that things go to, or who is to get one. */
static bool
find_owner(const struct action *action, struct uuid *owner, struct error *err)
{
    const struct bill *bill = store_bill_of(action->desk->store, action->order.bill);

    *owner = uuid_is_set(action->order.payee) ? action->order.payee : action->order.account;
    if (!uuid_is_set(action->order.bill))
        return true;
    if (!bill)
        return error_set(err, ERROR_NOT_FOUND, "The bill isn't loaded: open its folio first.");
    *owner = bill->account_id;
    return bill_may_change(bill, err);
}

static bool
judge_transfer(struct action *action, struct error *err)
{
    struct transfer *transfer = arena_new(&action->arena, sizeof(*transfer));

    if (!action->order.items.count)
        return error_set(err, ERROR_USAGE, "Say which lines: mark them (Space), or RES/1.3.");
    transfer->moves =
        arena_new(&action->arena, action->order.items.count * sizeof(*transfer->moves));
    action->plan = transfer;
    if (!take_lines(action, transfer, err) || !find_owner(action, &transfer->owner, err))
        return false;
    action->subject = action->order.account;
    moves_reread(action, action->order.account, transfer->owner);
    return true;
}

/* A new bill of the payee's, where none is named. */
bool
bill_for_payee(struct action *action, struct request **request, struct error *err)
{
    struct bill_add bill = {.account_id = uuid_is_set(action->order.payee) ? action->order.payee
                                                                           : action->order.account};
    struct bills_add body = {.bills = {&bill, 1}};

    (void)err;
    if (uuid_is_set(action->order.bill))
        return true;
    *request = action_write(action, OP_bills_add, RECORD_bills_add, &body);
    (*request)->intent.account = bill.account_id;
    (*request)->intent.text = "new bill";
    return true;
}

static bool
move(struct action *action, struct request **request, struct error *err)
{
    struct transfer *transfer = action->plan;

    (void)err;
    if (!uuid_is_set(action->order.bill))
        action->order.bill = action->created;
    for (size_t i = 0; i < transfer->count; i++) {
        transfer->moves[i].account = transfer->owner;
        transfer->moves[i].bill = action->order.bill;
    }
    action->bills = (struct uuid_list){&action->order.bill, 1};
    action->again = true;
    *request = moves_request(action, transfer->moves, transfer->count, &transfer->next);
    return true;
}

/* Rebate */

bool
item_is_rebated(const struct desk *desk, const struct order_item *item)
{
    struct store_rows items = store_by(desk->store, STORE_ITEMS_OF_ACCOUNT, item->account_id);
    struct uuid rebated;

    for (size_t i = 0; i < items.count; i++) {
        const struct order_item *other = items.rows[i];

        if (other->state != ACCOUNTING_CANCELED && mark_rebated(other, &rebated)
            && uuid_equal(rebated, item->id))
            return true;
    }
    return false;
}

/* The negatives of the items, which are all of one bill. */
static bool
plan_negatives(struct action *action, bool may_be_closed, struct error *err)
{
    struct postings *postings = arena_new(&action->arena, sizeof(*postings));

    action->plan = postings;
    postings->notes = action->order.text;
    postings->is_rebate = true;
    for (size_t i = 0; i < action->order.items.count; i++) {
        const struct order_item *item =
            posting_item(action->desk, action->order.items.rows[i], may_be_closed, err);
        struct money value;

        if (!item)
            return false;
        if (i && !uuid_equal(item->bill_id, action->order.bill))
            return error_set(err, ERROR_REFUSED,
                             "The lines are on several bills: take those of one at a time.");
        if (item_is_rebated(action->desk, item) && !action->order.insist)
            return error_set(err, ERROR_REFUSED, "%.60s was reversed already.", item->name);
        action->order.bill = item->bill_id;
        action->order.account = item->account_id;
        value = action_split_value(action->desk, item);
        value.amount = decimal_negate(value.amount);
        postings_add(action, postings, item, value, 0);
    }
    action->subject = action->order.account;
    return postings->count
           || error_set(err, ERROR_USAGE, "Say which charge: mark it (Space), or RES/1.3.");
}

static bool
judge_rebate(struct action *action, struct error *err)
{
    if (!action->order.text[0])
        return error_set(err, ERROR_USAGE, "Say why it is reversed (reason=).");
    return plan_negatives(action, false, err);
}

static bool
post_negatives(struct action *action, struct request **request, struct error *err)
{
    (void)err;
    action->again = true;
    *request = postings_order(action, action->plan, action->order.bill);
    return true;
}

/* Correct a closed bill: on a new one, which is paid back and closed too. */

static bool
judge_correct(struct action *action, struct error *err)
{
    const struct bill *bill;

    if (!action->order.text[0])
        return error_set(err, ERROR_USAGE, "Say why the bill is corrected (reason=).");
    if (!plan_negatives(action, true, err))
        return false;
    bill = store_bill_of(action->desk->store, action->order.bill);
    if (!bill || bill->state != BILL_CLOSED)
        return error_set(err, ERROR_REFUSED, "The bill is open: reverse the charge on it.");
    return true;
}

static bool
add_correcting_bill(struct action *action, struct request **request, struct error *err)
{
    const struct bill *old = store_bill_of(action->desk->store, action->order.bill);
    char name[120] = "";
    struct bill_add bill = {.account_id = action->order.account, .name = name};
    struct bills_add body = {.bills = {&bill, 1}};

    (void)err;
    if (old)
        snprintf(name, sizeof(name), "Correction of %.60s", bill_title(old));
    *request = action_write(action, OP_bills_add, RECORD_bills_add, &body);
    (*request)->intent.text = "new bill";
    return true;
}

/* From now on it is about the new bill. */
static bool
use_new_bill(struct action *action, struct request **request, struct error *err)
{
    (void)request;
    (void)err;
    action->order.bill = action->created;
    return true;
}

/* Money goes back in the way the order says; "": the balance stays open. */
static bool
pay_back(struct action *action, struct request **request, struct error *err)
{
    struct balance balance = bill_balance(action->desk, action->order.bill);
    struct posting_payment payment = {
        .account = action->order.account,
        .bill = action->order.bill,
        .amount = balance.amount,
        .type = action->order.type,
        .notes = action->order.text,
    };

    (void)err;
    if (action->order.type[0] && decimal_sign(balance.amount.amount) != 0)
        *request = payment_request(action, &payment);
    return true;
}

static bool
close_correction(struct action *action, struct request **request, struct error *err)
{
    struct balance balance = bill_balance(action->desk, action->order.bill);

    (void)err;
    if (decimal_sign(balance.amount.amount) == 0)
        *request = close_request(action, action->order.bill, BILL_RECEIPT, NULL);
    return true;
}

const struct action_row transfer_row = {
    .word = N_("moving the lines"),
    .noun = "transfer",
    .operation = OP_accounting_items_update,
    .subject = of_account,
    .is_account = true,
    .judge = judge_transfer,
    .left = N_("Not all was moved."),
    .steps = (const struct step[]){{bill_for_payee, false},
                                   {move, false},
                                   {reread_items, true},
                                   {reread_payments, true},
                                   {reread_bills, true},
                                   {NULL, false}},
};

const struct action_row rebate_row = {
    .word = N_("reversing the charge"),
    .noun = "reverse",
    .operation = OP_orders_add,
    .subject = of_account,
    .is_account = true,
    .judge = judge_rebate,
    .left = N_("Not all was reversed."),
    .steps =
        (const struct step[]){
            {post_negatives, false}, {reread_items, true}, {reread_bills, true}, {NULL, false}},
};

const struct action_row correct_row = {
    .word = N_("correcting the bill"),
    .noun = "charge back",
    .operation = OP_orders_add,
    .subject = of_account,
    .is_account = true,
    .judge = judge_correct,
    .left = N_("The correction stands on a new bill: settle and close it (p, k)."),
    .steps = (const struct step[]){{add_correcting_bill, false},
                                   {use_new_bill, false},
                                   {post_negatives, false},
                                   {reread_items, false},
                                   {pay_back, false},
                                   {reread_payments, false},
                                   {check_echo, true},
                                   {close_correction, false},
                                   {reread_bills, true},
                                   {reread_items, true},
                                   {reread_payments, true},
                                   {NULL, false}},
};
