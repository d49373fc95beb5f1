/*
 * The terminal: set up, restored on every way out, and written without blocking, one write a frame.
 * While a stalled link has not taken a frame, later frames are dropped; keys, signals and the
 * worker go on.
 */
#pragma once

#include <stddef.h>

#include "api/base/error.h"

struct terminal;

struct terminal_config {
    const char *term;       /* NULL: $TERM */
    bool no_color;          /* NO_COLOR */
    bool keep_flow_control; /* leaves XON/XOFF to the terminal */
    bool ascii_borders;
};

/*
 * Whether a screen can be had on a terminal of this type (NULL: TERM is not set).
 * Errors  ERROR_USAGE, naming TERM and the remedy.
 */
MUST_USE bool terminal_check_type(const char *term, struct error *err);

/*
 * Opens the terminal of standard input by a descriptor of its own, and takes it over (alternate
 * screen, raw, bracketed paste).
 * Errors  NULL: ERROR_USAGE, naming TERM or the descriptor and the remedy; nothing was written.
 */
MUST_USE struct terminal *terminal_open(const struct terminal_config *config, struct error *err);

/* Gives the terminal back as it was. */
void terminal_close(struct terminal *terminal);

/* The same from a signal handler or when memory is out: only async-signal-safe calls. */
void terminal_restore_now(void);

/*
 * Gives it back for a while (SIGTSTP, a child that needs it), and takes it over again, all redrawn.
 */
void terminal_suspend(struct terminal *terminal);
void terminal_resume(struct terminal *terminal);

/* To poll for keys; for writing only while terminal_is_writing(). -1 when the terminal is gone. */
int terminal_fd(const struct terminal *terminal);
bool terminal_is_writing(const struct terminal *terminal);

/* Reads what is there: bytes read, 0 none now, -1 the terminal is gone (hang-up). */
MUST_USE int terminal_read(struct terminal *terminal, char *bytes, size_t size);

/* Writes what is left of the last frame. False: the terminal is gone. */
bool terminal_flush(struct terminal *terminal);

/* Takes the window's size from the kernel; true when it changed. */
MUST_USE bool terminal_resize(struct terminal *terminal);
int terminal_rows(const struct terminal *terminal);
int terminal_columns(const struct terminal *terminal);
const char *terminal_type(const struct terminal *terminal); /* as in TERM */
bool terminal_has_colors(const struct terminal *terminal);

/*
 * Frames: what draw.h drew between the two goes out as one write. begin is false while the last
 * frame is unsent.
 */
MUST_USE bool terminal_begin_frame(struct terminal *terminal);
void terminal_end_frame(struct terminal *terminal);

void terminal_bell(struct terminal *terminal);

/*
 * Sends a text to the terminal's own printer (media copy): as raw bytes between what turns it on
 * and off, ESC[5i and ESC[4i mostly.
 */
void terminal_print(struct terminal *terminal, const char *text);

/* Whether the terminal's description tells of a printer. */
bool terminal_has_printer(void);

/* All is drawn anew in the next frame. */
void terminal_redraw(struct terminal *terminal);
