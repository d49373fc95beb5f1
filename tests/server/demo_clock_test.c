/* What time brings to a demo hotel that was filled with it, without a write that set a timer. */
#include <stdlib.h>
#include <string.h>

#include "api/base/instant.h"
#include "tests/support/expect.h"
#include "tests/support/office.h"
#include "tests/support/test.h"

static struct office office;

// clang-format off
static void
stays_are_released_when_their_time_has_come(void **state)
{
    json_t *before;
    size_t released = 0;
    size_t i;
    json_t *stay;

    (void)state;
    before = server_list(&office.server, "reservations/getAll/2023-06-06",
                         PAGE("States":["Optional"]), "Reservations");
    office_wait(&office, INT64_C(30) * 86400000);
    json_array_foreach(before, i, stay)
    {
        struct instant release;
        json_t *now = server_first(&office.server, "reservations/getAll/2023-06-06",
                                   body_of(PAGE("ReservationIds":["%s"]),
                                           json_string_value(json_object_get(stay, "Id"))),
                                   "Reservations");
        bool is_due = instant_parse(json_string_value(json_object_get(stay, "ReleasedUtc")),
                                    &release)
                      && !instant_before(office.config.now, release);

        expect_text(now, "State", is_due ? "Canceled" : "Optional");
        released += is_due;
        json_decref(now);
    }
    assert_in_range(released, 1, json_array_size(before) - 1);
    json_decref(before);
}
// clang-format on

int
main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(stays_are_released_when_their_time_has_come, &office),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
