#include "views/bill_commands.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "api/base/intl.h"
#include "views/bulk.h"
#include "views/cards.h"
#include "views/command_functions.h"
#include "views/lines.h"
#include "views/payers.h"
#include "views/resolve.h"
#include "views/targets.h"

/* Commands on bills and their lines: a card on the screen, the action itself in `run`. */

enum {
    PARTS_FOR_BILLS = 1u << DESK_ROOMS | 1u << DESK_STAYS,
    PARTS_OF_BILLS = 1u << DESK_BALANCES | 1u << DESK_CATALOG | 1u << DESK_DETAILS,
};

/* In `run` the words `RES/1` want the account's bills loaded. */
static bool
load_bills(struct app *app, const char *word, struct error *err)
{
    struct uuid account;

    if (app->screen)
        return true;
    if (!app_wait_parts(app, PARTS_FOR_BILLS, PARTS_OF_BILLS, err))
        return false;
    if (!strchr(word, '/'))
        return true;
    return resolve_account(app, word, &account, err) && app_wait_account(app, account, err);
}

const struct bill *
bill_of_command(struct app *app, const struct invocation *invocation, struct error *err)
{
    const char *word = invocation_word(invocation, 0);
    const struct bill *bill;

    if (!load_bills(app, word, err))
        return NULL;
    bill = resolve_bill(app, word, err);
    if (!bill || app->screen || app_wait_account(app, bill->account_id, err))
        return bill;
    return NULL;
}

bool
command_newbill(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const char *owner = invocation_value(invocation, "owner");
    struct action_order order = {
        .kind = ACTION_NEW_BILL,
        .text = invocation_value(invocation, "name"),
        .key = invocation->line,
    };

    if (!load_bills(app, invocation_word(invocation, 0), err)
        || !resolve_account(app, invocation_word(invocation, 0), &order.account, err))
        return false;
    if (owner && !resolve_payer(app, owner, &order.account, err))
        return false;
    return app_do(app, &order, err);
}

bool
command_dropbill(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const struct bill *bill = bill_of_command(app, invocation, err);
    struct action_order order = {.kind = ACTION_DELETE_BILL, .key = invocation->line};

    if (!bill)
        return false;
    order.bill = bill->id;
    return app_do(app, &order, err);
}

bool
command_payer(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const char *who = invocation_word(invocation, 1);
    const struct bill *bill = bill_of_command(app, invocation, err);
    struct action_order order = {.kind = ACTION_SET_PAYER, .key = invocation->line};

    if (!bill)
        return false;
    order.bill = bill->id;
    if (app->screen && !who) {
        payer_card(app, bill->id);
        return true;
    }
    if (!who)
        return error_set(err, ERROR_USAGE, "Say who pays: payer BILL WHO.");
    return resolve_payer(app, who, &order.payee, err) && app_do(app, &order, err);
}

/* The days and texts of a close; the type by its word. */
static bool
read_terms(struct app *app, const struct invocation *invocation, struct action_order *order,
           char dates[2][DAY_TEXT_SIZE], struct error *err)
{
    static const char *const names[] = {"due", "taxed"};
    const char *type = invocation_value(invocation, "type");
    struct day day;

    if (type && strcasecmp(type, "invoice") != 0 && strcasecmp(type, "receipt") != 0)
        return error_set(err, ERROR_USAGE, "type=%.20s: a bill closes as receipt or invoice.",
                         type);
    order->bill_type = type && strcasecmp(type, "invoice") == 0 ? BILL_INVOICE : BILL_RECEIPT;
    for (size_t i = 0; i < countof(names); i++) {
        const char *text = invocation_value(invocation, names[i]);

        dates[i][0] = '\0';
        if (text && !resolve_date(app, text, &day, err))
            return false;
        if (text)
            day_text(day, dates[i]);
    }
    order->terms = (struct closing_terms){
        .due_date = dates[0],
        .taxed_date = dates[1],
        .order_number = invocation_value(invocation, "order"),
        .variable_symbol = invocation_value(invocation, "symbol"),
        .notes = invocation_value(invocation, "notes"),
    };
    return true;
}

/* The counter that numbers it, by its name; none is said: the default one. */
static bool
find_counter(struct app *app, const struct invocation *invocation, struct action_order *order,
             struct error *err)
{
    const char *name = invocation_value(invocation, "counter");
    struct store_rows rows;

    if (!name)
        return true;
    desk_load_counters(app->desk);
    if (!app_wait_wallet(app, order->account, err))
        return false;
    rows = store_all(desk_store(app->desk), RECORD_bill_counter);
    for (size_t i = 0; i < rows.count; i++) {
        const struct bill_counter *counter = rows.rows[i];

        if (strcasecmp(counter->name, name) != 0)
            continue;
        order->terms.counter = counter->id;
        return true;
    }
    return error_set(err, ERROR_NOT_FOUND, "No counter is called \"%.40s\".", name);
}

