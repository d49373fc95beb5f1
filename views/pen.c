#include "views/pen.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "api/base/attributes.h"
#include "api/base/memory.h"
#include "api/base/text.h"
#include "tui/paragraph.h"

enum {
    LABEL_WIDTH = 14
};

void
pen_line(struct pen *pen, enum style style, const char *label, const char *format, ...)
{
    char text[1200];
    char part[1200];
    const char *rest = text;
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    text_trim_partial(text);
    for (; paragraph_line(&rest, pen->canvas->at.columns - LABEL_WIDTH, part, sizeof(part));
         pen->row++, label = "") {
        if (pen->row < 0 || pen->row >= pen->canvas->at.rows)
            continue;
        draw_text(pen->canvas, pen->row, 0, STYLE_DIM, label);
        draw_text(pen->canvas, pen->row, LABEL_WIDTH, style, part);
    }
}

bool
pen_scroll(int *top, const char *command)
{
    static const struct {
        const char *name;
        int lines;
    } moves[] = {{"up", -1},        {"down", 1},      {"page-up", -10},
                 {"page-down", 10}, {"home", -10000}, {"end", 10000}};

    for (size_t i = 0; i < countof(moves); i++) {
        if (strcmp(moves[i].name, command) != 0)
            continue;
        *top = *top + moves[i].lines > 0 ? *top + moves[i].lines : 0;
        return true;
    }
    return false;
}
