#include "tui/draw.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <curses.h>

#include "api/base/text.h"
#include "tui/color.h"
#include "tui/drawing.h"
#include "tui/paragraph.h"

/*
 * curses has one screen, and so have we. Texts become cells glyph by glyph, and each stretch of
 * cells goes to curses whole: what curses is told is what the terminal will show, never an escape.
 */

enum {
    ROWS_MAX = 500,
    COLUMNS_MAX = 1000,
    FIELD_SIZE = 8192 /* bytes of a text that is cut to a field */
};

enum border {
    BORDER_HORIZONTAL = 0,
    BORDER_VERTICAL,
    BORDER_TOP_LEFT,
    BORDER_TOP_RIGHT,
    BORDER_BOTTOM_LEFT,
    BORDER_BOTTOM_RIGHT,
    BORDER_COUNT
};

struct ink {
    attr_t attributes;
    short pair;
};

static struct {
    bool is_started;
    bool has_theme;
    struct look looks[STYLE_COUNT]; /* of the theme */
    bool has_colors;
    enum drawing_borders borders;
    struct ink inks[STYLE_COUNT];
    unsigned stamps[ROWS_MAX];
    unsigned stamp; /* the newest */
    int cursor_row;
    int cursor_column;
} drawing;

struct canvas
canvas_part(const struct canvas *canvas, struct rect part)
{
    int rows = canvas->at.rows - part.row;
    int columns = canvas->at.columns - part.column;

    rows = part.rows < rows ? part.rows : rows;
    columns = part.columns < columns ? part.columns : columns;
    return (struct canvas){{
        .row = canvas->at.row + part.row,
        .column = canvas->at.column + part.column,
        .rows = rows > 0 ? rows : 0,
        .columns = columns > 0 ? columns : 0,
    }};
}

static attr_t
curses_attributes(unsigned attributes)
{
    return (attributes & LOOK_BOLD ? A_BOLD : 0) | (attributes & LOOK_DIM ? A_DIM : 0)
           | (attributes & LOOK_REVERSE ? A_REVERSE : 0)
           | (attributes & LOOK_UNDERLINE ? A_UNDERLINE : 0)
           | (attributes & LOOK_BLINK ? A_BLINK : 0);
}

/* A pair of colours; 0, the terminal's own, where it can't be had or would hide the text. */
static short
choose_pair(int foreground, int background, short *last)
{
    short old_foreground;
    short old_background;

    if ((foreground == COLOR_UNSET && background == COLOR_UNSET) || foreground == background)
        return 0;
    for (short i = 1; i <= *last; i++) {
        pair_content(i, &old_foreground, &old_background);
        if (old_foreground == foreground && old_background == background)
            return i;
    }
    if (*last + 1 >= COLOR_PAIRS
        || init_pair((short)(*last + 1), (short)foreground, (short)background) == ERR)
        return 0;
    return ++*last;
}

/* Colours that a style doesn't name are those of normal text. */
static struct ink
mix_ink(struct look look, struct look normal, short *last)
{
    int count = COLORS >= 256 ? 256 : COLORS >= 16 ? 16 : 8;
    int foreground = look.foreground == COLOR_UNSET ? normal.foreground : look.foreground;
    int background = look.background == COLOR_UNSET ? normal.background : look.background;
    struct ink ink = {.attributes = curses_attributes(look.attributes)};

    if (!drawing.has_colors) {
        if (look.background != COLOR_UNSET && look.background != normal.background)
            ink.attributes |= A_REVERSE;
        return ink;
    }
    if ((look.attributes & LOOK_DIM) && !(term_attrs() & A_DIM) && count >= 16
        && foreground == COLOR_UNSET)
        foreground = COLOR_BLACK + 8;
    ink.pair = choose_pair(color_reduce(foreground, count, COLOR_FOREGROUND),
                           color_reduce(background, count, COLOR_BACKGROUND), last);
    return ink;
}

static void
set_background(struct ink ink)
{
    cchar_t blank;

    setcchar(&blank, L" ", ink.attributes, ink.pair, NULL);
    bkgrndset(&blank);
}

static void
mix_inks(void)
{
    short last = 0;

    for (int i = 0; i < STYLE_COUNT; i++)
        drawing.inks[i] = mix_ink(drawing.looks[i], drawing.looks[STYLE_NORMAL], &last);
    set_background(drawing.inks[STYLE_NORMAL]);
    clearok(curscr, TRUE);
    drawing_forget();
}

