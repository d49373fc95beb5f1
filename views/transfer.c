#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/memory.h"
#include "views/cards.h"
#include "views/facts.h"
#include "views/lines.h"
#include "views/payers.h"
#include "views/targets.h"
#include "views/unknown.h"

/*
 * Lines to another bill: a digit is the bill's number, letters look for a guest or a company, who
 * gets a new bill.
 */

struct transfer_card {
    struct app *app;
    struct marked_lines lines;
};

static struct target_list
targets(struct card *card)
{
    const struct transfer_card *transfer = card_context(card);

    return (struct target_list){transfer->app, transfer->lines.account, transfer->lines.bill,
                                card_text(card, "to")};
}

static void
build(struct card *card)
{
    struct transfer_card *transfer = card_context(card);
    struct app *app = transfer->app;
    struct target_list list;

    card_reset(card);
    card_guard(card);
    lines_say(card, app, &transfer->lines);
    card_field(card, "to", _("Search"), INPUT_LINE, "");
    list = targets(card);
    target_options(card, &list);
    if (!unknown_warn(card, app, transfer->lines.account))
        card_action(card, (struct key){KEYCODE_ENTER}, _("moves them"));
}

static void
moved(void *context, struct action *action)
{
    struct app *app = context;

    if (action_error(action)) {
        app_error(app, action_error(action));
        return;
    }
    folio_unmark(app);
    app_say(app, STYLE_GOOD, _("Moved: %zu."), action_order(action)->items.count);
}

static bool
act(struct card *card, struct key key, struct error *err)
{
    struct transfer_card *transfer = card_context(card);
    struct target_list list = targets(card);
    struct target target;
    struct action_order order = {
        .kind = ACTION_TRANSFER,
        .items = {transfer->lines.ids, transfer->lines.count},
        .key = "v",
    };

    (void)key;
    if (!target_picked(card, &list, &target, err))
        return false;
    order.bill = target.bill;
    order.payee = target.payee;
    return app_begin(transfer->app, &order, moved, err);
}

static void
release(struct card *card)
{
    struct transfer_card *transfer = card_context(card);

    lines_free(&transfer->lines);
    free(transfer);
}

static const struct card_class transfer_class = {
    .name = "transfer",
    .changed = build,
    .key = target_key,
    .act = act,
    .build = build,
    .built_from = DESK_KIND(RECORD_bill) | DESK_KIND(RECORD_company) | DESK_JOURNAL,
    .close = release,
};

void
transfer_card(struct app *app, const struct uuid *ids, size_t count)
{
    struct transfer_card *transfer = memory_new(sizeof(*transfer));

    *transfer = (struct transfer_card){.app = app};
    lines_copy(&transfer->lines, app, ids, count);
    desk_load_companies(app->desk);
    build(card_open(app->screen, &transfer_class, _("Move lines"), transfer));
}
