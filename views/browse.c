#include "views/browse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/buffer.h"
#include "api/base/fold.h"
#include "api/base/intl.h"
#include "api/base/memory.h"
#include "views/browse_columns.h"
#include "views/panes.h"

/*
 * Any entity: the list of them first, Enter opens one; its records come page by page as the cursor
 * gets there. Enter opens a record, `e` offers the operations that write.
 */

struct browse {
    struct browse_rows rows;
    struct list list;
};

static void
page_came(struct browse_rows *rows)
{
    struct pane *pane = rows->context;
    struct browse *browse = pane->state;

    if (rows->error.kind)
        screen_error(pane->screen, &rows->error);
    list_refresh(&browse->list);
    record_follow(pane->screen, rows);
    pane_redraw(pane);
}

/* Near the end of what is there, the next page is asked for. */
static void
follow(struct browse *browse)
{
    if (browse->list.selected + 20 >= browse->rows.count)
        browse_ask(&browse->rows, page_came);
}

/* *Takes* the filters. */
static bool
show(struct pane *pane, const struct operation *operation, struct document *filters,
     struct error *err)
{
    struct browse *browse = pane->state;
    bool ok = browse_open(&browse->rows, operation, filters, err);

    list_clear(&browse->list);
    list_init(&browse->list, &browse->rows.list, &browse->rows);
    list_refresh(&browse->list);
    pane_redraw(pane);
    if (ok)
        follow(browse);
    return ok;
}

static bool
open_browse(struct pane *pane, const struct invocation *invocation, struct error *err)
{
    struct browse *browse = pane->state;
    const char *word = invocation ? invocation_word(invocation, 0) : NULL;
    const char *json = invocation ? invocation_word(invocation, 1) : NULL;
    const struct operation *operation = word ? browse_find(word) : NULL;
    struct document *filters = json ? document_parse(json, err) : NULL;

    browse->rows.app = screen_app(pane->screen);
    browse->rows.context = pane;
    if (json && !filters)
        return false;
    if (word && !operation) {
        document_free(filters);
        return error_set(err, ERROR_USAGE, _("No entity \"%.40s\": browse lists them."), word);
    }
    if (!show(pane, operation, filters, err))
        screen_error(pane->screen, err); // the view stays, so that the filter can be given
    return true;
}

static void
close_browse(struct pane *pane)
{
    struct browse *browse = pane->state;

    list_clear(&browse->list);
    browse_clear(&browse->rows);
}

static void
draw(struct pane *pane, const struct canvas *canvas)
{
    struct browse *browse = pane->state;
    struct canvas below =
        canvas_part(canvas, (struct rect){2, 2, canvas->at.rows - 2, canvas->at.columns - 2});

    list_draw(&browse->list, canvas);
    if (browse->rows.count || canvas->at.rows < 3)
        return;
    if (browse->rows.error.kind)
        (void)draw_paragraph(&below, 0, STYLE_ERROR, browse->rows.error.text);
    else
        draw_text(&below, 0, 0, STYLE_DIM,
                  browse->rows.is_asking ? _("Reading ...") : _("Nothing."));
}

static void
status(struct pane *pane, char *text, size_t size)
{
    const struct browse_rows *rows = &((const struct browse *)pane->state)->rows;

    if (rows->operation)
        snprintf(text, size, "%s  %zu%s%s%s%s", rows->operation->path, rows->count,
                 rows->has_all ? "" : "+", rows->filters ? _("  filtered") : "",
                 rows->filter[0] ? "  /" : "", rows->filter);
    else
        text[0] = '\0';
}

static bool
key(struct pane *pane, struct key key)
{
    return list_key(&((struct browse *)pane->state)->list, key);
}

static const struct operation *
selected_entity(const struct browse *browse)
{
    return browse->list.selected < browse->rows.count ? browse->rows.entities[browse->list.selected]
                                                      : NULL;
}