void
draw_theme(const struct theme *theme)
{
    struct theme *fallback = theme ? NULL : theme_default();

    for (int i = 0; i < STYLE_COUNT; i++)
        drawing.looks[i] = theme_look(theme ? theme : fallback, (enum style)i);
    drawing.has_theme = true;
    theme_free(fallback);
    if (drawing.is_started)
        mix_inks();
}

void
drawing_start(bool has_colors, enum drawing_borders borders)
{
    drawing.has_colors = has_colors;
    drawing.borders = borders;
    drawing.is_started = true;
    if (!drawing.has_theme)
        draw_theme(NULL);
    mix_inks();
}

void
drawing_stop(void)
{
    drawing.is_started = false;
}

void
drawing_forget(void)
{
    drawing.stamp++;
    for (int row = 0; row < ROWS_MAX; row++)
        drawing.stamps[row] = drawing.stamp;
}

void
drawing_place_cursor(void)
{
    move(drawing.cursor_row, drawing.cursor_column);
}

unsigned
draw_stamp(const struct canvas *canvas, int row)
{
    int at = canvas->at.row + row;

    return at >= 0 && at < ROWS_MAX ? drawing.stamps[at] : 0;
}

/* Cells of one row that go to curses together. */
struct stretch {
    const struct canvas *canvas;
    int row;
    int column; /* of the next cell */
    int start;  /* of the first of `cells` */
    int count;
    struct ink ink;
    cchar_t cells[COLUMNS_MAX];
};

static void
begin(struct stretch *stretch, const struct canvas *canvas, int row, int column, enum style style)
{
    stretch->canvas = canvas;
    stretch->row = row;
    stretch->column = column;
    stretch->count = 0;
    stretch->ink = drawing.inks[style];
}

static void
add_cell(struct stretch *stretch, const wchar_t *characters, int width)
{
    if (stretch->column >= 0 && stretch->count < COLUMNS_MAX) {
        if (!stretch->count)
            stretch->start = stretch->column;
        setcchar(&stretch->cells[stretch->count++], characters, stretch->ink.attributes,
                 stretch->ink.pair, NULL);
    }
    stretch->column += width;
}

static void
add_blanks(struct stretch *stretch, int end)
{
    while (stretch->column < end)
        add_cell(stretch, L" ", 1);
}

/* The glyphs that fit before column `end`. */
static void
add_glyphs(struct stretch *stretch, const char *text, int end)
{
    struct glyph glyph;

    while (text_glyph(&text, &glyph) && stretch->column + glyph.width_cells <= end) {
        wchar_t characters[CCHARW_MAX + 1] = {(unsigned char)glyph.bytes[0]};

        if (glyph.bytes[1] && mbstowcs(characters, glyph.bytes, CCHARW_MAX) == (size_t)-1)
            characters[0] = L'?';
        if (stretch->column < 0 && stretch->column + glyph.width_cells > 0)
            add_cell(stretch, L" ", 1); // half of a wide one
        else
            add_cell(stretch, characters, glyph.width_cells);
    }
}

static void
end_stretch(struct stretch *stretch)
{
    const struct rect *at = &stretch->canvas->at;
    int row = at->row + stretch->row;

    if (stretch->row < 0 || stretch->row >= at->rows || !stretch->count || row >= ROWS_MAX)
        return;
    mvadd_wchnstr(row, at->column + stretch->start, stretch->cells, stretch->count);
    drawing.stamps[row] = ++drawing.stamp;
}

int
draw_field(const struct canvas *canvas, struct span span, enum style style, enum align align,
           const char *text)
{
    char fitted[FIELD_SIZE];
    int rest = span.width - text_fit(text, span.width, fitted, sizeof(fitted));
    int start = span.column + (align == ALIGN_LEFT ? 0 : align == ALIGN_RIGHT ? rest : rest / 2);
    int behind = span.column + span.width;
    int end = behind < canvas->at.columns ? behind : canvas->at.columns;
    struct stretch stretch;

    begin(&stretch, canvas, span.row, span.column, style);
    add_blanks(&stretch, start < end ? start : end);
    add_glyphs(&stretch, fitted, end);
    add_blanks(&stretch, end);
    end_stretch(&stretch);
    return behind;
}

int
draw_text(const struct canvas *canvas, int row, int column, enum style style, const char *text)
{
    struct stretch stretch;

    begin(&stretch, canvas, row, column, style);
    add_glyphs(&stretch, text, canvas->at.columns);
    end_stretch(&stretch);
    return stretch.column;
}

