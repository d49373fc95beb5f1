#include <stdio.h>
#include <string.h>

#include "api/base/buffer.h"
#include "api/base/intl.h"
#include "api/base/text.h"
#include "tui/card_state.h"

/*
 * From top to bottom: lines, fields, options, an error, the keys. Options take what is left and
 * scroll in it. Where the pane is too low, plain facts go first, from the last one on: a warning or
 * money that isn't seen would be agreed to. Then the rest is cut, the keys last of all.
 */

enum {
    WIDTH_MAX = 80,
    LABEL_MAX = 24,
    LINE_ROWS_MAX = 4, /* of a long text */
    FIELDS_LEAST = 4,
    OPTIONS_LEAST = 3, /* rows that lines leave to options */
    EDGES = 2          /* rows and columns of the box */
};

/* How many rows each part takes. */
struct layout {
    int label_width;
    int lines;
    int fields;
    int options;
    int error;
    int keys;
};

static void
keys_text(const struct card *card, struct buffer *text)
{
    char name[KEY_NAME_SIZE];

    for (size_t i = 0; i < card->action_count; i++)
        buffer_print(text, "%s %s   ", key_label(card->actions[i].key, name),
                     card->actions[i].label);
    if (card->field_count > 1)
        buffer_print(text, _("%s next field   "), key_label((struct key){KEYCODE_TAB}, name));
    buffer_print(text, _("%s back"), key_label((struct key){KEYCODE_ESCAPE}, name));
}

static int
label_width(const struct card *card)
{
    int widest = 0;

    for (size_t i = 0; i < card->line_count; i++) {
        int width = card->lines[i].label ? text_width(card->lines[i].label) : 0;

        widest = width > widest ? width : widest;
    }
    for (size_t i = 0; i < card->field_count; i++) {
        int width = text_width(card->fields[i].label);

        widest = width > widest ? width : widest;
    }
    widest = widest < LABEL_MAX ? widest : LABEL_MAX;
    return widest ? widest + 2 : 0;
}

static int
line_rows(const struct card_line *line, int label, int columns)
{
    int rows = paragraph_rows(line->text, line->label ? columns - label : columns);

    return rows < 1 ? 1 : rows < LINE_ROWS_MAX ? rows : LINE_ROWS_MAX;
}

static bool
is_plain(const struct card_line *line)
{
    return line->style == STYLE_NORMAL || line->style == STYLE_DIM || line->style == STYLE_CARD;
}

/* What the lines take that are not hidden for want of space: amounts, names, warnings. */
static int
least_rows(const struct card *card, int label, int columns)
{
    int rows = 0;

    for (size_t i = 0; i < card->line_count; i++)
        rows += is_plain(&card->lines[i]) ? 0 : line_rows(&card->lines[i], label, columns);
    return rows;
}

/* Hides lines until the rest fits into `rows` or none of them is plain; returns what they take. */
static int
choose_lines(struct card *card, int rows, int label, int columns)
{
    int taken = card->loading ? 1 : 0;

    for (size_t i = 0; i < card->line_count; i++) {
        card->lines[i].is_hidden = false;
        taken += line_rows(&card->lines[i], label, columns);
    }
    for (size_t i = card->line_count; i-- > 0 && taken > rows;) {
        card->lines[i].is_hidden = is_plain(&card->lines[i]);
        taken -= card->lines[i].is_hidden ? line_rows(&card->lines[i], label, columns) : 0;
    }
    return taken < rows ? taken : rows;
}

static struct layout
lay_out(struct card *card, int rows, int columns)
{
    struct layout layout = {.label_width = label_width(card)};
    struct buffer keys = {0};
    int options = (int)card->option_count;
    int least = options < OPTIONS_LEAST ? options : OPTIONS_LEAST;
    int spare;
    int left;

    keys_text(card, &keys);
    layout.keys = paragraph_rows(buffer_text(&keys), columns);
    buffer_clear(&keys);
    layout.fields = (int)card->field_count;
    layout.error = card->error ? paragraph_rows(card->error, columns) : 0;
    left = rows - layout.keys - layout.error;
    spare = left - least_rows(card, layout.label_width, columns);
    spare = spare > FIELDS_LEAST ? spare : FIELDS_LEAST; // fields scroll, lines don't
    layout.fields = layout.fields < spare ? layout.fields : spare;
    layout.fields = layout.fields < left ? layout.fields : left;
    left -= layout.fields;
    layout.lines = choose_lines(card, left > least ? left - least : 0, layout.label_width, columns);
    left -= layout.lines;
    layout.options = options < left ? options : left;
    return layout;
}

static void
draw_lines(const struct card *card, const struct canvas *canvas, int label)
{
    int row = 0;

    for (size_t i = 0; i < card->line_count && row < canvas->at.rows; i++) {
        const struct card_line *line = &card->lines[i];
        int at = line->label ? label : 0;
        int rows = line_rows(line, label, canvas->at.columns);
        struct canvas part =
            canvas_part(canvas, (struct rect){row, at, rows, canvas->at.columns - at});

        if (line->is_hidden)
            continue;
        if (line->label)
            draw_field(canvas, (struct span){row, 0, label - 1}, STYLE_DIM, ALIGN_LEFT,
                       line->label);
        draw_paragraph(&part, 0, line->style == STYLE_NORMAL ? STYLE_CARD : line->style,
                       line->text);
        row += rows;
    }
    if (card->loading)
        draw_field(canvas, (struct span){canvas->at.rows - 1, 0, canvas->at.columns}, STYLE_PENDING,
                   ALIGN_LEFT, card->loading);
}

