#include "tui/field.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/memory.h"
#include "api/base/text.h"

void
field_set(struct field *field, const char *text)
{
    *field = (struct field){0};
    field_insert(field, text);
}

void
field_preset(struct field *field, const char *text)
{
    field_set(field, text);
    field->is_preset = true;
}

static size_t
glyph_behind(const char *text, size_t at)
{
    const char *end = text + at;
    struct glyph glyph;

    return text_glyph(&end, &glyph) ? (size_t)(end - text) : strlen(text);
}

static size_t
next_glyph(const struct field *field, size_t at)
{
    return glyph_behind(field->text, at);
}

static size_t
previous_glyph(const struct field *field, size_t at)
{
    size_t before = 0;

    for (size_t next = next_glyph(field, 0); next < at; next = next_glyph(field, next))
        before = next;
    return before;
}

static void
erase(struct field *field, size_t start, size_t end)
{
    memmove(field->text + start, field->text + end, strlen(field->text + end) + 1);
    field->cursor = start;
}

void
field_insert(struct field *field, const char *text)
{
    size_t length = strlen(text);
    char *clean = memory_new(3 * length + 1);
    size_t count = text_clean(text, length, clean);
    size_t space;

    if (field->is_preset)
        *field = (struct field){0};
    space = sizeof(field->text) - 1 - strlen(field->text);
    if (count > space) {
        clean[space] = '\0';
        text_trim_partial(clean);
        count = strlen(clean);
    }
    for (size_t i = 0; i < count; i++)
        if (clean[i] == '\n' || clean[i] == '\t')
            clean[i] = ' ';
    memmove(field->text + field->cursor + count, field->text + field->cursor,
            strlen(field->text + field->cursor) + 1);
    memcpy(field->text + field->cursor, clean, count);
    field->cursor += count;
    free(clean);
}

static void
left(struct field *field)
{
    field->cursor = previous_glyph(field, field->cursor);
}

static void
right(struct field *field)
{
    field->cursor = next_glyph(field, field->cursor);
}

static void
home(struct field *field)
{
    field->cursor = 0;
}

static void
end(struct field *field)
{
    field->cursor = strlen(field->text);
}

static void
erase_left(struct field *field)
{
    erase(field, previous_glyph(field, field->cursor), field->cursor);
}

static void
erase_right(struct field *field)
{
    erase(field, field->cursor, next_glyph(field, field->cursor));
}

static void
erase_all(struct field *field)
{
    erase(field, 0, strlen(field->text));
}

static void
erase_end(struct field *field)
{
    erase(field, field->cursor, strlen(field->text));
}

static void
erase_word(struct field *field)
{
    size_t start = field->cursor;

    while (start && field->text[start - 1] == ' ')
        start--;
    while (start && field->text[start - 1] != ' ')
        start--;
    erase(field, start, field->cursor);
}

static const struct {
    uint32_t code;
    void (*run)(struct field *field);
} keys[] = {
    {KEYCODE_LEFT, left},
    {'b' | KEYCODE_CTRL, left},
    {KEYCODE_RIGHT, right},
    {'f' | KEYCODE_CTRL, right},
    {KEYCODE_HOME, home},
    {'a' | KEYCODE_CTRL, home},
    {KEYCODE_END, end},
    {'e' | KEYCODE_CTRL, end},
    {KEYCODE_BACKSPACE, erase_left},
    {KEYCODE_DELETE, erase_right},
    {'d' | KEYCODE_CTRL, erase_right},
    {'u' | KEYCODE_CTRL, erase_all},
    {'k' | KEYCODE_CTRL, erase_end},
    {'w' | KEYCODE_CTRL, erase_word},
};

bool
field_key(struct field *field, struct key key)
{
    char bytes[5] = "";

    for (size_t i = 0; i < countof(keys); i++) {
        if (keys[i].code != key.code)
            continue;
        field->is_preset = false;
        keys[i].run(field);
        return true;
    }
    if (!key_is_text(key))
        return false;
    bytes[text_encode(key.code, bytes)] = '\0';
    field_insert(field, bytes);
    return true;
}

/* Cells of the text from byte `start` to `end`. */
static int
width_between(const char *text, size_t start, size_t end)
{
    const char *at = text + start;
    struct glyph glyph;
    int width = 0;

    while (at < text + end && text_glyph(&at, &glyph))
        width += glyph.width_cells;
    return width;
}

int
field_draw_text(const char *text, size_t cursor, const struct canvas *canvas, enum style style)
{
    size_t start = 0;
    int column;

    while (start < cursor && width_between(text, start, cursor) >= canvas->at.columns)
        start = glyph_behind(text, start);
    column = draw_text(canvas, 0, 0, style, text + start);
    draw_rest(canvas, 0, column, style);
    return width_between(text, start, cursor);
}

int
field_draw(const struct field *field, const struct canvas *canvas, enum style style)
{
    return field_draw_text(field->text, field->cursor, canvas, style);
}
