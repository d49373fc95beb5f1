#include <string.h>

#include "api/base/intl.h"
#include "api/desk/marks.h"
#include "api/desk/moves.h"
#include "api/desk/share_parts.h"
#include "api/desk/stays.h"

/*
 * Split and share. Of each charge its parts are put beside it on its own bill, with what takes them
 * off it: one order, which comes to zero. Then the parts are moved to their bills in one write. So
 * what is owed is right whenever it is interrupted, and what was not moved can be moved by hand.
 */

struct share {
    size_t ways; /* of parts that go; the first way stays on the bill */
    struct uuid bills[SHARES_MOST];
    struct uuid accounts[SHARES_MOST];
    struct postings postings;
    struct item_move *moves;
    size_t move_count;
    size_t next;
    size_t settled; /* bills that are paid, then closed */
};

/* What goes of each item, and what takes it off. */
static void
plan_parts(struct action *action, struct share *share, const struct money *parts)
{
    struct uuid_list items = action->order.items;

    for (size_t i = 0; i < items.count; i++) {
        const struct order_item *item = store_order_item_of(action->desk->store, items.rows[i]);
        struct money off = parts[i];

        off.amount = decimal_negate(off.amount);
        postings_add(action, &share->postings, item, off, 0);
        postings_add(action, &share->postings, item, parts[i], 1);
    }
}

/* The charges as they are split. False: one of them can't be. */
static bool
read_lines(struct action *action, struct split_line **lines, struct error *err)
{
    struct uuid_list items = action->order.items;

    *lines = arena_new(&action->arena, (items.count + 1) * sizeof(**lines));
    for (size_t i = 0; i < items.count; i++) {
        const struct order_item *item = posting_item(action->desk, items.rows[i], false, err);

        if (!item)
            return false;
        if (i && !uuid_equal(item->bill_id, action->order.bill))
            return error_set(err, ERROR_REFUSED,
                             "The lines are on several bills: take those of one at a time.");
        action->order.bill = item->bill_id;
        action->order.account = item->account_id;
        (*lines)[i].amount = action_split_value(action->desk, item);
        (*lines)[i].units = item->unit_count;
    }
    return items.count || error_set(err, ERROR_USAGE, "Say what: mark lines (Space), or RES/1.3.");
}

static void
begin_plan(struct action *action, struct share *share)
{
    struct uuid *accounts = arena_new(&action->arena, (share->ways + 1) * sizeof(*accounts));
    size_t count = 0;

    for (size_t way = 0; way <= share->ways; way++) {
        bool is_new = true;

        for (size_t i = 0; i < count; i++)
            is_new = is_new && !uuid_equal(accounts[i], share->accounts[way]);
        if (is_new)
            accounts[count++] = share->accounts[way];
    }
    action->accounts = (struct uuid_list){accounts, count};
    action->bills = (struct uuid_list){share->bills, share->ways + 1};
    action->plan = share;
    action->subject = action->order.account;
}

/* Split */

static bool
take_target(struct action *action, struct share *share, struct uuid target, struct error *err)
{
    const struct bill *bill = store_bill_of(action->desk->store, target);

    share->bills[0] = action->order.bill;
    share->accounts[0] = action->order.account;
    share->accounts[1] =
        uuid_is_set(action->order.payee) ? action->order.payee : action->order.account;
    if (!uuid_is_set(target))
        return true;
    if (!bill)
        return error_set(err, ERROR_NOT_FOUND, "The bill isn't loaded: open its folio first.");
    if (bill->state == BILL_CLOSED)
        return error_set(err, ERROR_REFUSED, "Bill %s is closed: choose an open one.",
                         bill->number);
    if (uuid_equal(target, action->order.bill))
        return error_set(err, ERROR_REFUSED, "They are on that bill: choose another one.");
    share->bills[1] = target;
    share->accounts[1] = bill->account_id;
    return true;
}

static bool
judge_split(struct action *action, struct error *err)
{
    struct share *share = arena_new(&action->arena, sizeof(*share));
    struct uuid target = action->order.bill;
    struct split_line *lines;
    struct money *parts;
    const struct bill *bill;

    share->ways = 1;
    if (!read_lines(action, &lines, err) || !take_target(action, share, target, err)
        || !judge_open_bill(action, &bill, err))
        return false;
    parts = arena_new(&action->arena, action->order.items.count * sizeof(*parts));
    if (!split_take(&action->order.split, lines, action->order.items.count, parts, err))
        return false;
    plan_parts(action, share, parts);
    begin_plan(action, share);
    return share->postings.count
           || error_set(err, ERROR_REFUSED, "The part comes to nothing: nothing to split.");
}

/* Share */

/* All charges on the bill that count. */
static void
take_items(struct action *action)
{
    struct store_rows rows = store_by(action->desk->store, STORE_ITEMS_OF_BILL, action->order.bill);
    struct uuid *items = arena_new(&action->arena, (rows.count + 1) * sizeof(*items));
    size_t count = 0;

    for (size_t i = 0; i < rows.count; i++) {
        const struct order_item *item = rows.rows[i];

        if (item->state == ACCOUNTING_OPEN && decimal_sign(item->amount.gross) != 0)
            items[count++] = item->id;
    }
    action->order.items = (struct uuid_list){items, count};
}

