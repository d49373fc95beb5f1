#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/base/text.h"
#include "tui/list.h"

/*
 * A row that still stands on the screen as it would be drawn is left alone, so that moving the
 * cursor draws two rows and not all of them.
 */

enum {
    MARKER_WIDTH = 3, /* `>` the selected, `*` a marked row, a blank */
    TEXT_ROWS = 2,    /* below the list */
    ROWS_LEAST = 8    /* fewer are the list's alone */
};

struct list_shown {
    uint64_t content;
    unsigned stamp;
};

/* A column where it stands. */
struct place {
    size_t column; /* of the class */
    int at;
    int width;
};

/* The column that goes first: the last of those with the largest rank; SIZE_MAX: all must stay. */
static size_t
find_dispensable(const struct list *list, const bool *is_shown)
{
    size_t found = SIZE_MAX;
    int rank = 1;

    for (size_t i = 0; i < list->class->column_count; i++) {
        if (!is_shown[i] || list->class->columns[i]->rank < rank)
            continue;
        found = i;
        rank = list->class->columns[i]->rank;
    }
    return found;
}

/* Hides columns until the rest fits; returns the cells that are left over. */
static int
choose_columns(const struct list *list, int columns, bool *is_shown)
{
    int left = columns - MARKER_WIDTH;

    for (size_t i = 0; i < list->class->column_count; i++) {
        is_shown[i] = !list_is_hidden(list, i);
        left -= is_shown[i] ? list->class->columns[i]->width + 1 : 0;
    }
    while (left < -1) { // the last column needs no gap
        size_t last = find_dispensable(list, is_shown);

        if (last == SIZE_MAX)
            break;
        is_shown[last] = false;
        left += list->class->columns[last]->width + 1;
    }
    return left + 1;
}

static int
count_growing(const struct list *list, const bool *is_shown)
{
    int count = 0;

    for (size_t i = 0; i < list->class->column_count; i++)
        count += is_shown[i] && list->class->columns[i]->grows;
    return count;
}

static size_t
lay_out(const struct list *list, int columns, struct place *places)
{
    bool is_shown[LIST_COLUMNS];
    int left = choose_columns(list, columns, is_shown);
    int growing = count_growing(list, is_shown);
    int at = MARKER_WIDTH;
    size_t count = 0;

    if (growing && left > 0)
        left--; // behind the last cell of a row the cursor is hard to tell, and costs 6 bytes more
    for (size_t i = 0; i < list->class->column_count; i++) {
        const struct list_column *column = list->class->columns[i];
        int share = 0;

        if (!is_shown[i])
            continue;
        if (column->grows) {
            share = left > 0 ? left / growing : 0;
            left -= share;
            growing--;
        }
        places[count++] = (struct place){i, at, column->width + share};
        at += column->width + share + 1;
    }
    return count;
}

/* FNV-1a. */
static uint64_t
mix(uint64_t hash, const void *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ ((const unsigned char *)bytes)[i]) * 0x100000001b3u;
    return hash;
}

struct row {
    char marker[MARKER_WIDTH + 1];
    bool is_selected;
    enum style style;
    struct cell cells[LIST_COLUMNS]; /* by place */
};

static void
read_row(const struct list *list, size_t index, const struct place *places, size_t count,
         struct row *row)
{
    const struct list_class *class = list->class;
    struct uuid id = class->id(list->source, index);

    row->is_selected = index == list->selected;
    row->style = class->row_style ? class->row_style(list->source, index) : STYLE_NORMAL;
    row->marker[0] = !row->is_selected ? ' ' : list->is_lost ? '?' : '>';
    row->marker[1] = list->mark_count && list_is_marked(list, id) ? '*' : ' ';
    row->marker[2] = ' ';
    row->marker[3] = '\0';
    for (size_t i = 0; i < count; i++) {
        struct cell *cell = &row->cells[i];

        cell->style = STYLE_NORMAL;
        cell->text[0] = '\0';
        class->cell(list->source, index, places[i].column, cell);
        if (cell->style == STYLE_NORMAL)
            cell->style = row->style;
        if (row->is_selected && !list->is_lost && places[i].column == (size_t) class->marker_column)
            cell->style = STYLE_SELECTED;
    }
}

static uint64_t
row_content(const struct row *row, const struct place *places, size_t count)
{
    uint64_t hash = 0xcbf29ce484222325u;

    hash = mix(hash, row->marker, MARKER_WIDTH);
    hash = mix(hash, &row->style, sizeof(row->style));
    hash = mix(hash, places, count * sizeof(*places));
    for (size_t i = 0; i < count; i++) {
        hash = mix(hash, &row->cells[i].style, sizeof(row->cells[i].style));
        hash = mix(hash, row->cells[i].text, strlen(row->cells[i].text) + 1);
    }
    return hash;
}

/* The picked field is as short as its text, whatever the column's width: few cells change. */
static int
draw_cell(const struct list *list, const struct canvas *canvas, int line, const struct place *place,
          const struct row *row, const struct cell *cell)
{
    enum align align = list->class->columns[place->column]->align;
    struct span span = {line, place->at, place->width};
    int rest = place->width - text_width(cell->text);

    if (cell->style != STYLE_SELECTED)
        return draw_field(canvas, span, cell->style, align, cell->text);
    draw_field(canvas, span, row->style, align, cell->text);
    if (rest > 0) {
        span.column += align == ALIGN_RIGHT ? rest : 0;
        span.width -= rest;
    }
    draw_field(canvas, span, STYLE_SELECTED, ALIGN_LEFT, cell->text);
    return place->at + place->width;
}

