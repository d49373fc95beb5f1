#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/memory.h"
#include "views/cards.h"
#include "views/facts.h"
#include "views/payer_options.h"
#include "views/unknown.h"

/* A bill with all that is on it goes to another payer: letters find a guest or a company. */

struct payer_card {
    struct app *app;
    struct uuid bill;
};

static void
build(struct card *card)
{
    struct payer_card *payer = card_context(card);
    struct app *app = payer->app;
    const struct bill *bill = store_bill_of(desk_store(app->desk), payer->bill);
    struct balance balance = bill_balance(app->desk, payer->bill);
    char text[MONEY_TEXT_SIZE];
    char name[256];

    card_reset(card);
    card_guard(card);
    if (!bill) {
        card_line(card, STYLE_ERROR, "", "%s", _("The bill is gone."));
        return;
    }
    card_line(card, STYLE_STRONG, _("Bill"), "%s  %s",
              account_title(app->desk, bill->account_id, name, sizeof(name)),
              money_text(balance.amount, text));
    card_field(card, "payer", _("To"), INPUT_LINE, "");
    payer_options(card, app, bill->account_id, card_text(card, "payer"));
    if (!unknown_warn(card, app, bill->account_id))
        card_action(card, (struct key){KEYCODE_ENTER}, _("gives the bill to them"));
}

static void
changed_payer(void *context, struct action *action)
{
    struct app *app = context;
    char name[256];

    if (action_error(action))
        app_error(app, action_error(action));
    else
        app_say(app, STYLE_GOOD, _("The bill is now for %s."),
                account_title(app->desk, action_order(action)->payee, name, sizeof(name)));
}

static bool
act(struct card *card, struct key key, struct error *err)
{
    struct payer_card *payer = card_context(card);
    struct action_order order = {.kind = ACTION_SET_PAYER, .bill = payer->bill, .key = "O"};

    (void)key;
    return payer_picked(card, &order.payee, err)
           && app_begin(payer->app, &order, changed_payer, err);
}

static const struct card_class payer_class = {
    .name = "payer",
    .changed = build,
    .act = act,
    .build = build,
    .built_from = UINT64_MAX,
    .close = card_free_context,
};

void
payer_card(struct app *app, struct uuid bill)
{
    struct payer_card *payer = memory_new(sizeof(*payer));

    *payer = (struct payer_card){app, bill};
    desk_load_companies(app->desk);
    build(card_open(app->screen, &payer_class, _("Payer"), payer));
}
