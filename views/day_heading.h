/*
 * The heading of a column of a time grid that is a day: weekday over day, the month's name on its
 * 1st.
 */
#pragma once

#include "tui/list.h"
#include "views/app.h"

/* `column` is the day (since 1970), `line` 0 or 1. */
void day_heading(const struct app *app, int column, int line, struct cell *cell);
