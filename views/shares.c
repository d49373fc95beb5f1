#include "views/shares.h"

#include <string.h>

#include "api/base/intl.h"

bool
shares_of_bill(const struct app *app, struct uuid bill, size_t ways, struct money *parts,
               struct error *err)
{
    struct store_rows items = store_by(desk_store(app->desk), STORE_ITEMS_OF_BILL, bill);
    struct arena arena = {0};
    struct split_line *lines = arena_new(&arena, (items.count + 1) * sizeof(*lines));
    struct money *all = arena_new(&arena, (items.count + 1) * ways * sizeof(*all));
    size_t count = 0;
    bool ok;

    for (size_t i = 0; i < items.count; i++) {
        const struct order_item *item = items.rows[i];

        if (item->state == ACCOUNTING_OPEN && decimal_sign(item->amount.gross) != 0)
            lines[count++] =
                (struct split_line){action_split_value(app->desk, item), item->unit_count};
    }
    memset(parts, 0, ways * sizeof(*parts));
    ok = count ? split_evenly(lines, count, ways, all, err)
               : error_set(err, ERROR_REFUSED, _("Nothing on the bill can be shared."));
    for (size_t i = 0; ok && i < count * ways; i++)
        ok = money_add(parts[i % ways], all[i], &parts[i % ways])
             || error_set(err, ERROR_REFUSED, _("The shares are too large to add up."));
    arena_clear(&arena);
    return ok;
}
