#include <stdio.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/desk/rooms.h"
#include "views/missing.h"
#include "views/panes.h"
#include "views/rack_rows.h"
#include "views/resolve.h"
#include "views/stay_rows.h"

/* The room rack: rooms by nights, with what is under the cursor in words below it. */

enum {
    CELL_WIDTH = 4,
    WEEK = 7,
    INFO_ROWS = 1
};

struct rack {
    struct rack_rows rows;
    struct grid grid;
};

/* The days that show, and some on both sides: what is asked for when the cursor gets there. */
static void
follow_window(struct rack *rack)
{
    int columns = rack->grid.columns ? rack->grid.columns : 2 * WEEK;
    struct day from = {rack->grid.first_column};

    rack->rows.from = from;
    rack->rows.to = day_add(from, columns);
    desk_load_window(rack->rows.app->desk, day_add(from, -1), day_add(from, columns + 1));
}

static void
refresh(struct rack *rack)
{
    follow_window(rack);
    rack_rows_refresh(&rack->rows);
    grid_refresh(&rack->grid);
}

/* The row of a room; the first row that isn't a heading where there is none. */
static struct uuid
row_of(const struct rack *rack, const struct resource *room)
{
    for (size_t i = 0; i < rack->rows.count; i++)
        if (room ? rack->rows.rows[i].room == room : rack->rows.rows[i].kind != GRID_HEADING)
            return rack_grid_class()->id((void *)(uintptr_t)&rack->rows, i);
    return (struct uuid){{0}};
}

static bool
open_rack(struct pane *pane, const struct invocation *invocation, struct error *err)
{
    struct rack *rack = pane->state;
    struct app *app = screen_app(pane->screen);
    const char *date = invocation ? invocation_word(invocation, 0) : NULL;
    const char *name = invocation ? invocation_word(invocation, 1) : NULL;
    struct day day = desk_today(app->desk);
    const struct resource *room = NULL;
    bool is_new = !rack->grid.class;

    if (date && !resolve_date(app, date, &day, err))
        return false;
    if (name && !(room = resolve_room(app, name, err)))
        return false;
    if (is_new) {
        rack->rows.app = app;
        grid_init(&rack->grid, rack_grid_class(), &rack->rows, CELL_WIDTH);
        desk_show(app->desk, RECORD_resource_block);
    }
    if (is_new || date)
        rack->grid.first_column = day.number - 1;
    refresh(rack);
    if (is_new || date || room)
        grid_go(&rack->grid, row_of(rack, room), day.number);
    return true;
}

static void
close_rack(struct pane *pane)
{
    struct rack *rack = pane->state;

    if (rack->grid.class)
        desk_hide(rack->rows.app->desk, RECORD_resource_block);
    rack_rows_clear(&rack->rows);
}

static const struct rack_row *
current(const struct rack *rack)
{
    return rack->grid.row < rack->rows.count ? &rack->rows.rows[rack->grid.row] : NULL;
}

/* What is under the cursor, in words. */
static void
describe(const struct rack *rack, char *text, size_t size)
{
    struct app *app = rack->rows.app;
    const struct rack_row *row = current(rack);
    const struct reservation *stay = NULL;
    struct grid_bar bar;
    char name[200];
    char day[DAY_TEXT_SIZE];

    text[0] = '\0';
    if (!row)
        return;
    if (grid_bar_at(&rack->grid, &bar))
        stay = store_reservation_of(desk_store(app->desk), bar.id);
    else
        bar.text[0] = '\0';
    if (stay)
        snprintf(text, size,
                 ngettext("%s  #%s  %s  %d night from %s", "%s  #%s  %s  %d nights from %s",
                          (unsigned long)stay_nights(stay)),
                 account_title(app->desk, stay->account_id, name, sizeof(name)), stay->number,
                 reservation_state_name(stay->state), stay_nights(stay),
                 day_short_text(stay_arrival(stay), day));
    else if (row->room)
        snprintf(text, size, "%s  %s  %s  %s", row->room->name,
                 resource_state_name(row->room->state),
                 room_use_name(room_use(app->desk, row->room->id)), bar.text);
}

enum {
    PARTS_SHOWN = 1u << DESK_CONFIGURATION | 1u << DESK_ROOMS | 1u << DESK_STAYS | 1u << DESK_WINDOW
};