/* A star a glyph; the cursor is where it would be. */
static int
draw_secret(const struct field *field, const struct canvas *canvas, enum style style)
{
    char stars[FIELD_SIZE] = "";
    const char *rest = field->text;
    size_t cursor = 0;
    struct glyph glyph;

    for (size_t count = 0; text_glyph(&rest, &glyph); count++) {
        stars[count] = '*';
        cursor += (size_t)(rest - field->text) <= field->cursor;
    }
    return field_draw_text(stars, cursor, canvas, style);
}

static void
draw_one_field(const struct card *card, size_t index, const struct canvas *canvas, int row,
               int label)
{
    const struct card_field *field = &card->fields[index];
    bool has_focus = card->focus == index;
    struct canvas part =
        canvas_part(canvas, (struct rect){row, label, 1, canvas->at.columns - label});
    enum style style = has_focus ? STYLE_FIELD_FOCUS : STYLE_FIELD;
    int column;

    draw_field(canvas, (struct span){row, 0, label - 1}, STYLE_DIM, ALIGN_LEFT, field->label);
    if (field->input == INPUT_CHOICE) {
        column = draw_print(&part, 0, 0, style, "< %s >", field->field.text);
        draw_rest(&part, 0, column, STYLE_CARD);
        column = 2;
    } else if (field->input == INPUT_SECRET) {
        column = draw_secret(&field->field, &part, style);
    } else {
        column = field_draw(&field->field, &part, style);
    }
    if (has_focus)
        draw_cursor(&part, 0, column);
}

/* Where there is no space for all, those around the one with the focus. */
static void
draw_fields(const struct card *card, const struct canvas *canvas, int label)
{
    size_t rows = (size_t)canvas->at.rows;
    size_t first = card->focus >= rows ? card->focus - rows + 1 : 0;

    for (size_t row = 0; row < rows; row++)
        draw_one_field(card, first + row, canvas, (int)row, label);
}

static void
draw_options(struct card *card, const struct canvas *canvas)
{
    const char *picked = card_picked(card);
    size_t rows = (size_t)canvas->at.rows;
    size_t at = 0;

    while (at < card->option_count && strcmp(card->options[at].name, picked) != 0)
        at++;
    if (at < card->first_option)
        card->first_option = at;
    if (at >= card->first_option + rows)
        card->first_option = at - rows + 1;
    if (card->first_option + rows > card->option_count)
        card->first_option = card->option_count - rows;
    for (size_t row = 0; row < rows; row++) {
        const struct card_option *option = &card->options[card->first_option + row];
        bool is_picked = card->first_option + row == at;

        draw_field(canvas, (struct span){(int)row, 0, 2}, STYLE_CARD, ALIGN_LEFT,
                   is_picked ? ">" : " ");
        draw_field(canvas, (struct span){(int)row, 2, canvas->at.columns - 2},
                   is_picked                       ? STYLE_SELECTED
                   : option->style == STYLE_NORMAL ? STYLE_CARD
                                                   : option->style,
                   ALIGN_LEFT, option->text);
    }
}

static void
draw_keys(const struct card *card, const struct canvas *canvas)
{
    struct buffer keys = {0};

    keys_text(card, &keys);
    draw_paragraph(canvas, 0, STYLE_HINT_KEY, buffer_text(&keys));
    buffer_clear(&keys);
}

/* The next `rows` rows of the box. */
static struct canvas
next_part(const struct canvas *inside, int *row, int rows)
{
    struct canvas part = canvas_part(inside, (struct rect){*row, 0, rows, inside->at.columns});

    *row += rows;
    return part;
}

static void
draw_inside(struct card *card, const struct canvas *inside, const struct layout *layout)
{
    int row = 0;
    struct canvas lines = next_part(inside, &row, layout->lines);
    struct canvas fields = next_part(inside, &row, layout->fields);
    struct canvas options = next_part(inside, &row, layout->options);
    struct canvas error = next_part(inside, &row, layout->error);
    struct canvas keys = next_part(inside, &row, layout->keys);

    draw_cursor(&keys, 0, 0);
    draw_lines(card, &lines, layout->label_width);
    if (layout->options)
        draw_options(card, &options);
    draw_fields(card, &fields, layout->label_width);
    if (card->error)
        draw_paragraph(&error, 0, STYLE_ERROR, card->error);
    draw_keys(card, &keys);
}

void
card_draw(struct card *card, const struct canvas *pane, unsigned frame)
{
    int columns = pane->at.columns < WIDTH_MAX ? pane->at.columns : WIDTH_MAX;
    struct layout layout = lay_out(card, pane->at.rows - EDGES, columns - EDGES - 2);
    int rows = layout.lines + layout.fields + layout.options + layout.error + layout.keys + EDGES;
    int top = pane->at.rows - rows;
    struct canvas box =
        canvas_part(pane, (struct rect){top > 1 ? top - 1 : 0, (pane->at.columns - columns) / 2,
                                        rows, columns});
    struct canvas inside =
        canvas_part(&box, (struct rect){1, 2, rows - EDGES, columns - EDGES - 2});

    draw_clear(&box);
    draw_box(&box, STYLE_CARD, card->title);
    draw_inside(card, &inside, &layout);
    card_drawn(card, frame);
}
