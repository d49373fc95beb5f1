#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/memory.h"
#include "views/cards.h"
#include "views/facts.h"
#include "views/folio_sums.h"
#include "views/payment_ways.h"
#include "views/resolve.h"
#include "views/tender.h"
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
    char *amount; /* as the command said it; NULL: what is owed */
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
    struct tender tender;
    char text[MONEY_TEXT_SIZE];
    struct money amount;

    if (!is_cash(card) || !card_text(card, "received")[0]
        || !resolve_amount(payment->app, card_text(card, "amount"), &amount, NULL)
        || !tender_read(payment->app, card_text(card, "received"), amount, &tender, NULL))
        return;
    if (strcmp(tender.received.currency, tender.worth.currency) != 0)
        card_line(card, STYLE_NORMAL, _("Worth"), "%s", money_text(tender.worth, text));
    if (decimal_sign(tender.change.amount) < 0) {
        tender.change.amount = decimal_negate(tender.change.amount);
        tender.change.currency[0] = '\0';
        card_line(card, STYLE_WARNING, _("Short by"), "%s", money_text(tender.change, text));
    } else {
        card_line(card, STYLE_STRONG, _("Change"), "%s", money_text(tender.change, text));
    }
}

/* As it is typed: with its currency where that isn't the house's. */
static const char *
amount_text(const struct app *app, struct money amount, char text[MONEY_TEXT_SIZE])
{
    return strcmp(amount.currency, house_currency(app)) == 0 ? money_amount_text(amount, text)
                                                             : money_text(amount, text);
}

/* What a bank holds for the house already. */
static void
say_preauthorizations(struct card *card, const struct payment_card *payment)
{
    const struct store *store = desk_store(payment->app->desk);
    struct store_rows rows = store_by(store, STORE_PREAUTHORIZATIONS_OF_CUSTOMER, payment->account);

    for (size_t i = 0; i < rows.count; i++) {
        const struct preauthorization *hold = rows.rows[i];
        const struct credit_card *kept = store_credit_card_of(store, hold->credit_card_id);
        char amount[MONEY_TEXT_SIZE];
        char title[80] = "";

        if (!hold->is_active)
            continue;
        if (kept)
            payment_card_title(kept, title, sizeof(title));
        card_line(card, STYLE_NORMAL, _("Held"), "%s %s  %s",
                  money_text(amount_gross(&hold->amount), amount), hold->state, title);
    }
}

/* What the chosen way wants to know. */
static void
ask_details(struct card *card, const char *way)
{
    struct text_list brands = payment_brands();
    const char *detail = payment_way_detail(way);

    switch (payment_way_kind(way)) {
    case WAY_EXTERNAL:
        if (is_cash(card))
            card_field(card, "received", _("Received"), INPUT_AMOUNT, "");
        break;
    case WAY_CARD:
        break;
    case WAY_TERMINAL:
        card_field(card, "brand", _("Card"), INPUT_CHOICE, brands.rows[0]);
        card_choices(card, "brand", brands.rows, brands.count);
        card_field(card, "digits", _("Last digits"), INPUT_NUMBER, "");
        break;
    case WAY_ONLINE:
        if (detail)
            card_field(card, "detail", _(detail), INPUT_LINE, "");
        card_line(card, STYLE_DIM, "", "%s",
                  _("It is pending until the guest has confirmed it, and goes on no named bill."));
        break;
    }
}

static bool
is_money_back(const struct card *card)
{
    return card_text(card, "amount")[0] == '-';
}

static void
say_facts(struct card *card, const struct payment_card *payment)
{
    struct app *app = payment->app;
    struct balance balance = owed(payment);
    char amount[MONEY_TEXT_SIZE];
    char name[256];

    card_line(card, STYLE_STRONG, _("From"), "%s",
              account_title(app->desk, payment->account, name, sizeof(name)));
    card_line(card, STYLE_NORMAL, _("Owed"), "%s",
              balance.is_known ? money_text(balance.amount, amount) : _("not loaded yet"));
    if (!uuid_is_set(payment->bill) && account_owing_bills(app, payment->account) > 1)
        card_line(card, STYLE_WARNING, "", "%s",
                  _("Several bills owe: pay each from the folio (f), or they do not close."));
    if (balance.has_unbilled)
        card_line(card, STYLE_WARNING, "", "%s",
                  _("Lines stand on no bill: move them first (v in the folio), then pay."));
    say_preauthorizations(card, payment);
    (void)unknown_warn(card, app, payment->account);
}

