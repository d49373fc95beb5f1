/*
 * The whole screen: title line, the pane (or two side by side), status line, hint line; cards and
 * the prompt on top. It turns keys into commands and draws when nothing waits any more.
 */
#pragma once

#include "tui/card.h"
#include "tui/config.h"
#include "tui/keymap.h"
#include "tui/loop.h"
#include "tui/pane.h"

struct screen;

struct screen_config {
    struct loop *loop;
    struct terminal *terminal;
    const struct command_table *commands;
    struct keymap *keymap;
    struct settings *settings;
    const struct pane_class *const *panes; /* NULL-terminated: the views */
    void *app;
    bool is_read_only; /* commands that write are refused before they ask anything */
};

MUST_USE struct screen *screen_new(const struct screen_config *config);
void screen_free(struct screen *screen);
void *screen_app(struct screen *screen);
struct loop *screen_loop(struct screen *screen);

/* Runs until screen_quit(), hang-up or a signal. Returns the signal that ended it, or 0. */
int screen_run(struct screen *screen);
void screen_quit(struct screen *screen);

/*
 * Opens the view of a class on top, or brings it there; its `open` gets the invocation (may be
 * NULL).
 * Errors  as its `open`; the screen is as before.
 */
MUST_USE bool screen_open(struct screen *screen, const struct pane_class *class,
                          const struct invocation *invocation, struct error *err);

/* Closes the top view; false when it was the last. */
bool screen_close_top(struct screen *screen);
struct pane *screen_top(struct screen *screen);
struct pane *screen_find(struct screen *screen, const struct pane_class *class);

/* Data changed: every card is told, and every pane when it is next looked at. */
void screen_changed(struct screen *screen, uint64_t what);

/*
 * The left of the title line (who and what this is), the right of it (clock, connection). Drawn
 * when they change.
 */
void screen_title(struct screen *screen, const char *text);
void screen_corner(struct screen *screen, enum style style, const char *text);

/*
 * A line for the user, which stays until the next, or a key that was pressed after it was seen; in
 * STYLE_PENDING, of what is under way, until the next only; in STYLE_HINT until any key. An error
 * rings, and no other takes its place until such a key; it and a warning take as many rows as they
 * need. NULL clears; in STYLE_ERROR an error too.
 */
void screen_say(struct screen *screen, enum style style, const char *format, ...) PRINTF_LIKE(3, 4);
void screen_error(struct screen *screen, const struct error *err);

/* Work that takes longer than 300 ms shows a line; `total` 0: unknown; `text` NULL: it is over. */
void screen_progress(struct screen *screen, const char *text, size_t done, size_t total);

/* Runs a command line as if typed; errors are shown. `.` stands for the selection. */
void screen_command(struct screen *screen, const char *line);

/*
 * Sends a text to the terminal's own printer, as terminal_print().
 * Errors  ERROR_REFUSED: it has none.
 */
MUST_USE bool screen_print(struct screen *screen, const char *text, struct error *err);

/* Cards: the one on top, or NULL. See card.h. */
struct card *screen_card(struct screen *screen);

/*
 * Asks for a line at the bottom, with editing, history and completion; serves everything else
 * meanwhile. Esc gives NULL, and the typed text stays for the next time the same prompt opens.
 * *Gives*: free().
 */
struct prompt_config {
    const char *prefix;  /* ":" or "/" */
    const char *initial; /* may be NULL */
    const char *history; /* name of the history it belongs to; NULL: none */
    const char *subject; /* what drafts are kept apart by; NULL: the command that asks */
    bool is_multiline;   /* Enter breaks the line, Ctrl-S and Alt-Enter send; takes up to 7 rows */
    void (*complete)(void *context, const char *line, offer_fn offer, void *offer_context);
    void (*changed)(void *context, const char *line); /* after each key: filter as you type */
    void *context;
};
MUST_USE char *screen_prompt(struct screen *screen, const struct prompt_config *config);

/*
 * The text that stands in this prompt when it opens the next time, as if it had been left by Esc.
 */
void screen_keep_draft(struct screen *screen, const struct prompt_config *config, const char *text);

/*
 * The lines that prompts of a history took, oldest first, one a line, and putting one there: for
 * saving and loading.
 * *Gives*: free().
 */
MUST_USE char *screen_history(struct screen *screen, const char *history);
void screen_history_add(struct screen *screen, const char *history, const char *line);

/*
 * Locks the screen: nothing of it is shown until the word is typed. NULL: any key. `text` is what
 * is shown instead.
 */
void screen_lock(struct screen *screen, const char *text, const char *word);

/*
 * The commands that the screen does itself (`up`, `mark`, `search`, `back`, `quit`, ...), for
 * `bind`, help and the man page; screen_command() knows them behind those of the table. Their `run`
 * is NULL.
 */
const struct command_table *screen_commands(void);
