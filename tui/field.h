/* One line of text to type into: a cursor between glyphs, and the keys that move and change it. */
#pragma once

#include "tui/draw.h"
#include "tui/key.h"

enum {
    FIELD_SIZE = 1024
};

/* `{0}` is an empty field. */
struct field {
    char text[FIELD_SIZE]; /* UTF-8, one line, clean */
    size_t cursor;         /* bytes */
    bool is_preset;        /* nobody has touched it: typing takes its place, moving keeps it */
};

/* Puts a text there, the cursor behind it. */
void field_set(struct field *field, const char *text);

/* The same for a text that is a proposal. */
void field_preset(struct field *field, const char *text);

/* Puts a text in at the cursor, without controls, line feeds as blanks; the end is cut. */
void field_insert(struct field *field, const char *text);

/* True: the key was one of a field's. */
bool field_key(struct field *field, struct key key);

/* The part around the cursor, in the canvas's first row; returns the column of the cursor. */
int field_draw(const struct field *field, const struct canvas *canvas, enum style style);

/* The same of any text with a cursor. */
int field_draw_text(const char *text, size_t cursor, const struct canvas *canvas, enum style style);
