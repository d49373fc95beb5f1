/* Comma-separated values (RFC 4180), safe to open in a spreadsheet. */
#pragma once

#include "api/base/buffer.h"

/*
 * Adds a field to the row that the text ends with; quoted where it must be. A text that a
 * spreadsheet would take for a formula gets an apostrophe before it.
 */
void csv_add(struct buffer *text, const char *field);
void csv_end(struct buffer *text);
