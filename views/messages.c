#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/fold.h"
#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/base/text.h"
#include "views/missing.h"
#include "views/panes.h"
#include "views/resolve.h"
#include "views/thread_rows.h"

/*
 * Threads on top, the conversation of the selected one below; side by side where there is room.
 * Opening a thread marks it as seen here.
 */

enum {
    SIDE_BY_SIDE = 120,
    THREADS_SHARE = 2,
    SCROLLED = 3 /* messages by a key */
};

struct messages {
    struct thread_rows rows;
    struct list list;
    size_t scroll;   /* how many of its last messages the conversation leaves out */
    bool is_settled; /* the threads are loaded, or a key chose: the cursor stays on its record */
};

static void
refresh(struct messages *messages)
{
    thread_rows_refresh(&messages->rows);
    list_refresh(&messages->list);
    if (!messages->is_settled)
        (void)list_command(&messages->list, "home");
    messages->is_settled |= desk_has(messages->rows.app->desk, DESK_THREADS);
}

static const struct thread_row *
selected(const struct messages *messages)
{
    return messages->list.selected < messages->rows.count
               ? &messages->rows.rows[messages->list.selected]
               : NULL;
}

static bool
open_messages(struct pane *pane, const struct invocation *invocation, struct error *err)
{
    struct messages *messages = pane->state;
    struct app *app = screen_app(pane->screen);
    const char *word = invocation ? invocation_word(invocation, 0) : NULL;
    const struct message_thread *thread = NULL;

    if (word && !(thread = resolve_thread(app, word, err)))
        return false;
    if (!messages->list.class) {
        messages->rows.app = app;
        list_init(&messages->list, thread_list_class(), &messages->rows);
        desk_show(app->desk, RECORD_message_thread);
        desk_show(app->desk, RECORD_message);
    }
    refresh(messages);
    if (thread)
        list_select(&messages->list, thread->id);
    return true;
}

static void
close_messages(struct pane *pane)
{
    struct messages *messages = pane->state;

    if (messages->list.class) {
        desk_hide(messages->rows.app->desk, RECORD_message_thread);
        desk_hide(messages->rows.app->desk, RECORD_message);
    }
    list_clear(&messages->list);
    thread_rows_clear(&messages->rows);
}

/* The rows that the conversation takes. */
static int
talk_rows(const struct message *const *sorted, size_t count, int columns)
{
    int rows = 0;

    for (size_t i = 0; i < count; i++)
        rows += 1 + paragraph_rows(sorted[i]->text, columns);
    return rows;
}

/*
 * The conversation from its end upwards, so that the last message always shows; from the top where
 * all of it does.
 */
static void
draw_conversation(const struct messages *messages, const struct canvas *canvas)
{
    const struct thread_row *row = selected(messages);
    const struct message **sorted;
    size_t count;
    int bottom = canvas->at.rows;
    int all;

    draw_clear(canvas);
    if (!row)
        return;
    sorted = thread_messages(messages->rows.app, row->thread, &count);
    all = talk_rows(sorted, count, canvas->at.columns - 4);
    bottom = all < bottom && !messages->scroll ? all : bottom;
    for (size_t i = count > messages->scroll ? count - messages->scroll : 0;
         i-- > 0 && bottom > 0;) {
        bool is_ours = message_is_ours(messages->rows.app, sorted[i]);
        int rows = paragraph_rows(sorted[i]->text, canvas->at.columns - 4);
        char when[WALL_TEXT_SIZE];
        struct canvas text;

        bottom -= rows + 1;
        if (bottom >= 0)
            draw_print(canvas, bottom, 0, is_ours ? STYLE_STRONG : STYLE_MATCH, "%s %s",
                       wall_short_text(sorted[i]->created_utc, when),
                       is_ours ? _("Hotel") : row->guest);
        text = canvas_part(canvas, (struct rect){bottom + 1 < 0 ? 0 : bottom + 1, 4,
                                                 bottom + 1 < 0 ? rows + bottom + 1 : rows,
                                                 canvas->at.columns - 4});
        draw_paragraph(&text, 0, STYLE_NORMAL, sorted[i]->text);
    }
    free(sorted);
}

