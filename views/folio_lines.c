#include "views/folio_lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/base/text.h"
#include "views/resolve.h"

/* Columns: the surface's, of which the screen shows some. */

#define FOLIO_COLUMNS(COLUMN)                                                                      \
    COLUMN(bill, N_("Bill"), 4, false, ALIGN_LEFT, 9)                                              \
    COLUMN(number, N_("Number"), 8, false, ALIGN_LEFT, 9)                                          \
    COLUMN(owner, N_("Owner"), 16, false, ALIGN_LEFT, 9)                                           \
    COLUMN(state, N_("State"), 8, false, ALIGN_LEFT, 9)                                            \
    COLUMN(item, N_("Line"), 4, false, ALIGN_RIGHT, 5)                                             \
    COLUMN(date, N_("Date"), 6, false, ALIGN_LEFT, 3)                                              \
    COLUMN(text, N_("Text"), 24, true, ALIGN_LEFT, 0)                                              \
    COLUMN(count, N_("Qty"), 4, false, ALIGN_RIGHT, 4)                                             \
    COLUMN(amount, N_("Amount"), 11, false, ALIGN_RIGHT, 0)                                        \
    COLUMN(tax, N_("Tax"), 12, false, ALIGN_LEFT, 6)                                               \
    COLUMN(balance, N_("Balance"), 11, false, ALIGN_RIGHT, 2)

enum folio_column {
#define COLUMN(id, heading, width, grows, align, rank) FOLIO_COLUMN_##id,
    FOLIO_COLUMNS(COLUMN)
#undef COLUMN
};

static const struct list_column all_columns[] = {
#define COLUMN(id, heading, width, grows, align, rank) {#id, heading, width, grows, align, rank},
    FOLIO_COLUMNS(COLUMN)
#undef COLUMN
};

#define SHOW(id) &all_columns[FOLIO_COLUMN_##id]

static const struct list_column *const screen_columns[] = {
    SHOW(item), SHOW(date), SHOW(text), SHOW(count), SHOW(amount), SHOW(tax), SHOW(balance),
};

static const struct list_column *const surface_columns[] = {
    SHOW(bill), SHOW(number), SHOW(owner),  SHOW(state), SHOW(item),    SHOW(date),
    SHOW(text), SHOW(count),  SHOW(amount), SHOW(tax),   SHOW(balance),
};

/* Lines */

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

/* By creation, then id: the order that numbers them. */
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

static struct folio_line *
add(struct folio_lines *lines)
{
    lines->rows = memory_grow(lines->rows, lines->count, &lines->capacity, sizeof(*lines->rows));
    lines->rows[lines->count] = (struct folio_line){0};
    return &lines->rows[lines->count++];
}

/* What adds to the balance: neither canceled nor inactive. */
static struct money
counted(const struct folio_line *line)
{
    enum accounting_state state = line->item ? line->item->state : line->payment->accounting_state;
    const struct amount *amount = line->item ? &line->item->amount : &line->payment->amount;
    struct money value = amount_gross(amount);

    if (state != ACCOUNTING_OPEN && state != ACCOUNTING_CLOSED)
        value.amount = (struct decimal){0};
    return value;
}

/* Numbers the lines behind the heading, and runs the balance down them. */
static void
finish_bill(struct folio_lines *lines, size_t heading)
{
    struct money balance = {0};

    if (lines->count > heading + 1)
        qsort(&lines->rows[heading + 1], lines->count - heading - 1, sizeof(*lines->rows),
              compare_lines);
    for (size_t i = heading + 1; i < lines->count; i++) {
        struct folio_line *line = &lines->rows[i];

        line->number = i - heading;
        line->bill = lines->rows[heading].bill;
        line->bill_number = lines->rows[heading].bill_number;
        if (!money_add(balance, counted(line), &balance))
            balance = counted(line); // another currency begins anew
        line->balance = balance;
    }
    lines->rows[heading].balance = balance;
}

