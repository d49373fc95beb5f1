/* Stays that nobody confirms until their ReleasedUtc, over HTTP. */
#include <stdlib.h>
#include <string.h>

#include "api/base/error.h"
#include "tests/support/event_client.h"
#include "tests/support/expect.h"
#include "tests/support/office.h"
#include "tests/support/sales.h"
#include "tests/support/test.h"

static struct office office;
static struct server_process *const server = &office.server;
static const int64_t DAY_MS = 86400000;

bool
demo_generate(const struct demo_config *config, demo_emit_fn emit, void *context, struct error *err)
{
    (void)config;
    return sales_emit(emit, context, err);
}

// clang-format off
#define HELD BODY("State":"Optional", "ReleasedUtc":"2026-03-26T15:00:00Z")

static void
expect_state(const char *id, const char *state, const char *reason)
{
    json_t *stay = sales_stay(server, id);

    expect_text(stay, "State", state);
    expect_text(stay, "CancellationReason", reason);
    json_decref(stay);
}

static void
a_stay_is_canceled_at_its_release(void **state)
{
    char *id = sales_book(server, HELD, NULL);
    json_t *after;

    (void)state;
    sales_expect_left(server, "double", 6, 6, 6);
    office_wait(&office, 2 * DAY_MS - 60000);
    expect_state(id, "Optional", NULL);
    office_wait(&office, 60000);
    after = sales_stay(server, id);
    expect_text(after, "State", "Canceled");
    expect_text(after, "CancellationReason", "ConfirmationMissed");
    assert_memory_equal(json_string_value(json_object_get(after, "UpdatedUtc")),
                        "2026-03-26T15:00:00", 19);
    expect_text(after, "CancelledUtc", json_string_value(json_object_get(after, "UpdatedUtc")));
    sales_expect_items(server, id, "");
    sales_expect_left(server, "double", 7, 7, 7);
    json_decref(after);
    free(id);
}

static void
one_that_was_confirmed_stays(void **state)
{
    char *id = sales_book(server, HELD, NULL);

    (void)state;
    server_does(server, "reservations/confirm", body_of(BODY("ReservationIds":["%s"]), id));
    office_wait(&office, 3 * DAY_MS);
    expect_state(id, "Confirmed", NULL);
    free(id);
}

static void
an_inquiry_is_released_too(void **state)
{
    char *id = sales_book(server, BODY("State":"Enquired", "ReleasedUtc":"2026-03-26T15:00:00Z"),
                          NULL);

    (void)state;
    office_wait(&office, 3 * DAY_MS);
    expect_state(id, "Canceled", "ConfirmationMissed");
    free(id);
}

static void
a_release_moves(void **state)
{
    char *id = sales_book(server, HELD, NULL);
    char *kept = sales_book(server, HELD, NULL);
    const char *format = BODY("ReservationId":"%s", "ReservationUpdates":[{"ReservationId":"%s",
                              "ReleasedUtc":{"Value":%s}}]);

    (void)state;
    server_refuses(server, "reservations/update",
                   body_of(format, id, id, "\"2026-03-24T14:00:00Z\""), 400,
                   "Invalid ReleasedUtc: is over already");
    server_does(server, "reservations/update", body_of(format, id, id, "\"2026-03-28T15:00:00Z\""));
    server_does(server, "reservations/update", body_of(format, kept, kept, "null"));
    office_wait(&office, 3 * DAY_MS);
    expect_state(id, "Optional", NULL);
    office_wait(&office, 1 * DAY_MS);
    expect_state(id, "Canceled", "ConfirmationMissed");
    expect_state(kept, "Optional", NULL);
    free(kept);
    free(id);
}

static void
a_release_that_is_over_is_refused(void **state)
{
    (void)state;
    server_refuses(server, "reservations/add",
                   sales_booking(BODY("State":"Optional", "ReleasedUtc":"2026-03-24T14:00:00Z"),
                                 NULL), 400, "Invalid Reservations.ReleasedUtc: is over already");
}

/* The property's clock moves with each write: one after another brings the release. */
static void
listeners_hear_of_it(void **state)
{
    struct event_client *client = event_open(server);
    static const char soon[] = BODY("State":"Optional", "ReleasedUtc":"2026-03-24T15:00:00.020Z");
    char *id = sales_book(server, soon, NULL);
    bool is_canceled = false;

    (void)state;
    while (!is_canceled) {
        json_t *message;
        const json_t *event;
        size_t i;

        server_does(server, "resources/update", BODY("ResourceUpdates":[{"ResourceId":"$room104",
                    "State":{"Value":"Clean"}}]));
        server_does(server, "resources/update", BODY("ResourceUpdates":[{"ResourceId":"$room104",
                    "State":{"Value":"Dirty"}}]));
        message = event_next(client);
        json_array_foreach(json_object_get(message, "Events"), i, event)
        {
            if (strcmp(json_string_value(json_object_get(event, "Id")), id) == 0)
                is_canceled = strcmp(json_string_value(json_object_get(event, "State")),
                                     "Canceled") == 0;
        }
        json_decref(message);
    }
    event_close(client);
    free(id);
}

// clang-format on

#define WITH_OFFICE(test) OFFICE_TEST(test, &office)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_OFFICE(a_stay_is_canceled_at_its_release), WITH_OFFICE(one_that_was_confirmed_stays),
        WITH_OFFICE(an_inquiry_is_released_too),        WITH_OFFICE(a_release_moves),
        WITH_OFFICE(a_release_that_is_over_is_refused), WITH_OFFICE(listeners_hear_of_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
