/*
 * Makes a frame of curses' shorter without changing what it shows: attributes are set only where a
 * character or an erasure needs them, in the fewest bytes; charsets that are in force anyway and
 * the cursor's way around a scroll are left out. Pure.
 */
#pragma once

#include <stdbool.h>

#include "api/base/buffer.h"

/* How characters look: attributes as bits; colours from 1 on, 0 the terminal's own. */
struct frame_ink {
    unsigned attributes;
    int foreground;
    int background;
};

/* Of one terminal, from frame to frame; `{0}` when it was told `sgr0` and `op`. */
struct frame_state {
    struct frame_ink wanted; /* by curses */
    struct frame_ink actual;
    bool is_unknown; /* the terminal was told something that isn't followed here */
    bool is_shifted; /* another charset is in force */
};

/*
 * Adds the frame's bytes to `out`, shorter. For terminals that understand ECMA-48; `rows` is the
 * screen's.
 */
void frame_squeeze(struct frame_state *state, const struct buffer *frame, int rows,
                   struct buffer *out);
