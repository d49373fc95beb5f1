#include "api/desk/share_parts.h"

#include <string.h>

#include "api/desk/marks.h"
#include "api/rules/splits.h"

/* Without what stays on the first bill. */
static void
drop_first(struct money *parts, size_t count, size_t ways)
{
    for (size_t i = 0; i < count; i++)
        memmove(&parts[i * (ways - 1)], &parts[i * ways + 1], (ways - 1) * sizeof(*parts));
}

static void
add_part(struct action *action, struct postings *postings, const struct order_item *item,
         struct money part, size_t way)
{
    struct money off = part;

    off.amount = decimal_negate(part.amount);
    postings_add(action, postings, item, off, 0);
    postings_add(action, postings, item, part, way);
}

bool
share_parts_add(struct action *action, struct uuid_list items, size_t ways,
                struct postings *postings, struct error *err)
{
    struct split_line *lines = arena_new(&action->arena, (items.count + 1) * sizeof(*lines));
    struct money *parts = arena_new(&action->arena, (items.count + 1) * ways * sizeof(*parts));
    const struct order_item **charges =
        arena_new(&action->arena, (items.count + 1) * sizeof(*charges));

    for (size_t i = 0; i < items.count; i++) {
        charges[i] = posting_item(action->desk, items.rows[i], false, err);
        if (!charges[i])
            return false;
        lines[i].amount = action_split_value(action->desk, charges[i]);
        lines[i].units = charges[i]->unit_count;
    }
    if (!split_evenly(lines, items.count, ways, parts, err))
        return false;
    drop_first(parts, items.count, ways);
    for (size_t i = 0; i < items.count; i++)
        for (size_t way = 1; way < ways; way++)
            add_part(action, postings, charges[i], parts[i * (ways - 1) + way - 1], way);
    return true;
}

void
share_parts_announce(struct action *action, struct postings *postings, const struct uuid *bills)
{
    size_t count = 0;

    for (size_t i = 0; i < postings->count; i++) {
        struct posting *posting = &postings->rows[i];

        if (!posting->way)
            continue;
        posting->mark = mark_part(&action->arena, bills[posting->way]);
        count++;
    }
    if (count)
        hold_announce(action, OP_accounting_items_update,
                      arena_print(&action->arena, "%s: move %zu parts to their bills",
                                  action->row->noun, count));
}
