/* A text in lines of some width, broken at words. Pure. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/*
 * The next line of `*text`, which moves behind it, into `line`; false at the end. A line feed
 * breaks too; a word wider than a line is cut.
 */
bool paragraph_line(const char **text, int columns, char *line, size_t size);
