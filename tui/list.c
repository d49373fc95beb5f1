#include "tui/list.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/base/text.h"

/*
 * The selection is a record's id; its index is looked up again whenever rows may have moved. A row
 * that still stands on the screen as it would be drawn is left alone, so that moving the cursor
 * draws two rows and not all of them.
 */

enum {
    MARKER_WIDTH = 3 /* `>` the selected, `*` a marked row, a blank */
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

void
list_init(struct list *list, const struct list_class *class, void *source)
{
    *list = (struct list){.class = class, .source = source};
}

void
list_clear(struct list *list)
{
    free(list->marks);
    free(list->shown);
    *list = (struct list){.class = list->class, .source = list->source};
}

static size_t
row_count(const struct list *list)
{
    return list->class->count(list->source);
}

static size_t
find_row(const struct list *list, struct uuid id, size_t near)
{
    size_t count = row_count(list);

    if (list->class->find)
        return list->class->find(list->source, id, near);
    if (near < count && uuid_equal(list->class->id(list->source, near), id))
        return near;
    for (size_t i = 0; i < count; i++)
        if (uuid_equal(list->class->id(list->source, i), id))
            return i;
    return SIZE_MAX;
}

static void
select_row(struct list *list, size_t index)
{
    size_t count = row_count(list);

    list->is_lost = false;
    list->selected = count && index >= count ? count - 1 : index;
    list->selected_id = count ? list->class->id(list->source, list->selected) : (struct uuid){{0}};
}

/* Keeps the record on the line of the screen where it was. */
static void
follow(struct list *list, size_t index)
{
    size_t line = list->selected - list->top;

    list->selected = index;
    list->top = index > line ? index - line : 0;
    list->is_lost = false;
}

void
list_refresh(struct list *list)
{
    size_t count = row_count(list);
    size_t index;

    if (!uuid_is_set(list->selected_id)) {
        select_row(list, 0);
        return;
    }
    index = find_row(list, list->selected_id, list->selected);
    if (index != SIZE_MAX) {
        follow(list, index);
        return;
    }
    list->is_lost = true;
    if (list->selected >= count)
        list->selected = count ? count - 1 : 0;
}

void
list_reset(struct list *list)
{
    list_refresh(list);
    if (!list->is_lost)
        return;
    list->top = 0;
    select_row(list, 0);
}

static bool
is_hidden(const struct list *list, const struct list_column *column)
{
    for (size_t i = 0; i < list->hidden_count; i++)
        if (strcmp(list->hidden[i], column->id) == 0)
            return true;
    return false;
}

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
        is_shown[i] = !is_hidden(list, list->class->columns[i]);
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
    const struct list_column *column = list->class->columns[place->column];
    int width;

    if (cell->style != STYLE_SELECTED)
        return draw_field(canvas, line, place->at, place->width, cell->style, column->align,
                          cell->text);
    width = text_width(cell->text);
    draw_field(canvas, line, place->at, place->width, row->style, column->align, cell->text);
    if (width <= place->width)
        draw_field(canvas, line,
                   place->at + (column->align == ALIGN_RIGHT ? place->width - width : 0), width,
                   STYLE_SELECTED, ALIGN_LEFT, cell->text);
    else
        draw_field(canvas, line, place->at, place->width, STYLE_SELECTED, ALIGN_LEFT, cell->text);
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
            draw_field(canvas, line, at, 1, row->style, ALIGN_LEFT, "");
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
    bool is_row = index < row_count(list);
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

