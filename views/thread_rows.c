#include "views/thread_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/fold.h"
#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/base/text.h"

static int
compare_messages(const void *left, const void *right)
{
    const struct message *a = *(const struct message *const *)left;
    const struct message *b = *(const struct message *const *)right;

    if (a->created_utc.ms != b->created_utc.ms)
        return a->created_utc.ms < b->created_utc.ms ? -1 : 1;
    return memcmp(&a->id, &b->id, sizeof(a->id));
}

const struct message **
thread_messages(const struct app *app, const struct message_thread *thread, size_t *count)
{
    struct store_rows rows = store_by(desk_store(app->desk), STORE_MESSAGES_OF_THREAD, thread->id);
    const struct message **sorted = memory_resize(NULL, rows.count, sizeof(*sorted));

    for (size_t i = 0; i < rows.count; i++)
        sorted[i] = rows.rows[i];
    qsort(sorted, rows.count, sizeof(*sorted), compare_messages);
    *count = rows.count;
    return sorted;
}

/* Facts by id: `ours.MESSAGE`, `seen.THREAD`. */
static const char *
fact_of(const struct app *app, const char *prefix, struct uuid id)
{
    char name[UUID_TEXT_SIZE + 8];
    char text[UUID_TEXT_SIZE];

    snprintf(name, sizeof(name), "%s.%s", prefix, uuid_text(id, text));
    return desk_fact(app->desk, name);
}

bool
message_is_ours(const struct app *app, const struct message *message)
{
    return message->sender == SENDER_ENTERPRISE || fact_of(app, "ours", message->id);
}

static const struct message *
last_message(const struct app *app, const struct message_thread *thread)
{
    struct store_rows rows = store_by(desk_store(app->desk), STORE_MESSAGES_OF_THREAD, thread->id);
    const struct message *last = NULL;

    for (size_t i = 0; i < rows.count; i++) {
        const struct message *message = rows.rows[i];

        if (!last || compare_messages(&last, &message) < 0)
            last = message;
    }
    return last;
}

static bool
is_unread(const struct app *app, const struct message_thread *thread, const struct message *last)
{
    const char *seen = fact_of(app, "seen", thread->id);
    struct instant at = {0};

    if (!last || message_is_ours(app, last))
        return false;
    return !seen || !instant_parse(seen, &at) || instant_before(at, last->created_utc);
}

void
thread_mark_seen(struct app *app, const struct message_thread *thread)
{
    const struct message *last = last_message(app, thread);
    char name[UUID_TEXT_SIZE + 8];
    char id[UUID_TEXT_SIZE];
    char at[INSTANT_TEXT_SIZE];

    if (!is_unread(app, thread, last))
        return;
    snprintf(name, sizeof(name), "seen.%s", uuid_text(thread->id, id));
    desk_remember(app->desk, name, instant_text(last->created_utc, at));
}

/* The room in which the guest is, or into which he comes. */
static void
find_room(const struct app *app, struct uuid guest, char *room, size_t size)
{
    struct store_rows stays = store_by(desk_store(app->desk), STORE_RESERVATIONS_OF_ACCOUNT, guest);

    for (size_t i = 0; i < stays.count; i++) {
        const struct reservation *stay = stays.rows[i];
        const struct resource *has = stay_room(app->desk, stay);

        if (has && stay_is_current(app->desk, stay))
            text_copy(room, size, has->name);
    }
}

static void
fill_row(struct app *app, const struct message_thread *thread, struct thread_row *row)
{
    struct uuid guest;

    *row = (struct thread_row){.thread = thread, .last = last_message(app, thread)};
    if (uuid_parse(thread->sender, &guest)) {
        account_title(app->desk, guest, row->guest, sizeof(row->guest));
        text_trim_partial(row->guest);
        find_room(app, guest, row->room, sizeof(row->room));
    } else {
        text_copy(row->guest, sizeof(row->guest), thread->sender);
    }
    row->is_unread = is_unread(app, thread, row->last);
    row->is_unanswered = row->last && !thread->is_resolved && !message_is_ours(app, row->last);
}

static struct instant
last_at(const struct thread_row *row)
{
    return row->last ? row->last->created_utc : row->thread->updated_utc;
}

/*
 * Unanswered before the others, and among them the one that waits longest; the rest newest first.
 */
static int
compare_rows(const void *left, const void *right)
{
    const struct thread_row *a = left;
    const struct thread_row *b = right;
    int64_t newer = last_at(b).ms - last_at(a).ms;

    if (a->is_unanswered != b->is_unanswered)
        return b->is_unanswered - a->is_unanswered;
    if (!newer)
        return memcmp(&a->thread->id, &b->thread->id, sizeof(a->thread->id));
    return (newer > 0) != a->is_unanswered ? 1 : -1;
}

