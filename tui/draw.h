/*
 * Drawing: texts in styles on a rectangle of the screen. The one place between the program and
 * curses; every text goes through text_glyph(), so that nothing but glyphs reaches the terminal.
 */
#pragma once

#include "tui/theme.h"

struct rect {
    int row, column, rows, columns;
};

/*
 * A part of the screen to draw on; rows and columns count from its corner, what lies outside is
 * cut.
 */
struct canvas {
    struct rect at; /* on the screen */
};

struct canvas canvas_part(const struct canvas *canvas, struct rect part);

/* What the styles mean from now on, also before the terminal is opened; NULL: the default. */
void draw_theme(const struct theme *theme);

enum align {
    ALIGN_LEFT,
    ALIGN_RIGHT,
    ALIGN_CENTER
};

/* Cells of a row. */
struct span {
    int row, column, width;
};

/* The text in exactly those cells: cut with an ellipsis, or padded. Returns the column behind. */
int draw_field(const struct canvas *canvas, struct span span, enum style style, enum align align,
               const char *text);

/* The text as long as it is, cut at the canvas's edge. Returns the column behind it. */
int draw_text(const struct canvas *canvas, int row, int column, enum style style, const char *text);
int draw_print(const struct canvas *canvas, int row, int column, enum style style,
               const char *format, ...) PRINTF_LIKE(5, 6);

/*
 * A text broken at words into at most `rows` rows of the canvas from `row` on; returns the rows it
 * took.
 */
int draw_paragraph(const struct canvas *canvas, int row, enum style style, const char *text);
int paragraph_rows(const char *text, int columns);

/*
 * Blanks to the end of the row; the whole canvas; a horizontal line; a box along the canvas's edge.
 */
void draw_rest(const struct canvas *canvas, int row, int column, enum style style);
void draw_clear(const struct canvas *canvas);
void draw_line(const struct canvas *canvas, int row, enum style style);
void draw_box(const struct canvas *canvas, enum style style, const char *title);

/*
 * A number of a row of the screen that changes whenever something is drawn on it or it has to be
 * drawn anew: who drew it last sees that it still stands, and can leave it alone.
 */
unsigned draw_stamp(const struct canvas *canvas, int row);

/* Where the hardware cursor stands when the frame is out: on the focused thing. */
void draw_cursor(const struct canvas *canvas, int row, int column);
