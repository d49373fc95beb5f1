#include <stdlib.h>

#include "api/base/intl.h"
#include "api/base/memory.h"
#include "views/cards.h"
#include "views/facts.h"
#include "views/unknown.h"

/*
 * At zero balance one Enter checks out; a balance leads to the money, or is left open with a
 * reason.
 */

struct checkout {
    struct app *app;
    struct uuid reservation;
    bool asks_reason;
};

static const struct key enter = {KEYCODE_ENTER};

/* What cannot be read here is left to the property, which refuses where something is owed. */
static bool
is_settled(const struct app *app, struct balance balance)
{
    if (!balance.is_known)
        return desk_missing(app->desk, DESK_BALANCES) != NULL;
    return decimal_sign(balance.amount.amount) == 0 && !balance.has_pending
           && !balance.has_unbilled;
}

static const struct reservation *
stay_of(const struct checkout *checkout)
{
    return store_reservation_of(desk_store(checkout->app->desk), checkout->reservation);
}

static void
offer(struct card *card, const struct checkout *checkout, const struct reservation *stay)
{
    struct balance balance = facts_balance(card, checkout->app, stay->account_id);

    if (!balance.is_known && !desk_missing(checkout->app->desk, DESK_BALANCES)) {
        card_loading(card, _("reading the balance"));
        return;
    }
    if (unknown_warn(card, checkout->app, stay->account_id))
        return;
    if (is_settled(checkout->app, balance)) {
        card_action(card, (struct key){KEYCODE_ENTER}, _("closes the bills and checks out"));
        return;
    }
    card_guard(card);
    if (checkout->asks_reason) {
        card_field(card, "reason", _("Leave open because"), INPUT_LINE, "");
        card_action(card, enter, _("checks out with the balance open"));
        return;
    }
    card_action(card, enter, _("opens the folio"));
    card_action(card, (struct key){'p'}, _("takes a payment"));
    card_action(card, (struct key){'r'}, _("leaves it open, with a reason"));
}

static void
build(struct card *card)
{
    struct checkout *checkout = card_context(card);
    const struct reservation *stay = stay_of(checkout);
    const struct action *running;
    struct error err;

    card_reset(card);
    if (!stay) {
        card_line(card, STYLE_ERROR, "", _("The reservation is gone."));
        return;
    }
    facts_stay(card, checkout->app, stay);
    running = action_of(checkout->app->desk, stay->account_id);
    card_loading(card, running && !action_error(running) ? _(action_word(running)) : NULL);
    if (stay_may_leave(checkout->app->desk, stay, &err))
        offer(card, checkout, stay);
    else
        card_line(card, STYLE_ERROR, "", "%s", err.text);
}

static void
checked_out(void *context, struct action *action)
{
    struct app *app = context;
    const struct reservation *stay =
        store_reservation_of(desk_store(app->desk), action_order(action)->reservation);
    char name[256];

    if (action_error(action))
        app_error(app, action_error(action));
    else if (stay)
        app_say(app, STYLE_GOOD, _("%s is checked out."),
                facts_guest(app, stay, name, sizeof(name)));
}

static void
open_folio(struct app *app, struct uuid reservation)
{
    char line[64] = "folio ";

    uuid_text(reservation, line + 6);
    screen_command(app->screen, line);
}

static bool
act(struct card *card, struct key key, struct error *err)
{
    struct checkout *checkout = card_context(card);
    struct app *app = checkout->app;
    const struct reservation *stay = stay_of(checkout);
    struct action_order order = {
        .kind = ACTION_CHECKOUT,
        .reservation = checkout->reservation,
        .key = "o",
    };

    if (!stay)
        return true;
    if (key.code == 'p') {
        pay_card(app, &(struct payer){.account = stay->account_id, .reservation = stay->id}, NULL);
        return false;
    }
    if (key.code == 'r') {
        checkout->asks_reason = true;
        build(card);
        return false;
    }
    if (!is_settled(app, account_balance(app->desk, stay->account_id))) {
        if (!checkout->asks_reason) {
            open_folio(app, checkout->reservation);
            return true;
        }
        order.text = card_text(card, "reason");
        if (!order.text[0])
            return error_set(err, ERROR_USAGE, _("Say why the balance stays open."));
    }
    return app_begin(app, &order, checked_out, err);
}

static const struct card_class checkout_class = {
    .name = "checkout",
    .act = act,
    .build = build,
    .built_from = UINT64_MAX,
    .close = card_free_context,
};

void
checkout_card(struct app *app, const struct reservation *stay)
{
    struct checkout *checkout = memory_new(sizeof(*checkout));

    *checkout = (struct checkout){.app = app, .reservation = stay->id};
    build(card_open(app->screen, &checkout_class, _("Check out"), checkout));
}
