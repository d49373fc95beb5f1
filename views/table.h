/*
 * An answer of the API as a table for people: its lists one after the other, the rest as name and
 * value.
 */
#pragma once

#include "api/base/buffer.h"
#include "api/schema/document.h"

struct output;

/* A value in a cell: of texts by language the first. *Gives*: free(). */
MUST_USE char *table_cell(const struct document *value);

void table_add(const struct document *answer, struct buffer *table);
void table_text(const struct document *answer, struct output *output);
