#include <string.h>

#include "api/base/intl.h"
#include "api/desk/moves.h"
#include "api/desk/stays.h"

/* Bills: bills/add, bills/delete, bills/update and bills/close. */

static bool
may_change(const struct desk *desk, const struct bill *bill, struct error *err)
{
    const struct journal_entry *unknown = desk_unknown_of(desk, bill->account_id);

    if (bill->state == BILL_CLOSED)
        return error_set(err, ERROR_REFUSED,
                         "Bill %s is closed: it is never opened again. Correct it on a new one "
                         "(-).",
                         bill->number);
    return !unknown
           || error_set(err, ERROR_REFUSED,
                        "Nobody knows whether \"%s\" was done: it must be found out before the "
                        "bill is changed (journal entry %lld).",
                        unknown->text, (long long)unknown->number);
}

bool
judge_open_bill(struct action *action, const struct bill **bill, struct error *err)
{
    *bill = store_bill_of(action->desk->store, action->order.bill);
    if (!*bill)
        return error_set(err, ERROR_NOT_FOUND, "The bill isn't loaded: open the folio first.");
    action->order.account = (*bill)->account_id;
    return may_change(action->desk, *bill, err);
}

/* New */

static bool
judge_new_bill(struct action *action, struct error *err)
{
    return settle_account(action, err);
}

static bool
add_bill(struct action *action, struct request **request, struct error *err)
{
    struct bill_add bill = {
        .account_id = action->order.account,
        .associated_account_id = action->order.payee,
        .name = action->order.text,
    };
    struct bills_add body = {.bills = {&bill, 1}};

    (void)err;
    *request = action_write(action, OP_bills_add, RECORD_bills_add, &body);
    return true;
}

/* Delete */

static bool
judge_delete(struct action *action, struct error *err)
{
    const struct store *store = action->desk->store;
    const struct bill *bill;
    size_t lines;

    if (!judge_open_bill(action, &bill, err))
        return false;
    lines = store_by(store, STORE_ITEMS_OF_BILL, bill->id).count
            + store_by(store, STORE_PAYMENTS_OF_BILL, bill->id).count;
    return !lines
           || error_set(err, ERROR_REFUSED,
                        "There are %zu lines on the bill: move them first (v), then delete it.",
                        lines);
}

static bool
delete_bill(struct action *action, struct request **request, struct error *err)
{
    struct bills_delete body = {.bill_ids = {&action->order.bill, 1}};

    (void)err;
    *request = action_write(action, OP_bills_delete, RECORD_bills_delete, &body);
    (*request)->intent.subject = action->order.bill;
    return true;
}

static bool
forget_bill(struct action *action, struct request **request, struct error *err)
{
    (void)request;
    (void)err;
    store_remove(action->desk->store, RECORD_bill, action->order.bill);
    action->order.bill = (struct uuid){{0}};
    return true;
}

/* Who pays */

static bool
is_invoiceable(const struct desk *desk, struct uuid account, struct error *err)
{
    const struct company *company = store_company_of(desk->store, account);

    if (company && !company->is_active)
        return error_set(err, ERROR_REFUSED, "%.60s is no longer a company of the house.",
                         company->name);
    return true;
}

static bool
judge_set_payer(struct action *action, struct error *err)
{
    const struct bill *bill;

    if (!judge_open_bill(action, &bill, err))
        return false;
    if (!uuid_is_set(action->order.payee))
        return error_set(err, ERROR_USAGE, "Say who pays: a guest or a company.");
    if (uuid_equal(bill->account_id, action->order.payee))
        return error_set(err, ERROR_REFUSED, "The bill is theirs already.");
    moves_reread(action, bill->account_id, action->order.payee);
    action->bills = (struct uuid_list){&action->order.bill, 1};
    return is_invoiceable(action->desk, action->order.payee, err);
}

/* The bill with all that is on it. */
static bool
set_payer(struct action *action, struct request **request, struct error *err)
{
    struct bill_update update = {
        .bill_id = action->order.bill,
        .account_id = {PRESENCE_SET, action->order.payee},
    };
    struct bills_update body = {.updates = {&update, 1}};
    char mark[UUID_TEXT_SIZE];

    (void)err;
    if (!uuid_is_set(action->order.payee))
        return true;
    *request = action_write(action, OP_bills_update, RECORD_bills_update, &body);
    (*request)->intent.subject = action->order.bill;
    write_says(*request, uuid_text(action->order.payee, mark), "bill to another payer");
    return true;
}

