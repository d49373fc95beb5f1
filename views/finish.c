#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/desk/parts.h"
#include "api/desk/share_rest.h"
#include "api/rules/bills.h"
#include "views/cards.h"
#include "views/facts.h"
#include "views/unknown.h"

/*
 * A split that stopped between its writes: the parts stand beside their charges. The card says
 * which, and takes them to their bills on Enter; left alone they can be finished from the folio.
 */

enum {
    PARTS_SHOWN = 6
};

struct finish_card {
    struct app *app;
    struct uuid account;
};

static void
say_part(struct card *card, const struct app *app, struct uuid id)
{
    const struct store *store = desk_store(app->desk);
    const struct order_item *item = store_order_item_of(store, id);
    const struct bill *bill;
    struct uuid target;
    char text[MONEY_TEXT_SIZE];

    if (!item || !part_is_left(app->desk, item, &target))
        return;
    bill = store_bill_of(store, target);
    money_text(amount_gross(&item->amount), text);
    if (bill)
        card_line(card, STYLE_NORMAL, "", _("%.40s  %s  to bill %.40s"), item->name, text,
                  bill_title(bill));
    else
        card_line(card, STYLE_NORMAL, "", _("%.40s  %s  to another payer's bill"), item->name,
                  text);
}

static void
say_rest(struct card *card, const struct app *app, struct share_rest rest)
{
    const struct store *store = desk_store(app->desk);

    for (size_t i = 0; i < rest.items.count && i < PARTS_SHOWN; i++) {
        const struct order_item *item = store_order_item_of(store, rest.items.rows[i]);
        char text[MONEY_TEXT_SIZE];

        card_line(card, STYLE_NORMAL, "", _("%.40s  %s  to be shared among %zu"), item->name,
                  money_text(amount_gross(&item->amount), text), rest.bills.count + 1);
    }
    if (rest.items.count > PARTS_SHOWN)
        card_line(card, STYLE_NORMAL, "", _("and %zu more to be shared"),
                  rest.items.count - PARTS_SHOWN);
}

static void
build(struct card *card)
{
    struct finish_card *finish = card_context(card);
    struct app *app = finish->app;
    struct arena arena = {0};
    struct uuid_list parts = parts_left(app->desk, finish->account, &arena);
    char name[256];

    card_reset(card);
    card_guard(card);
    card_line(card, STYLE_STRONG, _("Folio"), "%s",
              account_title(app->desk, finish->account, name, sizeof(name)));
    if (parts.count)
        card_line(card, STYLE_WARNING, "", "%s",
                  _("A split stopped under way: these parts stand beside their charges still. "
                    "What is owed is right."));
    else
        card_line(card, STYLE_NORMAL, "", "%s", _("No part of a split waits to go to its bill."));
    for (size_t i = 0; i < parts.count && i < PARTS_SHOWN; i++)
        say_part(card, app, parts.rows[i]);
    if (parts.count > PARTS_SHOWN)
        card_line(card, STYLE_NORMAL, "", _("and %zu more"), parts.count - PARTS_SHOWN);
    say_rest(card, app, share_rest(app->desk, finish->account, &arena));
    if (parts.count && !unknown_warn(card, app, finish->account))
        card_action(card, (struct key){KEYCODE_ENTER}, _("does the rest"));
    arena_clear(&arena);
}

static void
finished(void *context, struct action *action)
{
    struct app *app = context;

    if (action_error(action))
        app_error(app, action_error(action));
    else
        app_say(app, STYLE_GOOD, _("The split is finished: %zu moved."),
                action_order(action)->items.count);
}

static bool
act(struct card *card, struct key key, struct error *err)
{
    struct finish_card *finish = card_context(card);
    struct action_order order = {
        .kind = ACTION_FINISH,
        .account = finish->account,
        .key = "F",
    };

    (void)key;
    if (!app_begin(finish->app, &order, finished, err))
        return false;
    parts_told(finish->app->desk, finish->account);
    return true;
}

static const struct card_class finish_class = {
    .name = "finish",
    .act = act,
    .build = build,
    .built_from = DESK_KIND(RECORD_bill) | DESK_KIND(RECORD_order_item) | DESK_JOURNAL,
    .close = card_free_context,
};

void
finish_card(struct app *app, struct uuid account)
{
    struct finish_card *finish = memory_new(sizeof(*finish));

    *finish = (struct finish_card){app, account};
    build(card_open(app->screen, &finish_class, _("Finish the split"), finish));
}
