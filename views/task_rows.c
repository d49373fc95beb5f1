#include "views/task_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/fold.h"
#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/base/text.h"
#include "views/facts.h"

enum column {
    COLUMN_DUE,
    COLUMN_DEPARTMENT,
    COLUMN_ROOM,
    COLUMN_TEXT,
    COLUMN_GUEST,
    COLUMN_CREATED,
    COLUMNS
};

static const struct list_column columns[COLUMNS] = {
    [COLUMN_DUE] = {"due", N_("Due"), 12, false, ALIGN_LEFT, 0},
    [COLUMN_DEPARTMENT] = {"department", N_("Department"), 13, false, ALIGN_LEFT, 1},
    [COLUMN_ROOM] = {"room", N_("Room"), 5, false, ALIGN_LEFT, 0},
    [COLUMN_TEXT] = {"text", N_("Task"), 24, true, ALIGN_LEFT, 0},
    [COLUMN_GUEST] = {"guest", N_("Guest"), 16, false, ALIGN_LEFT, 2},
    [COLUMN_CREATED] = {"created", N_("Given"), 12, false, ALIGN_LEFT, 3},
};

static const struct list_column *const shown[] = {
    &columns[0], &columns[1], &columns[2], &columns[3], &columns[4], &columns[5],
};

static const struct reservation *
stay_of(const struct app *app, const struct task *task)
{
    return store_reservation_of(desk_store(app->desk), task->service_order_id);
}

static bool
is_overdue(const struct app *app, const struct task *task)
{
    return !task_is_done(task) && instant_before(task->deadline_utc, desk_now(app->desk));
}

/* Cells */

/* What is under way with it, or why it failed, in place of its text. */
static void
fill_text(const struct app *app, const struct task *task, struct cell *cell)
{
    const struct action *action = action_of(app->desk, task->id);

    if (desk_unknown_of(app->desk, task->id)) {
        cell->style = STYLE_UNKNOWN;
        snprintf(cell->text, sizeof(cell->text), "%.100s: %s", task->name, _("unknown"));
    } else if (!action) {
        bool is_more = task->description && task->description[0];

        snprintf(cell->text, sizeof(cell->text), is_more ? "%.120s (%.120s)" : "%.120s", task->name,
                 task->description);
    } else if (action_error(action)) {
        cell->style = STYLE_ERROR;
        text_copy(cell->text, sizeof(cell->text), action_error(action)->text);
    } else {
        cell->style = STYLE_PENDING;
        snprintf(cell->text, sizeof(cell->text), "%.100s: %s", task->name, _(action_word(action)));
    }
}

static void
fill(const struct app *app, const struct task *task, enum column column, struct cell *cell)
{
    const struct department *department =
        store_department_of(desk_store(app->desk), task->department_id);
    const struct reservation *stay = stay_of(app, task);
    const struct resource *room = stay ? stay_room(app->desk, stay) : NULL;

    cell->style = STYLE_NORMAL;
    cell->text[0] = '\0';
    switch (column) {
    case COLUMN_DUE:
        cell->style = is_overdue(app, task) ? STYLE_WARNING : STYLE_NORMAL;
        wall_short_text(task->deadline_utc, cell->text);
        break;
    case COLUMN_DEPARTMENT:
        text_copy(cell->text, sizeof(cell->text), department ? department->name : "");
        break;
    case COLUMN_ROOM:
        text_copy(cell->text, sizeof(cell->text), room ? room->name : "");
        break;
    case COLUMN_TEXT:
        fill_text(app, task, cell);
        break;
    case COLUMN_GUEST:
        if (stay)
            facts_guest(app, stay, cell->text, sizeof(cell->text));
        break;
    case COLUMN_CREATED:
        wall_short_text(task->created_utc, cell->text);
        break;
    case COLUMNS:
        break;
    }
}

/* Rows */

static bool
passes(const struct task_rows *rows, const struct task *task)
{
    static const enum column searched[] = {COLUMN_DUE, COLUMN_DEPARTMENT, COLUMN_ROOM, COLUMN_TEXT,
                                           COLUMN_GUEST};
    struct cell cell;
    char text[CELL_SIZE * countof(searched)] = "";
    char key[sizeof(text)];
    size_t length = 0;

    if (!rows->filter[0])
        return true;
    for (size_t i = 0; i < countof(searched); i++) {
        fill(rows->app, task, searched[i], &cell);
        length += (size_t)snprintf(text + length, sizeof(text) - length, "%s ", cell.text);
    }
    fold_text(text, key, sizeof(key));
    return fold_match(key, rows->filter) > 0;
}

static bool
is_meant(const struct task_rows *rows, const struct task *task)
{
    if (!rows->of.count)
        return !task_is_done(task) && passes(rows, task);
    for (size_t i = 0; i < rows->of.count; i++)
        if (uuid_equal(rows->of.rows[i], task->id))
            return true;
    return false;
}

static int
compare(const void *left, const void *right)
{
    const struct task *a = *(const struct task *const *)left;
    const struct task *b = *(const struct task *const *)right;

    if (a->deadline_utc.ms != b->deadline_utc.ms)
        return a->deadline_utc.ms < b->deadline_utc.ms ? -1 : 1;
    return memcmp(&a->id, &b->id, sizeof(a->id));
}

void
task_rows_refresh(struct task_rows *rows)
{
    struct store_rows all = store_all(desk_store(rows->app->desk), RECORD_task);

    rows->count = rows->overdue = 0;
    for (size_t i = 0; i < all.count; i++) {
        if (!is_meant(rows, all.rows[i]))
            continue;
        rows->rows = memory_grow(rows->rows, rows->count, &rows->capacity, sizeof(*rows->rows));
        rows->rows[rows->count++] = all.rows[i];
        rows->overdue += is_overdue(rows->app, all.rows[i]);
    }
    if (rows->count)
        qsort(rows->rows, rows->count, sizeof(*rows->rows), compare);
}

void
task_rows_clear(struct task_rows *rows)
{
    free(rows->rows);
    *rows = (struct task_rows){0};
}

/* Lists */

static size_t
row_count(void *source)
{
    return ((const struct task_rows *)source)->count;
}

static struct uuid
row_id(void *source, size_t index)
{
    return ((const struct task_rows *)source)->rows[index]->id;
}

static void
fill_cell(void *source, size_t index, size_t column, struct cell *cell)
{
    const struct task_rows *rows = source;

    fill(rows->app, rows->rows[index], (enum column)column, cell);
}

static const struct list_class class = {
    .columns = shown,
    .column_count = countof(shown),
    .marker_column = COLUMN_TEXT,
    .count = row_count,
    .id = row_id,
    .cell = fill_cell,
};

const struct list_class *
task_list_class(void)
{
    return &class;
}

static void
row_members(void *source, size_t index, struct document *object)
{
    const struct task_rows *rows = source;
    const struct task *task = rows->rows[index];
    struct cell cell;

    document_set_uuid(object, "id", task->id);
    document_set_instant(object, "due", task->deadline_utc);
    for (int column = COLUMN_DEPARTMENT; column <= COLUMN_GUEST; column++) {
        fill_cell(source, index, (size_t)column, &cell);
        document_set_text(object, columns[column].id,
                          column == COLUMN_TEXT ? task->name : cell.text);
    }
    document_set_text(object, "description", task->description);
    document_set_instant(object, "created", task->created_utc);
    document_set_text(object, "state", task->state);
    document_set_uuid(object, "reservation", task->service_order_id);
}

const struct listing *
task_listing(void)
{
    static const struct listing listing = {&class, row_members};

    return &listing;
}
