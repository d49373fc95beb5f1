/*
 * Texts: UTF-8 with a NUL at the end. What comes from outside is cleaned once (text_clean), and
 * turned into cells of a terminal only through text_glyph(), so that no control, bidirectional or
 * zero-width character reaches one. Widths are libc's wcwidth(), which is what curses lays out by.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "api/base/attributes.h"

enum {
    TEXT_REPLACEMENT = 0xfffd /* stands for what can't be read or shown */
};

/*
 * One code point from at most `length` bytes (> 0); U+FFFD for a byte that begins none. Returns
 * bytes read.
 */
size_t text_decode(const char *bytes, size_t length, uint32_t *code_point);

/*
 * The bytes of a code point (no NUL); returns how many. U+FFFD for a surrogate or beyond U+10FFFF.
 */
size_t text_encode(uint32_t code_point, char bytes[4]);

/*
 * Copies `length` bytes without control characters (C0, DEL, C1; line feed and tab stay) and with
 * U+FFFD for bytes that are no UTF-8. `clean` holds 3 * length + 1 bytes. Returns the bytes
 * written.
 */
size_t text_clean(const char *bytes, size_t length, char *clean);

/* Whether text_clean() would change nothing. */
bool text_is_clean(const char *bytes, size_t length);

/* Cuts a half character off the end of a text that a fixed buffer has cut. */
void text_trim_partial(char *text);

/* A copy in a fixed buffer, cut at a whole character. Returns false when it was cut. */
bool text_copy(char *copy, size_t size, const char *text);

/*
 * ASCII letters without case, whatever the locale: tolower() and strcasecmp() take I for no i where
 * people speak Turkish.
 */
static inline char
text_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool text_same(const char *a, const char *b);

/* What one or two cells show: a character with its combining marks. */
struct glyph {
    char bytes[28]; /* with a NUL; in the locale's charset: ASCII where that isn't UTF-8 */
    int width_cells;
};

/*
 * The next glyph of `*text`, which moves behind it; false at its end. Composed (NFC); line feed,
 * tab and other blanks are a space; regional indicators are their letters; what no cell can show is
 * U+FFFD.
 */
bool text_glyph(const char **text, struct glyph *glyph);

/* Cells that a text takes. */
int text_width(const char *text);

/*
 * The glyphs of `text` that fit in `width_cells` and in `size` bytes (> 0), as one string; `…` (`~`
 * without UTF-8) in the last cell says that it was cut. Returns the cells used.
 */
int text_fit(const char *text, int width_cells, char *out, size_t size);

/*
 * Makes the environment's locale the process's: once, by main, before other threads start. A
 * decimal sign of more than one byte becomes a point, because jansson ends the program on it.
 */
void text_locale_start(void);

/* Whether the locale's charset is UTF-8. */
bool text_locale_is_utf8(void);
