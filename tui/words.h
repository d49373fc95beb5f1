/*
 * A line in words, with quotes as in a shell: '…' as it stands, "…" with \" and \\, \ before any
 * character. Pure.
 */
#pragma once

#include "api/base/arena.h"
#include "api/base/error.h"

/*
 * The next word of `*text`, which moves behind it; NULL at the end, with `err` untouched.
 * Errors  NULL: ERROR_USAGE, a quote that nothing closes.
 */
char *word_next(const char **text, struct arena *arena, struct error *err);

/* Behind the blanks at the beginning. */
const char *word_skip_blanks(const char *text);

/*
 * Where the last word of a line that is being typed begins (its end where it ends in a blank). The
 * word without its quotes, closed or not, is put into `word`.
 */
const char *word_last(const char *line, char *word, size_t size);

/* The word so that word_next() reads it back as one: itself where that does. */
char *word_quote(const char *word, struct arena *arena);
