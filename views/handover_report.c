#include "views/handover_report.h"

#include <stdio.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/text.h"
#include "api/base/zone.h"
#include "views/csv.h"
#include "views/export.h"

bool
sheet_finds(const struct count_sheet *sheet, const char *currency, struct money *counted)
{
    for (size_t i = 0; i < sheet->count; i++) {
        if (strcmp(sheet->counted[i].currency, currency) != 0)
            continue;
        *counted = sheet->counted[i];
        return true;
    }
    return false;
}

bool
sheet_differs(const struct count_sheet *sheet, const struct drawer *drawer,
              struct money *difference)
{
    struct money expected = drawer->expected;
    struct money counted;

    if (!drawer->is_known || !sheet_finds(sheet, expected.currency, &counted))
        return false;
    expected.amount.units = -expected.amount.units;
    return money_add(counted, expected, difference);
}

/* Text */

static void
add_time(struct buffer *text, struct instant at)
{
    struct wall_time wall = zone_wall_time(at);

    buffer_print(text, "%02d.%02d.%d %02d:%02d", wall.day, wall.month, wall.year, wall.hour,
                 wall.minute);
}

static void
add_head(const struct shift_rows *rows, struct buffer *text)
{
    const struct configuration *house = store_configuration(desk_store(rows->app->desk));

    buffer_print(text, _("%s\nHandover of %s, from "), house ? house->name : "",
                 shift_rows_whose(rows));
    add_time(text, rows->shift.since);
    buffer_add_text(text, _(" to "));
    add_time(text, desk_now(rows->app->desk));
    buffer_add_text(text, "\n\n");
}

static void
add_amount(struct buffer *text, struct money money)
{
    char amount[MONEY_TEXT_SIZE];

    buffer_print(text, " %13s", money_amount_text(money, amount));
}

static void
add_drawers(const struct shift_rows *rows, const struct count_sheet *sheet, struct buffer *text)
{
    struct drawer drawers[SHIFT_CURRENCIES];
    size_t count = shift_drawers(rows->app->desk, &rows->shift, drawers);

    buffer_add_text(text, _("Drawer         Float         Moved      Expected       Counted"
                            "    Difference\n"));
    for (size_t i = 0; i < count; i++) {
        struct money counted;
        struct money difference;

        buffer_add_cells(text, drawers[i].begun.currency, 6);
        add_amount(text, drawers[i].begun);
        add_amount(text, drawers[i].moved);
        add_amount(text, drawers[i].expected);
        if (sheet_finds(sheet, drawers[i].begun.currency, &counted))
            add_amount(text, counted);
        if (sheet_differs(sheet, &drawers[i], &difference))
            add_amount(text, difference);
        buffer_add_char(text, '\n');
    }
    if (sheet->note && sheet->note[0])
        buffer_print(text, _("Note: %s\n"), sheet->note);
    buffer_add_char(text, '\n');
}

static void
add_takings(const struct shift_rows *rows, struct buffer *text)
{
    struct taking takings[SHIFT_TAKINGS];
    size_t count = shift_takings(rows->app->desk, &rows->shift, takings);

    buffer_add_text(text, _("Payments of the house    Count        Amount\n"));
    for (size_t i = 0; i < count; i++) {
        buffer_add_cells(text, takings[i].type, 24);
        buffer_print(text, "%6zu", takings[i].count);
        add_amount(text, takings[i].sum);
        buffer_print(text, " %s\n", takings[i].sum.currency);
    }
    buffer_add_char(text, '\n');
}

static void
add_series(const struct shift_rows *rows, struct buffer *text)
{
    struct bill_series series[SHIFT_SERIES];
    size_t count = shift_series(rows->app->desk, &rows->shift, series);

    buffer_add_text(text, _("Closed bills             Count  Numbers\n"));
    for (size_t i = 0; i < count; i++) {
        buffer_add_cells(text, series[i].counter ? series[i].counter->name : _("without a counter"),
                         24);
        buffer_print(text, "%6zu  %s - %s\n", series[i].count, series[i].first, series[i].last);
    }
    buffer_add_char(text, '\n');
}

