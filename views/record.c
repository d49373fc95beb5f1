#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/buffer.h"
#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/base/text.h"
#include "views/browse.h"
#include "views/panes.h"

/* One record of the browse view, each value a line with its path. */

struct record_line {
    char *path;
    char *text;
};

struct record_view {
    struct record_line *lines;
    size_t count;
    size_t capacity;
    char id[UUID_TEXT_SIZE]; /* "": it has none */
    struct list list;
};

static void
add_line(struct record_view *view, const char *path, const struct document *value)
{
    view->lines = memory_grow(view->lines, view->count, &view->capacity, sizeof(*view->lines));
    view->lines[view->count++] = (struct record_line){memory_text(path), document_text(value)};
}

static void
flatten(struct record_view *view, const char *path, const struct document *value)
{
    const struct document *member;
    const char *name;
    void *at = NULL;
    struct buffer inner = {0};

    if (document_is_object(value)) {
        while (document_next(value, &at, &name, &member)) {
            buffer_reset(&inner);
            buffer_print(&inner, "%s%s%s", path, path[0] ? "." : "", name);
            flatten(view, buffer_text(&inner), member);
        }
    } else if (document_is_array(value) && document_is_object(document_at(value, 0))) {
        for (size_t i = 0; i < document_count(value); i++) {
            buffer_reset(&inner);
            buffer_print(&inner, "%s[%zu]", path, i + 1);
            flatten(view, buffer_text(&inner), document_at(value, i));
        }
    } else {
        add_line(view, path, value);
    }
    buffer_clear(&inner);
}

static const struct list_column columns[] = {
    {"member", N_("Member"), 18, true, ALIGN_LEFT, 0},
    {"value", N_("Value"), 18, true, ALIGN_LEFT, 0},
};

static const struct list_column *const shown[] = {&columns[0], &columns[1]};

static size_t
row_count(void *source)
{
    return ((const struct record_view *)source)->count;
}

static struct uuid
row_id(void *source, size_t index)
{
    struct uuid id = {{0xfd}};

    (void)source;
    memcpy(id.bytes + 8, &index, sizeof(index));
    return id;
}

static void
fill_cell(void *source, size_t index, size_t column, struct cell *cell)
{
    const struct record_line *line = &((const struct record_view *)source)->lines[index];

    cell->style = column ? STYLE_NORMAL : STYLE_DIM;
    text_copy(cell->text, sizeof(cell->text), column ? line->text : line->path);
}

static const struct list_class class = {
    .columns = shown,
    .column_count = countof(shown),
    .marker_column = 1,
    .count = row_count,
    .id = row_id,
    .cell = fill_cell,
};

static void
drop_lines(struct record_view *view)
{
    for (size_t i = 0; i < view->count; i++) {
        free(view->lines[i].path);
        free(view->lines[i].text);
    }
    view->count = 0;
}

static void
fill(struct record_view *view, const struct document *record)
{
    char *id = document_text(document_find(record, "Id"));

    drop_lines(view);
    text_copy(view->id, sizeof(view->id), id);
    flatten(view, "", record);
    free(id);
}

static bool
open_record(struct pane *pane, const struct invocation *invocation, struct error *err)
{
    struct record_view *view = pane->state;
    const struct document *record = browse_record(pane->screen);

    (void)invocation;
    if (!record)
        return error_set(err, ERROR_USAGE,
                         _("No record is selected, or it is gone: browse first."));
    fill(view, record);
    if (!view->list.class)
        list_init(&view->list, &class, view);
    list_refresh(&view->list);
    return true;
}

const char *
record_shown(struct screen *screen)
{
    struct pane *pane = screen_top(screen);
    const struct record_view *view = pane->class == &record_pane ? pane->state : NULL;

    return view && view->id[0] ? view->id : NULL;
}

void
record_follow(struct screen *screen, const struct browse_rows *rows)
{
    struct pane *pane = screen_find(screen, &record_pane);
    struct record_view *view = pane ? pane->state : NULL;
    const struct document *record = view ? browse_find_record(rows, view->id) : NULL;

    if (!record)
        return;
    fill(view, record);
    list_refresh(&view->list);
    pane_redraw(pane);
}

static void
close_record(struct pane *pane)
{
    struct record_view *view = pane->state;

    drop_lines(view);
    free(view->lines);
    list_clear(&view->list);
}

/* Below the list the selected value, whole. */
static void
draw(struct pane *pane, const struct canvas *canvas)
{
    struct record_view *view = pane->state;
    size_t at = view->list.selected;
    struct buffer text = {0};

    if (at < view->count)
        buffer_print(&text, "%s: %s", view->lines[at].path, view->lines[at].text);
    list_draw_above(&view->list, canvas, buffer_text(&text));
    buffer_clear(&text);
}

static void
status(struct pane *pane, char *text, size_t size)
{
    const struct operation *operation = browse_operation(pane->screen);

    snprintf(text, size, "%s", operation ? operation->path : "");
}

static bool
command(struct pane *pane, const struct invocation *invocation)
{
    return list_command(&((struct record_view *)pane->state)->list, invocation->command->name);
}

const struct pane_class record_pane = {
    .name = "record",
    .title = N_("Record"),
    .contexts = (const char *const[]){"list", NULL},
    .size = sizeof(struct record_view),
    .open = open_record,
    .close = close_record,
    .draw = draw,
    .status = status,
    .command = command,
    .hints = (const char *const[]){"edit", NULL},
};
