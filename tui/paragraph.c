#include "tui/paragraph.h"

#include <string.h>

#include "api/base/text.h"
#include "tui/draw.h"

/* Where a line ends and where the next begins. */
struct breaking {
    const char *end;
    const char *next;
};

static struct breaking
find_break(const char *text, int columns)
{
    struct breaking at_word = {0};
    const char *here = text;
    struct glyph glyph;
    int width = 0;

    for (;;) {
        const char *before = here;

        if (!*here || *here == '\n')
            return (struct breaking){here, here + (*here == '\n')};
        if (!text_glyph(&here, &glyph))
            return (struct breaking){before, before + strlen(before)};
        if (*before == ' ')
            at_word = (struct breaking){before, here};
        width += glyph.width_cells;
        if (width > columns && *before != ' ')
            break;
        if (width > columns)
            return at_word;
    }
    if (at_word.end)
        return at_word;
    here = text;
    width = 0;
    for (const char *before = here; text_glyph(&here, &glyph); before = here) {
        width += glyph.width_cells;
        if (width > columns && before > text)
            return (struct breaking){before, before};
    }
    return (struct breaking){here, here};
}

bool
paragraph_line(const char **text, int columns, char *line, size_t size)
{
    struct breaking found;
    size_t length;

    if (!**text)
        return false;
    found = find_break(*text, columns > 0 ? columns : 1);
    length = (size_t)(found.end - *text);
    length = length < size ? length : size - 1;
    memcpy(line, *text, length);
    line[length] = '\0';
    text_trim_partial(line);
    *text = found.next;
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
