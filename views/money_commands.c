#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "api/base/fold.h"
#include "api/base/intl.h"
#include "views/cards.h"
#include "views/command_functions.h"
#include "views/payment_ways.h"
#include "views/resolve.h"
#include "views/said_payment.h"

/* Commands on money: a card on the screen, the action itself when all is said, and in `run`. */

enum {
    PARTS_FOR_MONEY = 1u << DESK_ROOMS | 1u << DESK_STAYS,
    PARTS_OF_FOLIO = 1u << DESK_BALANCES | 1u << DESK_CATALOG,
};

/* `RES/2` names the bill too; so does bill=. In `run` waits until all of the account is loaded. */
static bool
find_payer(struct app *app, const struct invocation *invocation, struct payer *payer,
           struct error *err)
{
    const char *word = invocation_word(invocation, 0);
    const char *named = invocation_value(invocation, "bill");
    const struct reservation *stay;
    const struct bill *bill = NULL;

    if (!app->screen && !app_wait_parts(app, PARTS_FOR_MONEY, PARTS_OF_FOLIO, err))
        return false;
    if (!resolve_account(app, word, &payer->account, err))
        return false;
    stay = resolve_stay(app, word, RESOLVE_GUEST, NULL);
    payer->reservation = stay ? stay->id : (struct uuid){{0}};
    if (!app->screen && !app_wait_account(app, payer->account, err))
        return false;
    if (!named && strchr(word, '/'))
        named = word;
    if (named && !(bill = resolve_bill(app, named, err)))
        return false;
    if (bill && bill->state == BILL_OPEN)
        payer->bill = bill->id;
    else if (bill && named != word)
        return error_set(err, ERROR_REFUSED, "Bill %s is closed.", bill->number);
    return true;
}

/* The amount that a word asks for: `all` is what is owed, on the bill where one is named. */
static bool
payment_amount(struct app *app, const char *word, const struct payer *payer, struct money *amount,
               struct error *err)
{
    struct balance balance = uuid_is_set(payer->bill) ? bill_balance(app->desk, payer->bill)
                                                      : account_balance(app->desk, payer->account);

    if (strcasecmp(word, "all") != 0)
        return resolve_amount(app, word, amount, err);
    if (!balance.is_known)
        return error_set(err, ERROR_REFUSED, "What is owed isn't loaded yet: try again.");
    if (!uuid_is_set(payer->bill) && account_owing_bills(app, payer->account) > 1)
        return error_set(err, ERROR_REFUSED,
                         "Several bills owe: pay them one by one, as RES/1 and RES/2.");
    *amount = balance.amount;
    return true;
}

/* Money wants a card, also when the amount is said; without one only when all is. */
static bool
wants_card(const struct app *app, const struct invocation *invocation)
{
    return app->screen && !invocation_value(invocation, "received")
           && !invocation_value(invocation, "type");
}

/* What a terminal took: `card=Visa:1111`. */
static bool
take_terminal(const struct invocation *invocation, struct said_payment *said, struct error *err)
{
    const char *card = invocation_value(invocation, "card");
    const char *colon = card ? strchr(card, ':') : NULL;

    if (said->order.kind != ACTION_TAKE_CARD)
        return true;
    if (!colon)
        return error_set(err, ERROR_USAGE, "Say which card the terminal took: card=Visa:1111.");
    snprintf(said->brand, sizeof(said->brand), "%.*s", (int)(colon - card), card);
    said->order.type = said->brand;
    said->order.text = colon + 1;
    return true;
}

/* A way of `run`, where the guest's cards have to be read first. */
static bool
take_way(struct app *app, const struct invocation *invocation, const struct payer *payer,
         struct said_payment *said, struct error *err)
{
    const char *way = invocation_value(invocation, "type");

    said->order.text = invocation_value(invocation, "notes");
    way = way ? way : "Cash";
    if (payment_way_kind(way) == WAY_CARD && !app->screen
        && !app_wait_wallet(app, payer->account, err))
        return false;
    return payment_way_take(app, payer->account, way, &said->order, err)
           && take_terminal(invocation, said, err);
}

