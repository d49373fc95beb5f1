/* How many calls a desk makes that knows nothing yet. One line a figure: name, value, unit. */
#include "tests/support/cold_sync.h"
#include "tests/support/figures.h"

int
main(void)
{
    static const int houses[] = {120, 500, 1000};

    for (size_t i = 0; i < countof(houses); i++) {
        struct cold_sync sync = cold_sync(houses[i]);

        figure((double)sync.calls, "calls", "sync_%d_rooms_calls", houses[i]);
        figure((double)sync.all_calls, "calls", "sync_%d_rooms_all_calls", houses[i]);
        figure((double)sync.stays, "stays", "sync_%d_rooms_stays", houses[i]);
    }
    return 0;
}