bool
command_close(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const char *payer = invocation_value(invocation, "to");
    const struct bill *bill;
    char dates[2][DAY_TEXT_SIZE];
    struct action_order order = {.kind = ACTION_CLOSE_BILL, .key = invocation->line};

    if (!read_terms(app, invocation, &order, dates, err)
        || !(bill = bill_of_command(app, invocation, err)))
        return false;
    order.bill = bill->id;
    if (app->screen) {
        close_card(app, bill->id, order.bill_type);
        return true;
    }
    if (payer && !resolve_payer(app, payer, &order.payee, err))
        return false;
    return find_counter(app, invocation, &order, err) && app_act(app, &order, err);
}

bool
command_transfer(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    size_t words = invocation->word_count;
    size_t lines_end = words > 1 ? words - 1 : 1;
    struct marked_lines lines;
    struct target target;
    struct action_order order = {.kind = ACTION_TRANSFER, .key = invocation->line};
    bool ok;

    if (words < 2 && !app->screen)
        return error_set(err, ERROR_USAGE, "Say where to: transfer ITEM... BILL, new, or WHO.");
    if (!lines_read(app, invocation, 0, lines_end, &lines, err))
        return false;
    if (words < 2) {
        transfer_card(app, lines.ids, lines.count);
        lines_free(&lines);
        return true;
    }
    ok = resolve_target(app, invocation_word(invocation, words - 1), lines.account, &target, err);
    order.items = (struct uuid_list){lines.ids, lines.count};
    order.bill = target.bill;
    order.payee = target.payee;
    ok = ok && app_do(app, &order, err);
    lines_free(&lines);
    return ok;
}

bool
command_finish(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    struct action_order order = {.kind = ACTION_FINISH, .key = invocation->line};

    if (!load_bills(app, invocation_word(invocation, 0), err)
        || !resolve_account(app, invocation_word(invocation, 0), &order.account, err))
        return false;
    if (app->screen) {
        finish_card(app, order.account);
        return true;
    }
    return app_wait_account(app, order.account, err) && app_act(app, &order, err);
}

/* In what a share's amount is, where it says no currency. */
static const char *
currency_of(const struct app *app, const struct marked_lines *lines)
{
    const struct order_item *item = store_order_item_of(desk_store(app->desk), lines->ids[0]);

    return item ? item->amount.currency : house_currency(app);
}

bool
command_split(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const char *share = invocation_word(invocation, 1);
    const char *to = invocation_word(invocation, 2);
    struct marked_lines lines;
    struct target target;
    struct action_order order = {.kind = ACTION_SPLIT, .key = invocation->line};
    bool ok;

    if (!share && !app->screen)
        return error_set(err, ERROR_USAGE, "Say how much: split ITEM 50%% [BILL].");
    if (!lines_read(app, invocation, 0, 1, &lines, err))
        return false;
    if (!share) {
        split_card(app, lines.ids, lines.count);
        lines_free(&lines);
        return true;
    }
    ok = split_parse(share, currency_of(app, &lines), &order.split, err)
         && resolve_target(app, to ? to : "new", lines.account, &target, err);
    order.items = (struct uuid_list){lines.ids, lines.count};
    if (ok) {
        order.bill = target.bill;
        order.payee = target.payee;
        ok = app_do(app, &order, err);
    }
    lines_free(&lines);
    return ok;
}

/* Who pays the further shares: as said, else those who stay with the guest, else the guest. */
static bool
find_payees(struct app *app, const struct invocation *invocation, struct uuid account,
            struct uuid *payees, size_t count, struct error *err)
{
    const char *with = invocation_value(invocation, "with");
    struct payer_row near[PAYERS_MOST];
    size_t near_count = payers_near(app, account, near);
    struct uuid said = {{0}};

