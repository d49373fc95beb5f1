#include "api/client/command.h"

#include <stdlib.h>

#include "api/base/memory.h"

struct command *
command_new(enum command_kind kind)
{
    struct command *command = memory_new(sizeof(*command));

    command->kind = kind;
    return command;
}

void
command_free(struct command *command)
{
    if (!command)
        return;
    request_free(command->request);
    free((void *)(uintptr_t)command->poll.filter);
    free(command->records);
    free(command->name);
    free(command->text);
    free(command);
}
