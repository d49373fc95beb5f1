#include "views/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/buffer.h"
#include "api/base/memory.h"
#include "api/base/text.h"
#include "views/output.h"

/*
 * Columns are the members of all records, without those that no record has a value for; a cell is
 * at most CELL_CELLS wide. Of texts by language the first stands for all.
 */

#define LETTERS "abcdefghijklmnopqrstuvwxyz"

enum {
    COLUMNS = 64,
    CELL_CELLS = 40,
    PATH_SIZE = 200
};

struct columns {
    const char *names[COLUMNS];
    int widths[COLUMNS];
    size_t count;
};

/* Whether names are languages: en-US, de-DE. */
static bool
is_language(const char *name)
{
    return strlen(name) >= 5 && name[2] == '-' && strspn(name, LETTERS) == 2;
}

char *
table_cell(const struct document *value)
{
    const struct document *first;
    const char *name;
    void *at = NULL;

    if (document_is_object(value) && !document_next(value, &at, &name, &first))
        return memory_text("");
    if (document_is_object(value) && is_language(name))
        return document_text(first);
    return document_text(value);
}

static int
cell_width(const struct document *value)
{
    char *text = table_cell(value);
    int width = text_width(text);

    free(text);
    return width < CELL_CELLS ? width : CELL_CELLS;
}

/* The widest cell of a column; 0: they are all empty. */
static int
column_width(const struct document *array, const char *name)
{
    int widest = 0;

    for (size_t row = 0; row < document_count(array); row++) {
        int width = cell_width(document_find(document_at(array, row), name));

        widest = width > widest ? width : widest;
    }
    return widest;
}

static bool
has_column(const struct columns *columns, const char *name)
{
    for (size_t i = 0; i < columns->count; i++)
        if (strcmp(columns->names[i], name) == 0)
            return true;
    return false;
}

/* Adds the members of a record that have a value and are no column yet. */
static void
add_columns(const struct document *array, const struct document *record, struct columns *columns)
{
    const struct document *value;
    const char *name;
    void *at = NULL;

    while (columns->count < COLUMNS && document_next(record, &at, &name, &value)) {
        int heading = text_width(name);
        int width;

        if (!cell_width(value) || has_column(columns, name))
            continue;
        width = column_width(array, name);
        columns->names[columns->count] = name;
        columns->widths[columns->count++] = width > heading ? width : heading;
    }
}

static void
add(struct buffer *buffer, const char *text, int width, bool is_last)
{
    char fitted[CELL_CELLS * 32];
    int used = text_fit(text, width, fitted, sizeof(fitted));

    buffer_add_text(buffer, fitted);
    if (!is_last)
        buffer_add_spaces(buffer, (size_t)(width - used) + 2);
    else
        buffer_add_char(buffer, '\n');
}

/* A list of plain values, one a line. */
static void
add_values(struct buffer *buffer, const struct document *array)
{
    for (size_t row = 0; row < document_count(array); row++) {
        char *text = document_text(document_at(array, row));

        buffer_print(buffer, "  %s\n", text);
        free(text);
    }
}

static void
add_list(struct buffer *buffer, const char *name, const struct document *array)
{
    struct columns columns = {0};

    buffer_print(buffer, "%s (%zu)\n", name, document_count(array));
    if (!document_is_object(document_at(array, 0))) {
        add_values(buffer, array);
        return;
    }
    for (size_t row = 0; row < document_count(array); row++)
        add_columns(array, document_at(array, row), &columns);
    for (size_t i = 0; i < columns.count; i++)
        add(buffer, columns.names[i], columns.widths[i], i + 1 == columns.count);
    for (size_t row = 0; row < document_count(array); row++) {
        for (size_t i = 0; i < columns.count; i++) {
            char *text = table_cell(document_find(document_at(array, row), columns.names[i]));

            add(buffer, text, columns.widths[i], i + 1 == columns.count);
            free(text);
        }
    }
    buffer_add_char(buffer, '\n');
}

/* The members of an object, those of objects in it as `Enterprise.Name`. */
static void
add_members(struct buffer *buffer, const char *before, const struct document *object)
{
    const struct document *value;
    const char *name;
    void *at = NULL;

    while (document_next(object, &at, &name, &value)) {
        char path[PATH_SIZE];
        char *text = table_cell(value);

        snprintf(path, sizeof(path), "%s%s%s", before, *before ? "." : "", name);
        if (document_is_array(value))
            add_list(buffer, path, value);
        else if (document_is_object(value) && text[0] == '{')
            add_members(buffer, path, value);
        else if (text[0])
            buffer_print(buffer, "%s: %s\n", path, text);
        free(text);
    }
}

void
table_add(const struct document *answer, struct buffer *buffer)
{
    add_members(buffer, "", answer);
}

void
table_text(const struct document *answer, struct output *output)
{
    struct buffer buffer = {0};

    table_add(answer, &buffer);
    output_text(output, buffer_text(&buffer));
    buffer_clear(&buffer);
}
