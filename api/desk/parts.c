#include "api/desk/parts.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/base/uuid_map.h"
#include "api/desk/marks.h"
#include "api/desk/moves.h"
#include "api/desk/share_parts.h"
#include "api/desk/share_rest.h"
#include "api/rules/bills.h"

/* In the same order, so that both were posted or neither. */
static bool
has_counterpart(const struct desk *desk, const struct order_item *part)
{
    struct store_rows rows = store_by(desk->store, STORE_ITEMS_OF_BILL, part->bill_id);
    struct decimal off = decimal_negate(part->amount.gross);

    for (size_t i = 0; i < rows.count; i++) {
        const struct order_item *item = rows.rows[i];

        if (uuid_equal(item->service_order_id, part->service_order_id)
            && item->state == ACCOUNTING_OPEN && decimal_compare(item->amount.gross, off) == 0)
            return true;
    }
    return false;
}

bool
part_is_left(const struct desk *desk, const struct order_item *item, struct uuid *bill)
{
    const struct bill *target;

    if (item->state != ACCOUNTING_OPEN || !mark_part_bill(item->external_identifier, bill)
        || uuid_equal(item->bill_id, *bill))
        return false;
    target = store_bill_of(desk->store, *bill);
    return (!target || target->state == BILL_OPEN) && has_counterpart(desk, item)
           && !item_is_rebated(desk, item);
}

struct uuid_list
parts_left(const struct desk *desk, struct uuid account, struct arena *arena)
{
    struct store_rows items = store_by(desk->store, STORE_ITEMS_OF_ACCOUNT, account);
    struct uuid *parts = arena_new(arena, (items.count + 1) * sizeof(*parts));
    size_t count = 0;
    struct uuid bill;

    for (size_t i = 0; i < items.count; i++) {
        const struct order_item *item = items.rows[i];

        if (part_is_left(desk, item, &bill))
            parts[count++] = item->id;
    }
    return (struct uuid_list){parts, count};
}

/* Interruptions */

struct interruption {
    struct interruption *next;
    int64_t number; /* of the journal entry */
    struct uuid account;
    bool was_announced; /* else it may as well be of something else */
    bool is_asked;      /* for the account */
    bool is_told;
};

bool
parts_are_of(const struct journal_entry *entry)
{
    return entry->operation == OP_accounting_items_update && entry->outcome == JOURNAL_DROPPED;
}

/*
 * Moves that were not done, and orders that were although nobody waited for the answer any more,
 * may have been a split's: whether they were, the account tells.
 */
void
parts_take(struct desk *desk, const struct journal_entry *entry)
{
    bool is_order = entry->operation == OP_orders_add && entry->outcome == JOURNAL_FOUND_DONE;
    bool is_move = entry->operation == OP_accounting_items_update
                   && (entry->outcome == JOURNAL_DROPPED || entry->outcome == JOURNAL_FOUND_UNDONE);
    struct interruption *row = desk->interruptions;

    while (row && row->number != entry->number)
        row = row->next;
    if (row || (!is_order && !is_move) || !uuid_is_set(entry->account))
        return;
    row = memory_new(sizeof(*row));
    *row = (struct interruption){
        .next = desk->interruptions,
        .number = entry->number,
        .account = entry->account,
        .was_announced = parts_are_of(entry),
    };
    desk->interruptions = row;
}

/* Whether it can be told now: all that may have changed the account is known. */
static bool
is_known(struct desk *desk, struct interruption *row)
{
    if (!row->is_asked)
        desk_load_account(desk, row->account);
    row->is_asked = true;
    return desk_has_account(desk, row->account) && !desk_unknown_of(desk, row->account);
}

/* All rows of an account, at once; returns whether one of them can only have been a split's. */
static bool
note_told(struct desk *desk, struct uuid account)
{
    bool was_announced = false;

    for (struct interruption *row = desk->interruptions; row; row = row->next) {
        if (!uuid_equal(row->account, account))
            continue;
        row->is_told = true;
        was_announced |= row->was_announced;
    }
    return was_announced;
}

struct interrupted
parts_next(struct desk *desk)
{
    for (struct interruption *row = desk->interruptions; row; row = row->next) {
        struct arena arena = {0};
        bool is_left;

        if (row->is_told || !is_known(desk, row))
            continue;
        is_left = parts_left(desk, row->account, &arena).count > 0;
        arena_clear(&arena);
        if (note_told(desk, row->account) || is_left)
            return (struct interrupted){row->account, is_left};
    }
    return (struct interrupted){0};
}

void
parts_told(struct desk *desk, struct uuid account)
{
    for (const struct interruption *row = desk->interruptions; row; row = row->next)
        if (row->was_announced && uuid_equal(row->account, account))
            client_resolve(desk->client, row->number, JOURNAL_NOT_SENT,
                           "The desk ended before it was sent.");
}

void
parts_clear(struct desk *desk)
{
    while (desk->interruptions) {
        struct interruption *row = desk->interruptions;

        desk->interruptions = row->next;
        free(row);
    }
}