static void
draw(struct pane *pane, const struct canvas *whole)
{
    struct messages *messages = pane->state;
    struct canvas left =
        missing_draw(messages->rows.app, 1u << DESK_THREADS, (struct uuid){{0}}, whole);
    const struct canvas *canvas = &left;
    struct rect list = canvas->at;
    struct rect talk = canvas->at;

    list.row = list.column = talk.row = talk.column = 0;
    if (canvas->at.columns >= SIDE_BY_SIDE) {
        list.columns = canvas->at.columns / THREADS_SHARE;
        talk.column = list.columns + 1;
        talk.columns = canvas->at.columns - talk.column;
        for (int row = 0; row < canvas->at.rows; row++)
            draw_field(canvas, (struct span){row, list.columns, 1}, STYLE_NORMAL, ALIGN_LEFT, "");
    } else {
        list.rows = canvas->at.rows / THREADS_SHARE;
        talk.row = list.rows + 1;
        talk.rows = canvas->at.rows - talk.row;
    }
    if (talk.rows > 0 && talk.columns > 0) {
        struct canvas part = canvas_part(canvas, talk);

        draw_conversation(messages, &part);
    }
    if (talk.row > 0)
        draw_line(canvas, list.rows, STYLE_DIM);
    {
        struct canvas part = canvas_part(canvas, list);

        list_draw(&messages->list, &part);
    }
}

static void
status(struct pane *pane, char *text, size_t size)
{
    const struct messages *messages = pane->state;
    struct app *app = messages->rows.app;

    snprintf(text, size, _("%zu threads, %zu unread%s"), messages->rows.count,
             messages->rows.unread,
             desk_has(app->desk, DESK_THREADS) || desk_missing(app->desk, DESK_THREADS)
                 ? ""
                 : _(", reading"));
}

/* Why an action failed stays on its row until a key. */
static bool
key(struct pane *pane, struct key key)
{
    struct messages *messages = pane->state;

    messages->is_settled = true;
    action_dismiss_all(messages->rows.app->desk);
    return list_key(&messages->list, key);
}

/* A long conversation is read by pages; true: taken. */
static bool
scroll(struct messages *messages, const char *name)
{
    const struct thread_row *row = selected(messages);
    bool is_up = strcmp(name, "page-up") == 0;
    size_t last;

    if (!row || (!is_up && strcmp(name, "page-down") != 0))
        return false;
    last = store_by(desk_store(messages->rows.app->desk), STORE_MESSAGES_OF_THREAD, row->thread->id)
               .count;
    if (is_up)
        messages->scroll += SCROLLED;
    else
        messages->scroll -= messages->scroll < SCROLLED ? messages->scroll : SCROLLED;
    if (messages->scroll >= last)
        messages->scroll = last ? last - 1 : 0;
    return true;
}

static bool
command(struct pane *pane, const struct invocation *invocation)
{
    struct messages *messages = pane->state;
    const char *name = invocation->command->name;

    if (strcmp(name, "filter") == 0) {
        const char *word = invocation_word(invocation, 0);

        fold_text(word ? word : "", messages->rows.filter, sizeof(messages->rows.filter));
        refresh(messages);
        list_reset(&messages->list);
        return true;
    }
    if (scroll(messages, name))
        return true;
    if (!list_command(&messages->list, name))
        return false;
    messages->scroll = 0;
    return true;
}

static bool
selection(struct pane *pane, char *text, size_t size)
{
    return list_selection(&((struct messages *)pane->state)->list, text, size);
}

static void
changed(struct pane *pane, uint64_t what)
{
    if (what
        & (DESK_KIND(RECORD_message) | DESK_KIND(RECORD_message_thread) | DESK_KIND(RECORD_customer)
           | DESK_STATUS | DESK_ACTIONS))
        refresh(pane->state);
}

static char *
pick(struct pane *pane)
{
    return ((struct messages *)pane->state)->list.pick;
}

static bool
back(struct pane *pane)
{
    struct messages *messages = pane->state;

    messages->rows.filter[0] = '\0';
    refresh(messages);
    list_reset(&messages->list);
    return true; // q leaves it
}

static struct list *
list_of(struct pane *pane)
{
    return &((struct messages *)pane->state)->list;
}

static const struct sign signs[] = {
    {'M', N_("not read yet")},
    {'?', N_("read, and not answered yet")},
    {'U', N_("a message of unknown outcome")},
    {0},
};

const struct pane_class messages_pane = {
    .name = "messages",
    .title = N_("Messages"),
    .contexts = (const char *const[]){"list", NULL},
    .size = sizeof(struct messages),
    .open = open_messages,
    .close = close_messages,
    .draw = draw,
    .status = status,
    .key = key,
    .pick = pick,
    .command = command,
    .selection = selection,
    .changed = changed,
    .list = list_of,
    .back = back,
    .signs = signs,
    .hints = (const char *const[]){"reply", "folio", "filter-as-you-type", "help-keys", NULL},
};
