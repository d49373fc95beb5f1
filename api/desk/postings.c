#include "api/desk/postings.h"

#include <string.h>

#include "api/base/uuid_map.h"
#include "api/desk/marks.h"
#include "api/rules/charges.h"

enum {
    ORDER_LINES = 500 /* of one orders/add */
};

const struct order_item *
posting_item(const struct desk *desk, struct uuid id, bool may_be_closed, struct error *err)
{
    const struct order_item *item = store_order_item_of(desk->store, id);

    if (!item)
        error_set(err, ERROR_NOT_FOUND, "Only charges can be taken off: payments are refunded.");
    else if (item->state != ACCOUNTING_OPEN && !(may_be_closed && item->state == ACCOUNTING_CLOSED))
        error_set(err, ERROR_REFUSED, "%.60s is %s: nothing can be taken off it.", item->name,
                  accounting_state_name(item->state));
    else if (decimal_sign(item->amount.gross) == 0)
        error_set(err, ERROR_REFUSED, "%.60s is worth nothing.", item->name);
    else
        return item;
    return NULL;
}

static bool
is_net(const struct desk *desk, const struct order_item *item)
{
    const struct configuration *house = store_configuration(desk->store);

    return (house && house->pricing == PRICING_NET) || item->amount.taxes.count > 1;
}

struct money
action_split_value(const struct desk *desk, const struct order_item *item)
{
    struct money value = amount_gross(&item->amount);

    if (is_net(desk, item))
        value.amount = item->amount.net;
    return value;
}

/* The time of the charge, where the books may still be changed there. */
static struct instant
consumed_at(const struct desk *desk, const struct order_item *item)
{
    const struct configuration *house = store_configuration(desk->store);

    if (house && !charge_may_be_at(house, item->consumed_utc, desk_now(desk), NULL))
        return (struct instant){0};
    return item->consumed_utc;
}

static struct text_list
codes_of(struct arena *arena, const struct order_item *item)
{
    size_t count = item->amount.taxes.count;
    const char **codes = arena_new(arena, (count + 1) * sizeof(*codes));
    size_t used = 0;

    for (size_t i = 0; i < count; i++)
        if (item->amount.taxes.rows[i].code[0])
            codes[used++] = arena_text(arena, item->amount.taxes.rows[i].code);
    return (struct text_list){codes, used};
}

static const char *
mark_of(struct action *action, const struct postings *postings, const struct order_item *item)
{
    if (uuid_is_set(postings->share))
        return mark_shared(&action->arena, item->id, postings->share);
    return postings->is_rebate ? mark_rebate(&action->arena, item->id) : new_nonce(&action->arena);
}

static struct posting *
next_row(struct action *action, struct postings *postings)
{
    postings->rows = arena_grow(&action->arena, postings->rows, postings->count,
                                &postings->capacity, sizeof(*postings->rows));
    return &postings->rows[postings->count++];
}

void
postings_add(struct action *action, struct postings *postings, const struct order_item *item,
             struct money amount, size_t way)
{
    const struct reservation *stay =
        store_reservation_of(action->desk->store, item->service_order_id);
    struct posting posting = {
        .service = item->service_id,
        .reservation = stay ? stay->id : action->order.reservation,
        .category = item->accounting_category_id,
        .consumed = consumed_at(action->desk, item),
        .name = arena_text(&action->arena, item->name[0] ? item->name : item->type),
        .mark = mark_of(action, postings, item),
        .amount = amount,
        .is_net = is_net(action->desk, item),
        .tax_codes = codes_of(&action->arena, item),
        .way = way,
    };

    if (decimal_sign(amount.amount) != 0)
        *next_row(action, postings) = posting;
}

static bool
is_alike(const struct posting *a, const struct posting *b)
{
    return uuid_equal(a->service, b->service) && uuid_equal(a->reservation, b->reservation)
           && a->consumed.ms == b->consumed.ms
           && strcmp(a->amount.currency, b->amount.currency) == 0;
}

static struct custom_item
line_of(const struct posting *posting)
{
    struct optional_decimal value = {PRESENCE_SET, posting->amount.amount};
    struct custom_item line = {
        .name = posting->name,
        .unit_count = 1,
        .accounting_category_id = posting->category,
        .external_identifier = posting->mark,
        .unit_amount = {.currency = posting->amount.currency, .tax_codes = posting->tax_codes},
    };

    if (posting->is_net)
        line.unit_amount.net = value;
    else
        line.unit_amount.gross = value;
    return line;
}

struct request *
postings_order(struct action *action, struct postings *postings, struct uuid bill)
{
    struct arena arena = {0};
    struct custom_item *lines = arena_new(&arena, ORDER_LINES * sizeof(*lines));
    const struct posting *first = NULL;
    struct request *request;
    struct order_add body;
    size_t count = 0;

    for (size_t i = 0; i < postings->count && count < ORDER_LINES; i++) {
        struct posting *posting = &postings->rows[i];

        if (posting->is_sent || (first && !is_alike(first, posting)))
            continue;
        first = first ? first : posting;
        lines[count++] = line_of(posting);
        posting->is_sent = true;
    }
    if (!first) {
        arena_clear(&arena);
        return NULL;
    }
    body = (struct order_add){
        .service_id = first->service,
        .account_id = action->order.account,
        .linked_reservation_id = first->reservation,
        .bill_id = bill,
        .items = {lines, count},
        .consumption_utc = first->consumed,
        .notes = postings->notes ? postings->notes : "",
    };
    request = action_write(action, OP_orders_add, RECORD_order_add, &body);
    write_says(request, first->mark, "%s: %.60s%s", action->row->noun, first->name,
               count > 1 ? " and more" : "");
    request->intent.amount = first->amount;
    arena_clear(&arena);
    return request;
}

/* Nobody looks for those of rebates. */
size_t
postings_find(const struct action *action, struct postings *postings)
{
    struct store_rows items =
        store_by(action->desk->store, STORE_ITEMS_OF_ACCOUNT, action->order.account);
    struct uuid_map by_mark = {0};
    size_t missing = 0;
    struct uuid mark;

    for (size_t i = 0; i < postings->count; i++)
        if (mark_parse(postings->rows[i].mark, &mark))
            uuid_map_put(&by_mark, mark, &postings->rows[i]);
    for (size_t i = 0; i < items.count; i++) {
        const struct order_item *item = items.rows[i];
        struct posting *posting =
            mark_parse(item->external_identifier, &mark) ? uuid_map_find(&by_mark, mark) : NULL;

        if (posting)
            posting->item = item->id;
    }
    for (size_t i = 0; i < postings->count; i++)
        missing += !uuid_is_set(postings->rows[i].item);
    uuid_map_clear(&by_mark);
    return missing;
}
