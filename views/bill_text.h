/* A bill as a text of 72 columns, for the terminal's printer and to read. */
#pragma once

#include "api/base/buffer.h"
#include "views/app.h"

/* All lines of the bill, its taxes and what was paid, behind what the buffer has. */
void bill_text(struct app *app, const struct bill *bill, struct buffer *text);
