/* What the terminal asks of the drawing core. There is one screen of curses' in a program. */
#pragma once

#include <stdbool.h>

enum drawing_borders {
    BORDERS_LINES = 0, /* the locale's or the terminal's own */
    BORDERS_ASCII
};

/* After curses was started: its screen is drawn on from now on. */
void drawing_start(bool has_colors, enum drawing_borders borders);
void drawing_stop(void);

/* The size changed, or the terminal was out of our hands: nothing drawn before still stands. */
void drawing_forget(void);

/* Puts the cursor where it was asked for, at the end of a frame. */
void drawing_place_cursor(void);
