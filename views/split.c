#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/memory.h"
#include "views/cards.h"
#include "views/lines.h"
#include "views/resolve.h"
#include "views/targets.h"
#include "views/unknown.h"

/*
 * A part of the lines to another bill: `x 50% ⏎`. What goes and what stays is shown while it is
 * typed, to the last unit.
 */

enum {
    LINES_SHOWN = 4
};

struct split_card {
    struct app *app;
    struct marked_lines lines;
};

static struct target_list
targets(struct card *card)
{
    const struct split_card *split = card_context(card);

    return (struct target_list){split->app, split->lines.account, split->lines.bill,
                                card_text(card, "to")};
}

/* The charges as they are split; returns how many: payments are none. */
static size_t
read_lines(const struct split_card *split, struct split_line *lines)
{
    size_t count = 0;

    for (size_t i = 0; i < split->lines.count; i++) {
        const struct order_item *item =
            store_order_item_of(desk_store(split->app->desk), split->lines.ids[i]);

        if (item)
            lines[count++] =
                (struct split_line){action_split_value(split->app->desk, item), item->unit_count};
    }
    return count;
}

static void
say_part(struct card *card, const char *label, struct money whole, struct money part)
{
    char stays[MONEY_TEXT_SIZE];
    char goes[MONEY_TEXT_SIZE];
    struct money rest = whole;

    if (decimal_subtract(whole.amount, part.amount, &rest.amount))
        card_line(card, STYLE_NORMAL, label, _("%s stays, %s goes"), money_text(rest, stays),
                  money_text(part, goes));
}

static void
say_parts(struct card *card, const struct split_line *lines, const struct money *parts,
          size_t count)
{
    struct money whole = {0};
    struct money part = {0};

    for (size_t i = 0; i < count; i++) {
        if (!money_add(whole, lines[i].amount, &whole) || !money_add(part, parts[i], &part))
            return;
        if (count > 1 && i < LINES_SHOWN)
            say_part(card, "", lines[i].amount, parts[i]);
    }
    say_part(card, count > 1 ? _("Together") : _("Split"), whole, part);
}

/* What the typed share comes to; while it is none yet, why. */
static void
preview(struct card *card, const struct split_card *split)
{
    struct arena arena = {0};
    struct split_line *lines = arena_new(&arena, (split->lines.count + 1) * sizeof(*lines));
    struct money *parts = arena_new(&arena, (split->lines.count + 1) * sizeof(*parts));
    size_t count = read_lines(split, lines);
    const char *currency = count ? lines[0].amount.currency : "";
    struct split share;
    struct error err = {0};

    if (split_parse(card_text(card, "share"), currency, &share, &err)
        && split_take(&share, lines, count, parts, &err))
        say_parts(card, lines, parts, count);
    else if (card_text(card, "share")[0])
        card_line(card, STYLE_WARNING, "", "%s", err.text);
    else
        card_line(card, STYLE_DIM, "", "%s", _("50%, 1/3, an amount, or nights as 2n"));
    arena_clear(&arena);
}

static void
build(struct card *card)
{
    struct split_card *split = card_context(card);
    struct target_list list;

    card_reset(card);
    card_guard(card);
    lines_say(card, split->app, &split->lines);
    card_field(card, "share", _("Share"), INPUT_LINE, "");
    preview(card, split);
    card_field(card, "to", _("To"), INPUT_LINE, "");
    list = targets(card);
    target_options(card, &list);
    if (!unknown_warn(card, split->app, split->lines.account))
        card_action(card, (struct key){KEYCODE_ENTER}, _("splits"));
}

static void
done(void *context, struct action *action)
{
    struct app *app = context;

    if (action_error(action)) {
        app_error(app, action_error(action));
        return;
    }
    folio_unmark(app);
    app_say(app, STYLE_GOOD, _("Split: %zu."), action_order(action)->items.count);
}

static bool
act(struct card *card, struct key key, struct error *err)
{
    struct split_card *split = card_context(card);
    const struct order_item *item =
        split->lines.count ? store_order_item_of(desk_store(split->app->desk), split->lines.ids[0])
                           : NULL;
    struct target_list list = targets(card);
    struct target target;
    struct action_order order = {
        .kind = ACTION_SPLIT,
        .items = {split->lines.ids, split->lines.count},
        .key = "x",
    };

    (void)key;
    if (!split_parse(card_text(card, "share"),
                     item ? item->amount.currency : house_currency(split->app), &order.split, err)
        || !target_picked(card, &list, &target, err))
        return false;
    order.bill = target.bill;
    order.payee = target.payee;
    return app_begin(split->app, &order, done, err);
}

/* Where letters look for who gets it, a digit is a bill. */
static bool
take_key(struct card *card, struct key key)
{
    return strcmp(card_focused(card), "to") == 0 && target_key(card, key);
}

static void
release(struct card *card)
{
    struct split_card *split = card_context(card);

    lines_free(&split->lines);
    free(split);
}

static const struct card_class split_class = {
    .name = "split",
    .changed = build,
    .key = take_key,
    .act = act,
    .build = build,
    .built_from = DESK_KIND(RECORD_bill) | DESK_KIND(RECORD_company) | DESK_JOURNAL,
    .close = release,
};

void
split_card(struct app *app, const struct uuid *ids, size_t count)
{
    struct split_card *split = memory_new(sizeof(*split));

    *split = (struct split_card){.app = app};
    lines_copy(&split->lines, app, ids, count);
    desk_load_companies(app->desk);
    build(card_open(app->screen, &split_class, _("Split"), split));
}
