/* Colours as themes name them: `red`, `bright-red`, `208`, `#ff8700`; numbers are xterm's 256. */
#pragma once

#include <stdbool.h>

#include "api/base/attributes.h"

enum {
    COLOR_UNSET = -1
};

enum color_plane {
    COLOR_FOREGROUND,
    COLOR_BACKGROUND
};

/* `default` is COLOR_UNSET: the terminal's own. */
MUST_USE bool color_parse(const char *word, int *color);

/*
 * The nearest of the first `count` colours (8, 16 or 256). Only black itself becomes a black
 * foreground.
 */
int color_reduce(int color, int count, enum color_plane plane);
