#include "api/rules/commands.h"

#include "api/base/error.h"

/* How far each state is; those of the same rank exclude each other. */
static const int ranks[] = {
    [device_command_state_unknown] = 0, [DEVICE_COMMAND_PENDING] = 1,
    [DEVICE_COMMAND_RECEIVED] = 2,      [DEVICE_COMMAND_PROCESSING] = 3,
    [DEVICE_COMMAND_PROCESSED] = 4,     [DEVICE_COMMAND_CANCELLED] = 4,
    [DEVICE_COMMAND_ERROR] = 4,
};

bool
command_is_final(enum device_command_state state)
{
    return ranks[state] == ranks[DEVICE_COMMAND_PROCESSED];
}

static bool
is_part(struct decimal progress)
{
    return decimal_sign(progress) >= 0 && decimal_compare(progress, (struct decimal){1, 0}) <= 0;
}

bool
command_may_become(enum device_command_state from, enum device_command_state to,
                   struct optional_decimal progress, struct error *err)
{
    bool is_told_again = from == to && to == DEVICE_COMMAND_PROCESSING;

    if (to == device_command_state_unknown)
        return error_set(err, ERROR_INPUT, "Invalid State: it is none of a command's states.");
    if (ranks[to] <= ranks[from] && !is_told_again)
        return error_set(err, ERROR_REFUSED, "The command is %s: it can't become %s any more.",
                         device_command_state_name(from), device_command_state_name(to));
    if (to == DEVICE_COMMAND_PROCESSING && progress.presence == PRESENCE_SET
        && !is_part(progress.value))
        return error_set(err, ERROR_INPUT, "Invalid Progress: must be 0 to 1.");
    return true;
}
