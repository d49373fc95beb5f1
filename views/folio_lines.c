#include "views/folio_lines.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/desk/marks.h"
#include "views/payers.h"
#include "views/resolve.h"

static struct instant
created(const struct folio_line *line)
{
    return line->item ? line->item->created_utc : line->payment->created_utc;
}

static struct uuid
line_id(const struct folio_line *line)
{
    return line->item ? line->item->id : line->payment->id;
}

bool
folio_line_is_item(const struct folio_line *line)
{
    return line->kind == FOLIO_ITEM || line->kind == FOLIO_PAYMENT;
}

struct day
folio_line_day(const struct folio_line *line)
{
    if (line->item)
        return day_of(line->item->consumed_utc);
    return line->payment ? day_of(line->payment->created_utc) : line->day;
}

static const char *
type_of(const struct payment *payment)
{
    return payment->external_type[0] ? payment->external_type : payment->type;
}

bool
folio_lines_alike(const struct folio_line *a, const struct folio_line *b)
{
    if (a->item && b->item)
        return uuid_is_set(a->item->product_id)
                   ? uuid_equal(a->item->product_id, b->item->product_id)
                   : uuid_equal(a->item->accounting_category_id, b->item->accounting_category_id)
                         && strcmp(a->item->type, b->item->type) == 0;
    return a->payment && b->payment && strcmp(type_of(a->payment), type_of(b->payment)) == 0;
}

/* Orders: by creation, then id, which numbers the lines; and those of the groups before it. */

static int
compare_lines(const void *left, const void *right)
{
    const struct folio_line *a = left;
    const struct folio_line *b = right;
    struct uuid id_a = line_id(a);
    struct uuid id_b = line_id(b);

    if (created(a).ms != created(b).ms)
        return created(a).ms < created(b).ms ? -1 : 1;
    return memcmp(&id_a, &id_b, sizeof(id_a));
}

/* Payments stand behind the charges of their group, or are one. */
static int
compare_kinds(const struct folio_line *a, const struct folio_line *b)
{
    return (a->kind > b->kind) - (a->kind < b->kind);
}

static int
compare_days(const void *left, const void *right)
{
    int32_t a = folio_line_day(left).number;
    int32_t b = folio_line_day(right).number;

    return a != b ? (a < b ? -1 : 1) : compare_lines(left, right);
}

static int
compare_ids(struct uuid a, struct uuid b)
{
    return memcmp(a.bytes, b.bytes, sizeof(a.bytes));
}

/* Charges of a product by it, others by their accounting category; payments by their type. */
static int
compare_products(const void *left, const void *right)
{
    const struct folio_line *a = left;
    const struct folio_line *b = right;
    int order = compare_kinds(a, b);

    if (!order && a->item)
        order = compare_ids(a->item->product_id, b->item->product_id);
    if (!order && a->item && !uuid_is_set(a->item->product_id))
        order = compare_ids(a->item->accounting_category_id, b->item->accounting_category_id);
    if (!order && a->item && !uuid_is_set(a->item->product_id))
        order = strcmp(a->item->type, b->item->type);
    if (!order && a->payment)
        order = strcmp(type_of(a->payment), type_of(b->payment));
    return order ? order : compare_lines(left, right);
}

static int
compare_services(const void *left, const void *right)
{
    const struct folio_line *a = left;
    const struct folio_line *b = right;
    int order = compare_kinds(a, b);

    if (!order && a->item)
        order = compare_ids(a->item->service_id, b->item->service_id);
    return order ? order : compare_lines(left, right);
}

static bool
is_same_day(const struct folio_line *a, const struct folio_line *b)
{
    return folio_line_day(a).number == folio_line_day(b).number;
}

static bool
is_same_service(const struct folio_line *a, const struct folio_line *b)
{
    return a->kind == b->kind && (!a->item || uuid_equal(a->item->service_id, b->item->service_id));
}

