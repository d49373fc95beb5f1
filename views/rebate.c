#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/memory.h"
#include "views/cards.h"
#include "views/facts.h"
#include "views/lines.h"
#include "views/unknown.h"

/*
 * Charges taken back. On an open bill they are reversed there. A closed bill never changes: they
 * are charged back on a new one, whose money goes back and which is closed too.
 */

struct rebate_card {
    struct app *app;
    struct marked_lines lines;
    struct uuid stay;
};

static const char keep_open[] = "leave open";

static const struct bill *
bill_of(const struct rebate_card *rebate)
{
    return store_bill_of(desk_store(rebate->app->desk), rebate->lines.bill);
}

static bool
is_correction(const struct rebate_card *rebate)
{
    const struct bill *bill = bill_of(rebate);

    return bill && bill->state == BILL_CLOSED;
}

/* How the money of a closed bill goes back: as the house takes it, or not now. */
static void
offer_ways(struct card *card, const struct app *app)
{
    const struct configuration *house = store_configuration(desk_store(app->desk));
    const char *ways[32];
    size_t count = 0;

    for (size_t i = 0; house && i < house->external_payment_types.count && count < 31; i++)
        ways[count++] = house->external_payment_types.rows[i];
    ways[count++] = keep_open;
    card_field(card, "type", _("Paid back"), INPUT_CHOICE, "Cash");
    card_choices(card, "type", ways, count);
}

static void
say_reversed(struct card *card, const struct rebate_card *rebate)
{
    char text[MONEY_TEXT_SIZE];
    struct money sum;

    if (!lines_sum(rebate->app, &rebate->lines, &sum))
        return;
    sum.amount = decimal_negate(sum.amount);
    card_line(card, STYLE_MONEY_DUE, _("Posts"), "%s", money_text(sum, text));
}

static void
build(struct card *card)
{
    struct rebate_card *rebate = card_context(card);
    const struct bill *bill = bill_of(rebate);
    bool is_closed = is_correction(rebate);

    card_reset(card);
    card_guard(card);
    card_title(card, is_closed ? _("Correct a closed bill") : _("Reverse"));
    lines_say(card, rebate->app, &rebate->lines);
    say_reversed(card, rebate);
    if (is_closed)
        card_line(card, STYLE_WARNING, "",
                  _("Bill %s is closed for good: they are charged back on a new bill."),
                  bill->number);
    card_field(card, "reason", _("Reason"), INPUT_LINE, "");
    if (is_closed)
        offer_ways(card, rebate->app);
    if (!unknown_warn(card, rebate->app, rebate->lines.account))
        card_action(card, (struct key){KEYCODE_ENTER},
                    is_closed ? _("charges back, pays back and closes") : _("reverses"));
}

static void
reversed(void *context, struct action *action)
{
    struct app *app = context;

    if (!action_error(action))
        folio_unmark(app);
    if (action_error(action))
        app_error(app, action_error(action));
    else if (action_order(action)->kind == ACTION_CORRECT)
        app_say(app, STYLE_GOOD, "%s", _("Corrected on a new bill."));
    else
        app_say(app, STYLE_GOOD, _("Reversed: %zu."), action_order(action)->items.count);
}

static bool
act(struct card *card, struct key key, struct error *err)
{
    struct rebate_card *rebate = card_context(card);
    bool is_closed = is_correction(rebate);
    const char *type = is_closed ? card_text(card, "type") : "";
    struct action_order order = {
        .kind = is_closed ? ACTION_CORRECT : ACTION_REBATE,
        .items = {rebate->lines.ids, rebate->lines.count},
        .reservation = rebate->stay,
        .text = card_text(card, "reason"),
        .type = strcmp(type, keep_open) == 0 ? "" : type,
        .key = "-",
    };

    (void)key;
    return app_begin(rebate->app, &order, reversed, err);
}

static void
release(struct card *card)
{
    struct rebate_card *rebate = card_context(card);

    lines_free(&rebate->lines);
    free(rebate);
}

static const struct card_class rebate_class = {
    .name = "rebate",
    .changed = build,
    .act = act,
    .build = build,
    .built_from = DESK_JOURNAL,
    .close = release,
};

void
rebate_card(struct app *app, const struct uuid *ids, size_t count, struct uuid stay)
{
    struct rebate_card *rebate = memory_new(sizeof(*rebate));

    *rebate = (struct rebate_card){.app = app, .stay = stay};
    lines_copy(&rebate->lines, app, ids, count);
    build(card_open(app->screen, &rebate_class, _("Reverse"), rebate));
}
