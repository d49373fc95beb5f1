#include "api/rules/resources.h"

#include <string.h>

#include "api/base/error.h"

bool
resource_may_become(const struct resource *room, bool is_blocked, const char *state,
                    enum resource_state *becomes, struct error *err)
{
    enum resource_state found = RESOURCE_DIRTY;

    while (found <= RESOURCE_OUT_OF_ORDER && strcmp(resource_state_name(found), state) != 0)
        found++;
    if (found > RESOURCE_OUT_OF_ORDER)
        return error_set(err, ERROR_INPUT,
                         "Invalid State: %.40s is none; there are Dirty, Clean, Inspected and "
                         "OutOfService.",
                         state);
    if (found == RESOURCE_OUT_OF_ORDER)
        return error_set(err, ERROR_INPUT,
                         "Invalid State: a room becomes OutOfOrder by a block "
                         "(resourceBlocks/add).");
    if (room->state == RESOURCE_OUT_OF_ORDER && is_blocked)
        return error_set(err, ERROR_REFUSED,
                         "Room %s is out of order: remove its block before it changes state.",
                         room->name);
    *becomes = found;
    return true;
}
