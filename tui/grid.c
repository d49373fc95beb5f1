#include "tui/grid.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "api/base/text.h"

/*
 * A row is composed cell by cell, bars over blanks and the cursor over both, and drawn in stretches
 * of one style. Where a bar goes on beyond the edge its end is an arrow, else its last cell says
 * that it ends: two bars that touch are told apart without colours.
 */

enum {
    HEADING_ROWS = 2,
    CELLS_MAX = 1000,
    WEEK = 7
};

struct spot {
    enum style style;
    char bytes[28]; /* a glyph; empty behind a wide one */
};

void
grid_init(struct grid *grid, const struct grid_class *class, void *source, int cell_width)
{
    *grid = (struct grid){.class = class, .source = source, .cell_width = cell_width};
}

static size_t
row_count(const struct grid *grid)
{
    return grid->class->rows(grid->source);
}

static bool
is_heading(const struct grid *grid, size_t row)
{
    return grid->class->kind && grid->class->kind(grid->source, row) == GRID_HEADING;
}

/* The row, or the next one in `step`'s direction that is no heading; SIZE_MAX: there is none. */
static size_t
next_row(const struct grid *grid, size_t row, int step)
{
    size_t count = row_count(grid);

    while (row < count && is_heading(grid, row))
        row = step < 0 ? row - 1 : row + 1; // beyond 0 is beyond the end, too
    return row < count ? row : SIZE_MAX;
}

/* Goes to the row, or to one nearby that is no heading, on in `step`'s direction first. */
static void
go_to_row(struct grid *grid, size_t row, int step)
{
    size_t count = row_count(grid);
    size_t found;

    if (!count)
        return;
    row = row < count ? row : count - 1;
    found = next_row(grid, row, step);
    if (found == SIZE_MAX)
        found = next_row(grid, row, -step);
    grid->row = found == SIZE_MAX ? row : found;
    grid->row_id = found == SIZE_MAX ? (struct uuid){{0}} : grid->class->id(grid->source, found);
}

static size_t
find_row(const struct grid *grid, struct uuid id)
{
    size_t count = row_count(grid);

    for (size_t i = 0; i < count; i++)
        if (uuid_equal(grid->class->id(grid->source, i), id) && !is_heading(grid, i))
            return i;
    return SIZE_MAX;
}

void
grid_refresh(struct grid *grid)
{
    size_t row = uuid_is_set(grid->row_id) ? find_row(grid, grid->row_id) : SIZE_MAX;
    size_t line = grid->row - grid->top;

    if (row == SIZE_MAX) {
        go_to_row(grid, grid->row, 1);
        return;
    }
    grid->row = row;
    grid->top = row > line ? row - line : 0;
}

void
grid_go(struct grid *grid, struct uuid row, int column)
{
    size_t index = find_row(grid, row);

    if (index != SIZE_MAX)
        go_to_row(grid, index, 1);
    grid->column = column;
}

static void
scroll(struct grid *grid)
{
    size_t rows = grid->rows > 0 ? (size_t)grid->rows : 1;
    size_t count = row_count(grid);

    if (grid->top + rows > count)
        grid->top = count > rows ? count - rows : 0;
    if (grid->row < grid->top)
        grid->top = grid->row;
    else if (grid->row >= grid->top + rows)
        grid->top = grid->row - rows + 1;
    if (grid->top == 1 && is_heading(grid, 0) && grid->row < rows)
        grid->top = 0; // a heading above the first row can't be reached otherwise
    if (grid->column < grid->first_column)
        grid->first_column = grid->column;
    else if (grid->columns > 0 && grid->column >= grid->first_column + grid->columns)
        grid->first_column = grid->column - grid->columns + 1;
}

static void
put_text(struct spot *spots, int width, enum style style, const char *text)
{
    struct glyph glyph;

    for (int at = 0; at < width;) {
        bool has_glyph = text_glyph(&text, &glyph) && at + glyph.width_cells <= width;

        spots[at].style = style;
        snprintf(spots[at].bytes, sizeof(spots[at].bytes), "%s", has_glyph ? glyph.bytes : " ");
        if (!has_glyph) {
            text = "";
            at++;
            continue;
        }
        if (glyph.width_cells == 2)
            spots[at + 1] = (struct spot){.style = style};
        at += glyph.width_cells;
    }
}

