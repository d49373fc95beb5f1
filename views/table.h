/*
 * An answer of the API as a table for people: its lists one after the other, the rest as name and
 * value.
 */
#pragma once

#include <stdio.h>

#include "api/schema/document.h"

struct output;

void table_print(const struct document *answer, FILE *stream);
void table_text(const struct document *answer, struct output *output);
