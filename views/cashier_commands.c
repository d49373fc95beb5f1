#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"
#include "views/cards.h"
#include "views/command_functions.h"
#include "views/handover_report.h"
#include "views/output.h"
#include "views/panes.h"
#include "views/resolve.h"

/* The shift's commands: a pane and a card on the screen, lists and the report in `run`. */

bool
command_cashier(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    struct shift_rows rows = {0};
    bool ok;

    if (app->screen)
        return screen_open(app->screen, &cashier_pane, invocation, err);
    ok = shift_rows_read(&rows, app, invocation_word(invocation, 0), err);
    if (ok)
        output_list(app->output, shift_listing(), &rows);
    shift_rows_clear(&rows);
    return ok;
}

/* `12300 CZK, 200 EUR` */
static bool
read_count(struct app *app, const char *text, struct money counted[SHIFT_CURRENCIES], size_t *count,
           struct error *err)
{
    char words[400];
    char *rest = NULL;

    *count = 0;
    snprintf(words, sizeof(words), "%s", text);
    for (char *word = strtok_r(words, ";,", &rest); word; word = strtok_r(NULL, ";,", &rest)) {
        if (*count == SHIFT_CURRENCIES)
            return error_set(err, ERROR_USAGE, "Too many currencies were counted.");
        if (!resolve_amount(app, word + strspn(word, " "), &counted[*count], err))
            return false;
        (*count)++;
    }
    return true;
}

/* All that is expected was counted, and a difference is explained. */
static bool
check_count(const struct shift_rows *rows, const struct count_sheet *sheet, struct error *err)
{
    struct drawer drawers[SHIFT_CURRENCIES];
    size_t count = shift_drawers(rows->app->desk, &rows->shift, drawers);

    for (size_t i = 0; i < count; i++) {
        struct money difference;
        char text[MONEY_TEXT_SIZE];

        if (!sheet_differs(sheet, &drawers[i], &difference)) {
            if (decimal_sign(drawers[i].expected.amount) == 0)
                continue;
            return error_set(err, ERROR_REFUSED, "%s was not counted.", drawers[i].begun.currency);
        }
        if (decimal_sign(difference.amount) != 0 && !(sheet->note && sheet->note[0]))
            return error_set(err, ERROR_REFUSED, "The drawer differs by %s: say why (note=).",
                             money_text(difference, text));
    }
    return true;
}

static struct document *
drawer_document(const struct drawer *drawer, const struct count_sheet *sheet)
{
    struct document *object = document_object();
    struct money money;

    document_set_text(object, "currency", drawer->begun.currency);
    document_set_decimal(object, "float", drawer->begun.amount);
    document_set_decimal(object, "moved", drawer->moved.amount);
    document_set_decimal(object, "expected", drawer->expected.amount);
    if (sheet_finds(sheet, drawer->begun.currency, &money))
        document_set_decimal(object, "counted", money.amount);
    else
        document_set_null(object, "counted");
    if (sheet_differs(sheet, drawer, &money))
        document_set_decimal(object, "difference", money.amount);
    else
        document_set_null(object, "difference");
    return object;
}

static void
put_report(struct app *app, const struct shift_rows *rows, const struct count_sheet *sheet)
{
    struct drawer drawers[SHIFT_CURRENCIES];
    size_t count = shift_drawers(app->desk, &rows->shift, drawers);
    struct document *list = document_array();
    struct buffer text = {0};

    for (size_t i = 0; i < count; i++)
        document_add(list, drawer_document(&drawers[i], sheet));
    output_result(app->output, list);
    handover_text(rows, sheet, &text);
    output_text(app->output, buffer_text(&text));
    buffer_clear(&text);
}

/* Without a count it is a look at the shift, which goes on. */
static bool
hand_over(struct app *app, const struct invocation *invocation, const struct shift_rows *rows,
          struct error *err)
{
    const char *counted = invocation_value(invocation, "count");
    const char *path = invocation_value(invocation, "file");
    struct money money[SHIFT_CURRENCIES];
    struct count_sheet sheet = {.counted = money, .note = invocation_value(invocation, "note")};

    if (counted
        && (!read_count(app, counted, money, &sheet.count, err) || !check_count(rows, &sheet, err)))
        return false;
    if (counted && app->is_read_only)
        return error_set(err, ERROR_REFUSED,
                         "handover count= is not done: this desk is read-only.");
    if (path && !handover_save(rows, &sheet, path, err))
        return false;
    put_report(app, rows, &sheet);
    if (counted)
        shift_hand_over(app->desk, &rows->shift, money, sheet.count);
    return true;
}

bool
command_handover(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const char *cashier = invocation_word(invocation, 0);
    struct shift_rows rows = {0};
    bool ok;

    if (app->screen)
        return handover_card(app, cashier, err);
    ok = shift_rows_read(&rows, app, cashier, err) && hand_over(app, invocation, &rows, err);
    shift_rows_clear(&rows);
    return ok;
}
