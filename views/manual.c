#include <stdio.h>
#include <string.h>

#include "api/base/fold.h"
#include "api/base/intl.h"
#include "views/command_functions.h"
#include "views/manual_rows.h"
#include "views/output.h"
#include "views/panes.h"

/* `help` and `config`: the manual on the screen, and for `run`. */

struct manual {
    struct manual_rows rows;
    struct list list;
};

static void
choose(struct manual_rows *rows, const struct invocation *invocation)
{
    const char *text = invocation ? invocation_word(invocation, 0) : NULL;

    rows->has_settings_alone = invocation && strcmp(invocation->command->name, "config") == 0;
    fold_text(text ? text : "", rows->filter, sizeof(rows->filter));
    manual_rows_refresh(rows);
}

static bool
open_manual(struct pane *pane, const struct invocation *invocation, struct error *err)
{
    struct manual *manual = pane->state;

    (void)err;
    manual->rows.app = screen_app(pane->screen);
    choose(&manual->rows, invocation);
    if (!manual->list.class)
        list_init(&manual->list, manual_listing()->list, &manual->rows);
    list_reset(&manual->list);
    return true;
}

static void
close_manual(struct pane *pane)
{
    struct manual *manual = pane->state;

    list_clear(&manual->list);
    manual_rows_clear(&manual->rows);
}

/* Below the list all that the selected one does. */
static void
draw(struct pane *pane, const struct canvas *canvas)
{
    struct manual *manual = pane->state;
    const struct manual_rows *rows = &manual->rows;
    size_t at = manual->list.selected;
    char text[CELL_SIZE] = "";

    if (at < rows->count)
        (void)manual_help(&rows->rows[at], text, sizeof(text));
    list_draw_above(&manual->list, canvas, text);
    if (!rows->count && canvas->at.rows > 2)
        draw_text(canvas, 2, 2, STYLE_DIM, _("Nothing has these words (Esc shows all)."));
}

static void
status(struct pane *pane, char *text, size_t size)
{
    const struct manual_rows *rows = &((const struct manual *)pane->state)->rows;

    snprintf(text, size, "%zu%s%s", rows->count, rows->filter[0] ? "  /" : "", rows->filter);
}

static void
set_filter(struct manual *manual, const char *text)
{
    fold_text(text ? text : "", manual->rows.filter, sizeof(manual->rows.filter));
    manual_rows_refresh(&manual->rows);
    list_reset(&manual->list);
}

static bool
command(struct pane *pane, const struct invocation *invocation)
{
    struct manual *manual = pane->state;

    if (strcmp(invocation->command->name, "filter") != 0)
        return list_command(&manual->list, invocation->command->name);
    set_filter(manual, invocation_word(invocation, 0));
    return true;
}

static bool
back(struct pane *pane)
{
    struct manual *manual = pane->state;

    if (!manual->rows.filter[0])
        return false;
    set_filter(manual, NULL);
    return true;
}

static struct list *
list_of(struct pane *pane)
{
    return &((struct manual *)pane->state)->list;
}

const struct pane_class manual_pane = {
    .name = "help",
    .title = N_("Help"),
    .contexts = (const char *const[]){"list", NULL},
    .size = sizeof(struct manual),
    .open = open_manual,
    .close = close_manual,
    .draw = draw,
    .status = status,
    .command = command,
    .list = list_of,
    .back = back,
    .hints = (const char *const[]){"back", "filter-as-you-type", "export", "help-keys", NULL},
};

static bool
show(struct app *app, const struct invocation *invocation, struct error *err)
{
    struct manual_rows rows = {.app = app};

    if (app->screen)
        return screen_open(app->screen, &manual_pane, invocation, err);
    choose(&rows, invocation);
    output_list(app->output, manual_listing(), &rows);
    manual_rows_clear(&rows);
    return true;
}

bool
command_help(void *context, const struct invocation *invocation, struct error *err)
{
    return show(context, invocation, err);
}

bool
command_config(void *context, const struct invocation *invocation, struct error *err)
{
    return show(context, invocation, err);
}
