#include "tui/screen.h"

#include <assert.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/instant.h"
#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/base/text.h"
#include "api/base/thread.h"
#include "tui/screen_state.h"

enum {
    PROGRESS_MS = 300 /* work that is over sooner is not worth a line */
};

struct screen *
screen_new(const struct screen_config *config)
{
    struct screen *screen = memory_new(sizeof(*screen));

    screen->config = *config;
    screen->is_stale = true;
    return screen;
}

static void
close_pane(struct pane *pane)
{
    if (pane->class->close)
        pane->class->close(pane);
    free(pane->state);
    free(pane);
}

static void
bury(struct screen *screen)
{
    while (screen->dead) {
        struct card *card = screen->dead;

        screen->dead = card->below;
        card_free(card);
    }
}

void
screen_free(struct screen *screen)
{
    if (!screen)
        return;
    loop_cancel(screen->config.loop, screen->progress_timer);
    while (screen->card)
        card_close(screen->card);
    bury(screen);
    while (screen->pane_count)
        close_pane(screen->panes[--screen->pane_count]);
    drafts_clear(&screen->drafts);
    editor_free(screen->editor);
    free(screen->lock_text);
    free(screen->lock_word);
    free(screen->last_line);
    free(screen);
}

void *
screen_app(struct screen *screen)
{
    return screen->config.app;
}

struct loop *
screen_loop(struct screen *screen)
{
    return screen->config.loop;
}

void
screen_quit(struct screen *screen)
{
    screen->is_ended = true;
}

/*
 * Results come many a frame, and to many panes: a pane is told when it is next needed. Told at
 * once, keys waited for 200 ms while 10,000 records were read.
 */
static struct pane *
tell(struct pane *pane)
{
    uint64_t what = pane->changes;

    pane->changes = 0;
    if (what && pane->class->changed)
        pane->class->changed(pane, what);
    return pane;
}

struct pane *
screen_top(struct screen *screen)
{
    return screen->pane_count ? tell(screen->panes[screen->pane_count - 1]) : NULL;
}

struct pane *
screen_find(struct screen *screen, const struct pane_class *class)
{
    for (size_t i = 0; i < screen->pane_count; i++)
        if (screen->panes[i]->class == class)
            return tell(screen->panes[i]);
    return NULL;
}

void
screen_bring_to_top(struct screen *screen, struct pane *pane)
{
    size_t i = 0;

    while (screen->panes[i] != pane)
        i++;
    memmove(&screen->panes[i], &screen->panes[i + 1],
            (screen->pane_count - i - 1) * sizeof(struct pane *));
    screen->panes[screen->pane_count - 1] = pane;
    screen->is_stale = true;
    pane_redraw(pane);
}

static struct pane *
new_pane(struct screen *screen, const struct pane_class *class)
{
    struct pane *pane = memory_new(sizeof(*pane));

    pane->class = class;
    pane->screen = screen;
    pane->state = memory_new(class->size);
    return pane;
}

bool
screen_open(struct screen *screen, const struct pane_class *class,
            const struct invocation *invocation, struct error *err)
{
    struct pane *pane = screen_find(screen, class);
    bool is_new = !pane;

    assert(thread_is(THREAD_UI));
    if (is_new && screen->pane_count == SCREEN_PANES)
        return error_set(err, ERROR_USAGE, _("Too many views are open: close one with `q`."));
    if (is_new)
        pane = new_pane(screen, class);
    if (class->open && !class->open(pane, invocation, err)) {
        if (is_new) {
            free(pane->state);
            free(pane);
        }
        return false;
    }
    if (is_new)
        screen->panes[screen->pane_count++] = pane;
    screen_bring_to_top(screen, pane);
    return true;
}

bool
screen_close_top(struct screen *screen)
{
    if (screen->pane_count < 2)
        return false;
    close_pane(screen->panes[--screen->pane_count]);
    screen_bring_to_top(screen, screen_top(screen));
    return true;
}

void
pane_redraw(struct pane *pane)
{
    pane->is_stale = true;
}

void
screen_redraw(struct screen *screen)
{
    screen->is_stale = true;
    if (screen->pane_count)
        pane_redraw(screen_top(screen));
}

void
screen_changed(struct screen *screen, uint64_t what)
{
    for (size_t i = 0; i < screen->pane_count; i++) {
        screen->panes[i]->changes |= what;
        pane_redraw(screen->panes[i]);
    }
    for (struct card *card = screen->card; card;) {
        struct card *below = card->below; // a refresh may close its card

        card_refresh(card, what);
        card = below;
    }
}

void
screen_title(struct screen *screen, const char *text)
{
    text_copy(screen->title, sizeof(screen->title), text);
    screen->is_stale = true;
}

void
screen_corner(struct screen *screen, enum style style, const char *text)
{
    text_copy(screen->corner, sizeof(screen->corner), text);
    screen->corner_style = style;
    screen->is_stale = true;
}