    if (stands(list, canvas, 0, content))
        return;
    at = draw_field(canvas, 0, 0, MARKER_WIDTH, STYLE_HEADING, ALIGN_LEFT, "");
    for (size_t i = 0; i < count; i++) {
        const struct list_column *column = list->class->columns[places[i].column];

        at = draw_field(canvas, 0, places[i].at, places[i].width, STYLE_HEADING, column->align,
                        _(column->heading));
        if (i + 1 < count)
            draw_field(canvas, 0, at, 1, STYLE_HEADING, ALIGN_LEFT, "");
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
    size_t count = row_count(list);

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
           && (list->selected >= row_count(list)
               || !uuid_equal(list->class->id(list->source, list->selected), list->selected_id));
}

void
list_draw(struct list *list, const struct canvas *canvas)
{
    struct place places[LIST_COLUMNS] = {0};
    size_t count = lay_out(list, canvas->at.columns, places);

    list->rows = canvas->at.rows - 1;
    if (is_out_of_step(list))
        list_refresh(list);
    scroll(list);
    remember_rows(list, canvas->at.rows);
    draw_heading(list, canvas, places, count);
    for (int line = 1; line < canvas->at.rows; line++)
        draw_index(list, canvas, line, places, count);
    draw_cursor(canvas, 1 + (int)(list->selected - list->top), 0);
}

static int
compare_ids(const void *a, const void *b)
{
    return memcmp(((const struct uuid *)a)->bytes, ((const struct uuid *)b)->bytes,
                  sizeof(struct uuid));
}

bool
list_is_marked(const struct list *list, struct uuid id)
{
    return list->mark_count && bsearch(&id, list->marks, list->mark_count, sizeof(id), compare_ids);
}

void
list_unmark_all(struct list *list)
{
    list->mark_count = 0;
}

static void
mark_all(struct list *list)
{
    size_t count = row_count(list);

    list->marks = memory_resize(list->marks, count + 1, sizeof(*list->marks));
    for (size_t i = 0; i < count; i++)
        list->marks[i] = list->class->id(list->source, i);
    list->mark_count = count;
    if (count)
        qsort(list->marks, count, sizeof(*list->marks), compare_ids);
}

static void
toggle_mark(struct list *list)
{
    struct uuid id = list->selected_id;
    struct uuid *found;
    size_t i = 0;

    if (!list_has_selection(list))
        return;
    found = list->mark_count ? bsearch(&id, list->marks, list->mark_count, sizeof(id), compare_ids)
                             : NULL;
    if (found) {
        i = (size_t)(found - list->marks);
        list->mark_count--;
        memmove(found, found + 1, (list->mark_count - i) * sizeof(id));
        return;
    }
    list->marks = memory_resize(list->marks, list->mark_count + 1, sizeof(*list->marks));
    while (i < list->mark_count && compare_ids(&list->marks[i], &id) < 0)
        i++;
    memmove(&list->marks[i + 1], &list->marks[i], (list->mark_count - i) * sizeof(id));
    list->marks[i] = id;
    list->mark_count++;
}

/* From a record that is gone, one step leads to what took its place. */
static void
move_by(struct list *list, long step)
{
    size_t from = list->selected;

    if (list->is_lost)
        step = 0;
    if (step < 0)
        select_row(list, from > (size_t)-step ? from - (size_t)-step : 0);
    else
        select_row(list, from + (size_t)step);
}

static long
page(const struct list *list)
{
    return list->rows > 1 ? list->rows : 1;
}

static void
move_page(struct list *list, long step)
{
    move_by(list, step);
    if (step < 0)
        list->top = list->top > (size_t)-step ? list->top - (size_t)-step : 0;
    else
        list->top += (size_t)step;
}

static void
up(struct list *list)
{
    move_by(list, -1);
}

static void
down(struct list *list)
{
    move_by(list, 1);
}

static void
page_up(struct list *list)
{
    move_page(list, -page(list));
}

static void
page_down(struct list *list)
{
    move_page(list, page(list));
}

static void
home(struct list *list)
{
    select_row(list, 0);
}

static void
end(struct list *list)
{
    select_row(list, SIZE_MAX);
}

static void
mark(struct list *list)
{
    toggle_mark(list);
    move_by(list, 1);
}

static const struct {
    const char *name;
    void (*run)(struct list *list);
} commands[] = {
    {"up", up},
    {"down", down},
    {"page-up", page_up},
    {"page-down", page_down},
    {"home", home},
    {"end", end},
    {"mark", mark},
    {"mark-all", mark_all},
    {"unmark", list_unmark_all},
};

bool
list_command(struct list *list, const char *name)
{
    for (size_t i = 0; i < countof(commands); i++) {
        if (strcmp(commands[i].name, name) != 0)
            continue;
        list->pick[0] = '\0';
        if (row_count(list))
            commands[i].run(list);
        return true;
    }
    return false;
}

/* How the digits of a row's name begin: not as the pick, as the pick, or just so. */
enum match {
    MATCH_NONE = 0,
    MATCH_BEGINNING,
    MATCH_WHOLE
};

static enum match
match_pick(const struct list *list, size_t index)
{
    const char *name = list->class->name(list->source, index);
    const char *pick = list->pick;

    for (; name && *name; name++) {
        if (!isdigit((unsigned char)*name))
            continue;
        if (!*pick)
            return MATCH_BEGINNING;
        if (*name != *pick++)
            return MATCH_NONE;
    }
    return *pick ? MATCH_NONE : MATCH_WHOLE;
}

/* Goes to the row that is picked, or to the first that may become it. */
static void
jump(struct list *list)
{
    size_t count = row_count(list);
    size_t beginning = SIZE_MAX;

    for (size_t i = 0; i < count; i++) {
        enum match match = match_pick(list, i);

        if (match == MATCH_WHOLE) {
            select_row(list, i);
            return;
        }
        if (match == MATCH_BEGINNING && beginning == SIZE_MAX)
            beginning = i;
    }
    if (beginning != SIZE_MAX)
        select_row(list, beginning);
}

bool
list_key(struct list *list, struct key key)
{
    size_t length = strlen(list->pick);

    if (!list->class->name)
        return false;
    if (key.code == KEYCODE_BACKSPACE && length)
        list->pick[length - 1] = '\0';
    else if (key.code < '0' || key.code > '9' || length + 1 >= LIST_PICK_SIZE)
        return false;
    else
        memcpy(list->pick + length, (char[]){(char)key.code, '\0'}, 2);
    if (list->pick[0])
        jump(list);
    return true;
}

void
list_select(struct list *list, struct uuid id)
{
    size_t index = find_row(list, id, list->selected);

    if (index != SIZE_MAX)
        select_row(list, index);
}

bool
list_has_selection(const struct list *list)
{
    return !list->is_lost && uuid_is_set(list->selected_id) && row_count(list) > 0;
}

bool
list_selection(const struct list *list, char *text, size_t size)
{
    char id[UUID_TEXT_SIZE];
    bool has_selection = list_has_selection(list);

    if (list->pick[0] && (!has_selection || match_pick(list, list->selected) != MATCH_WHOLE))
        return text_copy(text, size, list->pick);
    return has_selection && text_copy(text, size, uuid_text(list->selected_id, id));
}

void
list_pick_done(struct list *list)
{
    list->pick[0] = '\0';
}
