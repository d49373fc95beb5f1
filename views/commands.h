/* The command table: names, arguments, help, and what each does. */
#pragma once

#include "views/app.h"

/* All rows, with `app` for their functions. */
struct command_table commands_table(struct app *app);

/* The settings that `set` knows, with their defaults; `count` of them. */
const struct setting *commands_settings(size_t *count);
