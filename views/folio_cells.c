#include <stdio.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/text.h"
#include "views/folio_lines.h"
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
    COLUMN(amount, N_("Amount"), 12, false, ALIGN_RIGHT, 0)                                        \
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

/* Cells */

static void
say_day(struct cell *cell, struct instant at)
{
    if (instant_is_set(at))
        day_short_text(day_of(at), cell->text);
}

/* `Bill 2 Open R-7 Nováková, Anna, extras` */
static void
say_bill(const struct folio_lines *lines, const struct folio_line *line, struct cell *cell)
{
    const struct bill *bill = line->bill;
    char owner[200];
    char number[32] = "";

    account_title(lines->app->desk, bill->account_id, owner, sizeof(owner));
    if (line->bill_number)
        snprintf(number, sizeof(number), "%zu ", line->bill_number);
    snprintf(cell->text, sizeof(cell->text), _("Bill %s%s%s%s %s%s%s%s%s%s"), number,
             bill_state_name(bill->state), bill->number[0] ? " " : "", bill->number, owner,
             bill->name[0] ? ", " : "", bill->name, line->role ? " (" : "",
             line->role ? _(line->role) : "", line->role ? ")" : "");
}

static void
say_heading(const struct folio_lines *lines, const struct folio_line *line, struct cell *cell)
{
    char owner[200];

    cell->style = STYLE_STRONG;
    if (line->bill) {
        say_bill(lines, line, cell);
        return;
    }
    cell->style = STYLE_WARNING;
    if (line->role)
        snprintf(cell->text, sizeof(cell->text), _("On no bill %s (%s)"),
                 account_title(lines->app->desk, line->account, owner, sizeof(owner)),
                 _(line->role));
    else
        text_copy(cell->text, sizeof(cell->text), _("On no bill: these do not close"));
}

static void
say_group(const struct folio_lines *lines, const struct folio_line *line, struct cell *cell)
{
    char text[DAY_TEXT_SIZE];

    cell->style = STYLE_MATCH;
    snprintf(cell->text, sizeof(cell->text), "%s  (%zu)",
             lines->grouping == FOLIO_BY_DAY ? day_short_text(line->day, text) : _(line->title),
             line->count);
}

static void
say_unknown(const struct folio_line *line, struct cell *cell)
{
    cell->style = STYLE_UNKNOWN;
    snprintf(cell->text, sizeof(cell->text), _("? %s: nobody knows whether it was done"),
             line->unknown->text);
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
say_item(const struct folio_line *line, struct cell *cell)
{
    const struct order_item *item = line->item;
    bool is_void = item->state == ACCOUNTING_CANCELED || item->state == ACCOUNTING_INACTIVE;

    snprintf(cell->text, sizeof(cell->text), "%s%s%s%s", item->name[0] ? item->name : item->type,
             line->is_rebated ? _(" (reversed)") : "", is_void ? " " : "",
             is_void ? accounting_state_name(item->state) : "");
    if (is_void || line->is_rebated)
        cell->style = STYLE_DIM;
}

static void
say_text(const struct folio_lines *lines, const struct folio_line *line, struct cell *cell)
{
    switch (line->kind) {
    case FOLIO_HEADING:
        say_heading(lines, line, cell);
        break;
    case FOLIO_ITEM:
        say_item(line, cell);
        break;
    case FOLIO_PAYMENT:
        say_payment(line->payment, cell);
        break;
    case FOLIO_GROUP:
        say_group(lines, line, cell);
        break;
    case FOLIO_UNKNOWN:
        say_unknown(line, cell);
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

/* Without the code of the house's own currency. */
static void
say_money(const struct folio_lines *lines, struct money value, struct cell *cell)
{
    char text[MONEY_TEXT_SIZE];
    bool is_own = strcmp(value.currency, house_currency(lines->app)) == 0;

    text_copy(cell->text, sizeof(cell->text),
              is_own ? money_amount_text(value, text) : money_text(value, text));
}

static void
say_amount(const struct folio_lines *lines, const struct folio_line *line, struct cell *cell)
{
    if (line->item)
        say_money(lines, amount_gross(&line->item->amount), cell);
    else if (line->payment)
        say_money(lines, amount_gross(&line->payment->amount), cell);
    else if (line->kind == FOLIO_GROUP)
        say_money(lines, line->balance, cell);
    else if (line->unknown && line->unknown->amount.currency[0])
        say_money(lines, line->unknown->amount, cell);
    if (line->kind == FOLIO_GROUP)
        cell->style = STYLE_MATCH;
}

/* Of lines that count: groups say theirs in the amount. */
static void
say_balance(const struct folio_lines *lines, const struct folio_line *line, struct cell *cell)
{
    if (folio_line_is_item(line) || line->kind == FOLIO_HEADING)
        say_money(lines, line->balance, cell);
    if (line->kind == FOLIO_HEADING && decimal_sign(line->balance.amount) > 0)
        cell->style = STYLE_MONEY_DUE;
}

static void
fill_cell(const struct folio_lines *lines, const struct folio_line *line, enum folio_column column,
          struct cell *cell)
{
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
        say_amount(lines, line, cell);
        break;
    case FOLIO_COLUMN_tax:
        if (line->item)
            say_taxes(line->item, cell);
        break;
    case FOLIO_COLUMN_balance:
        say_balance(lines, line, cell);
        break;
    }
}

/* Lists */

static size_t
row_count(void *source)
{
    return ((const struct folio_lines *)source)->count;
}

static struct uuid
row_id(void *source, size_t index)
{
    return folio_line_uuid(source, index);
}

static bool
may_mark(void *source, size_t index)
{
    return folio_line_is_item(&((const struct folio_lines *)source)->rows[index]);
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
    if (folio_line_is_item(line))
        document_set_uuid(object, "id", line->item ? line->item->id : line->payment->id);
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
        .may_mark = may_mark,
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
