#include "views/csv.h"

#include <ctype.h>
#include <string.h>

/* `=1+1`, `@SUM(A1)`, `+x`, `-x`; not `-40.00`. */
static bool
is_formula(const char *field)
{
    if (*field == '=' || *field == '@')
        return true;
    return (*field == '+' || *field == '-') && field[1] && !isdigit((unsigned char)field[1])
           && field[1] != '.';
}

static bool
begins_row(const struct buffer *text)
{
    return !text->length || text->text[text->length - 1] == '\n';
}

void
csv_add(struct buffer *text, const char *field)
{
    const char *guard = is_formula(field) ? "'" : "";

    if (!begins_row(text))
        buffer_add_char(text, ',');
    if (!strpbrk(field, ",\"\r\n")) {
        buffer_add_text(text, guard);
        buffer_add_text(text, *field || !begins_row(text) ? field : "\"\"");
        return;
    }
    buffer_add_char(text, '"');
    buffer_add_text(text, guard);
    for (; *field; field++) {
        if (*field == '"')
            buffer_add_char(text, '"');
        buffer_add_char(text, *field);
    }
    buffer_add_char(text, '"');
}

void
csv_end(struct buffer *text)
{
    buffer_add_text(text, "\r\n");
}
