/* A text that grows at its end: bodies, tables, command lines. */
#pragma once

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "api/base/attributes.h"

/* `{0}` is an empty buffer. `text` is NULL while nothing was added, else NUL-terminated. */
struct buffer {
    char *text;
    size_t length;
    size_t capacity;
};

void buffer_add(struct buffer *buffer, const char *bytes, size_t length);
void buffer_add_text(struct buffer *buffer, const char *text);
void buffer_add_char(struct buffer *buffer, char c);
void buffer_add_spaces(struct buffer *buffer, size_t count);

/* The text in exactly so many cells, at most 100: cut with text_fit(), then blanks. */
void buffer_add_cells(struct buffer *buffer, const char *text, int width);

void buffer_print(struct buffer *buffer, const char *format, ...) PRINTF_LIKE(2, 3);

/* The text, "" when empty. *Valid until* the next change. */
const char *buffer_text(const struct buffer *buffer);

/* Hands the text over, "" when empty, and empties the buffer. *Gives*: free(). */
MUST_USE char *buffer_take(struct buffer *buffer);

/* Empties it and keeps the memory; frees the memory. */
void buffer_reset(struct buffer *buffer);
void buffer_clear(struct buffer *buffer);
