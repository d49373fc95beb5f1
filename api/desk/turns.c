#include "api/desk/turns.h"

#include "api/base/memory.h"
#include "api/desk/state.h"

struct ticket {
    struct turn *turn;
    uint64_t number;
};

void
turn_begin(struct turn *turn)
{
    *turn = (struct turn){.number = turn->number + 1};
}

void
turn_send(struct desk *desk, struct turn *turn, struct request *request, answer_fn answer)
{
    struct ticket *ticket = memory_new(sizeof(*ticket));

    *ticket = (struct ticket){turn, turn->number};
    turn->under_way++;
    desk_send_own(desk, request, answer, ticket);
}

bool
turn_counts(struct desk *desk, const struct result *result, const void *context)
{
    const struct ticket *ticket = context;
    struct turn *turn = ticket->turn;

    if (ticket->number != turn->number)
        return false;
    if (result->error.kind && !turn->failed.kind)
        turn->failed = result->error;
    if (result->is_last) {
        turn->under_way--;
        desk->what |= DESK_STATUS;
    }
    return true;
}
