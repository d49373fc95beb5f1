#include "views/bill_text.h"

#include <stdio.h>

#include "api/base/intl.h"
#include "api/base/text.h"
#include "views/folio_lines.h"
#include "views/folio_sums.h"

enum {
    WIDTH = 72,
    TEXT_WIDTH = 42,
    MONEY_WIDTH = 14,
    TAXES_MOST = 12
};

static void
add_money(struct buffer *text, struct money value)
{
    char amount[MONEY_TEXT_SIZE];

    buffer_print(text, "%*s\n", MONEY_WIDTH, money_amount_text(value, amount));
}

static void
add_rule(struct buffer *text)
{
    for (int i = 0; i < WIDTH; i++)
        buffer_add_char(text, '-');
    buffer_add_char(text, '\n');
}

static void
add_head(const struct app *app, const struct bill *bill, struct buffer *text)
{
    const struct configuration *house = store_configuration(desk_store(app->desk));
    const struct company *company = store_company_of(desk_store(app->desk), bill->account_id);
    bool is_closed = bill->state == BILL_CLOSED;
    char name[200];
    char date[DAY_TEXT_SIZE];

    buffer_print(text, "%s\n\n", house ? house->name : "");
    buffer_print(text, "%s %s\n", is_closed ? bill_type_name(bill->type) : _("Not closed yet"),
                 bill->number);
    buffer_print(text, _("For   %s\n"),
                 account_title(app->desk, bill->account_id, name, sizeof(name)));
    if (company)
        buffer_print(text, _("Tax   %s\n"), company->tax_identifier);
    if (is_closed)
        buffer_print(text, _("Date  %s\n"), day_text(day_of(bill->issued_utc), date));
    if (instant_is_set(bill->due_utc))
        buffer_print(text, _("Due   %s\n"), day_text(day_of(bill->due_utc), date));
    buffer_add_char(text, '\n');
}

static void
add_line(const struct folio_line *line, struct buffer *text)
{
    const struct payment *payment = line->payment;
    char date[DAY_TEXT_SIZE];
    char count[32] = "";

    buffer_print(text, "%s  ", day_text(folio_line_day(line), date));
    if (line->item && line->item->unit_count != 1)
        snprintf(count, sizeof(count), "%lld", (long long)line->item->unit_count);
    buffer_add_cells(text,
                     line->item                  ? line->item->name
                     : payment->external_type[0] ? payment->external_type
                                                 : payment->type,
                     TEXT_WIDTH);
    buffer_print(text, "%4s", count);
    add_money(text, amount_gross(line->item ? &line->item->amount : &payment->amount));
}

static void
add_sum(struct buffer *text, const char *label, struct money value)
{
    buffer_add_cells(text, label, WIDTH - MONEY_WIDTH);
    add_money(text, value);
}

static void
add_totals(const struct app *app, const struct bill *bill, struct buffer *text)
{
    struct bill_totals totals = folio_totals(app, bill);
    struct balance balance = bill_balance(app->desk, bill->id);
    struct tax_sum taxes[TAXES_MOST];
    size_t count = folio_taxes(app, bill, taxes, TAXES_MOST);

    add_sum(text, _("Net"), totals.net);
    for (size_t i = 0; i < count; i++) {
        struct money tax = totals.net;

        tax.amount = taxes[i].value;
        add_sum(text, taxes[i].code, tax);
    }
    add_sum(text, _("Total"), totals.gross);
    add_sum(text, _("Paid"), totals.paid);
    add_rule(text);
    buffer_print(text, "%s ", balance.amount.currency);
    buffer_add_cells(text, _("to pay"), WIDTH - MONEY_WIDTH - 4);
    add_money(text, balance.amount);
}

/* The lines that count, charges and payments by their creation. */
void
bill_text(struct app *app, const struct bill *bill, struct buffer *text)
{
    struct folio_lines lines = {.app = app, .account = bill->account_id};

    folio_lines_of_bill(&lines, bill);
    add_head(app, bill, text);
    add_rule(text);
    for (size_t i = 0; i < lines.count; i++)
        if (folio_line_is_item(&lines.rows[i]) && folio_line_counts(&lines.rows[i]))
            add_line(&lines.rows[i], text);
    add_rule(text);
    add_totals(app, bill, text);
    folio_lines_clear(&lines);
}
