#include <stdlib.h>

#include "api/base/intl.h"
#include "api/base/memory.h"
#include "views/cards.h"
#include "views/payment_ways.h"

/* A guest's cards on file, and what banks hold for the house; a new one is kept by its token. */

struct wallet_card {
    struct app *app;
    struct uuid account;
};

static void
say_cards(struct card *card, const struct wallet_card *wallet)
{
    const struct store *store = desk_store(wallet->app->desk);
    struct store_rows cards = store_by(store, STORE_CARDS_OF_CUSTOMER, wallet->account);
    struct store_rows holds = store_by(store, STORE_PREAUTHORIZATIONS_OF_CUSTOMER, wallet->account);
    char title[80];
    char text[MONEY_TEXT_SIZE];

    for (size_t i = 0; i < cards.count; i++) {
        const struct credit_card *kept = cards.rows[i];

        card_line(card, STYLE_NORMAL, _("Card"), "%s  %s%s",
                  payment_card_title(kept, title, sizeof(title)), kept->kind,
                  kept->is_active ? "" : _(", disabled"));
    }
    if (!cards.count)
        card_line(card, STYLE_DIM, _("Card"), "%s", _("none on file"));
    for (size_t i = 0; i < holds.count; i++) {
        const struct preauthorization *hold = holds.rows[i];

        card_line(card, STYLE_NORMAL, _("Held"), "%s  %s",
                  money_text(amount_gross(&hold->amount), text), hold->state);
    }
}

static void
build(struct card *card)
{
    struct wallet_card *wallet = card_context(card);
    char name[256];

    card_reset(card);
    card_guard(card);
    card_line(card, STYLE_STRONG, _("Guest"), "%s",
              account_title(wallet->app->desk, wallet->account, name, sizeof(name)));
    say_cards(card, wallet);
    card_field(card, "token", _("New token"), INPUT_SECRET, "");
    card_field(card, "expires", _("Expires"), INPUT_LINE, "");
    card_action(card, (struct key){KEYCODE_ENTER}, _("keeps the card"));
}

static void
kept(void *context, struct action *action)
{
    struct app *app = context;

    if (action_error(action))
        app_error(app, action_error(action));
    else
        app_say(app, STYLE_GOOD, "%s", _("The card is kept."));
}

static bool
act(struct card *card, struct key key, struct error *err)
{
    struct wallet_card *wallet = card_context(card);
    struct action_order order = {
        .kind = ACTION_ADD_CARD,
        .account = wallet->account,
        .text = card_text(card, "token"),
        .type = card_text(card, "expires"),
        .key = "card",
    };

    (void)key;
    return app_begin(wallet->app, &order, kept, err);
}

static const struct card_class wallet_class = {
    .name = "wallet",
    .act = act,
    .build = build,
    .built_from = DESK_KIND(RECORD_credit_card) | DESK_KIND(RECORD_preauthorization),
    .close = card_free_context,
};

void
wallet_card(struct app *app, struct uuid account)
{
    struct wallet_card *wallet = memory_new(sizeof(*wallet));

    *wallet = (struct wallet_card){app, account};
    build(card_open(app->screen, &wallet_class, _("Cards"), wallet));
}