static bool
passes(const struct thread_rows *rows, const struct thread_row *row)
{
    char text[600];
    char key[600];

    if (!rows->filter[0])
        return true;
    snprintf(text, sizeof(text), "%s %s %.200s %.200s", row->guest, row->room, row->thread->subject,
             row->last ? row->last->text : "");
    fold_text(text, key, sizeof(key));
    return fold_match(key, rows->filter) > 0;
}

void
thread_rows_refresh(struct thread_rows *rows)
{
    struct store_rows all = store_all(desk_store(rows->app->desk), RECORD_message_thread);

    rows->count = 0;
    rows->unread = 0;
    for (size_t i = 0; i < all.count; i++) {
        struct thread_row row;

        fill_row(rows->app, all.rows[i], &row);
        rows->unread += row.is_unread;
        if (!passes(rows, &row))
            continue;
        rows->rows = memory_grow(rows->rows, rows->count, &rows->capacity, sizeof(*rows->rows));
        rows->rows[rows->count++] = row;
    }
    if (rows->count)
        qsort(rows->rows, rows->count, sizeof(*rows->rows), compare_rows);
}

void
thread_rows_clear(struct thread_rows *rows)
{
    free(rows->rows);
    *rows = (struct thread_rows){0};
}

/* Lists */

static const struct list_column columns[] = {
    {"unread", N_(""), 1, false, ALIGN_LEFT, 0},
    {"guest", N_("Guest"), 18, false, ALIGN_LEFT, 0},
    {"room", N_("Room"), 5, false, ALIGN_LEFT, 1},
    {"subject", N_("Subject"), 18, false, ALIGN_LEFT, 2},
    {"last", N_("Last"), 16, true, ALIGN_LEFT, 3},
    {"updated", N_("When"), 12, false, ALIGN_LEFT, 1},
};

static const struct list_column *const shown[] = {
    &columns[0], &columns[1], &columns[2], &columns[3], &columns[4], &columns[5],
};

static size_t
row_count(void *source)
{
    return ((const struct thread_rows *)source)->count;
}

static struct uuid
row_id(void *source, size_t index)
{
    return ((const struct thread_rows *)source)->rows[index].thread->id;
}

static enum style
row_style(void *source, size_t index)
{
    const struct thread_row *row = &((const struct thread_rows *)source)->rows[index];

    return row->is_unread ? STYLE_STRONG : row->thread->is_resolved ? STYLE_DIM : STYLE_NORMAL;
}

static void
fill_cell(void *source, size_t index, size_t column, struct cell *cell)
{
    const struct thread_rows *rows = source;
    const struct thread_row *row = &rows->rows[index];
    const struct action *action = action_of(rows->app->desk, row->thread->id);
    bool is_unknown = desk_unknown_of(rows->app->desk, row->thread->id) != NULL;
    const char *texts[] = {
        is_unknown           ? "U"
        : row->is_unread     ? "M"
        : row->is_unanswered ? "?"
                             : "",
        row->guest,
        row->room,
        row->thread->subject,
        row->last ? row->last->text : "",
    };

    cell->style = STYLE_NORMAL;
    cell->text[0] = '\0';
    if (column >= countof(texts))
        wall_short_text(last_at(row), cell->text);
    else
        text_copy(cell->text, sizeof(cell->text), texts[column]);
    if (column == 0 && is_unknown)
        cell->style = STYLE_UNKNOWN;
    if (column == 4 && action) {
        cell->style = action_error(action) ? STYLE_ERROR : STYLE_PENDING;
        text_copy(cell->text, sizeof(cell->text),
                  action_error(action) ? action_error(action)->text : _(action_word(action)));
    }
}

static const struct list_class class = {
    .columns = shown,
    .column_count = countof(shown),
    .marker_column = 1,
    .count = row_count,
    .id = row_id,
    .cell = fill_cell,
    .row_style = row_style,
};

const struct list_class *
thread_list_class(void)
{
    return &class;
}

static void
row_members(void *source, size_t index, struct document *object)
{
    const struct thread_rows *rows = source;
    const struct thread_row *row = &rows->rows[index];

    document_set_uuid(object, "id", row->thread->id);
    document_set_text(object, "guest", row->guest);
    document_set_text(object, "room", row->room);
    document_set_text(object, "subject", row->thread->subject);
    document_set_text(object, "last", row->last ? row->last->text : "");
    document_set_text(object, "sender", row->last ? message_sender_name(row->last->sender) : "");
    document_set_bool(object, "unread", row->is_unread);
    document_set_instant(object, "updated", last_at(row));
}

const struct listing *
thread_listing(void)
{
    static const struct listing listing = {&class, row_members};

    return &listing;
}
