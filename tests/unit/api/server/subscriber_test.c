/* One who listens: pinged when silent, let go when gone, slow or rude, and never waited for. */
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "api/base/instant.h"
#include "api/server/subscriber.h"
#include "tests/support/test.h"

static const struct subscriber_limits limits = {
    .queue_bytes = 4096,
    .stall_ms = 1000,
    .ping_ms = 3000,
    .silence_ms = 7000,
};

struct fixture {
    struct subscriber *subscriber;
    int ours;
    int theirs;
    int64_t begun_ms;
};

static int
start(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    int ends[2];

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) != 0)
        return -1;
    fixture->ours = ends[0];
    fixture->theirs = ends[1];
    fixture->begun_ms = monotonic_ms();
    fixture->subscriber = subscriber_new(ends[0], NULL, 0, &limits);
    *state = fixture;
    return 0;
}

static int
stop(void **state)
{
    struct fixture *fixture = *state;

    subscriber_free(fixture->subscriber);
    close(fixture->ours);
    close(fixture->theirs);
    free(fixture);
    return 0;
}

/* A turn, so many milliseconds after the start by the clock that it is told. */
static bool
run(struct fixture *fixture, int after_ms)
{
    return subscriber_run(fixture->subscriber, fixture->begun_ms + 100 + after_ms);
}

static size_t
hear(struct fixture *fixture, char *bytes, size_t size)
{
    ssize_t length = recv(fixture->theirs, bytes, size, 0);

    return length > 0 ? (size_t)length : 0;
}

static void
a_message_is_one_frame(void **state)
{
    struct fixture *fixture = *state;
    char bytes[64];

    subscriber_tell(fixture->subscriber, "hello", 5);
    assert_true(subscriber_is_waiting(fixture->subscriber));
    assert_true(run(fixture, 0));
    assert_false(subscriber_is_waiting(fixture->subscriber));
    assert_int_equal(hear(fixture, bytes, sizeof(bytes)), 7);
    assert_memory_equal(bytes, "\x81\x05hello", 7);
}

static void
silence_is_asked_about_and_then_ends_it(void **state)
{
    struct fixture *fixture = *state;
    char bytes[64];

    assert_true(run(fixture, 2000));
    assert_int_equal(hear(fixture, bytes, sizeof(bytes)), 0);
    assert_true(run(fixture, 3500));
    assert_int_equal(hear(fixture, bytes, sizeof(bytes)), 2); // a ping
    assert_memory_equal(bytes, "\x89\x00", 2);
    assert_true(run(fixture, 4000));
    assert_int_equal(hear(fixture, bytes, sizeof(bytes)), 0); // one is enough
    assert_int_equal(send(fixture->theirs, "\x8a\x80zzzz", 6, 0), 6);
    assert_true(run(fixture, 5000)); // it is there
    assert_true(run(fixture, 9000));
    assert_int_equal(hear(fixture, bytes, sizeof(bytes)), 2);
    assert_false(run(fixture, 12500));
}

static void
what_came_with_the_request_is_heard(void **state)
{
    struct fixture *fixture = *state;
    char bytes[64];

    subscriber_free(fixture->subscriber);
    fixture->subscriber = subscriber_new(fixture->ours, "\x89\x82\0\0\0\0hi\x89", 9, &limits);
    assert_int_equal(send(fixture->theirs, "\x81\0\0\0\0!", 6, 0), 6); // the second ping's rest
    assert_true(run(fixture, 0));
    assert_int_equal(hear(fixture, bytes, sizeof(bytes)), 7);
    assert_memory_equal(bytes, "\x8a\x02hi\x8a\x01!", 7);
}

/* Fills the way to a reader that takes nothing; returns how many messages that took. */
static int
fill(struct fixture *fixture, int after_ms)
{
    static char text[1000];
    int told = 0;

    memset(text, 'x', sizeof(text));
    while (told < 100000 && !subscriber_is_waiting(fixture->subscriber)) {
        subscriber_tell(fixture->subscriber, text, sizeof(text));
        assert_true(run(fixture, after_ms));
        told++;
    }
    return told;
}

static void
a_reader_that_takes_nothing_is_let_go(void **state)
{
    struct fixture *fixture = *state;
    char bytes[100000];

    assert_true(fill(fixture, 0) > 10);
    assert_true(run(fixture, 900));
    assert_true(hear(fixture, bytes, sizeof(bytes)) > 0);
    assert_true(run(fixture, 950)); // it has taken some: its time begins anew
    (void)fill(fixture, 960);
    assert_true(run(fixture, 1900));
    assert_false(run(fixture, 3000));
}

static void
a_reader_that_falls_behind_is_let_go(void **state)
{
    struct fixture *fixture = *state;
    char text[1000];
    int more = 0;

    memset(text, 'x', sizeof(text));
    (void)fill(fixture, 0);
    while (run(fixture, 1)) {
        subscriber_tell(fixture->subscriber, text, sizeof(text));
        assert_true(++more < 10);
    }
    assert_true(more >= 4);
}

/* Pings that are not read: their pongs don't pile up without end. */
static void
pings_do_not_fill_the_memory(void **state)
{
    struct fixture *fixture = *state;
    int pings = 0;

    (void)fill(fixture, 0);
    while (run(fixture, 1)) {
        while (send(fixture->theirs, "\x89\x80zzzz", 6, 0) == 6)
            pings++;
        assert_true(pings < 1000000);
    }
    assert_true(pings > 1000);
}

static void
a_goodbye_waits_for_the_others(void **state)
{
    struct fixture *fixture = *state;
    char bytes[64];

    subscriber_tell(fixture->subscriber, "last", 4);
    assert_true(run(fixture, 0));
    subscriber_leave(fixture->subscriber);
    subscriber_tell(fixture->subscriber, "too late", 8);
    assert_true(run(fixture, 0));
    assert_int_equal(hear(fixture, bytes, sizeof(bytes)), 10);
    assert_memory_equal(bytes, "\x81\x04last\x88\x02\x03\xe9", 10);
    assert_true(run(fixture, 500));
    assert_int_equal(send(fixture->theirs, "\x88\x82\0\0\0\0\x03\xe9", 8, 0), 8);
    assert_false(run(fixture, 600));
}

static void
a_goodbye_is_not_waited_for_long(void **state)
{
    struct fixture *fixture = *state;

    subscriber_leave(fixture->subscriber);
    assert_true(run(fixture, 0));
    assert_true(run(fixture, 900));
    assert_false(run(fixture, 1100));
}

static void
an_end_is_an_end(void **state)
{
    struct fixture *fixture = *state;

    assert_true(run(fixture, 0));
    assert_int_equal(shutdown(fixture->theirs, SHUT_RDWR), 0);
    assert_false(run(fixture, 1));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_message_is_one_frame, start, stop),
        cmocka_unit_test_setup_teardown(silence_is_asked_about_and_then_ends_it, start, stop),
        cmocka_unit_test_setup_teardown(what_came_with_the_request_is_heard, start, stop),
        cmocka_unit_test_setup_teardown(a_reader_that_takes_nothing_is_let_go, start, stop),
        cmocka_unit_test_setup_teardown(a_reader_that_falls_behind_is_let_go, start, stop),
        cmocka_unit_test_setup_teardown(pings_do_not_fill_the_memory, start, stop),
        cmocka_unit_test_setup_teardown(a_goodbye_waits_for_the_others, start, stop),
        cmocka_unit_test_setup_teardown(a_goodbye_is_not_waited_for_long, start, stop),
        cmocka_unit_test_setup_teardown(an_end_is_an_end, start, stop),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