static void
add_items(struct folio_lines *lines, struct store_rows items, struct uuid bill)
{
    for (size_t i = 0; i < items.count; i++) {
        const struct order_item *item = items.rows[i];

        if (uuid_equal(item->bill_id, bill))
            *add(lines) = (struct folio_line){.kind = FOLIO_ITEM, .item = item};
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

static void
add_unbilled(struct folio_lines *lines)
{
    const struct store *store = desk_store(lines->app->desk);
    struct uuid none = {{0}};
    size_t heading = lines->count;

    *add(lines) = (struct folio_line){.kind = FOLIO_HEADING};
    add_items(lines, store_by(store, STORE_ITEMS_OF_ACCOUNT, lines->account), none);
    add_payments(lines, store_by(store, STORE_PAYMENTS_OF_ACCOUNT, lines->account), none);
    if (lines->count == heading + 1)
        lines->count = heading; // nothing stands there: no heading
    else
        finish_bill(lines, heading);
}

static void
add_bill(struct folio_lines *lines, const struct bill *bill, size_t number)
{
    const struct store *store = desk_store(lines->app->desk);
    size_t heading = lines->count;

    *add(lines) = (struct folio_line){.kind = FOLIO_HEADING, .bill = bill, .bill_number = number};
    if (bill->state == BILL_CLOSED && !lines->shows_closed) {
        lines->rows[heading].balance = bill_balance(lines->app->desk, bill->id).amount;
        return;
    }
    add_items(lines, store_by(store, STORE_ITEMS_OF_BILL, bill->id), bill->id);
    add_payments(lines, store_by(store, STORE_PAYMENTS_OF_BILL, bill->id), bill->id);
    finish_bill(lines, heading);
}

void
folio_lines_refresh(struct folio_lines *lines)
{
    const struct bill *bills[ACCOUNT_BILLS];
    size_t count = account_bills(lines->app, lines->account, bills);

    lines->count = 0;
    add_unbilled(lines);
    for (size_t i = 0; i < count; i++)
        add_bill(lines, bills[i], i + 1);
}

void
folio_lines_clear(struct folio_lines *lines)
{
    free(lines->rows);
    *lines = (struct folio_lines){0};
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

/* Taxes */

static void
add_tax(struct tax_sum *sums, size_t *count, size_t size, const struct tax_value *tax)
{
    size_t at = 0;

    if (!tax->code[0])
        return; // no code is not 0 %
    while (at < *count && strcmp(sums[at].code, tax->code) != 0)
        at++;
    if (at == size)
        return;
    if (at == *count)
        sums[(*count)++] = (struct tax_sum){tax->code, {0}};
    if (!decimal_add(sums[at].value, tax->value, &sums[at].value))
        sums[at].value = tax->value;
}

size_t
folio_taxes(const struct app *app, const struct bill *bill, struct tax_sum *sums, size_t size)
{
    struct store_rows items = store_by(desk_store(app->desk), STORE_ITEMS_OF_BILL, bill->id);
    size_t count = 0;

    for (size_t i = 0; i < items.count; i++) {
        const struct order_item *item = items.rows[i];

        if (item->state != ACCOUNTING_OPEN && item->state != ACCOUNTING_CLOSED)
            continue;
        for (size_t k = 0; k < item->amount.taxes.count; k++)
            add_tax(sums, &count, size, &item->amount.taxes.rows[k]);
    }
    return count;
}

/* Cells */

static void
say_day(struct cell *cell, struct instant at)
{
    struct wall_time wall = zone_wall_time(at);

    if (instant_is_set(at))
        snprintf(cell->text, sizeof(cell->text), "%02d.%02d.", wall.day % 100, wall.month % 100);
}

static void
say_heading(const struct folio_lines *lines, const struct folio_line *line, struct cell *cell)
{
    char owner[200];

    cell->style = STYLE_STRONG;
    if (!line->bill) {
        cell->style = STYLE_WARNING;
        text_copy(cell->text, sizeof(cell->text), _("On no bill: these do not close"));
        return;
    }
    account_title(lines->app->desk, line->bill->account_id, owner, sizeof(owner));
    snprintf(cell->text, sizeof(cell->text), _("Bill %zu %s%s%s %s%s%s"), line->bill_number,
             bill_state_name(line->bill->state), line->bill->number[0] ? " " : "",
             line->bill->number, owner, line->bill->name[0] ? ", " : "", line->bill->name);
}

static void
say_payment(const struct payment *payment, struct cell *cell)
{
    static const enum style styles[] = {
        [PAYMENT_CHARGED] = STYLE_NORMAL,    [PAYMENT_CANCELED] = STYLE_DIM,
        [PAYMENT_PENDING] = STYLE_PENDING,   [PAYMENT_FAILED] = STYLE_DIM,
        [PAYMENT_VERIFYING] = STYLE_PENDING,
    };
    const char *type = payment->external_type[0] ? payment->external_type : payment->type;

    cell->style = styles[payment->state];
    snprintf(cell->text, sizeof(cell->text), "%s %s%s%s%s", _("Payment"), type,
             payment->state == PAYMENT_CHARGED ? "" : " ",
             payment->state == PAYMENT_CHARGED ? "" : payment_state_name(payment->state),
             payment->notes[0] ? " *" : "");
}

static void
say_text(const struct folio_lines *lines, const struct folio_line *line, struct cell *cell)
{
    switch (line->kind) {
    case FOLIO_HEADING:
        say_heading(lines, line, cell);
        break;
    case FOLIO_ITEM:
        text_copy(cell->text, sizeof(cell->text),
                  line->item->name[0] ? line->item->name : line->item->type);
        if (line->item->state == ACCOUNTING_CANCELED || line->item->state == ACCOUNTING_INACTIVE)
            cell->style = STYLE_DIM;
        break;
    case FOLIO_PAYMENT:
        say_payment(line->payment, cell);
        break;
    }
}

static void
say_taxes(const struct order_item *item, struct cell *cell)
{
    size_t length = 0;

    for (size_t i = 0; i < item->amount.taxes.count && length < sizeof(cell->text) - 40; i++)
        length += (size_t)snprintf(cell->text + length, sizeof(cell->text) - length, "%s%.30s",
                                   i ? " " : "", item->amount.taxes.rows[i].code);
}

static void
say_amount(const struct folio_line *line, struct cell *cell)
{
    char text[MONEY_TEXT_SIZE];
    const struct amount *amount = line->item      ? &line->item->amount
                                  : line->payment ? &line->payment->amount
                                                  : NULL;

    if (amount)
        text_copy(cell->text, sizeof(cell->text), money_amount_text(amount_gross(amount), text));
}

static void
fill_cell(const struct folio_lines *lines, const struct folio_line *line, enum folio_column column,
          struct cell *cell)
{
    char text[MONEY_TEXT_SIZE];

    switch (column) {
    case FOLIO_COLUMN_bill:
        if (line->bill_number)
            snprintf(cell->text, sizeof(cell->text), "%zu", line->bill_number);
        break;
    case FOLIO_COLUMN_number:
        text_copy(cell->text, sizeof(cell->text), line->bill ? line->bill->number : "");
        break;
    case FOLIO_COLUMN_owner:
        account_title(lines->app->desk, line->bill ? line->bill->account_id : lines->account,
                      cell->text, sizeof(cell->text));
        break;
    case FOLIO_COLUMN_state:
        text_copy(cell->text, sizeof(cell->text),
                  line->bill ? bill_state_name(line->bill->state) : "");
        break;
    case FOLIO_COLUMN_item:
        if (line->number)
            snprintf(cell->text, sizeof(cell->text), "%zu", line->number);
        break;
    case FOLIO_COLUMN_date:
        say_day(cell, line->item      ? line->item->consumed_utc
                      : line->payment ? line->payment->created_utc
                                      : (struct instant){0});
        break;
    case FOLIO_COLUMN_text:
        say_text(lines, line, cell);
        break;
    case FOLIO_COLUMN_count:
        if (line->item)
            snprintf(cell->text, sizeof(cell->text), "%d", (int)line->item->unit_count);
        break;
    case FOLIO_COLUMN_amount:
        say_amount(line, cell);
        break;
    case FOLIO_COLUMN_tax:
        if (line->item)
            say_taxes(line->item, cell);
        break;
    case FOLIO_COLUMN_balance:
        text_copy(cell->text, sizeof(cell->text), money_amount_text(line->balance, text));
        break;
    }
}

/* Lists */

static size_t
row_count(void *source)
{
    return ((const struct folio_lines *)source)->count;
}

/* A heading's id is its bill's; that of what stands on no bill is the account's. */
static struct uuid
row_id(void *source, size_t index)
{
    const struct folio_lines *lines = source;
    const struct folio_line *line = &lines->rows[index];

    if (line->kind != FOLIO_HEADING)
        return line_id(line);
    return line->bill ? line->bill->id : lines->account;
}

/* Digits pick bills. */
static const char *
row_name(void *source, size_t index)
{
    static const char *const digits[] = {"",  "1", "2",  "3",  "4",  "5",  "6",  "7",
                                         "8", "9", "10", "11", "12", "13", "14", "15"};
    const struct folio_line *line = &((const struct folio_lines *)source)->rows[index];

    return line->kind == FOLIO_HEADING && line->bill_number < countof(digits)
               ? digits[line->bill_number]
               : "";
}

static void
cell_of(void *source, size_t index, const struct list_column *column, struct cell *cell)
{
    const struct folio_lines *lines = source;

    cell->style = STYLE_NORMAL;
    cell->text[0] = '\0';
    fill_cell(lines, &lines->rows[index], (enum folio_column)(column - all_columns), cell);
}

static void
screen_cell(void *source, size_t index, size_t column, struct cell *cell)
{
    cell_of(source, index, screen_columns[column], cell);
}

static void
surface_cell(void *source, size_t index, size_t column, struct cell *cell)
{
    cell_of(source, index, surface_columns[column], cell);
}

static void
row_members(void *source, size_t index, struct document *object)
{
    const struct folio_lines *lines = source;
    const struct folio_line *line = &lines->rows[index];
    const struct amount *amount = line->item      ? &line->item->amount
                                  : line->payment ? &line->payment->amount
                                                  : NULL;

    for (size_t i = 0; i < countof(surface_columns); i++) {
        struct cell cell;

        cell_of(source, index, surface_columns[i], &cell);
        document_set_text(object, surface_columns[i]->id, cell.text);
    }
    if (line->bill)
        document_set_uuid(object, "bill", line->bill->id);
    if (amount)
        document_set_decimal(object, "amount", amount->gross);
    document_set_decimal(object, "balance", line->balance.amount);
    document_set_instant(object, "date",
                         line->item      ? line->item->consumed_utc
                         : line->payment ? line->payment->created_utc
                                         : (struct instant){0});
    if (line->item)
        document_set_whole(object, "count", line->item->unit_count);
    if (line->number)
        document_set_whole(object, "item", (int64_t)line->number);
    if (line->kind != FOLIO_HEADING)
        document_set_uuid(object, "id", line_id(line));
}

const struct list_class *
folio_list_class(void)
{
    static const struct list_class class = {
        .columns = screen_columns,
        .column_count = countof(screen_columns),
        .marker_column = 2,
        .count = row_count,
        .id = row_id,
        .cell = screen_cell,
        .name = row_name,
    };

    return &class;
}

const struct listing *
folio_listing(void)
{
    static const struct list_class class = {
        .columns = surface_columns,
        .column_count = countof(surface_columns),
        .marker_column = 6,
        .count = row_count,
        .id = row_id,
        .cell = surface_cell,
        .name = row_name,
    };
    static const struct listing listing = {&class, row_members};

    return &listing;
}