static bool
judge_share(struct action *action, struct error *err)
{
    struct share *share = arena_new(&action->arena, sizeof(*share));
    size_t ways = action->order.payees.count + 1;
    const struct bill *bill;

    if (ways < 2 || ways > SHARES_MOST)
        return error_set(err, ERROR_USAGE, "A bill is shared among 2 to %d.", SHARES_MOST);
    if (!judge_open_bill(action, &bill, err))
        return false;
    if (action->order.settles && bill_balance(action->desk, bill->id).has_pending)
        return error_set(err, ERROR_REFUSED,
                         "A payment on the bill is pending: wait until it is settled.");
    take_items(action);
    if (!action->order.items.count)
        return error_set(err, ERROR_REFUSED, "Nothing on the bill can be shared.");
    share->postings.share = uuid_random();
    if (!share_parts_add(action, action->order.items, ways, &share->postings, err))
        return false;
    share->ways = ways - 1;
    share->bills[0] = bill->id;
    share->accounts[0] = bill->account_id;
    for (size_t way = 1; way < ways; way++)
        share->accounts[way] = action->order.payees.rows[way - 1];
    begin_plan(action, share);
    return true;
}

/* Steps of both */

static bool
make_bills(struct action *action, struct request **request, struct error *err)
{
    struct share *share = action->plan;
    struct bill_add bill = {.name = ""};
    struct bills_add body = {.bills = {&bill, 1}};
    size_t way = 1;

    (void)err;
    while (way <= share->ways && uuid_is_set(share->bills[way]))
        way++;
    if (action->turn && way <= share->ways)
        share->bills[way++] = action->created;
    while (way <= share->ways && uuid_is_set(share->bills[way]))
        way++;
    if (way > share->ways)
        return true;
    bill.account_id = share->accounts[way];
    *request = action_write(action, OP_bills_add, RECORD_bills_add, &body);
    (*request)->intent.account = bill.account_id;
    (*request)->intent.text = "new bill";
    action->again = true;
    return true;
}

static bool
announce_moves(struct action *action, struct request **request, struct error *err)
{
    struct share *share = action->plan;

    (void)request;
    (void)err;
    share_parts_announce(action, &share->postings, share->bills);
    return true;
}

static bool
post_parts(struct action *action, struct request **request, struct error *err)
{
    struct share *share = action->plan;

    (void)err;
    action->again = true;
    *request = postings_order(action, &share->postings, share->bills[0]);
    return true;
}

static bool
plan_moves(struct action *action, struct share *share, struct error *err)
{
    size_t count = share->postings.count;

    if (postings_find(action, &share->postings))
        return error_set(err, ERROR_REFUSED, "The parts can't be read back yet.");
    share->moves = arena_new(&action->arena, (count + 1) * sizeof(*share->moves));
    for (size_t i = 0; i < count; i++) {
        const struct posting *posting = &share->postings.rows[i];

        if (posting->way)
            share->moves[share->move_count++] = (struct item_move){
                posting->item, share->accounts[posting->way], share->bills[posting->way]};
    }
    return true;
}

static bool
move_parts(struct action *action, struct request **request, struct error *err)
{
    struct share *share = action->plan;

    if (!share->moves && !plan_moves(action, share, err))
        return false;
    action->again = true;
    *request = moves_request(action, share->moves, share->move_count, &share->next);
    return true;
}

/* Settling: each bill is paid for what it owes now, and then closed. */

static const char *
payment_type(const struct action_order *order, size_t way)
{
    const char *type = way < order->types.count ? order->types.rows[way] : order->type;

    return type[0] ? type : "Cash";
}

static bool
pay_shares(struct action *action, struct request **request, struct error *err)
{
    struct share *share = action->plan;
    char text[MONEY_TEXT_SIZE];

    while (action->order.settles && share->settled <= share->ways) {
        size_t way = share->settled++;
        struct balance balance = bill_balance(action->desk, share->bills[way]);
        struct posting_payment payment = {
            .account = share->accounts[way],
            .bill = share->bills[way],
            .amount = balance.amount,
            .type = payment_type(&action->order, way),
            .notes = "",
        };

        if (decimal_sign(balance.amount.amount) < 0) {
            balance.amount.amount = decimal_negate(balance.amount.amount);
            return error_set(err, ERROR_REFUSED, "Share %zu is overpaid by %s: pay it back first.",
                             way + 1, money_text(balance.amount, text));
        }
        if (decimal_sign(balance.amount.amount) == 0)
            continue;
        *request = payment_request(action, &payment);
        action->again = true;
        return true;
    }
    share->settled = 0;
    return true;
}

static bool
close_shares(struct action *action, struct request **request, struct error *err)
{
    struct share *share = action->plan;

    (void)err;
    if (action->order.settles != SETTLE_PAY_AND_CLOSE || share->settled > share->ways)
        return true;
    *request = close_request(action, share->bills[share->settled++], BILL_RECEIPT, NULL);
    action->again = true;
    return true;
}

const struct action_row split_row = {
    .word = N_("splitting"),
    .noun = "split",
    .operation = OP_orders_add,
    .subject = of_account,
    .is_account = true,
    .judge = judge_split,
    .left = N_("Not all was done: parts that stand beside their charge are moved with F."),
    .steps = (const struct step[]){{make_bills, false},
                                   {announce_moves, false},
                                   {post_parts, false},
                                   {reread_items, false},
                                   {move_parts, false},
                                   {reread_items, true},
                                   {reread_bills, true},
                                   {NULL, false}},
};

const struct action_row share_row = {
    .word = N_("sharing the bill"),
    .noun = "share",
    .operation = OP_orders_add,
    .subject = of_account,
    .is_account = true,
    .judge = judge_share,
    .left = N_("Not all was done; the folio shows how far it came: go on with F, p and k."),
    .steps = (const struct step[]){{make_bills, false},
                                   {announce_moves, false},
                                   {post_parts, false},
                                   {reread_items, false},
                                   {move_parts, false},
                                   {reread_items, false},
                                   {pay_shares, false},
                                   {reread_payments, false},
                                   {check_echo, true},
                                   {close_shares, false},
                                   {reread_bills, true},
                                   {reread_items, true},
                                   {reread_payments, true},
                                   {NULL, false}},
};