static void
build(struct card *card)
{
    struct payment_card *payment = card_context(card);
    struct app *app = payment->app;
    struct balance balance = owed(payment);
    struct arena arena = {0};
    struct text_list ways = payment_ways(app, payment->account, &arena);
    char amount[MONEY_TEXT_SIZE];
    const char *initial = payment->amount    ? payment->amount
                          : balance.is_known ? amount_text(app, balance.amount, amount)
                                             : "";

    card_reset(card);
    card_guard(card);
    say_facts(card, payment);
    card_field(card, "amount", _("Amount"), INPUT_AMOUNT, initial);
    card_field(card, "type", _("Type"), INPUT_CHOICE, "Cash");
    card_choices(card, "type", ways.rows, ways.count);
    ask_details(card, card_text(card, "type"));
    if (is_money_back(card))
        card_field(card, "notes", _("Reason"), INPUT_LINE, "");
    say_change(card, payment);
    card_action(card, (struct key){KEYCODE_ENTER},
                is_money_back(card) ? _("pays it back") : _("posts the payment"));
    arena_clear(&arena);
}

static void
paid(void *context, struct action *action)
{
    struct app *app = context;
    char text[MONEY_TEXT_SIZE];

    if (action_error(action))
        app_error(app, action_error(action));
    else if (action_order(action)->kind == ACTION_TAKE_OTHER)
        app_say(app, STYLE_GOOD, _("%s asked for: it is pending until the guest confirms it."),
                money_text(action_order(action)->amount, text));
    else
        app_say(app, STYLE_GOOD, _("%s taken."), money_text(action_order(action)->amount, text));
}

/* What the way wants to know, into the order; the cash covers the amount. */
static bool
take_details(struct card *card, const struct payment_card *payment, struct action_order *order,
             char note[TENDER_NOTE_SIZE], struct error *err)
{
    const char *received = card_text(card, "received");
    struct tender tender;

    if (order->kind == ACTION_TAKE_CARD) {
        order->type = card_text(card, "brand");
        order->text = card_text(card, "digits");
    } else if (order->kind == ACTION_TAKE_OTHER) {
        order->text = card_text(card, "detail");
    } else if (is_money_back(card)) {
        order->text = card_text(card, "notes");
        return order->text[0] || error_set(err, ERROR_USAGE, _("Say why the money goes back."));
    } else if (is_cash(card) && received[0]) {
        if (!tender_read(payment->app, received, order->amount, &tender, err)
            || !tender_covers(&tender, err))
            return false;
        order->text = tender_note(&tender, note);
    }
    return true;
}

static bool
act(struct card *card, struct key key, struct error *err)
{
    struct payment_card *payment = card_context(card);
    struct app *app = payment->app;
    char note[TENDER_NOTE_SIZE] = "";
    struct action_order order = {
        .account = payment->account,
        .bill = payment->bill,
        .reservation = payment->stay,
        .key = "p",
    };

    (void)key;
    return resolve_amount(app, card_text(card, "amount"), &order.amount, err)
           && payment_way_take(app, payment->account, card_text(card, "type"), &order, err)
           && take_details(card, payment, &order, note, err) && app_begin(app, &order, paid, err);
}

static void
release(struct card *card)
{
    struct payment_card *payment = card_context(card);

    free(payment->amount);
    free(payment);
}

static const struct card_class pay_class = {
    .name = "pay",
    .changed = build,
    .act = act,
    .build = build,
    .built_from = DESK_KIND(RECORD_order_item) | DESK_KIND(RECORD_payment)
                  | DESK_KIND(RECORD_credit_card) | DESK_KIND(RECORD_preauthorization)
                  | DESK_JOURNAL,
    .close = release,
};

void
pay_card(struct app *app, const struct payer *payer, const char *amount)
{
    struct payment_card *payment = memory_new(sizeof(*payment));
    struct card *card;

    *payment = (struct payment_card){app, payer->account, payer->bill, payer->reservation,
                                     amount ? memory_text(amount) : NULL};
    desk_load_wallet(app->desk, payer->account);
    card = card_open(app->screen, &pay_class, _("Payment"), payment);
    build(card);
    card_focus(card, "received");
}