/* Enter on an entity opens it; on a record, the record. */
static bool
enter(struct pane *pane)
{
    struct browse *browse = pane->state;
    struct error err;

    if (!browse->rows.operation) {
        const struct operation *operation = selected_entity(browse);

        if (operation && !show(pane, operation, NULL, &err))
            screen_error(pane->screen, &err);
    } else if (!screen_open(pane->screen, &record_pane, NULL, &err)) {
        screen_error(pane->screen, &err);
    }
    return true;
}

static bool
command(struct pane *pane, const struct invocation *invocation)
{
    struct browse *browse = pane->state;
    const char *name = invocation->command->name;
    const char *word = invocation_word(invocation, 0);
    struct error err;

    if (strcmp(name, "open") == 0)
        return enter(pane);
    if (strcmp(name, "filter") == 0) {
        fold_text(word ? word : "", browse->rows.filter, sizeof(browse->rows.filter));
        browse_refresh(&browse->rows);
        list_reset(&browse->list);
    } else if (strcmp(name, "columns") == 0) {
        if (!browse_show(&browse->rows, invocation->words, invocation->word_count, &err))
            screen_error(pane->screen, &err);
    } else if (strcmp(name, "refresh") == 0 && browse->rows.operation) {
        browse_reload(pane->screen);
    } else if (!list_command(&browse->list, name)) {
        return false;
    }
    follow(browse);
    pane_redraw(pane);
    return true;
}

static char *
pick(struct pane *pane)
{
    return ((struct browse *)pane->state)->list.pick;
}

static bool
back(struct pane *pane)
{
    struct browse *browse = pane->state;
    struct error err;

    if (browse->rows.filter[0]) {
        browse->rows.filter[0] = '\0';
        browse_refresh(&browse->rows);
        list_refresh(&browse->list);
        return true;
    }
    return browse->rows.operation && show(pane, NULL, NULL, &err);
}

/* The record of the view on top that shows one, else the one under the cursor. */
const struct document *
browse_record(struct screen *screen)
{
    struct pane *pane = screen_find(screen, &browse_pane);
    struct browse *browse = pane ? pane->state : NULL;
    const char *shown = record_shown(screen);

    if (!browse || !browse->rows.operation)
        return NULL;
    if (shown)
        return browse_find_record(&browse->rows, shown);
    return list_has_selection(&browse->list) ? browse->rows.records[browse->list.selected] : NULL;
}

const struct operation *
browse_operation(struct screen *screen)
{
    struct pane *pane = screen_find(screen, &browse_pane);
    const struct browse *browse = pane ? pane->state : NULL;

    if (!browse)
        return NULL;
    return browse->rows.operation ? browse->rows.operation : selected_entity(browse);
}

void
browse_reload(struct screen *screen)
{
    struct pane *pane = screen_find(screen, &browse_pane);
    struct browse *browse = pane ? pane->state : NULL;
    struct error err;

    if (!browse || !browse->rows.operation)
        return;
    if (!browse_again(&browse->rows, &err))
        screen_error(screen, &err);
    list_refresh(&browse->list);
    follow(browse);
    pane_redraw(pane);
}

void
browse_filter(struct screen *screen, const struct operation *operation,
              const struct document *filters)
{
    struct buffer line = {0};
    char *text = document_print(filters);

    buffer_print(&line, "browse %s %s", operation->path, text);
    screen_command(screen, buffer_text(&line));
    buffer_clear(&line);
    free(text);
}

const struct document *
browse_filters(struct screen *screen, const struct operation *operation)
{
    struct pane *pane = screen_find(screen, &browse_pane);
    const struct browse *browse = pane ? pane->state : NULL;

    return browse && browse->rows.operation == operation ? browse->rows.filters : NULL;
}

static struct list *
list_of(struct pane *pane)
{
    return &((struct browse *)pane->state)->list;
}

const struct pane_class browse_pane = {
    .name = "browse",
    .title = N_("Browse"),
    .contexts = (const char *const[]){"list", NULL},
    .size = sizeof(struct browse),
    .open = open_browse,
    .close = close_browse,
    .draw = draw,
    .status = status,
    .key = key,
    .pick = pick,
    .command = command,
    .back = back,
    .list = list_of,
    .hints = (const char *const[]){"open", "where", "edit", "filter-as-you-type", NULL},
};
