#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/memory.h"
#include "views/cards.h"
#include "views/facts.h"
#include "views/resolve.h"
#include "views/unknown.h"

/*
 * The amount is the balance, the type Cash, and the cursor stands where the tendered cash is typed:
 * so `p ⏎` settles, and `p 50 ⏎` shows the change first. Change is no transaction: what is posted
 * is what is owed.
 */

struct payment_card {
    struct app *app;
    struct uuid account;
    struct uuid bill;
    struct uuid stay;
};

static struct balance
owed(const struct payment_card *payment)
{
    return uuid_is_set(payment->bill) ? bill_balance(payment->app->desk, payment->bill)
                                      : account_balance(payment->app->desk, payment->account);
}

static bool
is_cash(const struct card *card)
{
    return strcmp(card_text(card, "type"), "Cash") == 0;
}

/* What is owed less what is typed, or nothing while that is no amount yet. */
static void
say_change(struct card *card, const struct payment_card *payment)
{
    struct money amount;
    struct money received;
    struct money change;
    char text[MONEY_TEXT_SIZE];
    const char *typed = card_text(card, "received");

    if (!is_cash(card) || !typed[0]
        || !resolve_amount(payment->app, card_text(card, "amount"), &amount, NULL)
        || !resolve_amount(payment->app, typed, &received, NULL)
        || strcmp(amount.currency, received.currency) != 0
        || !decimal_subtract(received.amount, amount.amount, &change.amount))
        return;
    memcpy(change.currency, amount.currency, sizeof(change.currency));
    if (decimal_sign(change.amount) < 0)
        card_line(card, STYLE_WARNING, _("Short by"), "%s",
                  money_text((struct money){decimal_negate(change.amount), ""}, text));
    else
        card_line(card, STYLE_STRONG, _("Change"), "%s", money_text(change, text));
}

/* As it is typed: with its currency where that isn't the house's. */
static const char *
amount_text(const struct app *app, struct money amount, char text[MONEY_TEXT_SIZE])
{
    return strcmp(amount.currency, house_currency(app)) == 0 ? money_amount_text(amount, text)
                                                             : money_text(amount, text);
}

static void
build(struct card *card)
{
    struct payment_card *payment = card_context(card);
    struct app *app = payment->app;
    const struct configuration *house = store_configuration(desk_store(app->desk));
    struct balance balance = owed(payment);
    char amount[MONEY_TEXT_SIZE];
    char name[256];

    card_reset(card);
    card_guard(card);
    card_line(card, STYLE_STRONG, _("From"), "%s",
              account_title(app->desk, payment->account, name, sizeof(name)));
    card_line(card, STYLE_NORMAL, _("Owed"), "%s",
              balance.is_known ? money_text(balance.amount, amount) : _("not loaded yet"));
    if (!uuid_is_set(payment->bill) && account_owing_bills(app, payment->account) > 1)
        card_line(card, STYLE_WARNING, "", "%s",
                  _("Several bills owe: pay each from the folio (f), or they do not close."));
    (void)unknown_warn(card, app, payment->account);
    card_field(card, "amount", _("Amount"), INPUT_AMOUNT,
               balance.is_known ? amount_text(app, balance.amount, amount) : "");
    card_field(card, "type", _("Type"), INPUT_CHOICE, "Cash");
    if (house)
        card_choices(card, "type", house->external_payment_types.rows,
                     house->external_payment_types.count);
    if (is_cash(card))
        card_field(card, "received", _("Received"), INPUT_AMOUNT, "");
    say_change(card, payment);
    card_action(card, (struct key){KEYCODE_ENTER}, _("posts the payment"));
}

static void
paid(void *context, struct action *action)
{
    struct app *app = context;
    char text[MONEY_TEXT_SIZE];

    if (action_error(action))
        app_error(app, action_error(action));
    else
        app_say(app, STYLE_GOOD, _("%s taken."), money_text(action_order(action)->amount, text));
}

static bool
act(struct card *card, struct key key, struct error *err)
{
    struct payment_card *payment = card_context(card);
    struct app *app = payment->app;
    const char *typed = card_text(card, "received");
    struct money received;
    struct action_order order = {
        .kind = ACTION_PAY,
        .account = payment->account,
        .bill = payment->bill,
        .reservation = payment->stay,
        .type = card_text(card, "type"),
        .key = "p",
    };

    (void)key;
    if (!resolve_amount(app, card_text(card, "amount"), &order.amount, err))
        return false;
    if (is_cash(card) && typed[0]) {
        if (!resolve_amount(app, typed, &received, err))
            return false;
        if (decimal_compare(received.amount, order.amount.amount) < 0)
            return error_set(err, ERROR_REFUSED,
                             _("Less was received than the amount: lower the amount (Tab)."));
    }
    return app_begin(app, &order, paid, err);
}

static void
changed(struct card *card)
{
    build(card);
}

static void
refresh(struct card *card, uint64_t what)
{
    if (what & (DESK_KIND(RECORD_order_item) | DESK_KIND(RECORD_payment) | DESK_JOURNAL))
        build(card);
}

static void
release(struct card *card)
{
    free(card_context(card));
}

static const struct card_class pay_class = {
    .name = "pay",
    .changed = changed,
    .act = act,
    .refresh = refresh,
    .close = release,
};

void
pay_card(struct app *app, struct uuid account, struct uuid bill, struct uuid stay)
{
    struct payment_card *payment = memory_new(sizeof(*payment));
    struct card *card;

    *payment = (struct payment_card){app, account, bill, stay};
    card = card_open(app->screen, &pay_class, _("Payment"), payment);
    build(card);
    card_focus(card, "received");
}
