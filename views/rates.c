#include <stdio.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/desk/wish.h"
#include "views/panes.h"
#include "views/rates_rows.h"
#include "views/resolve.h"

/*
 * What the house has to sell, day by day, and for how much by one of its rates: for who asks on the
 * phone. What is under the cursor is said in words below.
 */

enum {
    CELL_WIDTH = 6,
    WEEK = 7,
    INFO_ROWS = 1
};

struct rates {
    struct rates_rows rows;
    struct grid grid;
};

/* The days that show, and many on both sides: not each step asks anew. */
static void
follow_span(struct rates *rates)
{
    struct calendar_span *span = &rates->rows.span;
    int first = rates->grid.first_column;

    if (first < span->from.number || first + rates->grid.columns > span->from.number + span->days)
        *span = (struct calendar_span){span->rate, {first - WEEK}, CALENDAR_DAYS};
}

static void
refresh(struct rates *rates)
{
    follow_span(rates);
    desk_load_calendar(rates->rows.app->desk, &rates->rows.span);
    rates_rows_refresh(&rates->rows);
    grid_refresh(&rates->grid);
}

static bool
open_rates(struct pane *pane, const struct invocation *invocation, struct error *err)
{
    struct rates *rates = pane->state;
    struct app *app = screen_app(pane->screen);
    const char *date = invocation ? invocation_word(invocation, 0) : NULL;
    const char *name = invocation ? invocation_word(invocation, 1) : NULL;
    const struct rate *rate = NULL;
    struct day day = desk_today(app->desk);
    bool is_new = !rates->grid.class;

    if ((date && !resolve_date(app, date, &day, err))
        || (name && !(rate = rates_find(app, name, err))))
        return false;
    if (is_new) {
        rates->rows.app = app;
        grid_init(&rates->grid, rates_grid_class(), &rates->rows, CELL_WIDTH);
    }
    if (rate)
        rates->rows.span.rate = rate->id;
    rates_choose(&rates->rows);
    if (is_new || date) {
        rates->grid.first_column = day.number;
        rates->grid.column = day.number;
    }
    refresh(rates);
    return true;
}

static void
close_rates(struct pane *pane)
{
    rates_rows_clear(&((struct rates *)pane->state)->rows);
}

/* What is under the cursor, in words. */
static void
describe(const struct rates *rates, char *text, size_t size)
{
    const struct desk *desk = rates->rows.app->desk;
    const struct resource_category *category = rates_category(&rates->rows, rates->grid.row);
    struct day day = {rates->grid.column};
    struct calendar_night night;
    struct error err;
    char date[DAY_TEXT_SIZE];
    char price[MONEY_TEXT_SIZE];
    int length;

    text[0] = '\0';
    if (!category)
        return;
    night = calendar_night(desk, category->id, day);
    length = snprintf(text, size, "%s  %s  ", category->name, day_short_text(day, date));
    if (night.is_known)
        length +=
            snprintf(text + length, size - (size_t)length, _("%lld left  "), (long long)night.left);
    if (night.price.currency[0])
        length +=
            snprintf(text + length, size - (size_t)length, "%s  ", money_text(night.price, price));
    if (!calendar_check(desk, category, day, &err))
        snprintf(text + length, size - (size_t)length, "%s", err.text);
}

static void
draw_info(const struct rates *rates, const struct canvas *info)
{
    const struct error *missing = desk_calendar_missing(rates->rows.app->desk);
    char text[400];

    if (missing) {
        draw_rest(info, 0, draw_text(info, 0, 0, STYLE_ERROR, missing->text), STYLE_NORMAL);
        return;
    }
    describe(rates, text, sizeof(text));
    draw_rest(info, 0, draw_text(info, 0, 0, STYLE_NORMAL, text), STYLE_NORMAL);
}

static void
draw(struct pane *pane, const struct canvas *canvas)
{
    struct rates *rates = pane->state;
    int rows = canvas->at.rows > 4 ? canvas->at.rows - INFO_ROWS : canvas->at.rows;
    struct canvas grid = canvas_part(canvas, (struct rect){0, 0, rows, canvas->at.columns});
    struct canvas info =
        canvas_part(canvas, (struct rect){rows, 0, canvas->at.rows - rows, canvas->at.columns});

    grid_draw(&rates->grid, &grid);
    if (info.at.rows > 0)
        draw_info(rates, &info);
}

static void
status(struct pane *pane, char *text, size_t size)
{
    const struct rates *rates = pane->state;
    const struct desk *desk = rates->rows.app->desk;
    const struct rate *rate = store_rate_of(desk_store(desk), rates->rows.span.rate);

    snprintf(text, size, "%s%s", rate ? rate->name : _("no rate"),
             desk_has_calendar(desk) ? "" : _(", reading"));
}

/* The next of the rates that are open to all, and again the first. */
static void
turn_rate(struct rates *rates)
{
    const struct desk *desk = rates->rows.app->desk;
    const struct service *service = wish_service(desk);
    const struct rate *open[RATES_MOST];
    size_t count = service ? wish_rates(desk, service->id, open) : 0;
    size_t next = 0;

    for (size_t i = 0; i < count; i++)
        if (uuid_equal(open[i]->id, rates->rows.span.rate))
            next = (i + 1) % count;
    if (count)
        rates->rows.span.rate = open[next]->id;
    refresh(rates);
}

static bool
key(struct pane *pane, struct key key)
{
    return grid_key(&((struct rates *)pane->state)->grid, key);
}

static bool
command(struct pane *pane, const struct invocation *invocation)
{
    struct rates *rates = pane->state;

    if (strcmp(invocation->command->name, "next-rate") == 0) {
        turn_rate(rates);
        return true;
    }
    if (!grid_command(&rates->grid, invocation->command->name))
        return false;
    refresh(rates);
    return true;
}

/* The day. */
static bool
selection(struct pane *pane, char *text, size_t size)
{
    const struct rates *rates = pane->state;

    if (size < DAY_TEXT_SIZE)
        return false;
    day_text((struct day){rates->grid.column}, text);
    return true;
}

static void
changed(struct pane *pane, uint64_t what)
{
    struct rates *rates = pane->state;

    if (!(what & (DESK_STATUS | DESK_KIND(RECORD_rate) | DESK_KIND(RECORD_resource_category))))
        return;
    rates_choose(&rates->rows); // the catalog may come after the pane
    refresh(rates);
}

const struct pane_class rates_pane = {
    .name = "rates",
    .title = N_("Rates"),
    .contexts = (const char *const[]){"grid", "list", NULL},
    .size = sizeof(struct rates),
    .open = open_rates,
    .close = close_rates,
    .draw = draw,
    .status = status,
    .key = key,
    .command = command,
    .selection = selection,
    .changed = changed,
    .hints = (const char *const[]){"book", "next-rate", "walkin", "week-left", "week-right",
                                   "help-keys", NULL},
};
