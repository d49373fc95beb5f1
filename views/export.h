/* Lists and reports as files: what a file's ending asks for, and a list in it. */
#pragma once

#include "api/base/error.h"
#include "tui/list.h"

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
 * Writes the rows of a list with those of its columns that the user has left in.
 * Errors  the same.
 */
MUST_USE bool export_list(const struct list *list, const char *title, const char *path,
                          struct error *err);
