/*
 * Looks by name: `style selected bold reverse`, `style warning yellow`. Themes are lists of such
 * lines, embedded (themes/NAME.theme), in /etc/frontdesk/themes or the user's. Never colour alone
 * carries a meaning.
 */
#pragma once

#include "api/base/error.h"

/* The styles that the program knows; a theme sets any of them, others are as STYLE_NORMAL. */
enum style {
    STYLE_NORMAL = 0,
#define STYLE(id, name, fallback) STYLE_##id,
#include "tui/styles.def"
#undef STYLE
    STYLE_COUNT,
};

enum look_attribute {
    LOOK_BOLD = 1 << 0,
    LOOK_DIM = 1 << 1,
    LOOK_REVERSE = 1 << 2,
    LOOK_UNDERLINE = 1 << 3,
    LOOK_BLINK = 1 << 4,
};

/* How a style looks: attributes and colours of the 256 (color.h), COLOR_UNSET the terminal's. */
struct look {
    unsigned attributes;
    int foreground;
    int background;
};

struct theme;

/*
 * The theme of a name, from the user's folder, /etc or the embedded ones.
 * Errors  NULL: ERROR_USAGE, no such theme (with those there are), or file, line and remedy of a
 *         bad line.
 */
MUST_USE struct theme *theme_load(const char *name, const char *user_folder, struct error *err);

/* The looks of styles.def; what is used where no theme is. */
MUST_USE struct theme *theme_default(void);
void theme_free(struct theme *theme);

struct look theme_look(const struct theme *theme, enum style style);

/* Names of the embedded themes, NULL-terminated, for completion. */
const char *const *theme_names(void);