void
screen_say(struct screen *screen, enum style style, const char *format, ...)
{
    va_list args;

    if (screen->is_error && style != STYLE_ERROR)
        return;            // until it was seen
    screen_redraw(screen); // an error may have lain over the pane
    screen->message[0] = '\0';
    screen->message_style = style;
    screen->is_error = false;
    screen->message_frame = 0;
    if (!format)
        return;
    va_start(args, format);
    vsnprintf(screen->message, sizeof(screen->message), format, args);
    va_end(args);
    text_trim_partial(screen->message);
    screen->is_error = style == STYLE_ERROR;
    if (screen->is_error)
        screen_ring(screen);
}

void
screen_error(struct screen *screen, const struct error *err)
{
    screen_say(screen, STYLE_ERROR, "%s", err->text);
}

bool
screen_print(struct screen *screen, const char *text, struct error *err)
{
    if (!terminal_has_printer())
        return error_set(err, ERROR_REFUSED,
                         _("This terminal tells of no printer: print elsewhere, or into a file."));
    terminal_print(screen->config.terminal, text);
    terminal_redraw(screen->config.terminal); // where it stands on the screen after all, it goes
    return true;
}

void
screen_ring(struct screen *screen)
{
    if (screen->config.terminal)
        terminal_bell(screen->config.terminal);
    screen->is_stale = true;
}

static void
show_progress(void *context)
{
    struct screen *screen = context;

    screen->progress_timer = 0;
    screen->shows_progress = true;
    screen->is_stale = true;
}

void
screen_progress(struct screen *screen, const char *text, size_t done, size_t total)
{
    if (!text) {
        loop_cancel(screen->config.loop, screen->progress_timer);
        screen->progress_timer = 0;
        screen->is_stale |= screen->shows_progress;
        screen->has_progress = false;
        screen->shows_progress = false;
        return;
    }
    if (!screen->has_progress)
        screen->progress_timer =
            loop_timer(screen->config.loop, monotonic_ms() + PROGRESS_MS, show_progress, screen);
    screen->has_progress = true;
    screen->is_stale |= screen->shows_progress;
    if (total)
        snprintf(screen->progress, sizeof(screen->progress), "%s %zu/%zu", text, done, total);
    else
        text_copy(screen->progress, sizeof(screen->progress), text);
}

struct card *
screen_card(struct screen *screen)
{
    return screen->card;
}

void
screen_update_hold(struct screen *screen)
{
    if (screen->card && !screen->prompt && !screen->is_locked && card_is_loading(screen->card))
        loop_hold_keys(screen->config.loop);
    else
        loop_release_keys(screen->config.loop);
}

void
screen_add_card(struct screen *screen, struct card *card)
{
    card->below = screen->card;
    card->about = memory_text(screen->running);
    screen->card = card;
    screen_touch_card(screen);
}

void
screen_remove_card(struct screen *screen, struct card *card)
{
    struct card **link = &screen->card;

    while (*link != card)
        link = &(*link)->below;
    *link = card->below;
    card->below = screen->dead;
    screen->dead = card;
    screen_touch_card(screen);
}

struct drafts *
screen_drafts(struct screen *screen)
{
    return &screen->drafts;
}

void
screen_touch_card(struct screen *screen)
{
    screen_update_hold(screen);
    screen_redraw(screen);
}

static void
replace(char **text, const char *with)
{
    free(*text);
    *text = memory_text(with);
}

void
screen_lock(struct screen *screen, const char *text, const char *word)
{
    replace(&screen->lock_text, text);
    replace(&screen->lock_word, word);
    screen->lock_field = (struct field){0};
    screen->is_locked = true;
    screen_update_hold(screen);
    screen_redraw(screen);
}

char *
screen_history(struct screen *screen, const char *history)
{
    if (!screen->editor)
        return memory_text("");
    return editor_history(screen->editor, history);
}

void
screen_history_add(struct screen *screen, const char *history, const char *line)
{
    struct error err;

    if (!screen->editor)
        screen->editor = editor_new(&err);
    if (screen->editor) // else the prompt will say why
        editor_history_add(screen->editor, history, line);
}

static void
end(struct screen *screen, int signal_number)
{
    screen->is_ended = true;
    screen->ending_signal = signal_number;
}

bool
screen_next_key(struct screen *screen, struct loop_news *news)
{
    while (!screen->is_ended) {
        *news = loop_next(screen->config.loop);
        switch (news->event) {
        case LOOP_KEY:
            return true;
        case LOOP_RESIZE:
        case LOOP_CONTINUED:
            screen_redraw(screen);
            break;
        case LOOP_HANGUP:
            end(screen, SIGHUP);
            break;
        case LOOP_TERMINATE:
            end(screen, news->signal);
            break;
        case LOOP_QUIET:
            screen_draw(screen);
            break;
        }
    }
    return false;
}

int
screen_run(struct screen *screen)
{
    struct loop_news news;

    while (screen_next_key(screen, &news)) {
        screen_dispatch(screen, &news);
        bury(screen);
    }
    return screen->ending_signal;
}