static const struct grouping_row {
    int (*compare)(const void *left, const void *right);
    bool (*is_same)(const struct folio_line *a, const struct folio_line *b);
} groupings[] = {
    [FOLIO_BY_CREATION] = {compare_lines, NULL},
    [FOLIO_BY_DAY] = {compare_days, is_same_day},
    [FOLIO_BY_PRODUCT] = {compare_products, folio_lines_alike},
    [FOLIO_BY_SERVICE] = {compare_services, is_same_service},
};

/* Rows */

static struct folio_line *
add(struct folio_lines *lines)
{
    lines->rows = memory_grow(lines->rows, lines->count, &lines->capacity, sizeof(*lines->rows));
    lines->rows[lines->count] = (struct folio_line){0};
    return &lines->rows[lines->count++];
}

/* Neither canceled nor inactive. */
bool
folio_line_counts(const struct folio_line *line)
{
    enum accounting_state state = line->item ? line->item->state : line->payment->accounting_state;

    return state == ACCOUNTING_OPEN || state == ACCOUNTING_CLOSED;
}

static struct money
counted(const struct folio_line *line)
{
    const struct amount *amount = line->item ? &line->item->amount : &line->payment->amount;
    struct money value = amount_gross(amount);

    if (!folio_line_counts(line))
        value.amount = (struct decimal){0};
    return value;
}

static const char *
group_title(const struct folio_lines *lines, const struct folio_line *line)
{
    const struct store *store = desk_store(lines->app->desk);
    const struct service *service =
        line->item ? store_service_of(store, line->item->service_id) : NULL;
    const struct accounting_category *category =
        line->item ? store_accounting_category_of(store, line->item->accounting_category_id) : NULL;

    if (!line->item)
        return lines->grouping == FOLIO_BY_SERVICE ? N_("Payments") : type_of(line->payment);
    if (lines->grouping == FOLIO_BY_SERVICE)
        return service ? service->name : "";
    return category && !uuid_is_set(line->item->product_id) ? category->name : line->item->name;
}

/* A heading before each run of lines that belong together, with their sum. */
static void
insert_groups(struct folio_lines *lines, size_t from)
{
    const struct grouping_row *row = &groupings[lines->grouping];
    size_t count = lines->count - from;
    struct folio_line *sorted = memory_new((count + 1) * sizeof(*sorted));
    struct folio_line *group = NULL;
    size_t at = 0;

    memcpy(sorted, &lines->rows[from], count * sizeof(*sorted));
    lines->count = from;
    for (size_t i = 0; i < count; i++) {
        if (!i || !row->is_same(&sorted[i - 1], &sorted[i])) {
            at = lines->count;
            *add(lines) = (struct folio_line){
                .kind = FOLIO_GROUP,
                .title = group_title(lines, &sorted[i]),
                .day = folio_line_day(&sorted[i]),
            };
        }
        *add(lines) = sorted[i];
        group = &lines->rows[at];
        group->count++;
        if (!money_add(group->balance, counted(&sorted[i]), &group->balance))
            group->balance = counted(&sorted[i]);
    }
    free(sorted);
}

static void
run_balance(struct folio_lines *lines, size_t heading)
{
    struct money balance = {0};

    for (size_t i = heading + 1; i < lines->count; i++) {
        struct folio_line *line = &lines->rows[i];

        line->bill = lines->rows[heading].bill;
        line->bill_number = lines->rows[heading].bill_number;
        if (line->kind == FOLIO_GROUP)
            continue;
        if (!money_add(balance, counted(line), &balance))
            balance = counted(line); // another currency begins anew
        line->balance = balance;
    }
    lines->rows[heading].balance = balance;
}