static void
draw(struct pane *pane, const struct canvas *whole)
{
    struct rack *rack = pane->state;
    struct canvas left = missing_draw(rack->rows.app, PARTS_SHOWN, (struct uuid){{0}}, whole);
    const struct canvas *canvas = &left;
    int rows = canvas->at.rows > 6 ? canvas->at.rows - INFO_ROWS : canvas->at.rows;
    struct canvas grid = canvas_part(canvas, (struct rect){0, 0, rows, canvas->at.columns});
    struct canvas info =
        canvas_part(canvas, (struct rect){rows, 0, canvas->at.rows - rows, canvas->at.columns});
    char text[400];

    if (info.at.rows > 0) {
        describe(rack, text, sizeof(text));
        draw_rest(&info, 0, draw_text(&info, 0, 0, STYLE_NORMAL, text), STYLE_NORMAL);
    }
    grid_draw(&rack->grid, &grid);
    if (!rack->rows.count && canvas->at.rows > 4 && !desk_missing(rack->rows.app->desk, DESK_ROOMS))
        draw_text(canvas, 3, 2, STYLE_DIM, _("Reading the rooms ..."));
}

static void
status(struct pane *pane, char *text, size_t size)
{
    const struct rack *rack = pane->state;
    char day[DAY_TEXT_SIZE];

    snprintf(text, size, "%s  %s", day_short_text((struct day){rack->grid.column}, day),
             desk_has(rack->rows.app->desk, DESK_WINDOW)
                     || desk_missing(rack->rows.app->desk, DESK_WINDOW)
                 ? ""
                 : _("reading"));
}

static bool
key(struct pane *pane, struct key key)
{
    return grid_key(&((struct rack *)pane->state)->grid, key);
}

/* Who wants the room on a later day that is free does not walk in. */
static bool
book_cell(struct pane *pane)
{
    struct rack *rack = pane->state;
    const struct rack_row *row = current(rack);
    struct day day = {rack->grid.column};
    struct grid_bar bar;
    char room[UUID_TEXT_SIZE];
    char from[DAY_TEXT_SIZE];
    char line[UUID_TEXT_SIZE + DAY_TEXT_SIZE + 24];

    if (!row || !row->room || rack->grid.pick[0] || grid_bar_at(&rack->grid, &bar)
        || day.number <= desk_today(rack->rows.app->desk).number)
        return false;
    snprintf(line, sizeof(line), "book room=%s from=%s", uuid_text(row->room->id, room),
             day_text(day, from));
    screen_command(pane->screen, line);
    return true;
}

static bool
command(struct pane *pane, const struct invocation *invocation)
{
    struct rack *rack = pane->state;
    int first = rack->grid.first_column;

    if (strcmp(invocation->command->name, "walkin") == 0)
        return book_cell(pane);

    if (!grid_command(&rack->grid, invocation->command->name))
        return false;
    if (rack->grid.first_column != first)
        refresh(rack);
    return true;
}

static char *
pick(struct pane *pane)
{
    return ((struct rack *)pane->state)->grid.pick;
}

/* The picked digits; the stay under the cursor; else the room. */
static bool
selection(struct pane *pane, char *text, size_t size)
{
    struct rack *rack = pane->state;
    const struct rack_row *row = current(rack);
    struct grid_bar bar;

    if (size < UUID_TEXT_SIZE)
        return false;
    if (rack->grid.pick[0]) {
        snprintf(text, size, "%s", row && row->room ? row->room->name : rack->grid.pick);
        return true;
    }
    if (grid_bar_at(&rack->grid, &bar)
        && store_reservation_of(desk_store(rack->rows.app->desk), bar.id)) {
        uuid_text(bar.id, text);
        return true;
    }
    if (!row || !row->room)
        return false;
    uuid_text(row->room->id, text);
    return true;
}

static void
changed(struct pane *pane, uint64_t what)
{
    (void)what;
    refresh(pane->state);
}

/* Esc doesn't leave it, q does. */
static bool
back(struct pane *pane)
{
    (void)pane;
    return true;
}

const struct pane_class rack_pane = {
    .name = "rack",
    .title = N_("Rooms"),
    .contexts = (const char *const[]){"grid", "desk", "list", NULL},
    .size = sizeof(struct rack),
    .open = open_rack,
    .close = close_rack,
    .draw = draw,
    .status = status,
    .key = key,
    .pick = pick,
    .command = command,
    .selection = selection,
    .changed = changed,
    .back = back,
    .signs = stay_signs,
    .hints =
        (const char *const[]){"assign", "inspect", "dirty", "detail", "week-left", "week-right",
                              "help-keys", "move", "walkin", "block", "clean", "undo", NULL},
};
