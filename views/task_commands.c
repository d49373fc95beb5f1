#include <stdlib.h>

#include "api/base/fold.h"
#include "api/base/intl.h"
#include "views/cards.h"
#include "views/command_functions.h"
#include "views/output.h"
#include "views/panes.h"
#include "views/resolve.h"
#include "views/task_rows.h"

/* Tasks: given, listed, done. */

enum {
    PARTS_FOR_STAYS = 1u << DESK_ROOMS | 1u << DESK_STAYS,
    PART_OF_DETAILS = 1u << DESK_DETAILS, /* stays that tasks are about, too */
};

static bool
has_tasks(struct app *app, const void *context, struct error *err)
{
    (void)context;
    if (desk_tasks_missing(app->desk))
        *err = *desk_tasks_missing(app->desk);
    return desk_has_tasks(app->desk);
}

/* In `run`: with the stays that they are about. */
static bool
wait_tasks(struct app *app, struct error *err)
{
    if (!app_wait_parts(app, 0, PARTS_FOR_STAYS, err))
        return false;
    desk_load_tasks(app->desk);
    return app_load_house(app, err) && app_wait(app, has_tasks, NULL, err)
           && app_wait_parts(app, 0, PART_OF_DETAILS, err);
}

static bool
print_tasks(struct app *app, const char *words, struct error *err)
{
    struct task_rows rows = {.app = app};

    if (!wait_tasks(app, err))
        return false;
    fold_text(words ? words : "", rows.filter, sizeof(rows.filter));
    task_rows_refresh(&rows);
    output_list(app->output, task_listing(), &rows);
    task_rows_clear(&rows);
    return true;
}

bool
command_tasks(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;

    return app->screen ? screen_open(app->screen, &tasks_pane, invocation, err)
                       : print_tasks(app, invocation_word(invocation, 0), err);
}

/* A task by its id, or the one open task with these words. */
static const struct task *
resolve_task(struct app *app, const char *text, struct error *err)
{
    struct task_rows rows = {.app = app};
    const struct task *task = NULL;
    struct uuid id;

    if (uuid_parse(text, &id))
        task = store_task_of(desk_store(app->desk), id);
    if (task)
        return task;
    fold_text(text, rows.filter, sizeof(rows.filter));
    task_rows_refresh(&rows);
    if (rows.count == 1)
        task = rows.rows[0];
    else if (rows.count)
        error_set(err, ERROR_USAGE, "\"%.40s\" fits %zu tasks: write more of it.", text,
                  rows.count);
    else
        error_set(err, ERROR_NOT_FOUND, "No open task \"%.40s\".", text);
    task_rows_clear(&rows);
    return task;
}

bool
command_done(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    struct action_order order = {.kind = ACTION_CLOSE_TASK, .key = invocation->command->name};
    const struct task *task;

    if (!app->screen && !wait_tasks(app, err))
        return false;
    task = resolve_task(app, invocation_word(invocation, 0), err);
    if (!task)
        return false;
    order.task = task->id;
    return app_do(app, &order, err);
}

/* Of the stay that is selected where the text is asked for. */

bool
command_task(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const char *text = invocation_word(invocation, 0);
    const char *name = invocation_value(invocation, "for");
    const char *by = invocation_value(invocation, "by");
    const char *of = invocation_value(invocation, "of");
    const struct department *department = NULL;
    const struct reservation *stay = NULL;
    struct action_order order = {
        .kind = ACTION_ADD_TASK,
        .text = text,
        .key = invocation->command->name,
    };

    if (!app->screen && !app_wait_parts(app, PARTS_FOR_STAYS, 0, err))
        return false;
    if (!app_load_house(app, err) || (of && !(stay = resolve_stay(app, of, RESOLVE_GUEST, err)))
        || (name && !(department = resolve_department(app, name, err)))
        || !resolve_deadline(app, by ? by : "tomorrow", &order.during.end_utc, err))
        return false;
    order.reservation = stay ? stay->id : (struct uuid){{0}};
    order.department = department ? department->id : (struct uuid){{0}};
    if (!app->screen || text)
        return app_do(app, &order, err);
    ask_card(app, &order);
    return true;
}
