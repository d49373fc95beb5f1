/*
 * libedit without a terminal: the line editor of the prompt, fed with keys, its line read back and
 * drawn by us. One line at a time.
 */
#pragma once

#include "api/base/error.h"
#include "tui/key.h"

struct editor;

enum editor_step {
    EDITOR_ABANDON = 0, /* no line */
    EDITOR_ACCEPT,      /* the line as it is */
    EDITOR_KEY,         /* the key goes to the editor */
    EDITOR_TAKEN        /* the key was dealt with: ask for the next */
};

/* Asked for each key. Before it answers it may read and change the line with the calls below. */
typedef enum editor_step (*editor_next_fn)(void *context, struct key *key);

/*
 * Errors  NULL: ERROR_USAGE, no pseudo-terminal or no memory for libedit.
 */
MUST_USE struct editor *editor_new(struct error *err);
void editor_free(struct editor *editor);

/*
 * Edits a line that begins as `initial`; history by name, NULL none. NULL: abandoned.
 * *Gives*: free().
 */
MUST_USE char *editor_read(struct editor *editor, const char *initial, const char *history,
                           editor_next_fn next, void *context);

/* The line and the byte at which its cursor stands. *Valid until* the next call of these. */
const char *editor_text(struct editor *editor, size_t *cursor);

void editor_insert(struct editor *editor, const char *text);

/* Removes the last `bytes` bytes before the cursor. */
void editor_erase(struct editor *editor, size_t bytes);

/* Puts the cursor at a byte of the text. */
void editor_move(struct editor *editor, size_t byte);

/* Whether Esc is one of its own keys: the user's editrc wants vi. */
bool editor_is_vi(struct editor *editor);

/* The lines of a history, oldest first, one a line. *Gives*: free(). */
MUST_USE char *editor_history(struct editor *editor, const char *history);
void editor_history_add(struct editor *editor, const char *history, const char *line);
