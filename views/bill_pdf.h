/*
 * A bill's PDF from the property, which prints each only some thirty times a week: that of a closed
 * bill is kept, and asked for once. One that isn't ready yet is asked for again under the same
 * print.
 */
#pragma once

#include "views/app.h"

/* `path` is where it was saved; NULL with `err`: why not. Called once. */
typedef void (*bill_pdf_fn)(void *context, const char *path, const struct error *err);

/* Saves it at `path`; `reason` is why it is printed again, "" where nobody asks. */
void bill_pdf_save(struct app *app, struct uuid bill, const char *path, const char *reason,
                   bill_pdf_fn done, void *context);
