#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/text.h"
#include "views/journal_rows.h"
#include "views/panes.h"
#include "views/unknown.h"

/*
 * Writes of which nobody knows whether the property did them: each is to be found out, then
 * settled.
 */

static const struct list_column columns[] = {
    {"number", N_("No"), 5, false, ALIGN_RIGHT, 0},
    {"at", N_("When"), 12, false, ALIGN_LEFT, 0},
    {"operation", N_("Operation"), 20, false, ALIGN_LEFT, 1},
    {"text", N_("What"), 24, true, ALIGN_LEFT, 0},
    {"for", N_("For"), 16, false, ALIGN_LEFT, 1},
    {"progress", N_("Now"), 26, false, ALIGN_LEFT, 0},
    {"message", N_("Why unknown"), 24, false, ALIGN_LEFT, 4},
    {"user", N_("Who"), 8, false, ALIGN_LEFT, 5},
};

static const struct list_column *const shown[] = {
    &columns[0], &columns[1], &columns[2], &columns[3],
    &columns[4], &columns[5], &columns[6], &columns[7],
};

static struct journal_rows
rows_of(const void *source)
{
    return desk_unknown(((const struct app *)source)->desk);
}

static size_t
row_count(void *source)
{
    return rows_of(source).count;
}

/* Entries have numbers: as an id they are its last bytes. */
static struct uuid
row_id(void *source, size_t index)
{
    struct uuid id = {{0xff}};
    int64_t number = rows_of(source).rows[index].number;

    memcpy(id.bytes + 8, &number, sizeof(number));
    return id;
}

static void
fill_cell(void *source, size_t index, size_t column, struct cell *cell)
{
    const struct journal_entry *entry = &rows_of(source).rows[index];
    struct wall_time wall = zone_wall_time(entry->at);

    cell->style = STYLE_NORMAL;
    cell->text[0] = '\0';
    switch (column) {
    case 0:
        snprintf(cell->text, sizeof(cell->text), "%lld", (long long)entry->number);
        break;
    case 1:
        snprintf(cell->text, sizeof(cell->text), "%02d.%02d. %02d:%02d", wall.day % 100,
                 wall.month % 100, wall.hour % 100, wall.minute % 100);
        break;
    case 2:
        text_copy(cell->text, sizeof(cell->text), operation_of(entry->operation)->path);
        break;
    case 3:
        text_copy(cell->text, sizeof(cell->text), entry->text);
        cell->style = STYLE_UNKNOWN;
        break;
    case 4:
        (void)unknown_subject(source, entry, cell->text, sizeof(cell->text));
        break;
    case 5:
        (void)unknown_progress(source, entry, cell->text, sizeof(cell->text));
        break;
    case 6:
        text_copy(cell->text, sizeof(cell->text), entry->message);
        break;
    default:
        text_copy(cell->text, sizeof(cell->text), entry->user);
    }
}

static const struct list_class class = {
    .columns = shown,
    .column_count = countof(shown),
    .marker_column = 3,
    .count = row_count,
    .id = row_id,
    .cell = fill_cell,
};

static void
row_members(void *source, size_t index, struct document *object)
{
    const struct journal_entry *entry = &rows_of(source).rows[index];
    char progress[CELL_SIZE];

    document_set_whole(object, "number", entry->number);
    document_set_instant(object, "at", entry->at);
    document_set_text(object, "operation", operation_of(entry->operation)->path);
    document_set_text(object, "text", entry->text);
    document_set_text(object, "progress",
                      unknown_progress(source, entry, progress, sizeof(progress)));
    document_set_text(object, "message", entry->message);
    document_set_text(object, "user", entry->user);
    document_set_uuid(object, "subject", entry->subject);
    document_set_uuid(object, "account", entry->account);
}

const struct listing *
journal_listing(void)
{
    static const struct listing listing = {&class, row_members};

    return &listing;
}

struct journal {
    struct list list;
};

static bool
open_journal(struct pane *pane, const struct invocation *invocation, struct error *err)
{
    struct journal *journal = pane->state;

    (void)invocation;
    (void)err;
    if (!journal->list.class)
        list_init(&journal->list, &class, screen_app(pane->screen));
    list_refresh(&journal->list);
    return true;
}

static void
close_journal(struct pane *pane)
{
    list_clear(&((struct journal *)pane->state)->list);
}

static void
draw(struct pane *pane, const struct canvas *canvas)
{
    struct journal *journal = pane->state;

    list_draw(&journal->list, canvas);
    if (!row_count(screen_app(pane->screen)) && canvas->at.rows > 3)
        draw_text(canvas, 2, 2, STYLE_DIM, _("Nothing is of unknown outcome."));
}

static bool
command(struct pane *pane, const struct invocation *invocation)
{
    return list_command(&((struct journal *)pane->state)->list, invocation->command->name);
}

static bool
selection(struct pane *pane, char *text, size_t size)
{
    const struct journal *journal = pane->state;
    struct journal_rows rows = rows_of(screen_app(pane->screen));

    if (journal->list.selected >= rows.count)
        return false;
    snprintf(text, size, "%lld", (long long)rows.rows[journal->list.selected].number);
    return true;
}

static void
changed(struct pane *pane, uint64_t what)
{
    if (what & DESK_JOURNAL)
        list_refresh(&((struct journal *)pane->state)->list);
}

const struct pane_class journal_pane = {
    .name = "journal",
    .title = N_("Unknown outcomes"),
    .contexts = (const char *const[]){"list", NULL},
    .size = sizeof(struct journal),
    .open = open_journal,
    .close = close_journal,
    .draw = draw,
    .command = command,
    .selection = selection,
    .changed = changed,
    .hints = (const char *const[]){"found", NULL},
};
