#include <stdlib.h>

#include "api/base/intl.h"
#include "api/base/memory.h"
#include "views/cards.h"
#include "views/facts.h"
#include "views/unknown.h"

/* A closed bill is never opened again: the card says so, and what is on it. */

struct closing {
    struct app *app;
    struct uuid bill;
    enum bill_type type;
};

static void
say_bill(struct card *card, struct closing *closing, const struct bill *bill)
{
    struct app *app = closing->app;
    const struct store *store = desk_store(app->desk);
    struct balance balance = bill_balance(app->desk, bill->id);
    char text[MONEY_TEXT_SIZE];
    char name[256];

    card_line(card, STYLE_STRONG, _("To"), "%s",
              account_title(app->desk, bill->account_id, name, sizeof(name)));
    card_line(card, STYLE_NORMAL, _("Items"), "%zu, %zu %s",
              store_by(store, STORE_ITEMS_OF_BILL, bill->id).count,
              store_by(store, STORE_PAYMENTS_OF_BILL, bill->id).count, _("payments"));
    card_line(card, decimal_sign(balance.amount.amount) ? STYLE_MONEY_DUE : STYLE_NORMAL,
              _("Balance"), "%s", money_text(balance.amount, text));
    if (balance.has_pending)
        card_line(card, STYLE_ERROR, "",
                  _("A payment on the bill is pending: wait until it is settled."));
    if (closing->type == BILL_RECEIPT && decimal_sign(balance.amount.amount) != 0)
        card_line(card, STYLE_ERROR, "",
                  _("A receipt is paid in full: take a payment (p), or close as an invoice (K)."));
    if (decimal_sign(balance.amount.amount) != 0)
        card_guard(card);
}

static void
build(struct card *card)
{
    struct closing *closing = card_context(card);
    const struct bill *bill = store_bill_of(desk_store(closing->app->desk), closing->bill);

    card_reset(card);
    if (!bill) {
        card_line(card, STYLE_ERROR, "", _("The bill is gone."));
        return;
    }
    say_bill(card, closing, bill);
    if (unknown_warn(card, closing->app, bill->account_id))
        return;
    if (bill->state == BILL_CLOSED)
        card_line(card, STYLE_ERROR, "", _("It is closed already, number %s."), bill->number);
    else
        card_action(card, (struct key){KEYCODE_ENTER},
                    closing->type == BILL_INVOICE ? _("closes it as an invoice, for good")
                                                  : _("closes it as a receipt, for good"));
}

static void
closed(void *context, struct action *action)
{
    struct app *app = context;
    const struct bill *bill = store_bill_of(desk_store(app->desk), action_order(action)->bill);

    if (action_error(action))
        app_error(app, action_error(action));
    else
        app_say(app, STYLE_GOOD, _("Closed as %s %s."), bill ? bill_type_name(bill->type) : "",
                bill ? bill->number : "");
}

static bool
act(struct card *card, struct key key, struct error *err)
{
    struct closing *closing = card_context(card);
    struct action_order order = {
        .kind = ACTION_CLOSE_BILL,
        .bill = closing->bill,
        .bill_type = closing->type,
        .key = closing->type == BILL_INVOICE ? "K" : "k",
    };

    (void)key;
    return app_begin(closing->app, &order, closed, err);
}

static void
refresh(struct card *card, uint64_t what)
{
    (void)what;
    build(card);
}

static void
release(struct card *card)
{
    free(card_context(card));
}

static const struct card_class close_class = {
    .name = "close",
    .act = act,
    .refresh = refresh,
    .close = release,
};

void
close_card(struct app *app, struct uuid bill, enum bill_type type)
{
    struct closing *closing = memory_new(sizeof(*closing));

    *closing = (struct closing){app, bill, type};
    build(card_open(app->screen, &close_class,
                    type == BILL_INVOICE ? _("Close as invoice") : _("Close as receipt"), closing));
}
