/*
 * The print command of the setting `printer`, as `lp -d desk`: a child of the program that reads a
 * text on its standard input.
 */
#pragma once

#include "api/base/buffer.h"
#include "views/app.h"

/* Whether there is one. */
bool printer_is_set(const struct app *app);

/*
 * Gives it the text; the status line tells how that ended. One that fails is told with what it said
 * on standard error, one that hangs is ended after the setting `timeout`. *Takes* the text.
 * Errors  those of app_errand().
 */
MUST_USE bool printer_begin(struct app *app, struct buffer *text, struct error *err);
