/* The screen that opens without a configuration. */
#pragma once

#include "views/app.h"

extern const struct pane_class start_pane;

/* What can be done there: demo, connect. */
struct command_table start_commands(struct app *app);
