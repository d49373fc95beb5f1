#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/desk/bill_lint.h"
#include "views/cards.h"
#include "views/facts.h"
#include "views/payer_options.h"
#include "views/resolve.h"
#include "views/unknown.h"

/* A closed bill is never opened again: the card says so, and what is on it. */

struct closing {
    struct app *app;
    struct uuid bill;
    enum bill_type type;
};

enum {
    COUNTERS_MOST = 12
};

static const struct key enter = {KEYCODE_ENTER};

/* As it is to be closed: for whom is picked on the card. */
static struct lint_closing
closing_of(const struct card *card, const struct closing *closing)
{
    struct lint_closing how = {.type = closing->type};

    if (closing->type == BILL_INVOICE && !payer_picked(card, &how.payee, NULL))
        how.payee = (struct uuid){{0}};
    return how;
}

/* What is wrong with it; false: it can't be closed so. */
static bool
say_findings(struct card *card, const struct closing *closing)
{
    struct lint_closing how = closing_of(card, closing);
    struct lint_finding findings[LINT_MOST];
    size_t count = bill_lint(closing->app->desk, closing->bill, &how, findings);

    for (size_t i = 0; i < count; i++)
        card_line(card, findings[i].weight == LINT_BLOCKS ? STYLE_ERROR : STYLE_WARNING, "", "%s",
                  findings[i].text);
    if (count)
        card_guard(card);
    return !count || findings[0].weight != LINT_BLOCKS;
}

static void
say_bill(struct card *card, const struct closing *closing, const struct bill *bill)
{
    struct app *app = closing->app;
    const struct store *store = desk_store(app->desk);
    struct balance balance = bill_balance(app->desk, bill->id);
    char text[MONEY_TEXT_SIZE];
    char name[256];

    card_line(card, STYLE_STRONG, _("Owner"), "%s",
              account_title(app->desk, bill->account_id, name, sizeof(name)));
    card_line(card, STYLE_NORMAL, _("Items"), "%zu",
              store_by(store, STORE_ITEMS_OF_BILL, bill->id).count);
    card_line(card, STYLE_NORMAL, _("Payments"), "%zu",
              store_by(store, STORE_PAYMENTS_OF_BILL, bill->id).count);
    card_line(card, decimal_sign(balance.amount.amount) ? STYLE_MONEY_DUE : STYLE_NORMAL,
              _("Balance"), "%s", money_text(balance.amount, text));
    if (decimal_sign(balance.amount.amount) != 0)
        card_guard(card);
}

static const char by_default[] = N_("as usual");

static bool
numbers_bills(const struct bill_counter *counter)
{
    return strcmp(counter->type, "BillCounter") == 0;
}

/* Which counter numbers it, where the house has several. */
static void
offer_counters(struct card *card, const struct app *app)
{
    struct store_rows rows = store_all(desk_store(app->desk), RECORD_bill_counter);
    const char *names[COUNTERS_MOST] = {_(by_default)};
    size_t count = 1;

    for (size_t i = 0; i < rows.count && count < COUNTERS_MOST; i++) {
        const struct bill_counter *counter = rows.rows[i];

        if (numbers_bills(counter))
            names[count++] = counter->name;
    }
    if (count < 3)
        return;
    card_field(card, "counter", _("Numbered"), INPUT_CHOICE, names[0]);
    card_choices(card, "counter", names, count);
}

/* None: the default one. */
static struct uuid
counter_of(const struct card *card, const struct app *app)
{
    struct store_rows rows = store_all(desk_store(app->desk), RECORD_bill_counter);
    const char *name = card_text(card, "counter");

    for (size_t i = 0; i < rows.count; i++) {
        const struct bill_counter *counter = rows.rows[i];

        if (numbers_bills(counter) && strcmp(counter->name, name) == 0)
            return counter->id;
    }
    return (struct uuid){{0}};
}

/* Who the invoice is for: the owner of the bill, or whom letters find; and its terms. */
static void
ask_invoice(struct card *card, const struct closing *closing, const struct bill *bill)
{
    card_field(card, "to", _("To"), INPUT_LINE, "");
    payer_options(card, closing->app, bill->account_id, card_text(card, "to"));
    if (!card_picked(card))
        card_line(card, STYLE_WARNING, "", "%s", _("Nobody to invoice."));
    card_field(card, "due", _("Due"), INPUT_LINE, "");
    card_field(card, "order", _("Order no."), INPUT_LINE, "");
    card_field(card, "taxed", _("Taxed"), INPUT_LINE, "");
    card_field(card, "symbol", _("Symbol"), INPUT_LINE, "");
    card_field(card, "notes", _("Notes"), INPUT_LINE, "");
    offer_counters(card, closing->app);
}

