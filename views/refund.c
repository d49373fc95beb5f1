#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/memory.h"
#include "views/cards.h"
#include "views/resolve.h"
#include "views/unknown.h"

/*
 * A payment given back. What came by card or online is refunded the same way; cash and the like are
 * paid back from hand to hand, as a negative payment.
 */

struct refund_card {
    struct app *app;
    struct uuid payment;
};

static const struct payment *
payment_of(const struct refund_card *refund)
{
    return store_payment_of(desk_store(refund->app->desk), refund->payment);
}

static bool
is_by_card(const struct payment *payment)
{
    return strcmp(payment->type, "CreditCardPayment") == 0
           || strcmp(payment->type, "AlternativePayment") == 0;
}

static struct money
paid_by(const struct payment *payment)
{
    struct money paid = amount_gross(&payment->amount);

    paid.amount = decimal_negate(paid.amount);
    return paid;
}

static void
build(struct card *card)
{
    struct refund_card *refund = card_context(card);
    const struct payment *payment = payment_of(refund);
    char text[MONEY_TEXT_SIZE];

    card_reset(card);
    card_guard(card);
    if (!payment) {
        card_line(card, STYLE_ERROR, "", "%s", _("The payment is gone."));
        return;
    }
    card_line(card, STYLE_STRONG, _("Payment"), "%s  %s",
              payment->external_type[0] ? payment->external_type : payment->type,
              money_text(paid_by(payment), text));
    card_field(card, "amount", _("Back"), INPUT_AMOUNT, money_text(paid_by(payment), text));
    card_field(card, "reason", _("Reason"), INPUT_LINE, "");
    if (!unknown_warn(card, refund->app, payment->account_id))
        card_action(card, (struct key){KEYCODE_ENTER},
                    is_by_card(payment) ? _("refunds it") : _("pays it back"));
}

static void
refunded(void *context, struct action *action)
{
    struct app *app = context;

    if (action_error(action))
        app_error(app, action_error(action));
    else
        app_say(app, STYLE_GOOD, "%s", _("Given back."));
}

/* An external payment the other way round, on the same bill while that is open. */
static void
turn_around(const struct app *app, const struct payment *payment, struct action_order *order)
{
    const struct bill *bill = store_bill_of(desk_store(app->desk), payment->bill_id);

    order->kind = ACTION_PAY;
    order->account = payment->account_id;
    order->bill = bill && bill->state == BILL_OPEN ? bill->id : (struct uuid){{0}};
    order->type = payment->external_type;
    order->amount.amount = decimal_negate(order->amount.amount);
}

bool
refund_order(const struct app *app, struct uuid id, struct action_order *order, struct error *err)
{
    const struct payment *payment = store_payment_of(desk_store(app->desk), id);

    if (!payment)
        return error_set(err, ERROR_NOT_FOUND, _("The payment is gone."));
    if (!order->text || !order->text[0])
        return error_set(err, ERROR_USAGE, _("Say why the money goes back (reason=)."));
    if (!order->amount.currency[0])
        order->amount = paid_by(payment);
    if (decimal_sign(order->amount.amount) <= 0
        || decimal_compare(order->amount.amount, paid_by(payment).amount) > 0)
        return error_set(err, ERROR_REFUSED, _("No more than was paid can go back."));
    if (!is_by_card(payment))
        turn_around(app, payment, order);
    return true;
}

static bool
act(struct card *card, struct key key, struct error *err)
{
    struct refund_card *refund = card_context(card);
    struct action_order order = {
        .kind = ACTION_REFUND,
        .items = {&refund->payment, 1},
        .text = card_text(card, "reason"),
        .key = "-",
    };

    (void)key;
    if (!resolve_amount(refund->app, card_text(card, "amount"), &order.amount, err)
        || !refund_order(refund->app, refund->payment, &order, err))
        return false;
    return app_begin(refund->app, &order, refunded, err);
}

static const struct card_class refund_class = {
    .name = "refund",
    .act = act,
    .build = build,
    .built_from = DESK_KIND(RECORD_payment) | DESK_JOURNAL,
    .close = card_free_context,
};

void
refund_card(struct app *app, struct uuid payment)
{
    struct refund_card *refund = memory_new(sizeof(*refund));

    *refund = (struct refund_card){app, payment};
    build(card_open(app->screen, &refund_class, _("Give back"), refund));
}
