#include "views/shares.h"

#include "api/base/intl.h"

static bool
add_up(struct shares *shares, struct error *err)
{
    for (size_t i = 0; i < shares->count * shares->ways; i++) {
        struct money *sum = &shares->sums[i % shares->ways];

        if (!money_add(*sum, shares->parts[i], sum))
            return error_set(err, ERROR_REFUSED, _("The shares are too large to add up."));
    }
    return true;
}

bool
shares_of_bill(const struct app *app, struct uuid bill, size_t ways, struct arena *arena,
               struct shares *shares, struct error *err)
{
    struct store_rows items = store_by(desk_store(app->desk), STORE_ITEMS_OF_BILL, bill);
    struct split_line *lines = arena_new(arena, (items.count + 1) * sizeof(*lines));

    *shares = (struct shares){.ways = ways};
    shares->names = arena_new(arena, (items.count + 1) * sizeof(*shares->names));
    shares->parts = arena_new(arena, (items.count + 1) * ways * sizeof(*shares->parts));
    shares->sums = arena_new(arena, ways * sizeof(*shares->sums));
    for (size_t i = 0; i < items.count; i++) {
        const struct order_item *item = items.rows[i];

        if (item->state != ACCOUNTING_OPEN || decimal_sign(item->amount.gross) == 0)
            continue;
        shares->names[shares->count] = item->name;
        lines[shares->count++] =
            (struct split_line){action_split_value(app->desk, item), item->unit_count};
    }
    if (!shares->count)
        return error_set(err, ERROR_REFUSED, _("Nothing on the bill can be shared."));
    return split_evenly(lines, shares->count, ways, shares->parts, err) && add_up(shares, err);
}
