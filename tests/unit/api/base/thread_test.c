#include "api/base/thread.h"

#include <pthread.h>
#include <signal.h>

#include "tests/support/test.h"

struct seen {
    bool ui;
    bool worker;
    char name[16];
};

static void *
be_worker(void *context)
{
    struct seen *seen = context;

    thread_name(THREAD_WORKER);
    seen->ui = thread_is(THREAD_UI);
    seen->worker = thread_is(THREAD_WORKER);
    pthread_getname_np(pthread_self(), seen->name, sizeof(seen->name));
    return NULL;
}

/* A thread that has not said what it is may do everything: tests call what is bound to one. */
static void
role_belongs_to_the_thread_that_said_it(void **state)
{
    struct seen seen = {0};
    pthread_t thread;

    (void)state;
    assert_true(thread_is(THREAD_UI));
    assert_true(thread_is(THREAD_STORAGE));
    assert_int_equal(pthread_create(&thread, NULL, be_worker, &seen), 0);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_false(seen.ui);
    assert_true(seen.worker);
    assert_string_equal(seen.name, "fd-worker");
    assert_true(thread_is(THREAD_UI));
    thread_name(THREAD_UI);
    assert_true(thread_is(THREAD_UI));
    assert_false(thread_is(THREAD_WORKER));
}

static bool
takes(int signal_number)
{
    sigset_t blocked;

    pthread_sigmask(SIG_SETMASK, NULL, &blocked);
    return !sigismember(&blocked, signal_number);
}

static void *
look_at_signals(void *taken)
{
    *(bool *)taken = takes(SIGTERM) || takes(SIGWINCH);
    return NULL;
}

static void
a_thread_takes_no_signals(void **state)
{
    bool taken = true;
    pthread_t thread;

    (void)state;
    assert_true(takes(SIGTERM));
    assert_true(thread_start(&thread, look_at_signals, &taken));
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_false(taken);
    assert_true(takes(SIGTERM)); // its starter still does
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(role_belongs_to_the_thread_that_said_it),
        cmocka_unit_test(a_thread_takes_no_signals),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