/* Bars that are no stay but a hindrance are filled. */
static void
hatch(struct spot *spots, int width)
{
    for (int i = width - 1; i > 0 && strcmp(spots[i].bytes, " ") == 0; i--)
        strcpy(spots[i].bytes, "/");
}

static void
put_bar(const struct grid *grid, struct spot *spots, int width, const struct grid_bar *bar)
{
    int half = grid->cell_width / 2 > 0 ? grid->cell_width / 2 : 1;
    int start = (bar->start - 2 * grid->first_column) * half;
    int end = (bar->end - 2 * grid->first_column) * half;
    int from = start > 0 ? start : 0;
    int to = end < width ? end : width;
    int length = to - from;
    char text[sizeof(bar->text) + 1];

    if (length <= 0)
        return;
    snprintf(text, sizeof(text), "%s%s", start < 0 ? "<" : "", bar->text);
    put_text(spots + from, length, bar->style, text);
    if (bar->is_hatched)
        hatch(spots + from, length);
    if (length > 2 && !bar->is_plain)
        put_text(spots + to - 1, 1, bar->style, end > width ? ">" : "|");
}

static void
draw_spots(const struct canvas *canvas, int row, int column, const struct spot *spots, int width)
{
    for (int at = 0; at < width;) {
        char text[CELLS_MAX * 4] = "";
        size_t length = 0;
        int start = at;

        while (at < width && spots[at].style == spots[start].style && length + 28 < sizeof(text))
            length +=
                (size_t)snprintf(text + length, sizeof(text) - length, "%s", spots[at++].bytes);
        draw_text(canvas, row, column + start, spots[start].style, text);
    }
}

static int
body_width(const struct grid *grid)
{
    int width = grid->columns * grid->cell_width;

    return width < CELLS_MAX ? width : CELLS_MAX;
}

static void
draw_bars(const struct grid *grid, const struct canvas *canvas, int line, size_t row)
{
    struct grid_bar bars[GRID_BARS];
    struct spot spots[CELLS_MAX];
    int width = body_width(grid);
    size_t count = grid->class->bars(grid->source, row, grid->first_column, grid->columns, bars);
    int cursor = (grid->column - grid->first_column) * grid->cell_width;

    put_text(spots, width, STYLE_NORMAL, "");
    for (size_t i = 0; i < count && i < GRID_BARS; i++)
        put_bar(grid, spots, width, &bars[i]);
    for (int i = 0; row == grid->row && i < grid->cell_width && cursor + i < width; i++)
        spots[cursor + i].style = STYLE_SELECTED;
    draw_spots(canvas, line, grid->class->label_width + 1, spots, width);
    if (row == grid->row)
        draw_cursor(canvas, line, grid->class->label_width + 1 + cursor);
}

static void
draw_row(const struct grid *grid, const struct canvas *canvas, int line, size_t row)
{
    struct cell label = {.style = STYLE_NORMAL};
    int width = grid->class->label_width;

    grid->class->label(grid->source, row, &label);
    if (is_heading(grid, row)) {
        draw_field(canvas, (struct span){line, 0, canvas->at.columns},
                   label.style == STYLE_NORMAL ? STYLE_HEADING : label.style, ALIGN_LEFT,
                   label.text);
        return;
    }
    draw_field(canvas, (struct span){line, 0, 1}, label.style, ALIGN_LEFT,
               row == grid->row ? ">" : " ");
    draw_field(canvas, (struct span){line, 1, width - 1}, label.style, ALIGN_LEFT, label.text);
    draw_field(canvas, (struct span){line, width, 1}, STYLE_NORMAL, ALIGN_LEFT, "");
    draw_bars(grid, canvas, line, row);
    draw_rest(canvas, line, width + 1 + body_width(grid), STYLE_NORMAL);
}

static void
draw_heading(const struct grid *grid, const struct canvas *canvas, int line)
{
    int at = grid->class->label_width + 1;

    draw_field(canvas, (struct span){line, 0, at}, STYLE_HEADING, ALIGN_LEFT,
               line == 0 ? grid->pick : "");
    for (int i = 0; i < grid->columns; i++) {
        struct cell cell = {.style = STYLE_NORMAL};

        grid->class->heading(grid->source, grid->first_column + i, line, &cell);
        draw_field(canvas, (struct span){line, at, grid->cell_width},
                   cell.style == STYLE_NORMAL ? STYLE_HEADING : cell.style, ALIGN_LEFT, cell.text);
        at += grid->cell_width;
    }
    draw_rest(canvas, line, at, STYLE_HEADING);
}

