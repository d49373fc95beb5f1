/* The screen from inside: what its parts (drawing, keys, commands, prompt) share. UI thread. */
#pragma once

#include "tui/card_state.h"
#include "tui/drafts.h"
#include "tui/editor.h"
#include "tui/screen.h"

enum {
    SCREEN_PANES = 32,
    SCREEN_CONTEXTS = 12,
    SCREEN_TEXT_SIZE = 1024,
    SCREEN_ROWS_MIN = 10,
    SCREEN_COLUMNS_MIN = 40
};

struct prompt;

struct screen {
    struct screen_config config;
    struct pane *panes[SCREEN_PANES]; /* the last is on top */
    size_t pane_count;
    struct pane *warned;     /* was told just now that something typed would be lost */
    struct pane *was_warned; /* by the key before this one */
    struct card *card;       /* on top of others */
    struct card *dead;       /* closed; freed when no callback of theirs runs any more */
    struct prompt *prompt;
    struct editor *editor;
    struct drafts drafts;
    const char *running; /* the command line that runs, its `.` resolved; NULL: none */
    char title[SCREEN_TEXT_SIZE];
    char corner[SCREEN_TEXT_SIZE];
    enum style corner_style;
    char message[SCREEN_TEXT_SIZE];
    enum style message_style;
    bool is_error;          /* the message: no other takes its place */
    unsigned message_frame; /* which shows it first; 0: it was not drawn yet */
    char progress[SCREEN_TEXT_SIZE];
    bool has_progress; /* work is going on */
    bool shows_progress;
    unsigned progress_timer;
    bool is_locked;
    char *lock_text;
    char *lock_word;
    struct field lock_field;
    bool has_backtick; /* the next digit is an F-key */
    char *last_line;   /* what `repeat` runs */
    bool is_stale;     /* title, status or hint line, or what lies on top */
    bool is_ended;
    int ending_signal;
};

/* The next key; everything else is served meanwhile. False: the screen ends. */
MUST_USE bool screen_next_key(struct screen *screen, struct loop_news *news);

/* Draws what is stale, if the terminal takes a frame. */
void screen_draw(struct screen *screen);

/* Everything is drawn anew. */
void screen_redraw(struct screen *screen);

bool screen_is_too_small(const struct screen *screen);

/* One key of the main loop. */
void screen_dispatch(struct screen *screen, const struct loop_news *news);

void screen_bring_to_top(struct screen *screen, struct pane *pane);

/* Key contexts of the top pane: its name, its own, "global"; NULL-terminated. */
void screen_pane_contexts(const struct pane *pane, const char *contexts[SCREEN_CONTEXTS]);

/* The command of a line, of the program or of the screen; NULL. */
const struct command *screen_find_command(const struct screen *screen, const char *line);

/* Runs what is bound to the key in the first context that binds it; false: nothing is. */
bool screen_run_bound(struct screen *screen, struct key key, const char *const *contexts);

/* One step back: a filter or a mark, else the view, unless it is the last. */
void screen_back(struct screen *screen);

/* Closes the top view, from the last one ends the program; warns once where text would be lost. */
void screen_leave(struct screen *screen);

/* Keys wait for a card whose facts are loading. */
void screen_update_hold(struct screen *screen);

/* The prompt's rows at the bottom; its cursor. */
int prompt_rows(const struct prompt *prompt, int columns);
void prompt_draw(const struct prompt *prompt, const struct canvas *canvas);

/* The list of keys that work, for the pane on top of which it opens. */
extern const struct pane_class keys_pane;
