/* `theme NAME`: another one's colours, from a disk that may hang. */
#pragma once

#include "api/base/error.h"

struct app;

/*
 * Draws in a theme once it is read, on the screen by a thread of its own. Of several the last that
 * was asked for counts.
 * Errors  those of theme_load(), which the screen tells later; the old one stays.
 */
MUST_USE bool theming_begin(struct app *app, const char *name, struct error *err);
