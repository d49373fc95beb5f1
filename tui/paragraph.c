#include "tui/paragraph.h"

#include <string.h>

#include "api/base/text.h"
#include "tui/draw.h"

/* The first glyph that a line has no place for, a line feed, or the end. At least one fits. */
static const char *
find_overflow(const char *text, int columns)
{
    const char *at = text;
    const char *before = at;
    struct glyph glyph;
    int width = 0;

    for (; *at && *at != '\n'; before = at) {
        if (!text_glyph(&at, &glyph))
            break;
        width += glyph.width_cells;
        if (width > columns && before > text)
            return before;
    }
    return at;
}

/* The blank at or before `overflow` where a line can end; `overflow` itself in a long word. */
static const char *
find_break(const char *text, const char *overflow)
{
    const char *at = overflow;

    while (at > text && *at != ' ')
        at--;
    return at > text ? at : overflow;
}

bool
paragraph_line(const char **text, int columns, char *line, size_t size)
{
    const char *end;
    size_t length;

    if (!**text)
        return false;
    end = find_overflow(*text, columns);
    if (*end && *end != '\n')
        end = find_break(*text, end);
    length = (size_t)(end - *text);
    length = length < size ? length : size - 1;
    memcpy(line, *text, length);
    while (length && line[length - 1] == ' ')
        length--;
    line[length] = '\0';
    text_trim_partial(line);
    *text = end + (*end == '\n' ? 1 : strspn(end, " "));
    return true;
}

int
paragraph_rows(const char *text, int columns)
{
    char line[1024];
    int rows = 0;

    while (paragraph_line(&text, columns, line, sizeof(line)))
        rows++;
    return rows;
}
