/*
 * A cold sync in few calls: a property lets 200 be made in 30 seconds, by all desks of a house
 * together.
 */
#include "tests/support/cold_sync.h"
#include "tests/support/test.h"

enum {
    ROOMS = 500,
    CALLS_MOST = 45
};

static void
a_desk_of_500_rooms_is_there_within_45_calls(void **state)
{
    struct cold_sync sync = cold_sync(ROOMS);

    (void)state;
    check(sync.stays > ROOMS, "%zu", sync.stays);
    check(sync.calls <= CALLS_MOST, "%zu", sync.calls);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_desk_of_500_rooms_is_there_within_45_calls),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
