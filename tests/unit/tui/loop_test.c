#include "tui/loop.h"

#include <signal.h>
#include <unistd.h>

#include "api/base/instant.h"
#include "tests/support/test.h"

struct counted {
    struct loop *loop;
    int fd;
    int count;
};

static void
fire(void *context)
{
    ((struct counted *)context)->count++;
}

/* Takes one byte; at the third the watch ends itself. */
static void
read_byte(void *context)
{
    struct counted *counted = context;
    char byte;

    assert_int_equal(read(counted->fd, &byte, 1), 1);
    if (++counted->count == 3)
        loop_watch(counted->loop, counted->fd, NULL, NULL);
}

static struct loop *
start(void)
{
    struct error err;
    struct loop *loop = loop_new(NULL, &err);

    assert_non_null(loop);
    return loop;
}

static void
quiet_is_said_once_when_work_is_done(void **state)
{
    struct loop *loop = start();
    struct counted counted = {0};

    (void)state;
    loop_timer(loop, 0, fire, &counted);
    assert_int_equal(loop_next(loop).event, LOOP_QUIET);
    assert_int_equal(counted.count, 1);
    loop_timer(loop, monotonic_ms() + 20, fire, &counted);
    assert_int_equal(loop_next(loop).event, LOOP_QUIET); // after the timer, not before
    assert_int_equal(counted.count, 2);
    loop_free(loop);
}

static void
a_cancelled_timer_wakes_nobody(void **state)
{
    struct loop *loop = start();
    struct counted kept = {0};
    struct counted cancelled = {0};
    unsigned timer = loop_timer(loop, monotonic_ms() + 5, fire, &cancelled);

    (void)state;
    assert_int_not_equal(timer, 0);
    loop_cancel(loop, timer);
    loop_timer(loop, monotonic_ms() + 30, fire, &kept);
    while (!kept.count)
        assert_int_equal(loop_next(loop).event, LOOP_QUIET);
    assert_int_equal(cancelled.count, 0);
    loop_free(loop);
}

static void
a_watch_is_called_while_there_is_something_and_may_end_itself(void **state)
{
    struct counted counted = {.loop = start()};
    int ends[2];

    (void)state;
    assert_int_equal(pipe(ends), 0);
    counted.fd = ends[0];
    loop_watch(counted.loop, ends[0], read_byte, &counted);
    assert_int_equal(write(ends[1], "abcde", 5), 5);
    assert_int_equal(loop_next(counted.loop).event, LOOP_QUIET);
    assert_int_equal(counted.count, 3);
    loop_free(counted.loop);
    close(ends[0]);
    close(ends[1]);
}

static void
a_signal_is_an_event_and_waits_for_its_turn(void **state)
{
    static const int signals[] = {SIGTERM, SIGHUP, SIGINT};

    (void)state;
    for (size_t i = 0; i < countof(signals); i++) {
        struct loop *loop = start();
        struct loop_news news;

        raise(signals[i]); // blocked until the loop sleeps
        do {
            news = loop_next(loop);
        } while (news.event == LOOP_QUIET);
        assert_int_equal(news.event, LOOP_TERMINATE);
        assert_int_equal(news.signal, signals[i]);
        loop_free(loop);
    }
}

static void
old_signal_handlers_come_back(void **state)
{
    struct sigaction action;
    sigset_t mask;

    (void)state;
    signal(SIGTERM, SIG_IGN);
    loop_free(start());
    sigaction(SIGTERM, NULL, &action);
    assert_ptr_equal(action.sa_handler, SIG_IGN);
    pthread_sigmask(SIG_BLOCK, NULL, &mask);
    assert_false(sigismember(&mask, SIGTERM));
    signal(SIGTERM, SIG_DFL);
}

/* Work without end must not keep the screen from being drawn. */
static void
work_again(void *context)
{
    struct counted *counted = context;

    counted->count++;
    loop_timer(counted->loop, 0, work_again, counted);
}

static void
quiet_is_said_in_between_when_work_never_ends(void **state)
{
    struct counted counted = {.loop = start()};

    (void)state;
    loop_timer(counted.loop, 0, work_again, &counted);
    assert_int_equal(loop_next(counted.loop).event, LOOP_QUIET);
    assert_int_equal(loop_next(counted.loop).event, LOOP_QUIET);
    assert_true(counted.count > 1);
    loop_free(counted.loop);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quiet_is_said_once_when_work_is_done),
        cmocka_unit_test(a_cancelled_timer_wakes_nobody),
        cmocka_unit_test(a_watch_is_called_while_there_is_something_and_may_end_itself),
        cmocka_unit_test(a_signal_is_an_event_and_waits_for_its_turn),
        cmocka_unit_test(old_signal_handlers_come_back),
        cmocka_unit_test(quiet_is_said_in_between_when_work_never_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
