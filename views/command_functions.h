/*
 * What the rows of commands.def run: bool command_ID(void *app, const struct invocation *, struct
 * error *).
 */
#pragma once

#include "tui/command.h"

#define COMMAND(id, name, alias, group, flags, arguments, hint, help)                              \
    bool command_##id(void *app, const struct invocation *invocation, struct error *err);
#include "views/commands.def"
#undef COMMAND