/* Numbers the lines behind the heading, orders them, and runs the balance down them. */
static void
finish_bill(struct folio_lines *lines, size_t heading)
{
    size_t from = heading + 1;
    size_t count = lines->count - from;
    bool is_grouped = lines->grouping != FOLIO_BY_CREATION;

    if (count)
        qsort(&lines->rows[from], count, sizeof(*lines->rows), compare_lines);
    for (size_t i = 0; i < count; i++)
        lines->rows[from + i].number = i + 1;
    if (count && is_grouped) {
        qsort(&lines->rows[from], count, sizeof(*lines->rows), groupings[lines->grouping].compare);
        insert_groups(lines, from);
    }
    run_balance(lines, heading);
}

static void
add_items(struct folio_lines *lines, struct store_rows items, struct uuid bill)
{
    for (size_t i = 0; i < items.count; i++) {
        const struct order_item *item = items.rows[i];

        if (uuid_equal(item->bill_id, bill))
            *add(lines) = (struct folio_line){
                .kind = FOLIO_ITEM,
                .item = item,
                .is_rebated = uuid_map_find(&lines->rebated, item->id) != NULL,
            };
    }
}

static void
add_payments(struct folio_lines *lines, struct store_rows payments, struct uuid bill)
{
    for (size_t i = 0; i < payments.count; i++) {
        const struct payment *payment = payments.rows[i];

        if (uuid_equal(payment->bill_id, bill))
            *add(lines) = (struct folio_line){.kind = FOLIO_PAYMENT, .payment = payment};
    }
}

/* What stands on no bill; of another account (`role` says whose) the heading with its sum alone. */
static void
add_unbilled(struct folio_lines *lines, struct uuid account, const char *role)
{
    const struct store *store = desk_store(lines->app->desk);
    struct uuid none = {{0}};
    size_t heading = lines->count;

    *add(lines) = (struct folio_line){.kind = FOLIO_HEADING, .account = account, .role = role};
    add_items(lines, store_by(store, STORE_ITEMS_OF_ACCOUNT, account), none);
    add_payments(lines, store_by(store, STORE_PAYMENTS_OF_ACCOUNT, account), none);
    if (lines->count == heading + 1) {
        lines->count = heading; // nothing stands there: no heading
        return;
    }
    finish_bill(lines, heading);
    if (role)
        lines->count = heading + 1;
}

/* Closed bills and those of others are collapsed, unless they were turned. */
static bool
is_collapsed(const struct folio_lines *lines, const struct bill *bill, const char *role)
{
    bool is_turned = uuid_map_find(&lines->turned, bill->id) != NULL;
    bool by_itself = (bill->state == BILL_CLOSED && !lines->shows_closed) || role;

    return by_itself != is_turned;
}

static void
add_bill(struct folio_lines *lines, const struct bill *bill, size_t number, const char *role)
{
    const struct store *store = desk_store(lines->app->desk);
    size_t heading = lines->count;

    *add(lines) = (struct folio_line){
        .kind = FOLIO_HEADING, .bill = bill, .bill_number = number, .role = role};
    if (is_collapsed(lines, bill, role)) {
        lines->rows[heading].balance = bill_balance(lines->app->desk, bill->id).amount;
        return;
    }
    add_items(lines, store_by(store, STORE_ITEMS_OF_BILL, bill->id), bill->id);
    add_payments(lines, store_by(store, STORE_PAYMENTS_OF_BILL, bill->id), bill->id);
    finish_bill(lines, heading);
}

/* Writes on the account that may have been done. */
static void
add_unknown(struct folio_lines *lines)
{
    struct journal_rows unknown = desk_unknown(lines->app->desk);

    for (size_t i = 0; i < unknown.count; i++)
        if (uuid_equal(unknown.rows[i].account, lines->account))
            *add(lines) = (struct folio_line){.kind = FOLIO_UNKNOWN, .unknown = &unknown.rows[i]};
}

