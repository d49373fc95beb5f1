#include "views/start.h"

#include <string.h>

#include "api/base/intl.h"
#include "views/connect.h"

/* Where nothing says which property: the demo, a connection, or help. There is no desk yet. */

static bool
open_start(struct pane *pane, const struct invocation *invocation, struct error *err)
{
    (void)pane;
    (void)invocation;
    (void)err;
    return true;
}

enum {
    TEXT_COLUMN = 7
};

static void
draw(struct pane *pane, const struct canvas *canvas)
{
    static const struct {
        const char *key;
        const char *text;
    } rows[] = {
        {"d", N_("the demo hotel: 120 rooms, a full house, nothing to break")},
        {"c", N_("connect to a property: its address and tokens")},
        {"F1", N_("the keys")},
        {"q", N_("leave")},
    };
    struct canvas texts = canvas_part(
        canvas, (struct rect){0, TEXT_COLUMN, canvas->at.rows, canvas->at.columns - TEXT_COLUMN});
    int row = 1;

    (void)pane;
    draw_clear(canvas);
    row += draw_paragraph(canvas, row, STYLE_STRONG,
                          _("Nothing says yet which property this desk works for."));
    row++;
    for (size_t i = 0; i < countof(rows); i++) {
        draw_field(canvas, (struct span){row, 2, 4}, STYLE_HINT_KEY, ALIGN_LEFT, rows[i].key);
        row += draw_paragraph(&texts, row, STYLE_NORMAL, _(rows[i].text));
    }
    row++;
    (void)draw_paragraph(
        canvas, row, STYLE_DIM,
        _("A profile in frontdeskrc, or FRONTDESK_URL with FRONTDESK_CLIENT_TOKEN and "
          "FRONTDESK_ACCESS_TOKEN in the environment, says so too. `frontdesk doctor` tells what "
          "is "
          "wrong with terminal, configuration or connection, and how to mend it."));
    draw_cursor(canvas, 3, 2);
}

static bool
key(struct pane *pane, struct key key)
{
    struct app *app = screen_app(pane->screen);

    if (key.code == 'd')
        connect_to(app, NULL);
    else if (key.code == 'c' || key.code == KEYCODE_ENTER)
        connect_card(app);
    else
        return false;
    return true;
}

const struct pane_class start_pane = {
    .name = "start",
    .title = N_("Start"),
    .open = open_start,
    .draw = draw,
    .key = key,
};

/* The commands that make sense without a desk. */

static bool
run_demo(void *context, const struct invocation *invocation, struct error *err)
{
    (void)invocation;
    (void)err;
    connect_to(context, NULL);
    return true;
}

static bool
run_connect(void *context, const struct invocation *invocation, struct error *err)
{
    (void)invocation;
    (void)err;
    connect_card(context);
    return true;
}

static const struct command commands[] = {
    {.name = "demo", .group = "start", .help = N_("Open the demo hotel"), .run = run_demo},
    {.name = "connect", .group = "start", .help = N_("Connect to a property"), .run = run_connect},
};

struct command_table
start_commands(struct app *app)
{
    return (struct command_table){commands, countof(commands), app};
}