/* Finishing */

struct finish {
    struct postings postings; /* of what a share has not divided yet */
    struct uuid *bills;       /* that those go to, by their ways */
    struct item_move *moves;
    size_t count;
    size_t next;
};

/* The bills that they go to, each once: they are read first. */
static void
list_targets(struct action *action)
{
    struct uuid_list parts = action->order.items;
    struct uuid *bills = arena_new(&action->arena, (parts.count + 1) * sizeof(*bills));
    struct uuid_map seen = {0};
    size_t count = 0;

    for (size_t i = 0; i < parts.count; i++) {
        const struct order_item *item = store_order_item_of(action->desk->store, parts.rows[i]);

        if (!item || !mark_part_bill(item->external_identifier, &bills[count])
            || uuid_map_find(&seen, bills[count]))
            continue;
        uuid_map_put(&seen, bills[count], action);
        count++;
    }
    uuid_map_clear(&seen);
    action->bills = (struct uuid_list){bills, count};
}

static bool
judge_finish(struct action *action, struct error *err)
{
    action->subject = action->order.account;
    action->order.items = parts_left(action->desk, action->order.account, &action->arena);
    list_targets(action);
    return action->order.items.count
           || error_set(err, ERROR_REFUSED,
                        "No split was interrupted here: nothing waits to go to its bill.");
}

/* As they were just read: whose they are. */
static bool
list_accounts(struct action *action, struct error *err)
{
    struct uuid_list bills = action->bills;
    struct uuid *accounts = arena_new(&action->arena, (bills.count + 1) * sizeof(*accounts));

    accounts[0] = action->order.account;
    for (size_t i = 0; i < bills.count; i++) {
        const struct bill *bill = store_bill_of(action->desk->store, bills.rows[i]);

        if (!bill)
            return error_set(err, ERROR_NOT_FOUND,
                             "The bill that a part goes to is gone: move it by hand (v).");
        accounts[i + 1] = bill->account_id;
    }
    action->accounts = (struct uuid_list){accounts, bills.count + 1};
    return true;
}

static bool
plan_rest(struct action *action, struct finish *finish, struct error *err)
{
    struct share_rest rest = share_rest(action->desk, action->order.account, &action->arena);

    if (!rest.items.count)
        return true;
    finish->bills = arena_new(&action->arena, (rest.bills.count + 1) * sizeof(*finish->bills));
    finish->bills[0] = rest.bill;
    memcpy(finish->bills + 1, rest.bills.rows, rest.bills.count * sizeof(*finish->bills));
    finish->postings.share = rest.share;
    if (!share_parts_add(action, rest.items, rest.bills.count + 1, &finish->postings, err))
        return false;
    share_parts_announce(action, &finish->postings, finish->bills);
    return true;
}

static bool
post_rest(struct action *action, struct request **request, struct error *err)
{
    struct finish *finish = action->plan;

    if (!finish) {
        action->plan = finish = arena_new(&action->arena, sizeof(*finish));
        if (!list_accounts(action, err) || !plan_rest(action, finish, err))
            return false;
    }
    action->again = true;
    if (finish->postings.count)
        *request = postings_order(action, &finish->postings, finish->bills[0]);
    return true;
}

static bool
reread_rest(struct action *action, struct request **request, struct error *err)
{
    const struct finish *finish = action->plan;

    return !finish->postings.count || reread_items(action, request, err);
}

static void
plan_moves(struct action *action, struct finish *finish)
{
    const struct store *store = action->desk->store;
    struct uuid_list parts = parts_left(action->desk, action->order.account, &action->arena);

    action->order.items = parts;

    finish->moves = arena_new(&action->arena, (parts.count + 1) * sizeof(*finish->moves));
    for (size_t i = 0; i < parts.count; i++) {
        const struct order_item *item = store_order_item_of(store, parts.rows[i]);
        struct uuid bill;

        if (item && part_is_left(action->desk, item, &bill))
            finish->moves[finish->count++] =
                (struct item_move){item->id, store_bill_of(store, bill)->account_id, bill};
    }
}

static bool
move_left(struct action *action, struct request **request, struct error *err)
{
    struct finish *finish = action->plan;

    if (postings_find(action, &finish->postings))
        return error_set(err, ERROR_REFUSED, "The parts can't be read back yet.");
    if (!finish->moves)
        plan_moves(action, finish);
    action->again = true;
    *request = moves_request(action, finish->moves, finish->count, &finish->next);
    return true;
}

const struct action_row finish_row = {
    .word = N_("finishing the split"),
    .noun = "finish",
    .operation = OP_accounting_items_update,
    .subject = of_account,
    .is_account = true,
    .judge = judge_finish,
    .left = N_("Not all was moved."),
    .steps = (const struct step[]){{reread_bills, false},
                                   {post_rest, false},
                                   {reread_rest, false},
                                   {move_left, false},
                                   {reread_items, true},
                                   {reread_bills, true},
                                   {NULL, false}},
};