    if (with && !resolve_payer(app, with, &said, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        payees[i] =
            uuid_is_set(said) ? said : near[payers_of_share(near, near_count, i + 1)].account;
    }
    return true;
}

bool
command_share(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const char *number = invocation_word(invocation, 1);
    const char *pay = invocation_value(invocation, "pay");
    const char *close = invocation_value(invocation, "close");
    bool closes = close && strcasecmp(close, "yes") == 0;
    const struct bill *bill = bill_of_command(app, invocation, err);
    long ways = number ? strtol(number, NULL, 10) : 2;
    struct uuid payees[SHARES_MOST];
    struct action_order order = {.kind = ACTION_SHARE, .type = pay, .key = invocation->line};

    if (!bill)
        return false;
    if (ways < 2 || ways > SHARES_MOST)
        return error_set(err, ERROR_USAGE, "A bill is shared among 2 to %d.", SHARES_MOST);
    if (app->screen && !number) {
        share_card(app, bill->id);
        return true;
    }
    if (!find_payees(app, invocation, bill->account_id, payees, (size_t)ways - 1, err))
        return false;
    order.bill = bill->id;
    order.payees = (struct uuid_list){payees, (size_t)ways - 1};
    order.settles = closes ? SETTLE_PAY_AND_CLOSE : pay ? SETTLE_PAY : SETTLE_NOT;
    return app_do(app, &order, err);
}

bool
command_rebate(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const char *reason = invocation_value(invocation, "reason");
    const struct bill *bill;
    struct marked_lines lines;
    struct action_order order = {
        .kind = ACTION_REBATE,
        .text = reason,
        .type = invocation_value(invocation, "type"),
        .key = invocation->line,
    };
    bool ok;

    if (!lines_read(app, invocation, 0, invocation->word_count, &lines, err))
        return false;
    bill = store_bill_of(desk_store(app->desk), lines.bill);
    order.items = (struct uuid_list){lines.ids, lines.count};
    if (bill && bill->state == BILL_CLOSED)
        order.kind = ACTION_CORRECT;
    if (app->screen && !reason) {
        rebate_card(app, lines.ids, lines.count, (struct uuid){{0}});
        ok = true;
    } else {
        ok = app_do(app, &order, err);
    }
    lines_free(&lines);
    return ok;
}

/* The marked stays' company, which must be one. */
static bool
find_company(struct app *app, const char *words, struct uuid *payer, struct error *err)
{
    struct arena arena = {0};
    struct uuid_list stays;
    bool ok = resolve_stays(app, words, RESOLVE_GUEST, &arena, &stays, err);

    *payer = (struct uuid){{0}};
    for (size_t i = 0; ok && i < stays.count; i++) {
        const struct reservation *stay = store_reservation_of(desk_store(app->desk), stays.rows[i]);

        if (i && !uuid_equal(stay->company_id, *payer))
            ok = error_set(err, ERROR_USAGE,
                           "The marked ones are of several companies: mark those of one.");
        *payer = stay->company_id;
    }
    arena_clear(&arena);
    return ok
           && (uuid_is_set(*payer)
               || error_set(err, ERROR_USAGE, "The marked ones are of no company: take one (B)."));
}

/* A stay of which a company is the partner means the company. */
static bool
find_payer_of_many(struct app *app, const char *word, struct uuid *payer, struct error *err)
{
    const struct reservation *stay;

    if (resolve_is_several(word))
        return find_company(app, word, payer, err);
    stay = resolve_stay(app, word, RESOLVE_GUEST, NULL);
    if (stay && uuid_is_set(stay->company_id)) {
        *payer = stay->company_id;
        return true;
    }
    return resolve_payer(app, word, payer, err);
}

static bool
has_bills(struct app *app, const void *context, struct error *err)
{
    const struct error *missing = desk_bills_missing(app->desk);

    if (missing)
        *err = *missing;
    return desk_has_bills(app->desk, *(const struct uuid *)context);
}

static bool
close_in_run(struct app *app, const struct invocation *invocation, const struct action_order *order,
             const struct bulk_bills *bills, struct error *err)
{
    const char *preview = invocation_value(invocation, "preview");
    struct arena arena = {0};
    struct uuid_list subjects;
    bool ok;

    desk_load_bills(app->desk, bills->payer);
    if (!app_wait(app, has_bills, &bills->payer, err))
        return false;
    subjects = bulk_bills(app, bills, &arena);
    ok = subjects.count
             ? bulk_run(app, order, subjects,
                        preview && strcasecmp(preview, "yes") == 0 ? BULK_PREVIEW : BULK_FOR_REAL,
                        err)
             : error_set(err, ERROR_REFUSED, "There is no open bill of theirs.");
    arena_clear(&arena);
    return ok;
}

bool
command_closeall(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const char *date = invocation_word(invocation, 1);
    const char *type = invocation_value(invocation, "type");
    struct bulk_bills bills = {.has_day = date != NULL};
    struct action_order order = {
        .kind = ACTION_CLOSE_BILL,
        .bill_type = type && strcasecmp(type, "receipt") == 0 ? BILL_RECEIPT : BILL_INVOICE,
        .key = invocation->command->name,
    };

    if (type && strcasecmp(type, "invoice") != 0 && strcasecmp(type, "receipt") != 0)
        return error_set(err, ERROR_USAGE, "type=%.20s: bills close as receipt or invoice.", type);
    if (!app->screen
        && !app_wait_parts(app, 1u << DESK_ROOMS | 1u << DESK_STAYS, 1u << DESK_DETAILS, err))
        return false;
    if (!find_payer_of_many(app, invocation_word(invocation, 0), &bills.payer, err)
        || (date && !resolve_date(app, date, &bills.day, err)))
        return false;
    if (!app->screen)
        return close_in_run(app, invocation, &order, &bills, err);
    bulk_bills_card(app, &order, &bills);
    return true;
}
