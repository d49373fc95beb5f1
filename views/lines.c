#include "views/lines.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/memory.h"
#include "views/resolve.h"

enum {
    PARTS_FOR_LINES = 1u << DESK_ROOMS | 1u << DESK_STAYS,
    PARTS_OF_LINES = 1u << DESK_BALANCES | 1u << DESK_CATALOG,
};

static struct uuid
bill_of(const struct app *app, struct uuid id, struct uuid *account)
{
    const struct order_item *item = store_order_item_of(desk_store(app->desk), id);
    const struct payment *payment = store_payment_of(desk_store(app->desk), id);

    *account = item ? item->account_id : payment ? payment->account_id : (struct uuid){{0}};
    return item ? item->bill_id : payment ? payment->bill_id : (struct uuid){{0}};
}

/* By their first line, once all ids are there. */
static void
settle(struct marked_lines *lines, const struct app *app)
{
    struct uuid account;

    lines->is_on_one_bill = lines->count > 0;
    if (lines->count)
        lines->bill = bill_of(app, lines->ids[0], &lines->account);
    for (size_t i = 1; i < lines->count; i++)
        lines->is_on_one_bill &= uuid_equal(bill_of(app, lines->ids[i], &account), lines->bill);
}

void
lines_copy(struct marked_lines *lines, const struct app *app, const struct uuid *ids, size_t count)
{
    *lines = (struct marked_lines){.ids = memory_new((count + 1) * sizeof(*ids)), .count = count};
    if (count)
        memcpy(lines->ids, ids, count * sizeof(*ids));
    settle(lines, app);
}

void
lines_free(struct marked_lines *lines)
{
    free(lines->ids);
    *lines = (struct marked_lines){0};
}

bool
lines_sum(const struct app *app, const struct marked_lines *lines, struct money *sum)
{
    *sum = (struct money){0};
    for (size_t i = 0; i < lines->count; i++) {
        const struct order_item *item = store_order_item_of(desk_store(app->desk), lines->ids[i]);
        const struct payment *payment = store_payment_of(desk_store(app->desk), lines->ids[i]);

        if (item && !money_add(*sum, amount_gross(&item->amount), sum))
            return false;
        if (payment && !money_add(*sum, amount_gross(&payment->amount), sum))
            return false;
    }
    return true;
}

void
lines_say(struct card *card, const struct app *app, const struct marked_lines *lines)
{
    const struct order_item *item =
        lines->count ? store_order_item_of(desk_store(app->desk), lines->ids[0]) : NULL;
    char text[MONEY_TEXT_SIZE];
    struct money sum;

    if (lines->count == 1 && item)
        card_line(card, STYLE_STRONG, _("Line"), "%s  %s", item->name,
                  money_text(amount_gross(&item->amount), text));
    else
        card_line(card, STYLE_STRONG, _("Lines"), _("%zu, together %s"), lines->count,
                  lines_sum(app, lines, &sum) ? money_text(sum, text) : _("in several currencies"));
}

/* The stay or account of `RES/1.3`; ids need no loading here. */
static bool
load_line(struct app *app, const char *word, struct error *err)
{
    struct uuid account;

    return !strchr(word, '/')
           || (resolve_account(app, word, &account, err) && app_wait_account(app, account, err));
}

bool
lines_read(struct app *app, const struct invocation *invocation, size_t from, size_t to,
           struct marked_lines *lines, struct error *err)
{
    *lines = (struct marked_lines){0};
    if (!app->screen && !app_wait_parts(app, PARTS_FOR_LINES, PARTS_OF_LINES, err))
        return false;
    lines->ids = memory_new((invocation->word_count + 1) * sizeof(*lines->ids));
    for (size_t i = from; i < to; i++) {
        const char *word = invocation_word(invocation, i);

        if ((!app->screen && !load_line(app, word, err))
            || !resolve_line(app, word, &lines->ids[lines->count++], err)) {
            lines_free(lines);
            return false;
        }
    }
    settle(lines, app);
    return true;
}
