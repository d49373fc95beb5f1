#include "views/journal_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/fold.h"
#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/base/text.h"
#include "views/unknown.h"

enum {
    HAYSTACK_SIZE = 2048
};

enum column {
    COLUMN_NUMBER,
    COLUMN_AT,
    COLUMN_TEXT,
    COLUMN_FOR,
    COLUMN_OUTCOME,
    COLUMN_USER,
    COLUMN_KEY,
    COLUMN_OPERATION,
    COLUMN_MESSAGE,
    COLUMN_REQUEST,
    COLUMNS
};

static const struct list_column columns[COLUMNS] = {
    [COLUMN_NUMBER] = {"number", N_("No"), 5, false, ALIGN_RIGHT, 0},
    [COLUMN_AT] = {"at", N_("When"), 12, false, ALIGN_LEFT, 0},
    [COLUMN_TEXT] = {"text", N_("What"), 18, true, ALIGN_LEFT, 0},
    [COLUMN_FOR] = {"for", N_("For"), 12, false, ALIGN_LEFT, 1},
    [COLUMN_OUTCOME] = {"outcome", N_("Outcome"), 21, false, ALIGN_LEFT, 0},
    [COLUMN_USER] = {"user", N_("Who"), 8, false, ALIGN_LEFT, 2},
    [COLUMN_KEY] = {"key", N_("Key"), 10, false, ALIGN_LEFT, 3},
    [COLUMN_OPERATION] = {"operation", N_("Operation"), 20, false, ALIGN_LEFT, 4},
    [COLUMN_MESSAGE] = {"message", N_("Why"), 24, true, ALIGN_LEFT, 5},
    [COLUMN_REQUEST] = {"request_id", N_("Request"), 36, false, ALIGN_LEFT, 6},
};

static const struct list_column *const shown[] = {
    &columns[0], &columns[1], &columns[2], &columns[3], &columns[4],
    &columns[5], &columns[6], &columns[7], &columns[8], &columns[9],
};

const char *
journal_outcome_word(enum journal_outcome outcome)
{
    static const char *const words[] = {
        [JOURNAL_OPEN] = N_("under way"),
        [JOURNAL_DONE] = N_("done"),
        [JOURNAL_REFUSED] = N_("refused"),
        [JOURNAL_NOT_SENT] = N_("not sent"),
        [JOURNAL_UNKNOWN] = N_("unknown"),
        [JOURNAL_FOUND_DONE] = N_("found done"),
        [JOURNAL_FOUND_UNDONE] = N_("found undone"),
        [JOURNAL_HELD] = N_("held"),
        [JOURNAL_DROPPED] = N_("not sent"),
    };

    return (size_t)outcome < countof(words) ? words[outcome] : "?";
}

/* Of operations that this program does not know, another one's journal has them, there is none. */
static const char *
path_of(const struct journal_entry *entry)
{
    return entry->operation == OP_NONE ? "?" : operation_of(entry->operation)->path;
}

/* Rows */

static bool
passes(const struct journal_view *view, const struct journal_entry *entry)
{
    char text[HAYSTACK_SIZE];
    char key[HAYSTACK_SIZE];
    char subject[CELL_SIZE];
    char time[WALL_TEXT_SIZE];

    if (!view->filter[0])
        return true;
    wall_short_text(entry->at, time);
    snprintf(text, sizeof(text), "%lld %s %.200s %.200s %s %.40s %.80s %s %.60s %.300s",
             (long long)entry->number, time, entry->text,
             unknown_subject(view->app, entry, subject, sizeof(subject)),
             _(journal_outcome_word(entry->outcome)), entry->user, entry->key, path_of(entry),
             entry->request_id, entry->message);
    fold_text(text, key, sizeof(key));
    return fold_match(key, view->filter) > 0;
}

static void
add(struct journal_view *view, const struct journal_entry *entry)
{
    if (!passes(view, entry))
        return;
    view->rows = memory_grow(view->rows, view->count, &view->capacity, sizeof(*view->rows));
    view->rows[view->count++] = entry;
}

void
journal_view_refresh(struct journal_view *view)
{
    struct journal_rows unknown = desk_unknown(view->app->desk);
    struct journal_rows all = desk_journal(view->app->desk);

    view->count = 0;
    for (size_t i = unknown.count; i-- > 0;)
        add(view, &unknown.rows[i]);
    for (size_t i = all.count; i-- > 0;)
        if (all.rows[i].outcome != JOURNAL_UNKNOWN)
            add(view, &all.rows[i]);
}

