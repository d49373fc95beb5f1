#include "api/desk/share_rest.h"

#include "api/base/uuid_map.h"
#include "api/desk/marks.h"
#include "api/desk/parts.h"
#include "api/desk/state.h"

/* What a share has done so far, by what stands on its bill. */
struct progress {
    struct uuid_map orders; /* in which its parts stand */
    struct uuid_map shared; /* charges that are divided */
    struct instant began;
};

/* The orders in which the parts stand, and the bills that those go to, each once. */
static void
take_parts(const struct desk *desk, struct uuid_list parts, struct progress *progress,
           struct share_rest *rest, struct uuid *bills)
{
    struct uuid_map seen = {0};

    for (size_t i = 0; i < parts.count; i++) {
        const struct order_item *part = store_order_item_of(desk->store, parts.rows[i]);
        struct uuid bill;

        uuid_map_put(&progress->orders, part->service_order_id, progress);
        if (!mark_part_bill(part->external_identifier, &bill) || uuid_map_find(&seen, bill))
            continue;
        uuid_map_put(&seen, bill, progress);
        bills[rest->bills.count++] = bill;
    }
    uuid_map_clear(&seen);
}

/* Which share the parts are of; none: it is a split. */
static struct uuid
find_share(struct store_rows items, const struct progress *progress)
{
    struct uuid item;
    struct uuid share;

    for (size_t i = 0; i < items.count; i++) {
        const struct order_item *off = items.rows[i];

        if (uuid_map_find(&progress->orders, off->service_order_id)
            && mark_shared_item(off->external_identifier, &item, &share))
            return share;
    }
    return (struct uuid){{0}};
}

static void
take_shared(struct store_rows items, struct uuid wanted, struct progress *progress)
{
    for (size_t i = 0; i < items.count; i++) {
        const struct order_item *off = items.rows[i];
        struct uuid item;
        struct uuid share;

        if (!mark_shared_item(off->external_identifier, &item, &share)
            || !uuid_equal(share, wanted))
            continue;
        uuid_map_put(&progress->shared, item, progress);
        if (!instant_is_set(progress->began) || instant_before(off->created_utc, progress->began))
            progress->began = off->created_utc;
    }
}

/* A share divides all charges that it finds on the bill: one that came later is none of them. */
static bool
is_whole(const struct progress *progress, const struct order_item *item)
{
    return item->state == ACCOUNTING_OPEN && decimal_sign(item->amount.gross) != 0
           && instant_before(item->created_utc, progress->began)
           && !uuid_map_find(&progress->shared, item->id);
}

struct share_rest
share_rest(const struct desk *desk, struct uuid account, struct arena *arena)
{
    struct uuid_list parts = parts_left(desk, account, arena);
    struct share_rest rest = {0};
    struct progress progress = {0};
    struct uuid *bills = arena_new(arena, (parts.count + 1) * sizeof(*bills));
    struct store_rows items;
    struct uuid *whole;

    if (!parts.count)
        return rest;
    rest.bill = store_order_item_of(desk->store, parts.rows[0])->bill_id;
    take_parts(desk, parts, &progress, &rest, bills);
    rest.bills.rows = bills;
    items = store_by(desk->store, STORE_ITEMS_OF_BILL, rest.bill);
    rest.share = find_share(items, &progress);
    if (uuid_is_set(rest.share))
        take_shared(items, rest.share, &progress);
    whole = arena_new(arena, (items.count + 1) * sizeof(*whole));
    for (size_t i = 0; i < items.count; i++) {
        const struct order_item *item = items.rows[i];

        if (is_whole(&progress, item))
            whole[rest.items.count++] = item->id;
    }
    rest.items.rows = whole;
    uuid_map_clear(&progress.orders);
    uuid_map_clear(&progress.shared);
    return rest;
}