int
draw_print(const struct canvas *canvas, int row, int column, enum style style, const char *format,
           ...)
{
    char text[FIELD_SIZE];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    text_trim_partial(text);
    return draw_text(canvas, row, column, style, text);
}

int
draw_paragraph(const struct canvas *canvas, int row, enum style style, const char *text)
{
    char line[FIELD_SIZE];
    int first = row;

    while (row < canvas->at.rows && paragraph_line(&text, canvas->at.columns, line, sizeof(line))) {
        draw_field(canvas, (struct span){row, 0, canvas->at.columns}, style, ALIGN_LEFT, line);
        row++;
    }
    return row - first;
}

void
draw_rest(const struct canvas *canvas, int row, int column, enum style style)
{
    struct stretch stretch;

    begin(&stretch, canvas, row, column, style);
    add_blanks(&stretch, canvas->at.columns);
    end_stretch(&stretch);
}

void
draw_clear(const struct canvas *canvas)
{
    for (int row = 0; row < canvas->at.rows; row++)
        draw_rest(canvas, row, 0, STYLE_NORMAL);
}

/* The character of a border, and whether it is one of the terminal's alternate set. */
static wchar_t
border_character(enum border border, attr_t *attributes)
{
    static const wchar_t ascii[BORDER_COUNT] = {L'-', L'|', L'+', L'+', L'+', L'+'};
    const cchar_t *const lines[BORDER_COUNT] = {WACS_HLINE,    WACS_VLINE,    WACS_ULCORNER,
                                                WACS_URCORNER, WACS_LLCORNER, WACS_LRCORNER};
    wchar_t characters[CCHARW_MAX + 1];
    short pair;

    *attributes = 0;
    if (drawing.borders == BORDERS_ASCII
        || getcchar(lines[border], characters, attributes, &pair, NULL) == ERR)
        return ascii[border];
    return characters[0];
}

static void
add_border(struct stretch *stretch, enum border border)
{
    attr_t attributes;
    attr_t ink = stretch->ink.attributes;
    wchar_t characters[2] = {border_character(border, &attributes)};

    stretch->ink.attributes |= attributes;
    add_cell(stretch, characters, 1);
    stretch->ink.attributes = ink;
}

void
draw_line(const struct canvas *canvas, int row, enum style style)
{
    struct stretch stretch;

    begin(&stretch, canvas, row, 0, style);
    while (stretch.column < canvas->at.columns)
        add_border(&stretch, BORDER_HORIZONTAL);
    end_stretch(&stretch);
}

static void
draw_edge(const struct canvas *canvas, int row, enum style style, enum border left,
          enum border right)
{
    struct stretch stretch;

    begin(&stretch, canvas, row, 0, style);
    add_border(&stretch, left);
    while (stretch.column < canvas->at.columns - 1)
        add_border(&stretch, BORDER_HORIZONTAL);
    add_border(&stretch, right);
    end_stretch(&stretch);
}

static void
draw_side(const struct canvas *canvas, int row, int column, enum style style)
{
    struct stretch stretch;

    begin(&stretch, canvas, row, column, style);
    add_border(&stretch, BORDER_VERTICAL);
    end_stretch(&stretch);
}

void
draw_box(const struct canvas *canvas, enum style style, const char *title)
{
    int rows = canvas->at.rows;
    int columns = canvas->at.columns;
    char fitted[FIELD_SIZE];

    if (rows < 2 || columns < 2)
        return;
    draw_edge(canvas, 0, style, BORDER_TOP_LEFT, BORDER_TOP_RIGHT);
    for (int row = 1; row < rows - 1; row++) {
        draw_side(canvas, row, 0, style);
        draw_side(canvas, row, columns - 1, style);
    }
    draw_edge(canvas, rows - 1, style, BORDER_BOTTOM_LEFT, BORDER_BOTTOM_RIGHT);
    if (!title || columns < 8)
        return;
    text_fit(title, columns - 6, fitted, sizeof(fitted));
    draw_print(canvas, 0, 2, STYLE_CARD_TITLE, " %s ", fitted);
}

void
draw_cursor(const struct canvas *canvas, int row, int column)
{
    if (row < 0 || row >= canvas->at.rows || column < 0 || column >= canvas->at.columns)
        return;
    drawing.cursor_row = canvas->at.row + row;
    drawing.cursor_column = canvas->at.column + column;
}
