#include <stdio.h>
#include <string.h>

#include "api/base/fold.h"
#include "api/base/intl.h"
#include "views/panes.h"
#include "views/task_rows.h"

/* What is to be done in the house, and by when. */

struct tasks {
    struct task_rows rows;
    struct list list;
    bool is_settled; /* they are loaded, or a key chose: the cursor stays on its record */
};

static void
refresh(struct tasks *tasks)
{
    task_rows_refresh(&tasks->rows);
    list_refresh(&tasks->list);
    if (!tasks->is_settled)
        (void)list_command(&tasks->list, "home");
    tasks->is_settled |= desk_has_tasks(tasks->rows.app->desk);
}

static void
set_filter(struct tasks *tasks, const char *text)
{
    fold_text(text ? text : "", tasks->rows.filter, sizeof(tasks->rows.filter));
    refresh(tasks);
    list_reset(&tasks->list);
}

static bool
open_tasks(struct pane *pane, const struct invocation *invocation, struct error *err)
{
    struct tasks *tasks = pane->state;
    struct app *app = screen_app(pane->screen);

    (void)err;
    if (!tasks->list.class) {
        tasks->rows.app = app;
        list_init(&tasks->list, task_list_class(), &tasks->rows);
        desk_show(app->desk, RECORD_task);
    }
    desk_load_house(app->desk);
    desk_load_tasks(app->desk);
    set_filter(tasks, invocation ? invocation_word(invocation, 0) : NULL);
    return true;
}

static void
close_tasks(struct pane *pane)
{
    struct tasks *tasks = pane->state;

    if (tasks->list.class)
        desk_hide(tasks->rows.app->desk, RECORD_task);
    list_clear(&tasks->list);
    task_rows_clear(&tasks->rows);
}

static void
draw(struct pane *pane, const struct canvas *canvas)
{
    struct tasks *tasks = pane->state;
    const struct error *missing = desk_tasks_missing(tasks->rows.app->desk);

    list_draw(&tasks->list, canvas);
    if (canvas->at.rows <= 3)
        return;
    if (missing)
        draw_text(canvas, canvas->at.rows - 1, 0, STYLE_ERROR, missing->text);
    if (tasks->rows.count)
        return;
    if (!desk_has_tasks(tasks->rows.app->desk))
        draw_text(canvas, 2, 2, STYLE_DIM, _("Reading the tasks ..."));
    else if (tasks->rows.filter[0])
        draw_text(canvas, 2, 2, STYLE_DIM, _("No task passes the filter (Esc shows all)."));
    else if (!missing)
        draw_text(canvas, 2, 2, STYLE_DIM, _("Nothing is to be done."));
}

static void
status(struct pane *pane, char *text, size_t size)
{
    const struct tasks *tasks = pane->state;

    snprintf(text, size,
             ngettext("%s%s%s%zu open task, %zu overdue", "%s%s%s%zu open tasks, %zu overdue",
                      tasks->rows.count),
             tasks->rows.filter[0] ? "/" : "", tasks->rows.filter,
             tasks->rows.filter[0] ? "  " : "", tasks->rows.count, tasks->rows.overdue);
}

/* Why an action failed stays on its row until a key. */
static bool
key(struct pane *pane, struct key key)
{
    struct tasks *tasks = pane->state;

    tasks->is_settled = true;
    action_dismiss_all(tasks->rows.app->desk);
    return list_key(&tasks->list, key);
}

static bool
command(struct pane *pane, const struct invocation *invocation)
{
    struct tasks *tasks = pane->state;

    if (strcmp(invocation->command->name, "filter") != 0)
        return list_command(&tasks->list, invocation->command->name);
    set_filter(tasks, invocation_word(invocation, 0));
    return true;
}

static bool
selection(struct pane *pane, char *text, size_t size)
{
    return list_selection(&((struct tasks *)pane->state)->list, text, size);
}

static void
changed(struct pane *pane, uint64_t what)
{
    if (what
        & (DESK_KIND(RECORD_task) | DESK_KIND(RECORD_department) | DESK_KIND(RECORD_reservation)
           | DESK_KIND(RECORD_customer) | DESK_STATUS | DESK_ACTIONS | DESK_JOURNAL))
        refresh(pane->state);
}

static bool
back(struct pane *pane)
{
    struct tasks *tasks = pane->state;

    if (!tasks->rows.filter[0])
        return false;
    set_filter(tasks, NULL);
    return true;
}

static struct list *
list_of(struct pane *pane)
{
    return &((struct tasks *)pane->state)->list;
}

const struct pane_class tasks_pane = {
    .name = "tasks",
    .title = N_("Tasks"),
    .contexts = (const char *const[]){"list", NULL},
    .size = sizeof(struct tasks),
    .open = open_tasks,
    .close = close_tasks,
    .draw = draw,
    .status = status,
    .key = key,
    .command = command,
    .selection = selection,
    .changed = changed,
    .list = list_of,
    .back = back,
    .hints =
        (const char *const[]){"done", "task", "detail", "filter-as-you-type", "help-keys", NULL},
};
