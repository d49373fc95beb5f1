/*
 * Lines with a label before them, from top to bottom, each in as many rows as it needs: for views
 * of one thing, which scroll where they are longer than the screen.
 */
#pragma once

#include "tui/draw.h"

/* Where the next line goes; above and below the canvas nothing is drawn. */
struct pen {
    const struct canvas *canvas;
    int row;
};

void pen_line(struct pen *pen, enum style style, const char *label, const char *format, ...)
    PRINTF_LIKE(4, 5);

/* Moves `*top`, the lines above the first that shows, by a command as `down`; false: it is none. */
bool pen_scroll(int *top, const char *command);
