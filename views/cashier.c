#include <stdio.h>
#include <string.h>

#include "api/base/fold.h"
#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/base/zone.h"
#include "tui/list.h"
#include "views/panes.h"
#include "views/shift_rows.h"

/* The shift: transactions of the drawer, and below them what it should hold and what was taken. */

struct cashier_view {
    struct shift_rows rows;
    struct list list;
    char name[64]; /* of the cashier, as asked; "" the house */
};

enum {
    TOTALS_MOST = 8,
    LIST_LEAST = 6
};

/* Cashiers are known by name only once they are read. */
static bool
refresh(struct cashier_view *view, struct error *err)
{
    struct app *app = view->rows.app;
    struct shift_rows named;

    if (view->name[0] && !uuid_is_set(view->rows.shift.cashier) && desk_has_shift(app->desk)) {
        if (!shift_rows_init(&named, app, view->name, err))
            return false;
        view->rows.shift = named.shift;
    }
    view->rows.shift = shift_of(app->desk, view->rows.shift.cashier);
    shift_rows_refresh(&view->rows);
    list_refresh(&view->list);
    return true;
}

static bool
open_cashier(struct pane *pane, const struct invocation *invocation, struct error *err)
{
    struct cashier_view *view = pane->state;
    struct app *app = screen_app(pane->screen);
    const char *word = invocation ? invocation_word(invocation, 0) : NULL;

    if (!view->list.class) {
        if (!shift_rows_init(&view->rows, app, NULL, err))
            return false;
        list_init(&view->list, shift_listing()->list, &view->rows);
    }
    if (invocation) {
        snprintf(view->name, sizeof(view->name), "%s", word ? word : "");
        view->rows.shift.cashier = (struct uuid){{0}};
    }
    desk_load_shift(app->desk, shift_of(app->desk, view->rows.shift.cashier).since);
    if (!refresh(view, err))
        return false;
    (void)list_command(&view->list, "end"); // the newest
    return true;
}

static void
close_cashier(struct pane *pane)
{
    struct cashier_view *view = pane->state;

    list_clear(&view->list);
    shift_rows_clear(&view->rows);
}

static int
draw_drawers(const struct cashier_view *view, const struct canvas *canvas, int row)
{
    struct drawer drawers[SHIFT_CURRENCIES];
    size_t count = shift_drawers(view->rows.app->desk, &view->rows.shift, drawers);

    for (size_t i = 0; i < count && row < canvas->at.rows; i++) {
        char begun[MONEY_TEXT_SIZE];
        char moved[MONEY_TEXT_SIZE];
        char expected[MONEY_TEXT_SIZE];

        (void)draw_print(
            canvas, row++, 0, STYLE_STRONG, _("Drawer %s  %s  float %s, moved %s"),
            drawers[i].begun.currency,
            drawers[i].is_known ? money_amount_text(drawers[i].expected, expected) : "?",
            money_amount_text(drawers[i].begun, begun), money_amount_text(drawers[i].moved, moved));
    }
    return row;
}

static void
draw_takings(const struct cashier_view *view, const struct canvas *canvas, int row)
{
    struct taking takings[SHIFT_TAKINGS];
    size_t count = shift_takings(view->rows.app->desk, &view->rows.shift, takings);

    for (size_t i = 0; i < count && row < canvas->at.rows; i++) {
        char sum[MONEY_TEXT_SIZE];

        (void)draw_print(canvas, row++, 0, STYLE_DIM, _("House %s %s  %zu"), takings[i].type,
                         money_text(takings[i].sum, sum), takings[i].count);
    }
}

static size_t
count_totals(const struct cashier_view *view)
{
    struct drawer drawers[SHIFT_CURRENCIES];
    struct taking takings[SHIFT_TAKINGS];

    return shift_drawers(view->rows.app->desk, &view->rows.shift, drawers)
           + shift_takings(view->rows.app->desk, &view->rows.shift, takings);
}

/* While somebody counts, what should be there is not to be seen. */
static bool
is_counting(const struct pane *pane)
{
    return screen_card(pane->screen) != NULL;
}

static void
draw(struct pane *pane, const struct canvas *canvas)
{
    struct cashier_view *view = pane->state;
    struct app *app = view->rows.app;
    const struct error *missing = desk_shift_missing(app->desk);
    int totals = (int)count_totals(view);
    int most = canvas->at.rows - LIST_LEAST;
    int rows = canvas->at.rows;
    struct canvas part;

    totals = totals < TOTALS_MOST ? totals : TOTALS_MOST;
    totals = totals < most ? totals : most > 1 ? most : 1;
    part = canvas_part(canvas, (struct rect){0, 0, rows - totals, canvas->at.columns});
    list_draw(&view->list, &part);
    if (!view->rows.count && part.at.rows > 2)
        draw_text(&part, 2, 2, STYLE_DIM,
                  missing                     ? missing->text
                  : desk_has_shift(app->desk) ? _("No cash has moved since the shift began.")
                                              : _("Reading the shift ..."));
    part = canvas_part(canvas, (struct rect){rows - totals, 0, totals, canvas->at.columns});
    draw_clear(&part);
    if (!is_counting(pane))
        draw_takings(view, &part, draw_drawers(view, &part, 0));
}

static void
status(struct pane *pane, char *text, size_t size)
{
    const struct cashier_view *view = pane->state;
    char since[WALL_TEXT_SIZE];

    snprintf(text, size, _("%s since %s%s%s"), shift_rows_whose(&view->rows),
             wall_short_text(view->rows.shift.since, since), view->rows.filter[0] ? "  /" : "",
             view->rows.filter);
}

static bool
command(struct pane *pane, const struct invocation *invocation)
{
    struct cashier_view *view = pane->state;
    const char *word = invocation_word(invocation, 0);
    struct error err;

    if (strcmp(invocation->command->name, "refresh") == 0)
        desk_load_shift(view->rows.app->desk, view->rows.shift.since);
    if (strcmp(invocation->command->name, "filter") != 0)
        return list_command(&view->list, invocation->command->name);
    fold_text(word ? word : "", view->rows.filter, sizeof(view->rows.filter));
    (void)refresh(view, &err);
    list_reset(&view->list);
    return true;
}

/* Whose folio the row is in. */
static bool
selection(struct pane *pane, char *text, size_t size)
{
    const struct cashier_view *view = pane->state;
    struct uuid account;

    if (!list_has_selection(&view->list) || size < UUID_TEXT_SIZE)
        return false;
    account = shift_rows_account(&view->rows, view->list.selected);
    if (!uuid_is_set(account))
        return false;
    uuid_text(account, text);
    return true;
}

static void
changed(struct pane *pane, uint64_t what)
{
    struct cashier_view *view = pane->state;
    struct error err;

    if (what & DESK_KIND(RECORD_payment)) // of which the drawer's are some
        desk_load_shift(view->rows.app->desk, view->rows.shift.since);
    if (!refresh(view, &err))
        app_error(view->rows.app, &err);
}

static struct list *
list_of(struct pane *pane)
{
    return &((struct cashier_view *)pane->state)->list;
}

const struct pane_class cashier_pane = {
    .name = "cashier",
    .title = N_("Cashier"),
    .contexts = (const char *const[]){"list", NULL},
    .size = sizeof(struct cashier_view),
    .open = open_cashier,
    .close = close_cashier,
    .draw = draw,
    .status = status,
    .command = command,
    .selection = selection,
    .changed = changed,
    .list = list_of,
    .hints = (const char *const[]){"handover", "folio", "export", "filter-as-you-type", "help-keys",
                                   NULL},
};