/* A row of the list, in the columns that a page has. */
static void
add_transaction(const struct shift_rows *rows, size_t index, struct buffer *text)
{
    static const int widths[] = {12, 7, 12, 16, 8, 12, 3};
    const struct list_class *list = shift_listing()->list;
    struct cell cell;

    for (size_t i = 0; i < countof(widths); i++) {
        list->cell((void *)(uintptr_t)rows, index, i, &cell);
        if (list->columns[i]->align == ALIGN_RIGHT)
            buffer_print(text, "%*s", widths[i], cell.text);
        else
            buffer_add_cells(text, cell.text, widths[i]);
        buffer_add_text(text, i + 1 == countof(widths) ? "\n" : " ");
    }
}

void
handover_text(const struct shift_rows *rows, const struct count_sheet *sheet, struct buffer *text)
{
    add_head(rows, text);
    add_drawers(rows, sheet, text);
    add_takings(rows, text);
    add_series(rows, text);
    buffer_add_text(text, _("Transactions of the drawer\n"));
    for (size_t i = 0; i < rows->count; i++)
        add_transaction(rows, i, text);
    buffer_add_text(text, _("\nHanded over by                         Taken over by\n\n"));
}

/* CSV */

static void
add_csv(struct buffer *text, const char *kind, const char *name, struct money money, size_t count)
{
    char amount[DECIMAL_TEXT_SIZE];
    char number[24];

    snprintf(number, sizeof(number), "%zu", count);
    if (!money_round(money, &money)) // at the currency's digits; what has none stays as it is
        money = (struct money){0};
    csv_add(text, kind);
    csv_add(text, name);
    csv_add(text, money.currency);
    csv_add(text, number);
    csv_add(text, decimal_text(money.amount, amount));
    csv_end(text);
}

static void
add_csv_drawers(const struct shift_rows *rows, const struct count_sheet *sheet, struct buffer *text)
{
    struct drawer drawers[SHIFT_CURRENCIES];
    size_t count = shift_drawers(rows->app->desk, &rows->shift, drawers);

    for (size_t i = 0; i < count; i++) {
        struct money money;

        add_csv(text, "drawer", "float", drawers[i].begun, 0);
        add_csv(text, "drawer", "moved", drawers[i].moved, drawers[i].count);
        add_csv(text, "drawer", "expected", drawers[i].expected, 0);
        if (sheet_finds(sheet, drawers[i].begun.currency, &money))
            add_csv(text, "drawer", "counted", money, 0);
        if (sheet_differs(sheet, &drawers[i], &money))
            add_csv(text, "drawer", "difference", money, 0);
    }
}

void
handover_csv(const struct shift_rows *rows, const struct count_sheet *sheet, struct buffer *text)
{
    struct taking takings[SHIFT_TAKINGS];
    struct bill_series series[SHIFT_SERIES];
    size_t count = shift_takings(rows->app->desk, &rows->shift, takings);

    buffer_add_text(text, "kind,name,currency,count,amount\r\n");
    add_csv_drawers(rows, sheet, text);
    for (size_t i = 0; i < count; i++)
        add_csv(text, "payments", takings[i].type, takings[i].sum, takings[i].count);
    count = shift_series(rows->app->desk, &rows->shift, series);
    for (size_t i = 0; i < count; i++) {
        char name[200];

        snprintf(name, sizeof(name), "%.80s %.50s-%.50s",
                 series[i].counter ? series[i].counter->name : "", series[i].first, series[i].last);
        add_csv(text, "bills", name, (struct money){0}, series[i].count);
    }
    for (size_t i = 0; i < rows->count; i++) {
        const struct cashier_transaction *row = rows->rows[i];
        struct money money = {.amount = row->value};

        snprintf(money.currency, sizeof(money.currency), "%.3s", row->currency);
        add_csv(text, "transaction", row->number, money, 1);
    }
}

/* Files */

bool
handover_save(const struct shift_rows *rows, const struct count_sheet *sheet, const char *path,
              struct error *err)
{
    struct buffer text = {0};
    struct buffer csv = {0};
    bool ok;

    handover_text(rows, sheet, &text);
    handover_csv(rows, sheet, &csv);
    ok = export_file(path, _("Handover"), buffer_text(&text), buffer_text(&csv), err);
    buffer_clear(&text);
    buffer_clear(&csv);
    return ok;
}