static bool
take_received(struct app *app, const struct invocation *invocation, const struct payer *payer,
              struct said_payment *said, struct error *err)
{
    const char *received = invocation_value(invocation, "received");
    struct tender tender;

    if (!received)
        return true;
    if ((!app->screen && !app_wait_wallet(app, payer->account, err))
        || !tender_read(app, received, said->order.amount, &tender, err)
        || !tender_covers(&tender, err))
        return false;
    said->order.text = tender_note(&tender, said->note);
    return true;
}

bool
payment_as_said(struct app *app, const struct invocation *invocation, const char *amount,
                const struct payer *payer, struct said_payment *said, struct error *err)
{
    *said = (struct said_payment){
        .order = {.kind = ACTION_PAY,
                  .account = payer->account,
                  .reservation = payer->reservation,
                  .bill = payer->bill,
                  .key = invocation->line},
    };
    return payment_amount(app, amount, payer, &said->order.amount, err)
           && take_way(app, invocation, payer, said, err)
           && take_received(app, invocation, payer, said, err);
}

bool
command_pay(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const char *word = invocation_word(invocation, 1);
    bool says_all = !word || strcasecmp(word, "all") == 0;
    struct payer payer = {0};
    struct said_payment said;

    if (!find_payer(app, invocation, &payer, err))
        return false;
    if (wants_card(app, invocation)) {
        pay_card(app, &payer, says_all ? NULL : word);
        return true;
    }
    return payment_as_said(app, invocation, says_all ? "all" : word, &payer, &said, err)
           && app_do(app, &said.order, err);
}

/* An accounting category by its code, or by letters of its name. */
static bool
find_category(const struct app *app, const char *text, struct uuid *id, struct error *err)
{
    struct store_rows rows = store_all(desk_store(app->desk), RECORD_accounting_category);
    char query[128];
    char key[256];
    int best = 0;

    fold_text(text, query, sizeof(query));
    for (size_t i = 0; i < rows.count; i++) {
        const struct accounting_category *category = rows.rows[i];
        int score = 0;

        fold_text(category->name, key, sizeof(key));
        if (category->is_active)
            score = strcasecmp(category->code, text) == 0 ? INT_MAX : fold_match(key, query);
        if (score <= best)
            continue;
        best = score;
        *id = category->id;
    }
    return best || error_set(err, ERROR_NOT_FOUND, "No accounting category \"%.40s\".", text);
}

static bool
charge_now(struct app *app, const struct invocation *invocation, const struct payer *payer,
           struct error *err)
{
    const char *product = invocation_word(invocation, 1);
    const char *count = invocation_value(invocation, "count");
    const char *price = invocation_value(invocation, product ? "price" : "amount");
    const char *date = invocation_value(invocation, "date");
    const char *category = invocation_value(invocation, "category");
    const struct product *found;
    struct action_order order = {
        .kind = ACTION_CHARGE,
        .account = payer->account,
        .reservation = payer->reservation,
        .bill = payer->bill,
        .count = count ? strtol(count, NULL, 10) : 1,
        .text = invocation_value(invocation, "text"),
        .tax_code = invocation_value(invocation, "tax"),
        .key = invocation->line,
    };

    if (count && order.count < 1)
        return error_set(err, ERROR_USAGE, "count=%s: it must be 1 or more.", count);
    if (product) {
        found = resolve_product(app, product, err);
        if (!found)
            return false;
        order.product = found->id;
    } else if (!order.text || !price) {
        return error_set(err, ERROR_USAGE, "Say what: charge RES PRODUCT, or text= and amount=.");
    }
    if (price && !resolve_amount(app, price, &order.amount, err))
        return false;
    if (date && !charge_day(app, date, &order.consumed, err))
        return false;
    if (category && !find_category(app, category, &order.category, err))
        return false;
    return app_do(app, &order, err);
}

bool
command_charge(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    struct payer payer = {0};

    if (!find_payer(app, invocation, &payer, err))
        return false;
    if (app->screen && !invocation_word(invocation, 1) && !invocation_value(invocation, "text")) {
        charge_card(app, payer.reservation, payer.bill);
        return true;
    }
    return charge_now(app, invocation, &payer, err);
}
