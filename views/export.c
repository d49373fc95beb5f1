#include "views/export.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "api/base/arena.h"
#include "api/base/file.h"
#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/base/text.h"
#include "views/csv.h"
#include "views/paper.h"

enum {
    FILE_MODE = 0600 /* names and money: nobody else's */
};

enum export_form
export_form_of(const char *path)
{
    const char *dot = strrchr(path, '.');

    if (dot && strcasecmp(dot, ".csv") == 0)
        return EXPORT_CSV;
    return dot && strcasecmp(dot, ".pdf") == 0 ? EXPORT_PDF : EXPORT_TEXT;
}

bool
export_file(const char *name, const char *title, const char *text, const char *csv,
            struct error *err)
{
    enum export_form form = export_form_of(name);
    const char *bytes = form == EXPORT_CSV ? csv : text;
    struct arena arena = {0};
    const char *path = file_path(&arena, name);
    struct buffer pdf = {0};
    bool ok;

    if (form != EXPORT_PDF)
        ok = file_replace(path, bytes, strlen(bytes), FILE_MODE, err);
    else
        ok = paper_pdf(text, title, &pdf, err)
             && file_replace(path, buffer_text(&pdf), pdf.length, FILE_MODE, err);
    buffer_clear(&pdf);
    arena_clear(&arena);
    return ok;
}

/* On a thread of its own */

struct export_job {
    struct app *app;
    struct export what; /* path and title are ours */
    struct error error;
};

static void
write_out(void *context)
{
    struct export_job *job = context;

    (void)!export_file(job->what.path, job->what.title, buffer_text(&job->what.text),
                       buffer_text(&job->what.csv), &job->error); // told in over()
}

static void
free_job(struct export_job *job)
{
    buffer_clear(&job->what.text);
    buffer_clear(&job->what.csv);
    free((char *)(uintptr_t)job->what.path);
    free((char *)(uintptr_t)job->what.title);
    free(job);
}

static void
over(void *context)
{
    struct export_job *job = context;
    const struct error *failed = job->error.kind ? &job->error : NULL;

    if (job->what.over)
        job->what.over(job->what.context, job->what.path, failed);
    else if (failed)
        app_error(job->app, failed);
    else
        app_say(job->app, STYLE_GOOD, _("Written into %s."), job->what.path);
    free_job(job);
}

bool
export_begin(struct app *app, struct export *export, struct error *err)
{
    struct export_job *job = memory_new(sizeof(*job));
    struct arena arena = {0};

    *job = (struct export_job){.app = app, .what = *export};
    job->what.path = memory_text(file_path(&arena, export->path)); // reads the environment
    job->what.title = memory_text(export->title);
    export->text = export->csv = (struct buffer){0};
    arena_clear(&arena);
    if (!app_errand(app, write_out, over, job, err)) {
        free_job(job);
        return false;
    }
    app_say(app, STYLE_PENDING, _("Writing %s…"), job->what.path);
    return true;
}

static void
read_cell(const struct list *list, size_t row, size_t column, struct cell *cell)
{
    cell->style = STYLE_NORMAL;
    cell->text[0] = '\0';
    list->class->cell(list->source, row, column, cell);
}

/* Columns are as wide as their widest cell. */
static int
measure(const struct list *list, size_t column)
{
    size_t count = list->class->count(list->source);
    int widest = text_width(_(list->class->columns[column]->heading));
    struct cell cell;

    for (size_t row = 0; row < count; row++) {
        int width;

        read_cell(list, row, column, &cell);
        width = text_width(cell.text);
        widest = width > widest ? width : widest;
    }
    return widest;
}

static void
add_cells(struct buffer *text, const char *word, int width, enum align align)
{
    char fitted[CELL_SIZE * 2];
    int used = text_fit(word, width, fitted, sizeof(fitted));

    if (align == ALIGN_RIGHT)
        buffer_add_spaces(text, (size_t)(width - used));
    buffer_add_text(text, fitted);
    if (align != ALIGN_RIGHT)
        buffer_add_spaces(text, (size_t)(width - used));
    buffer_add_text(text, "  ");
}

static void
add_row(const struct list *list, size_t row, const int *widths, struct buffer *text,
        struct buffer *csv)
{
    struct cell cell;

    for (size_t i = 0; i < list->class->column_count; i++) {
        if (!widths[i])
            continue;
        read_cell(list, row, i, &cell);
        add_cells(text, cell.text, widths[i], list->class->columns[i]->align);
        csv_add(csv, cell.text);
    }
    buffer_add_char(text, '\n');
    csv_end(csv);
}

static void
add_headings(const struct list *list, const int *widths, struct buffer *text, struct buffer *csv)
{
    for (size_t i = 0; i < list->class->column_count; i++) {
        const struct list_column *column = list->class->columns[i];

        if (!widths[i])
            continue;
        add_cells(text, _(column->heading), widths[i], column->align);
        csv_add(csv, column->id);
    }
    buffer_add_char(text, '\n');
    csv_end(csv);
}

void
export_list(const struct list *list, const char *title, struct buffer *text, struct buffer *csv)
{
    size_t count = list->class->count(list->source);
    int widths[LIST_COLUMNS]; // 0: the user took it away

    for (size_t i = 0; i < list->class->column_count; i++) {
        widths[i] = list_is_hidden(list, i) ? 0 : measure(list, i);
        widths[i] += !list_is_hidden(list, i) && !widths[i]; // shown, though it is empty
    }
    buffer_print(text, "%s\n\n", title);
    add_headings(list, widths, text, csv);
    for (size_t row = 0; row < count; row++)
        add_row(list, row, widths, text, csv);
}
