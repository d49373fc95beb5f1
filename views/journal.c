#include <stdio.h>
#include <string.h>

#include "api/base/fold.h"
#include "api/base/intl.h"
#include "views/journal_rows.h"
#include "views/panes.h"

/* Every write of the user's desks; those that nobody knows to be done are on top. */

struct journal {
    struct journal_view view;
    struct list list;
    bool is_settled; /* all is read, or a command chose: the cursor stays on its entry */
};

static void
refresh(struct journal *journal)
{
    journal_view_refresh(&journal->view);
    list_refresh(&journal->list);
    if (!journal->is_settled)
        (void)list_command(&journal->list, "home");
    journal->is_settled |= desk_has_journal(journal->view.app->desk);
}

static void
set_filter(struct journal *journal, const char *text)
{
    fold_text(text ? text : "", journal->view.filter, sizeof(journal->view.filter));
    refresh(journal);
    list_reset(&journal->list);
}

static bool
open_journal(struct pane *pane, const struct invocation *invocation, struct error *err)
{
    struct journal *journal = pane->state;
    struct app *app = screen_app(pane->screen);

    (void)err;
    if (!journal->list.class) {
        journal->view.app = app;
        list_init(&journal->list, journal_list_class(), &journal->view);
        desk_load_journal(app->desk, JOURNAL_SHOWN);
    }
    set_filter(journal, invocation ? invocation_word(invocation, 0) : NULL);
    return true;
}

static void
close_journal(struct pane *pane)
{
    struct journal *journal = pane->state;

    list_clear(&journal->list);
    journal_view_clear(&journal->view);
}

static void
draw(struct pane *pane, const struct canvas *canvas)
{
    struct journal *journal = pane->state;

    list_draw(&journal->list, canvas);
    if (journal->view.count || canvas->at.rows <= 3)
        return;
    if (!desk_has_journal(journal->view.app->desk))
        draw_text(canvas, 2, 2, STYLE_DIM, _("Reading the journal ..."));
    else if (journal->view.filter[0])
        draw_text(canvas, 2, 2, STYLE_DIM, _("No entry passes the filter (Esc shows all)."));
    else
        draw_text(canvas, 2, 2, STYLE_DIM, _("Nothing was written yet."));
}

static void
status(struct pane *pane, char *text, size_t size)
{
    const struct journal *journal = pane->state;
    size_t unknown = desk_unknown(journal->view.app->desk).count;

    snprintf(text, size,
             ngettext("%s%s%s%zu entry, %zu unknown", "%s%s%s%zu entries, %zu unknown",
                      journal->view.count),
             journal->view.filter[0] ? "/" : "", journal->view.filter,
             journal->view.filter[0] ? "  " : "", journal->view.count, unknown);
}

static bool
command(struct pane *pane, const struct invocation *invocation)
{
    struct journal *journal = pane->state;

    journal->is_settled = true;
    if (strcmp(invocation->command->name, "filter") != 0)
        return list_command(&journal->list, invocation->command->name);
    set_filter(journal, invocation_word(invocation, 0));
    return true;
}

static bool
selection(struct pane *pane, char *text, size_t size)
{
    const struct journal *journal = pane->state;

    if (journal->list.is_lost || journal->list.selected >= journal->view.count)
        return false;
    snprintf(text, size, "%lld", (long long)journal->view.rows[journal->list.selected]->number);
    return true;
}

static bool
back(struct pane *pane)
{
    struct journal *journal = pane->state;

    if (!journal->view.filter[0])
        return false;
    set_filter(journal, NULL);
    return true;
}

static void
changed(struct pane *pane, uint64_t what)
{
    if (what & DESK_JOURNAL)
        refresh(pane->state);
}

static struct list *
list_of(struct pane *pane)
{
    return &((struct journal *)pane->state)->list;
}

const struct pane_class journal_pane = {
    .name = "journal",
    .title = N_("Journal"),
    .contexts = (const char *const[]){"list", NULL},
    .size = sizeof(struct journal),
    .open = open_journal,
    .close = close_journal,
    .draw = draw,
    .status = status,
    .command = command,
    .selection = selection,
    .changed = changed,
    .list = list_of,
    .back = back,
    .hints = (const char *const[]){"found", "filter-as-you-type", "export", "help-keys", NULL},
};