/* Close */

bool
desk_may_close_bill(const struct desk *desk, const struct bill *bill, enum bill_type type,
                    struct error *err)
{
    struct balance balance = bill_balance(desk, bill->id);
    char text[MONEY_TEXT_SIZE];

    if (!may_change(desk, bill, err))
        return false;
    if (balance.has_pending)
        return error_set(err, ERROR_REFUSED,
                         "A payment on the bill is pending: wait until it is settled.");
    return type != BILL_RECEIPT || decimal_sign(balance.amount.amount) == 0
           || error_set(err, ERROR_REFUSED,
                        "A receipt is paid in full, this bill owes %s: take a payment first (p).",
                        money_text(balance.amount, text));
}

static bool
judge_close(struct action *action, struct error *err)
{
    const struct bill *bill;

    if (!judge_open_bill(action, &bill, err)
        || !desk_may_close_bill(action->desk, bill, action->order.bill_type, err))
        return false;
    if (uuid_equal(action->order.payee, bill->account_id))
        action->order.payee = (struct uuid){{0}};
    if (!uuid_is_set(action->order.payee))
        return true;
    moves_reread(action, bill->account_id, action->order.payee);
    action->bills = (struct uuid_list){&action->order.bill, 1};
    return is_invoiceable(action->desk, action->order.payee, err);
}

static struct update_text
text_or_none(const char *text)
{
    return text && text[0] ? (struct update_text){PRESENCE_SET, text} : (struct update_text){0};
}

struct request *
close_request(struct action *action, struct uuid bill, enum bill_type type,
              const struct closing_terms *terms)
{
    struct bill_close body = {.bill_id = bill, .type = type};
    struct request *request;

    if (terms) {
        body.counter_id = terms->counter;
        body.taxed_date = text_or_none(terms->taxed_date);
        body.due_date = text_or_none(terms->due_date);
        body.purchase_order_number = text_or_none(terms->order_number);
        body.variable_symbol = text_or_none(terms->variable_symbol);
        body.notes = text_or_none(terms->notes);
    }
    request = action_write(action, OP_bills_close, RECORD_bill_close, &body);
    request->intent.subject = bill;
    return request;
}

static bool
close_bill(struct action *action, struct request **request, struct error *err)
{
    (void)err;
    *request =
        close_request(action, action->order.bill, action->order.bill_type, &action->order.terms);
    return true;
}

const struct action_row new_bill_row = {
    .word = N_("opening a bill"),
    .noun = "new bill",
    .operation = OP_bills_add,
    .subject = of_account,
    .is_account = true,
    .judge = judge_new_bill,
    .steps = (const struct step[]){{add_bill, false}, {reread_bills, true}, {NULL, false}},
};

const struct action_row delete_bill_row = {
    .word = N_("deleting the bill"),
    .noun = "delete the bill",
    .operation = OP_bills_delete,
    .subject = of_bill,
    .judge = judge_delete,
    .steps =
        (const struct step[]){
            {delete_bill, false}, {forget_bill, false}, {reread_bills, true}, {NULL, false}},
};

const struct action_row set_payer_row = {
    .word = N_("changing the payer"),
    .noun = "payer",
    .operation = OP_bills_update,
    .subject = of_bill,
    .judge = judge_set_payer,
    .steps = (const struct step[]){{set_payer, false},
                                   {reread_bills, true},
                                   {reread_items, true},
                                   {reread_payments, true},
                                   {NULL, false}},
};

const struct action_row close_bill_row = {
    .word = N_("closing the bill"),
    .noun = "close the bill",
    .operation = OP_bills_close,
    .subject = of_bill,
    .judge = judge_close,
    .left = N_("The bill has its new payer, but it isn't closed."),
    .steps = (const struct step[]){{set_payer, false},
                                   {close_bill, false},
                                   {reread_bills, true},
                                   {reread_items, true},
                                   {reread_payments, true},
                                   {NULL, false}},
};
