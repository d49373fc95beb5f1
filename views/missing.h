/* What of a view's data could not be read, and why: said at the bottom of its pane. */
#pragma once

#include "views/app.h"

/*
 * Says what is missing of these parts (bits 1 << DESK_…), and of an account unless it is none.
 * Returns the rest of the canvas.
 */
struct canvas missing_draw(const struct app *app, unsigned parts, struct uuid account,
                           const struct canvas *canvas);