void
journal_view_clear(struct journal_view *view)
{
    free(view->rows);
    *view = (struct journal_view){0};
}

const struct journal_entry *
journal_find(const struct app *app, int64_t number)
{
    struct journal_rows unknown = desk_unknown(app->desk);
    struct journal_rows all = desk_journal(app->desk);

    for (size_t i = 0; i < unknown.count; i++)
        if (unknown.rows[i].number == number)
            return &unknown.rows[i];
    for (size_t i = all.count; i-- > 0;)
        if (all.rows[i].number == number)
            return &all.rows[i];
    return NULL;
}

static const struct journal_entry *
row(void *source, size_t index)
{
    return ((const struct journal_view *)source)->rows[index];
}

static size_t
row_count(void *source)
{
    return ((const struct journal_view *)source)->count;
}

/* Entries have numbers: as an id they are its last bytes. */
static struct uuid
row_id(void *source, size_t index)
{
    struct uuid id = {{0xff}};
    int64_t number = row(source, index)->number;

    memcpy(id.bytes + 8, &number, sizeof(number));
    return id;
}

static void
fill_outcome(const struct app *app, const struct journal_entry *entry, struct cell *cell)
{
    static const enum style styles[] = {
        [JOURNAL_REFUSED] = STYLE_WARNING,
        [JOURNAL_NOT_SENT] = STYLE_DIM,
        [JOURNAL_UNKNOWN] = STYLE_UNKNOWN,
    };

    if ((size_t)entry->outcome < countof(styles))
        cell->style = styles[entry->outcome];
    if (entry->outcome == JOURNAL_UNKNOWN)
        (void)unknown_progress(app, entry, cell->text, sizeof(cell->text));
    else
        text_copy(cell->text, sizeof(cell->text), _(journal_outcome_word(entry->outcome)));
}

static void
fill_cell(void *source, size_t index, size_t column, struct cell *cell)
{
    const struct app *app = ((const struct journal_view *)source)->app;
    const struct journal_entry *entry = row(source, index);

    cell->style = STYLE_NORMAL;
    cell->text[0] = '\0';
    switch ((enum column)column) {
    case COLUMN_NUMBER:
        snprintf(cell->text, sizeof(cell->text), "%lld", (long long)entry->number);
        break;
    case COLUMN_AT:
        wall_short_text(entry->at, cell->text);
        break;
    case COLUMN_TEXT:
        text_copy(cell->text, sizeof(cell->text), entry->text[0] ? entry->text : path_of(entry));
        break;
    case COLUMN_FOR:
        (void)unknown_subject(app, entry, cell->text, sizeof(cell->text));
        break;
    case COLUMN_OUTCOME:
        fill_outcome(app, entry, cell);
        break;
    case COLUMN_USER:
        text_copy(cell->text, sizeof(cell->text), entry->user);
        break;
    case COLUMN_KEY:
        text_copy(cell->text, sizeof(cell->text), entry->key);
        break;
    case COLUMN_OPERATION:
        text_copy(cell->text, sizeof(cell->text), path_of(entry));
        break;
    case COLUMN_MESSAGE:
        text_copy(cell->text, sizeof(cell->text), entry->message);
        break;
    case COLUMN_REQUEST:
        text_copy(cell->text, sizeof(cell->text), entry->request_id);
        break;
    case COLUMNS:
        break;
    }
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
journal_list_class(void)
{
    return &class;
}

static void
row_members(void *source, size_t index, struct document *object)
{
    const struct app *app = ((const struct journal_view *)source)->app;
    const struct journal_entry *entry = row(source, index);
    char text[CELL_SIZE];

    document_set_whole(object, "number", entry->number);
    document_set_instant(object, "at", entry->at);
    document_set_text(object, "user", entry->user);
    document_set_text(object, "key", entry->key);
    document_set_text(object, "operation", path_of(entry));
    document_set_text(object, "text", entry->text);
    document_set_text(object, "outcome", journal_outcome_word(entry->outcome));
    if (entry->outcome == JOURNAL_UNKNOWN)
        document_set_text(object, "progress", unknown_progress(app, entry, text, sizeof(text)));
    else
        document_set_null(object, "progress");
    document_set_text(object, "message", entry->message);
    document_set_text(object, "request_id", entry->request_id);
    document_set_text(object, "nonce", entry->nonce);
    document_set_uuid(object, "subject", entry->subject);
    document_set_uuid(object, "account", entry->account);
}

const struct listing *
journal_listing(void)
{
    static const struct listing listing = {&class, row_members};

    return &listing;
}