/* Open bills of those near the account; of the same guest all that is open. */
static void
add_others(struct folio_lines *lines)
{
    const struct store *store = desk_store(lines->app->desk);
    struct payer_row near[PAYERS_MOST];
    size_t count = payers_near(lines->app, lines->account, near);

    for (size_t i = 0; i < count; i++) {
        struct store_rows bills = store_by(store, STORE_BILLS_OF_ACCOUNT, near[i].account);

        for (size_t k = 0; k < bills.count && i; k++) {
            const struct bill *bill = bills.rows[k];

            if (bill->state == BILL_OPEN && store_customer_of(store, near[i].account))
                add_bill(lines, bill, 0, near[i].role);
        }
        if (near[i].is_same_guest)
            add_unbilled(lines, near[i].account, near[i].role);
    }
}

/* Rebates */

static void
note_rebated(struct folio_lines *lines)
{
    struct store_rows items =
        store_by(desk_store(lines->app->desk), STORE_ITEMS_OF_ACCOUNT, lines->account);
    struct uuid id;

    uuid_map_clear(&lines->rebated);
    for (size_t i = 0; i < items.count; i++) {
        const struct order_item *item = items.rows[i];

        if (item->state != ACCOUNTING_CANCELED && mark_rebated(item, &id))
            uuid_map_put(&lines->rebated, id, lines);
    }
}

void
folio_lines_refresh(struct folio_lines *lines)
{
    const struct bill *bills[ACCOUNT_BILLS];
    size_t count = account_bills(lines->app, lines->account, bills);

    lines->count = 0;
    note_rebated(lines);
    add_unknown(lines);
    add_unbilled(lines, lines->account, NULL);
    for (size_t i = 0; i < count; i++)
        add_bill(lines, bills[i], i + 1, NULL);
    if (lines->shows_others)
        add_others(lines);
}

void
folio_lines_of_bill(struct folio_lines *lines, const struct bill *bill)
{
    lines->count = 0;
    lines->shows_closed = true;
    add_bill(lines, bill, 0, NULL);
}

void
folio_lines_turn(struct folio_lines *lines, struct uuid bill)
{
    if (!uuid_is_set(bill))
        return;
    if (!uuid_map_remove(&lines->turned, bill))
        uuid_map_put(&lines->turned, bill, lines);
}

void
folio_lines_clear(struct folio_lines *lines)
{
    free(lines->rows);
    uuid_map_clear(&lines->turned);
    uuid_map_clear(&lines->rebated);
    *lines = (struct folio_lines){0};
}

/* Ids */

/* Groups and unknown writes have none of their own: their place on the bill stands for it. */
static struct uuid
made_up(const struct folio_line *line, size_t index)
{
    struct uuid id = line->bill ? line->bill->id : (struct uuid){{0}};
    uint64_t place = line->unknown ? (uint64_t)line->unknown->number : index + 1;

    for (size_t i = 0; i < sizeof(place); i++)
        id.bytes[sizeof(id.bytes) - 1 - i] ^= (unsigned char)(place >> 8 * i);
    id.bytes[0] ^= line->unknown ? 0xa5 : 0x5a;
    return id;
}

struct uuid
folio_line_uuid(const struct folio_lines *lines, size_t index)
{
    const struct folio_line *line = &lines->rows[index];

    switch (line->kind) {
    case FOLIO_ITEM:
    case FOLIO_PAYMENT:
        return line_id(line);
    case FOLIO_GROUP:
    case FOLIO_UNKNOWN:
        return made_up(line, index);
    case FOLIO_HEADING:
        break;
    }
    return line->bill ? line->bill->id : line->account;
}

bool
folio_line_id(const struct app *app, struct uuid bill, size_t number, struct uuid *id)
{
    const struct store *store = desk_store(app->desk);
    struct folio_lines lines = {0};
    bool has = false;

    add_items(&lines, store_by(store, STORE_ITEMS_OF_BILL, bill), bill);
    add_payments(&lines, store_by(store, STORE_PAYMENTS_OF_BILL, bill), bill);
    if (lines.count)
        qsort(lines.rows, lines.count, sizeof(*lines.rows), compare_lines);
    if (number >= 1 && number <= lines.count) {
        *id = line_id(&lines.rows[number - 1]);
        has = true;
    }
    folio_lines_clear(&lines);
    return has;
}