static void
offer(struct card *card, const struct closing *closing, const struct bill *bill, bool may_close)
{
    struct balance balance = bill_balance(closing->app->desk, bill->id);
    bool is_open = decimal_sign(balance.amount.amount) != 0;

    if (may_close)
        card_action(card, enter,
                    closing->type == BILL_INVOICE ? _("closes it as an invoice, for good")
                                                  : _("closes it as a receipt, for good"));
    if (is_open && closing->type == BILL_RECEIPT)
        card_action(card, (struct key){'p'}, _("takes a payment"));
    if (is_open && closing->type == BILL_RECEIPT && decimal_sign(balance.amount.amount) > 0)
        card_action(card, (struct key){'K'}, _("closes it as an invoice instead"));
}

static void
build(struct card *card)
{
    struct closing *closing = card_context(card);
    const struct bill *bill = store_bill_of(desk_store(closing->app->desk), closing->bill);
    const struct action *running = bill ? action_of(closing->app->desk, bill->account_id) : NULL;

    card_reset(card);
    card_title(card, closing->type == BILL_INVOICE ? _("Close as invoice") : _("Close as receipt"));
    if (!bill) {
        card_line(card, STYLE_ERROR, "", _("The bill is gone."));
        return;
    }
    card_loading(card, running && !action_error(running) ? _(action_word(running)) : NULL);
    say_bill(card, closing, bill);
    if (unknown_warn(card, closing->app, bill->account_id))
        return;
    if (bill->state == BILL_CLOSED)
        card_line(
            card, STYLE_ERROR, "",
            _("It is closed, number %s, and never opened again: correct it on a new bill (-)."),
            bill->number);
    else {
        if (closing->type == BILL_INVOICE)
            ask_invoice(card, closing, bill);
        offer(card, closing, bill, say_findings(card, closing));
    }
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

/* A day as the API has it; "": none was typed. */
static bool
take_day(const struct card *card, const struct closing *closing, const char *field,
         char date[DAY_TEXT_SIZE], struct error *err)
{
    const char *text = card_text(card, field);
    struct day day;

    date[0] = '\0';
    if (!text[0])
        return true;
    if (!resolve_date(closing->app, text, &day, err))
        return false;
    day_text(day, date);
    return true;
}

/* Where the texts of its days are kept. */
struct invoice_days {
    char due[DAY_TEXT_SIZE];
    char taxed[DAY_TEXT_SIZE];
};

static bool
take_invoice(const struct card *card, const struct closing *closing, struct action_order *order,
             struct invoice_days *days, struct error *err)
{
    if (!take_day(card, closing, "due", days->due, err)
        || !take_day(card, closing, "taxed", days->taxed, err))
        return false;
    order->terms = (struct closing_terms){
        .counter = counter_of(card, closing->app),
        .due_date = days->due,
        .taxed_date = days->taxed,
        .variable_symbol = card_text(card, "symbol"),
        .order_number = card_text(card, "order"),
        .notes = card_text(card, "notes"),
    };
    return payer_picked(card, &order->payee, err);
}

static bool
act(struct card *card, struct key key, struct error *err)
{
    struct closing *closing = card_context(card);
    struct invoice_days days;
    struct action_order order = {
        .kind = ACTION_CLOSE_BILL,
        .bill = closing->bill,
        .bill_type = closing->type,
        .key = closing->type == BILL_INVOICE ? "K" : "k",
    };

    if (key.code == 'p') {
        const struct bill *bill = store_bill_of(desk_store(closing->app->desk), closing->bill);

        if (bill)
            pay_card(closing->app, &(struct payer){.account = bill->account_id, .bill = bill->id},
                     NULL);
        return false;
    }
    if (key.code == 'K') {
        closing->type = BILL_INVOICE;
        build(card);
        return false;
    }
    if (closing->type == BILL_INVOICE && !take_invoice(card, closing, &order, &days, err))
        return false;
    return app_begin(closing->app, &order, closed, err);
}

static const struct card_class close_class = {
    .name = "close",
    .changed = build,
    .act = act,
    .build = build,
    .built_from = UINT64_MAX,
    .close = card_free_context,
};

void
close_card(struct app *app, struct uuid bill, enum bill_type type)
{
    struct closing *closing = memory_new(sizeof(*closing));

    *closing = (struct closing){app, bill, type};
    desk_load_companies(app->desk);
    desk_load_counters(app->desk);
    build(card_open(app->screen, &close_class, _("Close"), closing));
}
