#include "views/output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/arena.h"
#include "api/base/buffer.h"
#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/base/text.h"
#include "views/front.h"

struct output {
    FILE *stream;
    bool is_json;
    char *line;
    struct document *result; /* NULL: none yet */
    struct buffer table;
    struct front front; /* the list that was last printed */
};

bool
output_write(FILE *stream, const char *text, size_t length, struct error *err)
{
    if (fwrite(text, 1, length, stream) == length && fflush(stream) == 0 && !ferror(stream))
        return true;
    return errno == EPIPE
               ? error_set(err, ERROR_CANCELED, "The reader went away.")
               : error_set(err, ERROR_DISK, "Cannot write the result: %s.", strerror(errno));
}

struct output *
output_new(FILE *stream, bool is_json)
{
    struct output *output = memory_new(sizeof(*output));

    output->stream = stream;
    output->is_json = is_json;
    return output;
}

static void
reset(struct output *output)
{
    free(output->line);
    output->line = NULL;
    document_free(output->result);
    output->result = NULL;
    buffer_reset(&output->table);
}

void
output_free(struct output *output)
{
    if (!output)
        return;
    reset(output);
    front_clear(&output->front);
    buffer_clear(&output->table);
    free(output);
}

void
output_begin(struct output *output, const char *line)
{
    reset(output);
    output->line = memory_text(line);
}

/* A text in cells of the terminal, padded to `width`; the last column is not padded. */
static void
add_cell(struct buffer *table, const char *text, int width, enum align align, bool is_last)
{
    char fitted[CELL_SIZE * 2];
    int used = text_fit(text, width, fitted, sizeof(fitted));
    size_t blanks = (size_t)(width - used);

    if (align == ALIGN_RIGHT)
        buffer_add_spaces(table, blanks);
    buffer_add_text(table, fitted);
    if (align != ALIGN_RIGHT && !is_last)
        buffer_add_spaces(table, blanks);
    buffer_add_text(table, is_last ? "\n" : "  ");
}

/* Columns are as wide as their widest cell. */
static void
measure(const struct list_class *list, void *source, size_t count, int *widths)
{
    struct cell cell;

    for (size_t column = 0; column < list->column_count; column++) {
        widths[column] = text_width(_(list->columns[column]->heading));
        for (size_t row = 0; row < count; row++) {
            int width;

            list->cell(source, row, column, &cell);
            width = text_width(cell.text);
            if (width > widths[column])
                widths[column] = width;
        }
    }
}

static void
add_table(struct output *output, const struct list_class *list, void *source)
{
    size_t count = list->count(source);
    int widths[LIST_COLUMNS];
    struct cell cell;

    measure(list, source, count, widths);
    for (size_t column = 0; column < list->column_count; column++)
        add_cell(&output->table, _(list->columns[column]->heading), widths[column],
                 list->columns[column]->align, column + 1 == list->column_count);
    for (size_t row = 0; row < count; row++) {
        for (size_t column = 0; column < list->column_count; column++) {
            list->cell(source, row, column, &cell);
            add_cell(&output->table, cell.text, widths[column], list->columns[column]->align,
                     column + 1 == list->column_count);
        }
    }
}

void
output_list(struct output *output, const struct listing *listing, void *source)
{
    size_t count = listing->list->count(source);
    struct document *rows;

    front_take(&output->front, listing, source);
    if (!output->is_json) {
        add_table(output, listing->list, source);
        return;
    }
    rows = document_array();
    for (size_t i = 0; i < count; i++) {
        struct document *object = document_object();

        listing->members(source, i, object);
        document_add(rows, object);
    }
    output_result(output, rows);
}

void
output_text(struct output *output, const char *text)
{
    buffer_add_text(&output->table, text);
    buffer_add_char(&output->table, '\n');
}

void
output_result(struct output *output, struct document *result)
{
    document_free(output->result);
    output->result = result;
}

struct front *
output_front(struct output *output)
{
    return &output->front;
}

static struct document *
error_document(const struct error *failure)
{
    struct document *object = document_object();

    document_set_whole(object, "Status",
                       failure->status ? failure->status : error_http_status(failure->kind));
    document_set_text(object, "Message", failure->text);
    document_set_text(object, "RequestId", failure->request_id);
    return object;
}

static struct document *
without_newline(const struct buffer *lines)
{
    struct arena arena = {0};
    struct document *text =
        document_string(arena_bytes(&arena, buffer_text(lines), lines->length - 1));

    arena_clear(&arena);
    return text;
}

static void
add_json(struct output *output, const struct error *failure)
{
    struct document *line = document_object();
    struct buffer *table = &output->table; // lines of text
    char *text;

    document_set_text(line, "Command", output->line);
    document_set_bool(line, "Ok", !failure);
    if (failure)
        document_set(line, "Error", error_document(failure));
    if (output->result)
        document_set(line, "Result", output->result); // of a failure: how far it came
    else if (!failure && table->length)
        document_set(line, "Result", without_newline(table));
    else if (!failure)
        document_set_null(line, "Result");
    output->result = NULL; // it belongs to the line now
    text = document_print(line);
    buffer_reset(table);
    buffer_add_text(table, text);
    buffer_add_char(table, '\n');
    free(text);
    document_free(line);
}

static void
say_error(const struct output *output, const struct error *failure)
{
    fprintf(stderr, "frontdesk: %s: %s", output->line, failure->text);
    if (failure->request_id[0])
        fprintf(stderr, " (request %s)", failure->request_id);
    fputc('\n', stderr);
}

bool
output_end(struct output *output, const struct error *failure, struct error *err)
{
    bool ok;

    if (output->is_json)
        add_json(output, failure);
    else if (failure)
        say_error(output, failure);
    ok = output_write(output->stream, buffer_text(&output->table), output->table.length, err);
    reset(output);
    return ok;
}