void
grid_draw(struct grid *grid, const struct canvas *canvas)
{
    grid->rows = canvas->at.rows - HEADING_ROWS;
    grid->columns = (canvas->at.columns - grid->class->label_width - 1) / grid->cell_width;
    if (grid->columns < 1)
        grid->columns = 1;
    if (grid->row >= row_count(grid) || !uuid_is_set(grid->row_id))
        grid_refresh(grid);
    scroll(grid);
    for (int line = 0; line < HEADING_ROWS; line++)
        draw_heading(grid, canvas, line);
    for (int line = HEADING_ROWS; line < canvas->at.rows; line++) {
        size_t row = grid->top + (size_t)(line - HEADING_ROWS);

        if (row < row_count(grid))
            draw_row(grid, canvas, line, row);
        else
            draw_rest(canvas, line, 0, STYLE_NORMAL);
    }
}

static void
move_rows(struct grid *grid, long step)
{
    size_t row = grid->row;

    if (step < 0)
        row = row > (size_t)-step ? row - (size_t)-step : 0;
    else
        row += (size_t)step;
    go_to_row(grid, row, step < 0 ? -1 : 1);
}

static const struct {
    const char *name;
    int rows;
    int pages;
    int columns;
} moves[] = {
    {"up", -1, 0, 0},   {"down", 1, 0, 0},  {"page-up", 0, -1, 0},      {"page-down", 0, 1, 0},
    {"left", 0, 0, -1}, {"right", 0, 0, 1}, {"week-left", 0, 0, -WEEK}, {"week-right", 0, 0, WEEK},
};

bool
grid_command(struct grid *grid, const char *name)
{
    bool is_home = strcmp(name, "home") == 0;

    if (is_home || strcmp(name, "end") == 0) {
        grid->pick[0] = '\0';
        go_to_row(grid, is_home ? 0 : SIZE_MAX, is_home ? 1 : -1);
        return true;
    }
    for (size_t i = 0; i < countof(moves); i++) {
        long step = moves[i].rows + (long)moves[i].pages * (grid->rows > 1 ? grid->rows : 1);

        if (strcmp(moves[i].name, name) != 0)
            continue;
        grid->pick[0] = '\0';
        if (step)
            move_rows(grid, step);
        grid->column += moves[i].columns;
        return true;
    }
    return false;
}

static void
jump(struct grid *grid)
{
    size_t count = row_count(grid);
    size_t beginning = SIZE_MAX;

    for (size_t i = 0; i < count; i++) {
        enum pick_match match = is_heading(grid, i)
                                    ? PICK_NONE
                                    : pick_match(grid->pick, grid->class->name(grid->source, i));

        if (match == PICK_WHOLE) {
            go_to_row(grid, i, 1);
            return;
        }
        if (match == PICK_BEGINNING && beginning == SIZE_MAX)
            beginning = i;
    }
    if (beginning != SIZE_MAX)
        go_to_row(grid, beginning, 1);
}

bool
grid_key(struct grid *grid, struct key key)
{
    if (!grid->class->name || !pick_key(grid->pick, key))
        return false;
    if (grid->pick[0])
        jump(grid);
    return true;
}

bool
grid_bar_at(const struct grid *grid, struct grid_bar *bar)
{
    struct grid_bar bars[GRID_BARS];
    size_t count;
    bool is_found = false;

    if (grid->row >= row_count(grid))
        return false;
    count = grid->class->bars(grid->source, grid->row, grid->column, 1, bars);
    for (size_t i = 0; i < count && i < GRID_BARS; i++) {
        bool begins_here = bars[i].end > 2 * grid->column + 1; // of two, the one that goes on

        if (bars[i].start >= 2 * grid->column + 2 || bars[i].end <= 2 * grid->column
            || (is_found && !begins_here))
            continue;
        *bar = bars[i];
        is_found = true;
    }
    return is_found;
}
