#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/base/text.h"
#include "tui/list.h"
#include "views/bill_text.h"
#include "views/panes.h"
#include "views/resolve.h"

/* A bill to read, as it is printed: a list of its lines. */

struct billtext {
    struct uuid bill;
    struct buffer text;
    const char **lines; /* in the text, each ended */
    size_t count;
    struct list list;
};

static size_t
row_count(void *source)
{
    return ((const struct billtext *)source)->count;
}

static struct uuid
row_id(void *source, size_t index)
{
    struct uuid id = {{0}};

    (void)source;
    for (size_t i = 0; i < sizeof(index); i++)
        id.bytes[i] = (unsigned char)((index + 1) >> 8 * i);
    return id;
}

static void
row_cell(void *source, size_t index, size_t column, struct cell *cell)
{
    (void)column;
    text_copy(cell->text, sizeof(cell->text), ((const struct billtext *)source)->lines[index]);
}

static const struct list_column line_column = {"line", N_("Bill"), 72, true, ALIGN_LEFT, 0};
static const struct list_column *const columns[] = {&line_column};
static const struct list_class list_class = {
    .columns = columns,
    .column_count = countof(columns),
    .count = row_count,
    .id = row_id,
    .cell = row_cell,
};

static void
split_lines(struct billtext *view)
{
    char *at = view->text.text;

    view->count = 0;
    view->lines = memory_resize(view->lines, view->text.length + 1, sizeof(*view->lines));
    for (char *line; (line = strsep(&at, "\n"));)
        view->lines[view->count++] = line;
}

static void
refresh(struct billtext *view, struct app *app)
{
    const struct bill *bill = store_bill_of(desk_store(app->desk), view->bill);

    buffer_reset(&view->text);
    if (bill)
        bill_text(app, bill, &view->text);
    else
        buffer_add_text(&view->text, _("The bill is gone."));
    split_lines(view);
    list_refresh(&view->list);
}

static bool
open_billtext(struct pane *pane, const struct invocation *invocation, struct error *err)
{
    struct billtext *view = pane->state;
    struct app *app = screen_app(pane->screen);
    const char *word = invocation ? invocation_word(invocation, 0) : NULL;
    const struct bill *bill;

    if (!word)
        return view->list.class || error_set(err, ERROR_USAGE, _("Which bill? Write RES/1."));
    bill = resolve_bill(app, word, err);
    if (!bill)
        return false;
    if (!view->list.class)
        list_init(&view->list, &list_class, view);
    view->bill = bill->id;
    refresh(view, app);
    return true;
}

static void
close_billtext(struct pane *pane)
{
    struct billtext *view = pane->state;

    if (view->list.class)
        list_clear(&view->list);
    buffer_clear(&view->text);
    free(view->lines);
}

static void
draw(struct pane *pane, const struct canvas *canvas)
{
    list_draw(&((struct billtext *)pane->state)->list, canvas);
}

static bool
command(struct pane *pane, const struct invocation *invocation)
{
    return list_command(&((struct billtext *)pane->state)->list, invocation->command->name);
}

static bool
selection(struct pane *pane, char *text, size_t size)
{
    char id[UUID_TEXT_SIZE];

    return text_copy(text, size, uuid_text(((struct billtext *)pane->state)->bill, id));
}

static void
changed(struct pane *pane, uint64_t what)
{
    if (what & (DESK_KIND(RECORD_bill) | DESK_KIND(RECORD_order_item) | DESK_KIND(RECORD_payment)))
        refresh(pane->state, screen_app(pane->screen));
}

const struct pane_class billtext_pane = {
    .name = "billtext",
    .title = N_("Bill"),
    .contexts = (const char *const[]){"list", NULL},
    .size = sizeof(struct billtext),
    .open = open_billtext,
    .close = close_billtext,
    .draw = draw,
    .command = command,
    .selection = selection,
    .changed = changed,
    .hints = (const char *const[]){"print", NULL},
};
