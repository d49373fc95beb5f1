/*
 * A terminal to test whole programs on: runs one on a pseudo-terminal, types, and reads what an
 * xterm-like terminal (libvterm) would show. Waiting is for a state, by poll() on the terminal and
 * the program, and ends at a generous deadline, when the test fails and shows the screen; there are
 * no pauses. Rows and columns count from 0.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <termios.h>

#include <vterm.h>

#include "api/base/attributes.h"

struct vt;

struct vt_config {
    const char *const *argv; /* NULL at its end; argv[0] is looked for in PATH */
    /*
     * NAME=VALUE over the test's environment, NULL at its end; NAME alone takes it away. What would
     * make the screen another one (COLUMNS, LINES, NO_COLOR, XDG_*, FRONTDESK_*) is taken away
     * first. NULL: nothing.
     */
    const char *const *environment;
    const char *term; /* NULL: xterm-256color */
    int rows;         /* 0: 24 */
    int columns;      /* 0: 80 */
};

/* Starts the program, or fails the test. *Gives*: vt_close(). */
MUST_USE struct vt *vt_open(const struct vt_config *config);

/* Kills what still runs. NULL may be closed. */
void vt_close(struct vt *vt);

/* Types bytes as they are: "\r", "\x1b[A", "\x03". */
void vt_type(struct vt *vt, const char *keys);

/* Presses a key that the terminal has its own sequence for: VTERM_KEY_UP, VTERM_MOD_NONE. */
void vt_press(struct vt *vt, VTermKey key, VTermModifier modifier);

/* The kernel tells the program by SIGWINCH. */
void vt_resize(struct vt *vt, int rows, int columns);

/* The line is cut: the program gets SIGHUP, and can read and write no more. */
void vt_hang_up(struct vt *vt);

/* The line takes nothing more (its reader is away), until it is released. */
void vt_stall(struct vt *vt);
void vt_release(struct vt *vt);

pid_t vt_pid(const struct vt *vt);

/* How the kernel treats the line now, also when the program has ended. */
struct termios vt_modes(const struct vt *vt);

/* Waiting: until a text is on the screen, or on it no longer. Lines don't join. */
void vt_wait_text(struct vt *vt, const char *text);
void vt_wait_gone(struct vt *vt, const char *text);

/* The same for words that may be broken over rows, of a card too. */
void vt_wait_words(struct vt *vt, const char *words);

/*
 * Until the program has taken what was typed, sleeps with all its threads, and has written nothing
 * for a moment. Programs that it started don't count.
 */
void vt_wait_idle(struct vt *vt);

/* Until it has ended and all its output is read: the exit code, or 128 + the signal. */
int vt_wait_exit(struct vt *vt);

/*
 * Until `is` says so: true. False at the deadline, or when the program has ended and it still isn't
 * so.
 */
typedef bool (*vt_state_fn)(struct vt *vt, const void *context);
MUST_USE bool vt_until(struct vt *vt, vt_state_fn is, const void *context, int deadline_ms);

/* Whether a text is on the screen now; a vt_state_fn too. */
bool vt_has_text(struct vt *vt, const void *text);

/* Fails the test with these words and the screen; `vt` stays for the test's teardown. */
NORETURN void vt_fail(struct vt *vt, const char *format, ...) PRINTF_LIKE(2, 3);

/* The screen: blanks at the ends of rows are cut. *Valid until* the next call for this terminal. */
const char *vt_row(struct vt *vt, int row);

/* All rows, a line each; empty ones at the bottom are cut. *Valid until* as above. */
const char *vt_screen(struct vt *vt);

enum {
    VT_COLOR_DEFAULT = -1,
    VT_COLOR_RGB = 1 << 24 /* | red << 16 | green << 8 | blue; below: a palette's index */
};

struct vt_cell {
    char text[25]; /* with its combining marks; "" in the right half of a wide character */
    int width_cells;
    bool bold, underline, reverse, blink;
    int foreground, background;
};

struct vt_cell vt_cell(struct vt *vt, int row, int column);

struct vt_cursor {
    int row;
    int column;
    bool is_visible;
};

struct vt_cursor vt_cursor(struct vt *vt);

/* Whether the program has switched to the alternate screen. */
bool vt_is_alternate(const struct vt *vt);

/* How often the bell rang since the start. */
int vt_bells(const struct vt *vt);

/* What was written since the last vt_mark(), or the start. */
void vt_mark(struct vt *vt);
const char *vt_output(const struct vt *vt, size_t *length);

/*
 * Into how many pieces those bytes fell when they were read: at least one a pause, and about one a
 * write(2) of up to 4 KB when they were read as they came.
 */
int vt_bursts(const struct vt *vt);
