/* Lists and reports as files: what a file's ending asks for, and a list in it. */
#pragma once

#include "api/base/buffer.h"
#include "tui/list.h"
#include "views/app.h"

enum export_form {
    EXPORT_TEXT = 0, /* any other ending */
    EXPORT_CSV,
    EXPORT_PDF
};
enum export_form export_form_of(const char *path);

/*
 * Writes a text as the file asks for; `csv` is what a .csv gets, `text` what all others do.
 * Errors  those of file_replace() and paper_pdf().
 */
MUST_USE bool export_file(const char *path, const char *title, const char *text, const char *csv,
                          struct error *err);

/*
 * The same on a thread of its own, for the screen: it says that the file is being written, and how
 * that ended; `err` of `over` is NULL on success. *Takes* what is in the buffers.
 * Errors  those of app_errand(); nothing is called then.
 */
typedef void (*exported_fn)(void *context, const char *path, const struct error *err);
struct export
{
    const char *path;
    const char *title;
    struct buffer text;
    struct buffer csv;
    exported_fn over; /* NULL: the status line tells */
    void *context;
};
MUST_USE bool export_begin(struct app *app, struct export *export, struct error *err);

/* The rows of a list with those of its columns that the user has left in, as both. */
void export_list(const struct list *list, const char *title, struct buffer *text,
                 struct buffer *csv);