static void
draw_row(const struct list *list, const struct canvas *canvas, int line, const struct place *places,
         size_t count, const struct row *row)
{
    int at = draw_text(canvas, line, 0, row->style, row->marker);

    for (size_t i = 0; i < count; i++) {
        at = draw_cell(list, canvas, line, &places[i], row, &row->cells[i]);
        if (i + 1 < count)
            draw_field(canvas, (struct span){line, at, 1}, row->style, ALIGN_LEFT, "");
    }
    draw_rest(canvas, line, at, row->style);
}

/* Space to remember what each row shows. */
static void
remember_rows(struct list *list, int rows)
{
    if (rows <= list->shown_rows)
        return;
    list->shown = memory_resize(list->shown, (size_t)rows, sizeof(*list->shown));
    memset(list->shown + list->shown_rows, 0,
           (size_t)(rows - list->shown_rows) * sizeof(*list->shown));
    list->shown_rows = rows;
}

static bool
stands(const struct list *list, const struct canvas *canvas, int line, uint64_t content)
{
    return list->shown[line].content == content
           && list->shown[line].stamp == draw_stamp(canvas, line);
}

static void
draw_index(struct list *list, const struct canvas *canvas, int line, const struct place *places,
           size_t count)
{
    size_t index = list->top + (size_t)line - 1;
    bool is_row = index < list->class->count(list->source);
    uint64_t content = 1; // of an empty line
    struct row row;

    if (is_row) {
        read_row(list, index, places, count, &row);
        content = row_content(&row, places, count);
    }
    if (stands(list, canvas, line, content))
        return;
    if (is_row)
        draw_row(list, canvas, line, places, count, &row);
    else
        draw_rest(canvas, line, 0, STYLE_NORMAL);
    list->shown[line] = (struct list_shown){content, draw_stamp(canvas, line)};
}

static void
draw_heading(struct list *list, const struct canvas *canvas, const struct place *places,
             size_t count)
{
    uint64_t content = mix(mix(2, places, count * sizeof(*places)), list->pick, strlen(list->pick));
    int at;

    for (size_t i = 0; i < count; i++) {
        const char *heading = list->class->columns[places[i].column]->heading;

        content = mix(content, heading, strlen(heading));
    }
    if (stands(list, canvas, 0, content))
        return;
    at = draw_field(canvas, (struct span){0, 0, MARKER_WIDTH}, STYLE_HEADING, ALIGN_LEFT, "");
    for (size_t i = 0; i < count; i++) {
        const struct list_column *column = list->class->columns[places[i].column];

        at = draw_field(canvas, (struct span){0, places[i].at, places[i].width}, STYLE_HEADING,
                        column->align, _(column->heading));
        if (i + 1 < count)
            draw_field(canvas, (struct span){0, at, 1}, STYLE_HEADING, ALIGN_LEFT, "");
    }
    draw_rest(canvas, 0, at, STYLE_HEADING);
    if (list->pick[0])
        draw_print(canvas, 0, 0, STYLE_PROMPT, "%s_", list->pick);
    list->shown[0] = (struct list_shown){content, draw_stamp(canvas, 0)};
}

/* Scrolls as little as needed to show the selected row. */
static void
scroll(struct list *list)
{
    size_t rows = list->rows > 0 ? (size_t)list->rows : 1;
    size_t count = list->class->count(list->source);

    if (list->top + rows > count)
        list->top = count > rows ? count - rows : 0;
    if (list->selected < list->top)
        list->top = list->selected;
    else if (list->selected >= list->top + rows)
        list->top = list->selected - rows + 1;
}

/* Whether the source moved rows without a word. */
static bool
is_out_of_step(const struct list *list)
{
    return !list->is_lost
           && (list->selected >= list->class->count(list->source)
               || !uuid_equal(list->class->id(list->source, list->selected), list->selected_id));
}

void
list_draw(struct list *list, const struct canvas *canvas)
{
    struct place places[LIST_COLUMNS] = {0};
    size_t count = lay_out(list, canvas->at.columns, places);

    list->rows = canvas->at.rows - 1;
    if (list->rows < 0)
        return;
    if (is_out_of_step(list))
        list_refresh(list);
    scroll(list);
    remember_rows(list, canvas->at.rows);
    draw_heading(list, canvas, places, count);
    for (int line = 1; line < canvas->at.rows; line++)
        draw_index(list, canvas, line, places, count);
    draw_cursor(canvas, 1 + (int)(list->selected - list->top), 0);
}

void
list_draw_above(struct list *list, const struct canvas *canvas, const char *text)
{
    int rows = canvas->at.rows > ROWS_LEAST ? canvas->at.rows - TEXT_ROWS : canvas->at.rows;
    struct canvas above = canvas_part(canvas, (struct rect){0, 0, rows, canvas->at.columns});
    struct canvas below =
        canvas_part(canvas, (struct rect){rows, 0, canvas->at.rows - rows, canvas->at.columns});

    list_draw(list, &above);
    if (below.at.rows <= 0)
        return;
    draw_clear(&below);
    (void)draw_paragraph(&below, 0, STYLE_NORMAL, text);
}
